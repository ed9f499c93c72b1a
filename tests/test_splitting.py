"""Blocks to text, segments and units."""

from __future__ import annotations

from ingest.articles import parse
from rag.types import ParsedArticle, Unit, UnitKind


def _parse(text: str) -> ParsedArticle:
    return parse(text.encode(), "a.txt")


def _units(text: str) -> list[tuple[str, str]]:
    return [(unit.context, unit.text) for unit in _parse(text).units]


def _one(text: str, words: str) -> Unit:
    return next(unit for unit in _parse(text).units if words in unit.text)


def test_sections_follow_the_headings() -> None:
    text = (
        "# Pay guide\nAn opening sentence stands here.\n## Levels\n### Senior\nThey earn a lot.\n"
        "## Places\nOslo pays well too."
    )
    assert [unit.section for unit in _parse(text).units] == ["Pay guide", "Levels › Senior", "Places"]


def test_a_guessed_heading_reaches_so_far() -> None:
    paragraphs = "\n\n".join(
        f"This is paragraph number {n} of the text, and it is long enough for one." for n in range(12)
    )
    sections = [unit.section for unit in _parse(f"Some title here\n\nCore duties\n\n{paragraphs}").units]
    assert sections[0] == "Core duties"
    assert sections[-1] is None


def test_a_label_holds_for_its_paragraph_but_not_for_sentences_with_one_of_their_own() -> None:
    assert _units("Entry level: $100K is usual. That is a lot. Senior: $200K.") == [
        ("", "Entry level: $100K is usual."),
        ("Entry level", "That is a lot."),
        ("", "Senior: $200K."),
    ]


def test_a_bold_question_is_the_context_of_its_answer() -> None:
    assert _units("**Is it hard to learn?** Yes, rather hard. It takes a year.")[1:] == [
        ("Is it hard to learn?", "Yes, rather hard."),
        ("Is it hard to learn?", "It takes a year."),
    ]


def test_items_stand_under_lead_in_and_parent() -> None:
    text = "You will need these:\n- Cloud skills\n  - at least one big provider\n- a lot of patience"
    assert _units(text)[1:] == [
        ("You will need these", "Cloud skills"),
        ("You will need these: Cloud skills", "at least one big provider"),
        ("You will need these", "a lot of patience"),
    ]
    assert _parse(text).article.text.endswith("- Cloud skills\n  - at least one big provider\n- a lot of patience")


def test_numbers_of_steps_stay_in_the_text_outside_the_quote() -> None:
    parsed = _parse("1. Learn one language well.\n2. Learn to test it.")
    assert parsed.article.text == "1. Learn one language well.\n2. Learn to test it."
    assert [unit.text for unit in parsed.units] == ["Learn one language well.", "Learn to test it."]


def test_rows_keep_their_cells_and_know_their_columns() -> None:
    unit = _one("| Level | City | Pay |\n|---|---|---|\n| Senior | Oslo | $1 |", "Oslo")
    assert (unit.kind, unit.context, unit.text) == (UnitKind.ROW, "Level | City | Pay", "Senior | Oslo | $1")


def test_long_cells_are_units_under_row_and_column() -> None:
    text = (
        "| Aspect | Builder | Keeper |\n|---|---|---|\n"
        "| Daily work | Runs experiments all day long. Reads papers too. | Keeps pipelines running through the night. |"
    )
    assert _units(text) == [
        ("Builder: Daily work", "Runs experiments all day long."),
        ("Builder: Daily work", "Reads papers too."),
        ("Keeper: Daily work", "Keeps pipelines running through the night."),
    ]


def test_a_time_mark_ends_a_quotable_span() -> None:
    parsed = _parse("They were paid well [00:35] in the late years. [01:21]")
    assert [(unit.timestamp, unit.text) for unit in parsed.units] == [
        ("00:35", "They were paid well"),
        ("01:21", "in the late years."),
    ]
    assert [(seg.timestamp, parsed.article.text[seg.start : seg.end]) for seg in parsed.article.segments] == [
        ("00:35", "They were paid well"),
        ("01:21", "in the late years."),
    ]


def test_a_fragment_behind_a_torn_sentence_knows_its_beginning() -> None:
    assert _units("Online programs. work great because you learn on the job.")[0][0] == "Online programs"


def test_a_heading_with_a_figure_can_be_quoted() -> None:
    assert _units("## Senior: $240K-$350K\nThat is a lot of money.")[0] == ("", "Senior: $240K-$350K")
