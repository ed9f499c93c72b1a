"""What a question asks for by name."""

from __future__ import annotations

import pytest

from rag.asking.focus import focus
from rag.asking.question import read_question
from rag.asking.vocabulary import Vocabulary

WORDS = Vocabulary.of(["A nurse, a ward, a licence and an exam."])


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Which licence exam do nurses take?", "exam"),
        ("How do I negotiate a contract?", "negotiate"),
        ("How do I swiftly negotiate a contract?", "negotiate"),
        ("How do I apply for the ward?", "apply"),
        ("What is the best way into the ward?", None),
        ("how to mend a chair", "mend"),
        ("How many patients does a ward have?", "patients"),
        ("What is the closing date for the exam?", "date"),
        ("What grades do I need for the ward?", "grades"),
        ("Is there a ward, and which licence does it take?", "licence"),
        ("What triggers an alarm on the ward?", None),
        ("How many years does it take?", None),
        ("What is the pay of a nurse?", None),
        ("Is a nurse on call?", None),
        ("How much is it?", None),
        ("", None),
    ],
)
def test_the_word_for_what_is_asked_for(question: str, word: str | None) -> None:
    found = focus(read_question(question, WORDS, lambda _: True))
    assert (found and found.word) == word


def test_what_a_follow_up_inherits_is_not_asked_for() -> None:
    read = read_question("Which licence is it?", WORDS, lambda _: True, inherited=frozenset({"licenc"}))
    assert focus(read) is None
