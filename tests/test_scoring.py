"""How answers are scored: question sets, what counts as shown, cited, quoted and whole, and the sums."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from evals.asking import files_in, put
from evals.questions import CONFLICT, UNANSWERABLE, Case, read_questions
from evals.scoring import Scored, Share, grouped, score, total
from evals.wording import amounts, plain, sentences, stands_in
from rag.errors import UsageError
from rag.progress import Step
from rag.settings import ROOT
from rag.types import Answer, Status, Turn
from tests.fake_assistant import GUIDE, FakeAssistant, cited

PAY = Case(
    "p1", "fact", "pay", "What does a pilot earn?", facts=(re.compile("91,000"),), guides=(frozenset({"harbour.md"}),)
)


def scored(case: Case, answer: Answer, file: str = GUIDE.text) -> Scored:
    return score(case, answer, 0.5, lambda guide: file)


def answer(text: str, *quotes: str, status: Status = "answered", guides: Sequence[str] = ()) -> Answer:
    """An answer with a citation for each quote, numbered from 1."""
    base = cited("?").citations[0]
    names = [*guides, *["pay/harbour.md"] * len(quotes)]
    citations = tuple(
        replace(base, number=number, quote=quote, guide=names[number - 1], timestamp=None, section=None)
        for number, quote in enumerate(quotes, start=1)
    )
    return Answer("?", "?", status, text, citations=citations)


def test_a_fact_counts_once_it_stands_in_the_text_and_in_a_right_guide() -> None:
    right = answer("A pilot earns $91,000 a year. [1]", "A harbour pilot earns $91,000 a year.")
    assert scored(PAY, right).right
    assert not scored(PAY, replace(right, answer="A pilot earns well. [1]")).facts
    elsewhere = replace(right, citations=(replace(right.citations[0], guide="other.md"),))
    assert not scored(PAY, elsewhere).facts
    assert not scored(PAY, elsewhere).cited
    unquoted = replace(right, citations=(replace(right.citations[0], quote="A harbour pilot earns well."),))
    assert not scored(PAY, unquoted).facts
    assert scored(PAY, unquoted).why_wrong == "no fact"


def test_all_facts_one_of_any_and_none_that_must_not_be() -> None:
    case = replace(
        PAY, facts=(re.compile("pilot"), re.compile("year")), any_of=(re.compile("91,000"), re.compile("x1"))
    )
    text, quote = "A pilot earns $91,000 a year. [1]", "A harbour pilot earns $91,000 a year."
    assert scored(case, answer(text, quote)).facts
    assert not scored(replace(case, any_of=(re.compile("x1"),)), answer(text, quote)).facts
    assert not scored(replace(case, facts=(re.compile("pilot"), re.compile("x2"))), answer(text, quote)).facts
    assert not scored(replace(case, never=(re.compile("91,000"),)), answer(text, quote)).facts


def test_a_time_mark_counts_as_shown_in_the_text() -> None:
    case = replace(PAY, facts=(re.compile("0?1:05"),))
    assert scored(case, cited("?")).facts


def test_a_conflict_wants_each_side_and_two_guides() -> None:
    case = replace(PAY, kind=CONFLICT, guides=(frozenset({"a.md", "b.md"}), frozenset({"c.md"})))
    quotes = ("earns $91,000 a year", "earns $91,000 a year")
    text = "It is $91,000. [1] It is more. [2]"
    assert scored(case, answer(text, *quotes, guides=["b.md", "c.md"])).cited
    assert not scored(case, answer(text, *quotes, guides=["a.md", "b.md"])).cited
    both = replace(case, guides=(frozenset({"a.md"}), frozenset({"a.md"})))
    assert not scored(both, answer(text, *quotes, guides=["a.md", "a.md"])).cited


def test_long_answers_are_not_right_and_long_refusals_are_none() -> None:
    long = answer("word " * 196 + "for $91,000 a year. [1]", "It is $91,000 a year.")
    assert scored(PAY, long).right
    assert scored(PAY, replace(long, answer=f"more {long.answer}")).why_wrong == "too long"
    asked = Case("u", UNANSWERABLE, "", "And in Oslo?")
    refusal = answer("No " * 80, status="not_in_guides")
    assert scored(asked, refusal).right
    assert not scored(asked, replace(refusal, answer="No " * 81)).right
    assert not scored(asked, replace(refusal, status="answered")).right


def test_markers_are_whole_where_text_and_citations_have_the_same() -> None:
    assert scored(PAY, answer("One. [1] Two. [2]", "a quote", "b quote")).whole
    assert not scored(PAY, answer("One. [1]", "a quote", "b quote")).whole
    assert not scored(PAY, answer("One. [1] Two. [3]", "a quote", "b quote")).whole
    assert not scored(PAY, answer("One.")).whole


def test_figures_stand_in_what_their_own_sentence_cites() -> None:
    quotes = ("It pays $91,000.", "It takes 3 years.")
    assert scored(PAY, answer("It pays $91K. [1] It takes 3 years. [2]", *quotes)).figures == Share(2, 2)
    assert scored(PAY, answer("It pays $91K. [2] It takes 3 years. [1][2]", *quotes)).figures == Share(1, 2)
    assert scored(PAY, answer("It pays $92,000. [1]", *quotes)).figures == Share(0, 1)


def test_sentences_are_marked_by_citations_that_are_there() -> None:
    assert scored(PAY, answer("One. [1] Two. Three. [7]", "a quote")).sentences == Share(1, 3)


def test_quotes_are_looked_up_in_their_guide() -> None:
    files = {"a.md": "A pilot\nearns **well**.", "b.md": "Nothing."}
    asked = answer("x [1] y [2]", "A pilot earns well.", "A pilot earns well.", guides=["a.md", "b.md"])
    assert score(PAY, asked, 0, lambda guide: files[guide]).verbatim == Share(1, 2)


@pytest.mark.parametrize(
    ("quote", "there"),
    [
        ("Paid 4.5 times as much", True),
        ("Paid 45 times as much", False),
        ("Pilot | Bergen | 91,000", True),
        ("Place: Bergen | Pay: 91,000", True),
        ("Pilot | Bergen | 92,000", False),
        ("paid", False),
    ],
)
def test_what_stands_in_a_file(quote: str, there: bool) -> None:
    file = "Paid 4.5 times\nas much.\n\n| Job | Place | Pay |\n| Pilot | Bergen | 91,000 |\n"
    assert stands_in(quote, file) is there


def test_cells_from_all_over_a_file_are_no_row() -> None:
    filler = "\n".join(f"line {n}" for n in range(40))
    file = f"pilot\n{filler}\nbergen\n{filler}\n91000\n"
    assert not stands_in("pilot | bergen | 91,000", file)
    assert stands_in("pilot | bergen | 91,000", "pilot\nx\nbergen\n91000\n")


def test_amounts_know_scales_markers_and_list_numbers() -> None:
    assert amounts("1. It pays $150K [2]") == [{150.0, 150000.0}]
    assert amounts("150,000 or 2 billion") == [{150000.0}, {2.0, 2e9}]


def test_plain_text_keeps_escaped_signs() -> None:
    assert plain(r"**bold** \*star 3—5" + "\n\t x") == "bold *star 3-5 x"


def test_sentences_end_at_marks_items_and_not_at_abbreviations() -> None:
    text = "Dr. No vs. Bond, e.g. here. [1] Next one! [2][3]\n- item one\n- item two. [4]\n\nLast in the U.S. army"
    assert sentences(text) == [
        "Dr. No vs. Bond, e.g. here. [1]",
        "Next one! [2][3]",
        "item one",
        "item two. [4]",
        "Last in the U.S. army",
    ]


def test_totals_and_groups() -> None:
    asked = Case("u", UNANSWERABLE, "", "And in Oslo?")
    all_of = [
        scored(PAY, answer("It pays $91,000 a year. [1]", "A harbour pilot earns $91,000 a year.")),
        scored(PAY, answer("No guide says.", status="not_in_guides")),
        scored(asked, answer("No guide says.", status="not_in_guides")),
        scored(asked, answer("It pays $91,000. [1]", "A harbour pilot earns $91,000 a year.")),
    ]
    sums = total(all_of)
    assert (sums.right, sums.falsely_refused, sums.refused) == (Share(1, 2), Share(1, 2), Share(1, 2))
    assert (sums.quotes_verbatim, sums.sentences_cited, sums.markers_whole) == (Share(2, 2), Share(2, 2), Share(2, 2))
    assert (sums.words_median, sums.words_p90, sums.seconds) == (4, 3, 2)
    assert {kind: sums.right for kind, sums in grouped(all_of, lambda case: case.kind).items()} == {
        "fact": Share(1, 2),
        UNANSWERABLE: Share(0, 0),
    }
    assert list(grouped(all_of, lambda case: case.tag)) == ["pay"]


def test_questions_are_put_with_their_history_and_a_bad_one_is_an_error() -> None:
    assistant, steps = FakeAssistant(), list[Step]()
    cases = [replace(PAY, history=(Turn("Earlier?"),)), replace(PAY, question=" ")]
    first, second = put(cases, assistant, lambda guide: GUIDE.text, steps.append)
    assert first.right
    assert second.answer.status == "error"
    assert not second.right
    assert [(step.done, step.total) for step in steps] == [(0, 2), (1, 2)]


def test_files_are_read_once_and_a_missing_one_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"x\xff")
    text = files_in(tmp_path)
    assert text("a.md") == "x\ufffd"
    assert text("b.md") == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "riddle"}, "\"kind\" is 'riddle'"),
        ({"question": None}, '"question"'),
        ({"facts": ["("]}, "no regular expression"),
        ({"facts": "x"}, "no list of regular expressions"),
        ({"facts": []}, "it can be answered"),
        ({"guides": []}, "it can be answered"),
        ({"guides": [3]}, '"guides"'),
        ({"history": "x"}, '"history"'),
    ],
)
def test_a_bad_line_of_questions_is_named(tmp_path: Path, change: dict[str, object], said: str) -> None:
    good = {"id": "1", "kind": "fact", "question": "Q?", "facts": ["a"], "guides": ["g.md"]}
    path = tmp_path / "questions.jsonl"
    path.write_text(f"{json.dumps(good)}\n\n{json.dumps(good | change)}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="line 3") as error:
        read_questions(path)
    assert said in str(error.value)


def test_the_questions_that_ship_can_be_read_and_name_guides_that_are_there() -> None:
    cases = read_questions(ROOT / "evals" / "career.jsonl")
    assert len({case.id for case in cases}) == len(cases) >= 120
    names = {name for case in cases for group in case.guides for name in group}
    assert [name for name in names if not (ROOT / "corpus" / name).is_file()] == []
