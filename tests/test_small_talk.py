"""Small talk is told from questions, in words that stand in no list; what a refusal names is what was asked about."""

from __future__ import annotations

import pytest

from rag.encoding.encoder import OnnxEncoder
from rag.reading.judging import Judge
from rag.reading.weighing import talk
from tests.careers import Ask, MemorySnapshot
from tests.fakes import HashEncoder, WordReader


@pytest.mark.parametrize(
    "text", ["thanks a million, I have to run to my shift", "phew, that helps. bye!", "aww, sweet"]
)
def test_thanks_and_leave_get_a_friendly_word(text: str, ask: Ask) -> None:
    made = ask(text)
    assert (made.status, made.nearest, made.not_covered) == ("not_in_guides", (), ())
    assert made.answer == "I'm here whenever you want to know more from the guides."


@pytest.mark.parametrize("text", ["so what sort of thing can you tell me, exactly?", "are you a robot or a human"])
def test_who_asks_about_the_assistant_is_told_what_it_knows(text: str, ask: Ask) -> None:
    assert ask(text).answer.startswith("I answer career questions with what the guides say")


@pytest.mark.parametrize(
    "text", ["thanks! and what does a travel nurse earn in Seattle?", "What can I do with a law degree?", "And law?"]
)
def test_a_question_is_none(text: str, meaning: OnnxEncoder) -> None:
    assert talk(meaning.encode([text])[0]) is None


def test_with_another_encoder_nothing_is(guides: MemorySnapshot) -> None:
    assert Judge(guides, HashEncoder(), WordReader()).talk("thanks a million, bye") is None


def test_a_refusal_names_what_was_asked_about_and_not_how(ask: Ask) -> None:
    assert ask("ok so do beekeepers literally hire anyone?").answer.endswith("No guide mentions “beekeepers”.")
