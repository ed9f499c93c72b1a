"""Whether a question stands alone, or asks on from what was said before."""

from __future__ import annotations

import pytest

from rag.encoding.encoder import OnnxEncoder
from rag.reading.judging import Judge
from rag.reading.weighing import stands_alone
from tests.careers import GUIDES, MemorySnapshot
from tests.fakes import HashEncoder, WordReader

LAW = "How long does law school take?"
ALONE = [LAW, "What does a travel nurse in Seattle earn?", "Which tools does a carpenter need?"]
NOT_ALONE = ["And in Chicago?", "What about that one?", "How long does it take?"]


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
    after = judge.judge(LAW, ["What does a travel nurse in Seattle earn?"], "I know Docker.")
    assert reader.asked == [(LAW, ""), (LAW, "I know Docker.")]
    assert after.hits == alone.hits


def test_one_that_does_not_is_read_with_what_was_said_before(guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    reader = WordReader()
    Judge(guides, meaning, reader).judge("And in Chicago?", ["What does a travel nurse in Seattle earn?"])
    assert reader.asked == [("And in Chicago?", "What does a travel nurse in Seattle earn?")]


def test_of_another_encoders_vectors_nobody_knows() -> None:
    reader = WordReader()
    Judge(MemorySnapshot(GUIDES, HashEncoder()), HashEncoder(), reader).judge(LAW, ["Why?"])
    assert reader.asked == [(LAW, "Why?")]


def test_a_question_that_names_nothing_is_read_with_what_was_asked_before(
    guides: MemorySnapshot, meaning: OnnxEncoder
) -> None:
    reader = WordReader()
    Judge(guides, meaning, reader).judge("Why?", [LAW])
    assert reader.asked == [("Why?", LAW)]
