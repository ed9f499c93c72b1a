"""Which questions are offered to begin and to go on with: near what was shown, and not asked before."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.answering.suggestions import MOST, first_questions, follow_ups, was_asked
from rag.encoding.encoder import OnnxEncoder
from rag.seams import Encoder
from rag.types import Suggestion
from tests.careers import GUIDES, MemorySnapshot, number_of
from tests.fakes import HashEncoder


def shelf(given: dict[str, str], encoder: Encoder) -> MemorySnapshot:
    """The tests' own guides, which suggest each of these questions; some words of its answer stand behind it."""
    plain = MemorySnapshot(GUIDES, encoder)
    ids = [unit.article_id for unit in plain.units]
    numbers = {question: number_of(plain, words) for question, words in given.items()}
    made = [Suggestion(each, ids[number], number - ids.index(ids[number])) for each, number in numbers.items()]
    return MemorySnapshot(GUIDES, encoder, made)


GIVEN = {
    "How long is law school?": "three years after",
    "How many lawyers pass the bar exam?": "78 percent",
    "How long do junior lawyers work?": "60 hours",
    "What does a public defender earn?": "$71,000",
    "How long is an apprenticeship?": "takes four years",
}


@pytest.fixture(scope="module")
def law(meaning: OnnxEncoder) -> MemorySnapshot:
    return shelf(GIVEN, meaning)


def after(words: str, snapshot: MemorySnapshot, asked: Sequence[str] = ("Why?",), answers: str = "") -> tuple[str, ...]:
    return follow_ups([number_of(snapshot, words)], snapshot, asked, answers)


def test_first_questions_are_of_each_guide_in_turn_and_not_those_that_were_asked(law: MemorySnapshot) -> None:
    assert first_questions(law) == tuple([*GIVEN][number] for number in (0, 4, 2))
    assert first_questions(law, ["Is law school long?"])[0] == "How long is an apprenticeship?"
    assert first_questions(law, guides=[law.suggestions[-1].article_id])[0] == law.suggestions[-1].question
    assert first_questions(law, guides=["none.md"]) == ()
    assert first_questions(MemorySnapshot(GUIDES, HashEncoder())) == ()


def test_one_goes_on_from_what_was_shown_and_to_what_was_not(law: MemorySnapshot) -> None:
    found = after("$215,000", law)
    assert found[0] == "What does a public defender earn?"
    assert len(found) <= MOST
    assert "How long is an apprenticeship?" not in found
    assert "What does a public defender earn?" not in after("$71,000", law)


def test_what_was_asked_or_answered_before_is_not_suggested(law: MemorySnapshot) -> None:
    asked = ["How much does a public defender earn?"]
    assert "What does a public defender earn?" not in after("$215,000", law, asked)
    earlier = "Priya Raman: “Law school takes three years after a first degree.” [1]"
    assert "How long is law school?" in after("$215,000", law)
    assert "How long is law school?" not in after("$215,000", law, answers=earlier)


def test_no_two_are_of_one_section(law: MemorySnapshot) -> None:
    school = {"How long is law school?", "How many lawyers pass the bar exam?"}
    assert len(school & {*after("$215,000", law)}) == 1


def test_where_nothing_is_near_nothing_is_suggested(law: MemorySnapshot) -> None:
    assert after("Table saws", law, ["How long is an apprenticeship?"]) == ()
    assert follow_ups([], shelf({}, HashEncoder()), ["Why?"], "") == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("What is an MLOps engineer?", "What is MLOps, and what does an MLOps engineer do?", True),
        ("What does a senior nurse earn?", "how much does a senior nurse earn", True),
        ("What does a senior nurse earn?", "What does a junior nurse earn?", False),
        ("Why?", "What does a senior nurse earn?", False),
    ],
)
def test_two_questions_ask_the_same_where_they_name_the_same(one: str, other: str, same: bool) -> None:
    assert was_asked(one, [other]) == same
