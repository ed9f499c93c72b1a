"""A model's answer on its way to the reader: what passes, and what gives way or goes."""

from __future__ import annotations

import re

import pytest

from rag.model.drafting import UNSOURCED
from terminal.answers import answer_lines
from tests.writing_models import GOOD, MORE, USED, WRITTEN, Wrote, quotes, removed

LEAVING = "How many newly qualified nurses leave the profession within the first year?"


# --- what passes ----------------------------------------------------------------------------------------------


def test_a_good_answer_is_shown_with_its_sources(wrote: Wrote) -> None:
    found = wrote(f"{WRITTEN} {MORE}")
    assert found.answer == f"{GOOD} {MORE.replace('[4]', '[2]')}"
    assert quotes(found) == [
        "A carpentry apprenticeship takes four years.",
        "Apprentices spend one day a week in a classroom.",
    ]
    assert (found.status, found.mode, found.model, found.usage) == ("answered", "model", "scripted", USED)
    assert (found.notice, found.removed) == (None, ())
    assert {sentence.check for sentence in found.sentences} == {"exact"}
    assert "The model: 321 tokens read, 45 written." in [line.text.plain for line in answer_lines(found)]
    assert found.timings_ms.total >= found.timings_ms.first_token > 0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A carpentry apprenticeship takes four years. [3]", "A carpentry apprenticeship takes four years. [1]"),
        ("A carpentry apprenticeship takes four years [3]", "A carpentry apprenticeship takes four years [1]"),
        ("A carpentry apprenticeship takes four years [3][3].", GOOD),
        ("A carpentry apprenticeship takes four years [3, 3].", GOOD),
        ("A carpentry apprenticeship takes four years [3, 400].", GOOD),
    ],
)
def test_markers_may_stand_before_or_behind_the_full_stop(text: str, shown: str, wrote: Wrote) -> None:
    found = wrote(text)
    assert found.answer == shown
    assert len(found.citations) == 1
    assert found.removed == ()


def test_a_marker_behind_several_sentences_is_all_of_theirs(wrote: Wrote) -> None:
    found = wrote(
        "A carpentry apprenticeship takes four years. Apprentices spend one day a week in a classroom [3][4].\n\n"
        "I hope this helps with your plans!"
    )
    assert found.answer == (
        "A carpentry apprenticeship takes four years [1][2]. Apprentices spend one day a week in a classroom [1][2]."
    )
    assert removed(found) == ["I hope this helps with your plans!"]


def test_phrases_that_say_nothing_go_without_a_word(wrote: Wrote) -> None:
    found = wrote(f"Based on what I was given:\n\n{WRITTEN}")
    assert (found.answer, found.mode) == (GOOD, "model")


def test_lists_and_paragraphs_stay(wrote: Wrote) -> None:
    found = wrote(f"{WRITTEN}\n\nWhat carpenters do there:\n- Apprentices sit in a classroom [4].\n- They learn [3].")
    assert found.answer.splitlines()[0] == GOOD
    assert found.answer.splitlines()[-2:] == ["- Apprentices sit in a classroom [2].", "- They learn [1]."]


@pytest.mark.parametrize(
    "text",
    [
        f"**{WRITTEN[:-5]}** [3].",
        f"* {WRITTEN}",
        f"1. {WRITTEN}",
        f"> {WRITTEN}",
        "A carpentry `apprenticeship` takes __four__ years [3].",
    ],
)
def test_markdown_goes_and_the_words_stay(text: str, wrote: Wrote) -> None:
    found = wrote(text)
    assert found.answer == GOOD
    assert found.removed == ()


def test_every_figure_stands_in_the_quotes_of_its_sentence(wrote: Wrote) -> None:
    text = (
        "Maria Okafor says that about 18 percent of newly qualified nurses leave within the first year [18]. "
        "Tom Bellamy says that nearly 30 percent leave within the first year [22]."
    )
    found = wrote(text, LEAVING)
    by_number = {citation.number: citation.quote for citation in found.citations}
    sentences = re.findall(r"[^.]+\.", found.answer)
    assert len(sentences) == 2
    for sentence in sentences:
        cited = " ".join(by_number[int(number)] for number in re.findall(r"\[(\d+)\]", sentence))
        for figure in re.findall(r"\d+", re.sub(r"\[\d+\]", "", sentence)):
            assert figure in cited


def test_a_figure_that_the_next_sentence_has_is_cited_from_there(wrote: Wrote) -> None:
    found = wrote("An apprenticeship takes four years, with one day a week in a classroom, which is 1 day of 5 [3].")
    assert found.mode == "quotes", "no sentence has 5"
    found = wrote("An apprenticeship takes four years [4].")
    assert found.answer == "An apprenticeship takes four years [1][2]."
    assert "A carpentry apprenticeship takes four years." in quotes(found)


def test_the_other_voice_of_a_disagreement_is_added(wrote: Wrote) -> None:
    found = wrote("Maria Okafor says that about 18 percent of newly qualified nurses leave [18].", LEAVING)
    assert found.answer.endswith(
        " Tom Bellamy: “Nearly 30 percent of newly qualified nurses leave the profession within the first year.” [2]"
    )
    (disagreement,) = found.disagreements
    assert {position.citation for position in disagreement.positions} == {1, 2}


# --- what goes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("Apprentices spend 3 days a week in a classroom [4].", "3 days"),
        ("Apprentices spend one day a week in a classroom in Oslo [4].", "Oslo"),
        ("Jonas Weber calls the classroom the best of Germany [4].", "Germany"),
    ],
)
def test_the_guides_words_stand_in_for_a_sentence_that_fails(wrong: str, why: str, wrote: Wrote) -> None:
    found = wrote(f"{WRITTEN} {wrong}")
    assert found.answer.startswith(GOOD)
    assert found.answer.endswith("Jonas Weber: “Apprentices spend one day a week in a classroom.” [2]")
    assert (found.status, found.mode) == ("answered", "model")
    assert [sentence.check for sentence in found.sentences] == ["exact", "quote"]
    assert why in found.removed[0].reason


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("\n\nApprentices spend one day a week in a classroom.", UNSOURCED),
        ("\n\nApprentices spend one day a week in a classroom [400].", UNSOURCED),
        ("\n\nApprentices spend one day a week in a classroom [0].", UNSOURCED),
        ("Apprentices spend one day a week in a classroom [4] (https://a.example).", "link or code"),
        ("Apprentices spend [one day](a) a week in a classroom [4].", "link or code"),
        ("![one](x) Apprentices spend one day a week in a classroom [4].", "link or code"),
        ("<b>Apprentices</b> spend one day a week in a classroom [4].", "link or code"),
        ("Apprentices spend one day a week in a classroom, see carpenters.com [4].", "link or code"),
        ("Apprentices spend one day a week in a classroom, ask me@a.example [4].", "link or code"),
    ],
)
def test_what_no_quote_can_stand_in_for_is_removed_and_listed_with_the_reason(
    wrong: str, why: str, wrote: Wrote
) -> None:
    found = wrote(f"{WRITTEN} {wrong}")
    assert found.answer == GOOD
    assert (found.status, found.mode) == ("answered", "model")
    assert why in " ".join(one.reason for one in found.removed)
    assert "classroom" in " ".join(removed(found))
