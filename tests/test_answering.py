"""Evidence to an answer in quotes, to a table of two sides, or to a refusal with what comes nearest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest

from rag.answering.answering import NEAREST, NOT_ANSWERED, Answerer, Asked
from rag.answering.comparison import compared
from rag.answering.vocabulary import Vocabulary
from rag.reading.judging import Judge, Judged
from rag.types import Answer, Hit, Suggestion
from tests.careers import GUIDES, MemorySnapshot, number_of
from tests.fakes import HashEncoder, WordReader, evidence

SURE, LIKELY, HARDLY = 0.95, 0.9, 0.01
BOARD = """---
title: Life on board
author: Ada Berg
---

## Pilots

A harbour pilot earns $91,000 a year.

## Before you board

Before you board a ship, you need:

- a radio licence
- boots with a profile

## Shifts

They last twelve hours.
"""
ENGINEER = "# Data\n\n## Roles\n\nA data analyst writes reports. A data engineer builds pipelines.\n"


@pytest.fixture(scope="module")
def snapshot() -> MemorySnapshot:
    suggestions = [Suggestion("And nurses?", "health/nursing.md", 0), Suggestion("And law?", "law.md", 0)]
    return MemorySnapshot(GUIDES, HashEncoder(), suggestions)


def judged(likely: Mapping[str, float], snapshot: MemorySnapshot, cosine: float = 0.6) -> Judged:
    """What was read, as if; each unit is named by some of its words, and all were found as near as that."""
    numbers = {number_of(snapshot, words): chance for words, chance in likely.items()}
    return Judged(
        hits=tuple(Hit(snapshot.units[number], 1.0, cosine, number) for number in numbers),
        evidence=tuple(evidence(number, chance) for number, chance in sorted(numbers.items(), key=lambda one: -one[1])),
        windows=(),
        answered=max(numbers.values(), default=0.0),
    )


def answer(
    question: str, likely: Mapping[str, float], snapshot: MemorySnapshot, *, background: str = "", cosine: float = 0.6
) -> Answer:
    asked = Asked(question, question, background=background)
    return Answerer(snapshot, Judge(snapshot, HashEncoder(), WordReader())).answer(
        asked, judged(likely, snapshot, cosine)
    )


def board() -> MemorySnapshot:
    return MemorySnapshot({"board.md": BOARD}, HashEncoder())


def quotes(made: Answer) -> list[str]:
    return [citation.quote for citation in made.citations]


# --- quotes ---------------------------------------------------------------------------------------------------


def test_an_answer_is_the_guides_words_with_who_says_them(snapshot: MemorySnapshot) -> None:
    made = answer("How long is law school?", {"Law school takes": SURE}, snapshot, background="I am a nurse.")
    assert made.status == "answered"
    assert made.answer == "Priya Raman: “Law school takes three years after a first degree.” [1]"
    (sentence,) = made.sentences
    assert (sentence.text, sentence.citations, sentence.check) == (made.answer, (1,), "quote")
    assert (made.nearest, made.not_covered, made.background) == ((), (), ("I am a nurse.",))


def test_each_guide_is_a_paragraph_and_named_once(snapshot: MemorySnapshot) -> None:
    likely = {"Junior lawyers": SURE, "The bar exam": LIKELY, "Night shifts": LIKELY - 0.01}
    first, second = answer("What is hard?", likely, snapshot).answer.split("\n\n")
    assert first.startswith("Priya Raman: “Junior lawyers")
    assert first.count("Priya Raman") == 1
    assert second.startswith("Maria Okafor")
    assert [re.findall(r"\[\d\]", each) for each in (first, second)] == [["[1]", "[2]"], ["[3]"]]


def test_a_list_is_a_line_for_each_item() -> None:
    made = answer("What do I need?", {"Before you board": SURE}, board())
    assert [line[:2] for line in made.answer.splitlines()] == ["Ad", "- ", "- "]
    assert quotes(made) == ["Before you board a ship, you need:", "a radio licence", "boots with a profile"]


def test_words_that_do_not_say_what_they_are_about_are_told_where_they_stand() -> None:
    assert answer("How long are shifts?", {"They last": SURE}, board()).answer == (
        "Ada Berg (Shifts): “They last twelve hours.” [1]"
    )


def test_guides_that_disagree_are_both_quoted_and_told_apart(snapshot: MemorySnapshot) -> None:
    likely = {"About 18 percent": SURE, "Nearly 30 percent": 0.4}
    made = answer("How many leave?", likely, snapshot)
    (disagreement,) = made.disagreements
    assert [(each.value, each.citation) for each in disagreement.positions] == [("18 percent", 1), ("30 percent", 2)]
    assert disagreement.about == "How many leave?"


# --- refusals -------------------------------------------------------------------------------------------------


def test_a_refusal_says_so_and_shows_what_comes_nearest_without_a_marker(snapshot: MemorySnapshot) -> None:
    likely = {"Law school takes": 0.2, "The bar exam": 0.15, "Junior lawyers": 0.1, "Night shifts": 0.09}
    made = answer("Does law school take three years?", likely, snapshot)
    assert made.status == "not_in_guides"
    assert made.answer == NOT_ANSWERED
    assert (made.citations, made.sentences, made.disagreements) == ((), (), ())
    assert made.not_covered == ("Does law school take three years?",)
    assert [citation.number for citation in made.nearest] == [1, 2, 3][:NEAREST]
    assert made.nearest[0].quote == "Law school takes three years after a first degree."
    assert made.follow_ups[0] == "And law?", "of the guide that comes nearest first"


def test_what_is_hardly_likely_comes_not_near(snapshot: MemorySnapshot) -> None:
    made = answer("Does law school take three years?", {"Law school takes": 0.2, "Night shifts": HARDLY}, snapshot)
    assert [citation.quote for citation in made.nearest] == ["Law school takes three years after a first degree."]


def test_where_nothing_is_near_nothing_is_shown(snapshot: MemorySnapshot) -> None:
    assert answer("Who bakes?", {"Law school takes": HARDLY}, snapshot, cosine=0.05).nearest == ()


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("sourdough baked", "No guide mentions “sourdough” or “baked”."),
        ("a zorgonaut here?", "No guide mentions “zorgonaut”."),
        ("How slippery is a zorgonaut?", "No guide mentions “zorgonaut”."),
        ("What do nursing apprentices cut?", "No guide mentions “cut”."),
        ("zorgs and plughs", "No guide mentions “zorgs” or “plughs”."),
    ],
)
def test_words_that_stand_in_no_guide_are_named(question: str, named: str, snapshot: MemorySnapshot) -> None:
    assert answer(question, {"Night shifts": HARDLY}, snapshot).answer == f"{NOT_ANSWERED} {named}"


@pytest.mark.parametrize(
    "question", ["Do apprentices carry chisels?", "Is a mentor in Seattle of any use?", "What about it?", "?!"]
)
def test_words_of_which_a_guide_has_any_form_are_not_called_unknown(question: str, snapshot: MemorySnapshot) -> None:
    assert Vocabulary(snapshot).unknown(question) == []


def test_titles_authors_headings_and_columns_count_as_mentioned(snapshot: MemorySnapshot) -> None:
    assert Vocabulary(snapshot).unknown("registered Okafor Apprenticeship Fee") == []


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What does a nurse in Berlin earn?", ("Berlin",)),
        ("What does a nurse in Seattle earn?", ()),
        ("What does a nurse earn?", ()),
    ],
)
def test_a_place_that_no_guide_names_is_told_beside_the_answer(
    question: str, missing: tuple[str, ...], snapshot: MemorySnapshot
) -> None:
    made = answer(question, {"Seattle": SURE}, snapshot)
    assert made.not_covered == missing
    assert made.status == ("partial" if missing else "answered")
    assert quotes(made) == ["A travel nurse in Seattle earns $2,400 a week."]


def test_without_guides_every_word_is_unknown() -> None:
    made = answer("What does a nurse earn?", {}, MemorySnapshot({}, HashEncoder()))
    assert made.answer == f"{NOT_ANSWERED} No guide mentions “nurse” or “earn”."
    assert made.nearest == ()


# --- comparisons ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("What is the difference between a nurse and a carpenter?", ("nurse", "carpenter")),
        ("Data engineer vs. data analyst: who earns more?", ("Data engineer", "data analyst")),
        ("Should I become a nurse or a lawyer?", ("nurse", "lawyer")),
        ("MLOps or ML engineer?", ("MLOps", "ML engineer")),
        ("What does a nurse earn?", None),
        ("nurse or nurse?", None),
    ],
)
def test_what_a_question_sets_side_by_side(question: str, sides: tuple[str, str] | None) -> None:
    assert compared(question) == sides


NURSE_OR_CARPENTER = "Should I become a nurse or a carpenter?"


def test_a_comparison_has_the_best_of_each_side_beside_each_other(snapshot: MemorySnapshot) -> None:
    likely = {"A nursing degree takes": LIKELY, "A carpentry apprenticeship": SURE, "Law school": LIKELY}
    made = answer("Should I become a nursing or a carpentry worker?", likely, snapshot)
    assert made.comparison is None, "the words of one side stand in no guide"
    likely = {"Nurses start on": LIKELY, "Carpenters carry": SURE, "Law school": LIKELY}
    made = answer(NURSE_OR_CARPENTER, likely, snapshot)
    assert made.comparison
    assert made.comparison.sides == ("nurse", "carpenter")
    (row,) = made.comparison.rows
    assert [cell.text[:10] if cell else None for cell in row.cells] == ["Nurses sta", "Carpenters"]
    by_number = {citation.number: citation.quote for citation in made.citations}
    assert all(by_number[cell.citation] == cell.text for cell in row.cells if cell)
    assert len(by_number) == 2


def test_cells_under_one_heading_are_named_by_it() -> None:
    snapshot = MemorySnapshot({"data.md": ENGINEER}, HashEncoder())
    likely = {"analyst": SURE, "engineer": LIKELY}
    made = answer("Data analyst or data engineer?", likely, snapshot)
    assert made.comparison
    assert [row.name for row in made.comparison.rows] == ["Roles"]


@pytest.mark.parametrize("missing", ["Nurses start on", "Carpenters carry"])
def test_a_side_of_which_no_guide_speaks_makes_no_table(missing: str, snapshot: MemorySnapshot) -> None:
    likely = {"Nurses start on": SURE, "Carpenters carry": SURE} | {missing: HARDLY}
    made = answer(NURSE_OR_CARPENTER, likely, snapshot)
    assert made.comparison is None
    assert made.status in ("answered", "partial")
    assert len(made.citations) == 1


def test_every_citation_of_a_table_stands_in_a_cell(snapshot: MemorySnapshot) -> None:
    likely = {"Nurses start on": LIKELY, "Demand for nurses": 0.8, "Carpenters carry": SURE, "A senior carpenter": 0.85}
    made = answer(NURSE_OR_CARPENTER, likely, snapshot)
    assert made.comparison
    cells = [cell for row in made.comparison.rows for cell in row.cells if cell]
    assert {cell.citation for cell in cells} == {citation.number for citation in made.citations}
    assert _numbers(made.answer) == sorted(cell.citation for cell in cells)
    assert made.outside_comparison == ""


def _numbers(text: str) -> Sequence[int]:
    return sorted(int(number) for number in re.findall(r"\[(\d+)\]", text))


def test_a_side_that_no_guide_mentions_is_told_beside_the_answer(snapshot: MemorySnapshot) -> None:
    made = answer("Should I become a nurse or a zorgonaut?", {"Nurses start on": SURE}, snapshot)
    assert (made.status, made.not_covered) == ("partial", ("zorgonaut",))
