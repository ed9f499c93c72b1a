"""Whether a question stands alone, and which part of a message asks."""

from __future__ import annotations

import pytest

from rag.encoding.encoder import OnnxEncoder
from rag.reading.judging import Judge
from rag.reading.standing import asked_part, stands_alone
from tests.careers import GUIDES, MemorySnapshot
from tests.fakes import HashEncoder, WordReader

LAW = "How long does law school take?"
ALONE = [LAW, "What does a travel nurse in Seattle earn?", "Which tools does a carpenter need?"]
NOT_ALONE = ["Why?", "And in Chicago?", "What about that one?", "How long does it take?"]


@pytest.mark.parametrize(
    ("message", "part"),
    [
        (LAW, LAW),
        (f"I am a nurse. {LAW}", LAW),
        (f"{LAW} I am asking for a friend.", LAW),
        (f"I am tired. {LAW} And is it dear?", f"{LAW} And is it dear?"),
        ("Tell me about law school. I am a nurse.", "Tell me about law school. I am a nurse."),
        ("nurse pay", "nurse pay"),
        ("", ""),
        (f"She said: “{LAW}” I wondered.", f"She said: “{LAW}”"),
    ],
)
def test_what_is_told_is_left_out_of_what_is_asked(message: str, part: str) -> None:
    assert asked_part(message) == part


@pytest.mark.parametrize("question", ALONE)
def test_a_whole_question_stands_alone(question: str, meaning: OnnxEncoder) -> None:
    assert stands_alone(meaning.encode([question])[0])


@pytest.mark.parametrize("question", NOT_ALONE)
def test_what_points_back_does_not(question: str, meaning: OnnxEncoder) -> None:
    assert not stands_alone(meaning.encode([question])[0])


def test_a_question_that_stands_alone_is_read_without_what_was_said_before(
    guides: MemorySnapshot, meaning: OnnxEncoder
) -> None:
    reader = WordReader()
    judge = Judge(guides, meaning, reader)
    alone = judge.judge(LAW)
    after = judge.judge(f"I am a nurse. {LAW}", ["What does a travel nurse in Seattle earn?"], "I know Docker.")
    assert reader.asked == [(LAW, ""), (LAW, "I know Docker.")]
    assert after.hits == alone.hits


def test_one_that_does_not_is_read_whole_with_what_was_said_before(
    guides: MemorySnapshot, meaning: OnnxEncoder
) -> None:
    reader = WordReader()
    Judge(guides, meaning, reader).judge("And in Chicago?", ["What does a travel nurse in Seattle earn?"])
    assert reader.asked == [("And in Chicago?", "What does a travel nurse in Seattle earn?")]


def test_of_another_encoders_vectors_nobody_knows() -> None:
    reader = WordReader()
    Judge(MemorySnapshot(GUIDES, HashEncoder()), HashEncoder(), reader).judge(LAW, ["Why?"])
    assert reader.asked == [(LAW, "Why?")]
