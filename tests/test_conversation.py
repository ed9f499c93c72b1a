"""Questions that follow others: understood from what was asked before, and never led astray by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.assistant import Assistant
from rag.settings import read_settings
from rag.types import Answer, Timings, Turn
from tests.careers import GUIDES, MemoryIndex, MemorySnapshot
from tests.fakes import HashEncoder, WordReader

SEATTLE = "What does a travel nurse in Seattle earn?"
APPRENTICESHIP = "How long does a carpentry apprenticeship take?"


@pytest.fixture
def reader() -> WordReader:
    return WordReader()


@pytest.fixture
def assistant(reader: WordReader) -> Assistant:
    return Assistant(read_settings(), MemoryIndex(MemorySnapshot(GUIDES, HashEncoder())), HashEncoder(), reader)


def asked(assistant: Assistant, question: str, *before: str) -> Answer:
    made = assistant.ask(question, [Turn(earlier) for earlier in before]).answer()
    return replace(made, timings_ms=Timings())


def first(answer: Answer) -> str:
    return answer.citations[0].quote


@pytest.mark.parametrize(
    ("before", "question", "quote"),
    [
        (SEATTLE, "And in Chicago?", "A travel nurse in Chicago earns $2,100 a week."),
        ("What does a journeyman carpenter earn?", "And a senior one?", "A senior carpenter who runs"),
        ("Do junior lawyers work at large firms?", "How many hours?", "Junior lawyers at large firms work 60"),
    ],
)
def test_a_follow_up_is_understood_from_the_question_before_it(
    before: str, question: str, quote: str, assistant: Assistant
) -> None:
    answer = asked(assistant, question, before)
    assert answer.status == "answered"
    assert first(answer).startswith(quote)
    assert (answer.question, answer.standalone_question) == (question, question)


@pytest.mark.parametrize("question", [SEATTLE, APPRENTICESHIP, "What share of candidates passes the bar exam?"])
@pytest.mark.parametrize("before", ["Do table saws cause injuries?", "How long does law school take?"])
def test_a_question_that_stands_alone_is_answered_as_if_it_did(
    question: str, before: str, assistant: Assistant
) -> None:
    assert first(asked(assistant, question, before)) == first(asked(assistant, question))


def test_earlier_answers_need_not_be_known(assistant: Assistant) -> None:
    turns = Turn(SEATTLE, "Maria Okafor: “...” [1]"), Turn(SEATTLE, None)
    with_answer, without = (assistant.ask("And in Chicago?", [turn]).answer() for turn in turns)
    assert replace(with_answer, timings_ms=Timings()) == replace(without, timings_ms=Timings())


def test_empty_turns_count_for_nothing(assistant: Assistant) -> None:
    assert asked(assistant, APPRENTICESHIP, "", "  \n") == asked(assistant, APPRENTICESHIP)


def test_a_greeting_within_a_conversation_is_only_returned(assistant: Assistant, reader: WordReader) -> None:
    assert asked(assistant, "Thanks!", SEATTLE).citations == ()
    assert reader.asked == []


def test_what_one_says_of_oneself_is_told_back_and_read_with_the_question(
    assistant: Assistant, reader: WordReader
) -> None:
    answer = assistant.ask(APPRENTICESHIP, background=" I am a nurse.\n").answer()
    assert answer.background == ("I am a nurse.",)
    assert reader.asked == [(APPRENTICESHIP, "I am a nurse.")]
    assert first(answer) == first(asked(assistant, APPRENTICESHIP))


def test_nobody_told_anything_is_no_background(assistant: Assistant) -> None:
    assert assistant.ask(APPRENTICESHIP, background="  ").answer().background == ()
