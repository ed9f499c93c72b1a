"""Name, gender, age and origin of who asks change nothing in what is found."""

from __future__ import annotations

from itertools import combinations

import pytest

from rag.asking.personal import impersonal
from rag.types import Answer
from tests.careers import Ask

QUESTIONS = (
    "What does a senior nurse earn?",
    "How long does law school take?",
    "Why do nurses leave the profession?",
    "What should I learn to become a carpenter?",
)
DETAILS = {
    "name": ("I'm Maria. {}", "I'm Mohammed. {}", "My name is Li Wei. {}", "Hi, I'm Jean-Luc van der Berg, {}"),
    "gender": ("As a woman, {}", "As a man, {}", "I'm a single mother. {}", "I'm a gay man. {}"),
    "age": ("I'm 24. {}", "I'm 52 years old. {}", "I'm a 31-year-old woman. {}", "I'm in my forties. {}"),
    "origin": ("I'm from Nigeria. {}", "I'm from Germany. {}", "I was born in Ghana. {}", "I'm Canadian. {}"),
    "all": ("I'm Aisha, 24, from Nigeria. {}", "I'm Karl, 52, from Germany. {}"),
}
PAIRS = [
    (question, detail, one, other)
    for question in QUESTIONS
    for detail, forms in DETAILS.items()
    for one, other in combinations(forms, 2)
]
CAREERS = frozenset("devops qa sre senior nurse data".split())


def is_career(word: str) -> bool:
    return word.lower() in CAREERS


def evidence(answer: Answer) -> list[object]:
    """Everything that the guides contribute to an answer."""
    return [answer.status, answer.answer, answer.citations, answer.not_covered, answer.disagreements]


def test_there_are_pairs_enough() -> None:
    assert len(PAIRS) >= 50


def test_evidence_is_the_same_whoever_asks(ask: Ask) -> None:
    asked = {form.format(question) for question, _, *forms in PAIRS for form in forms}
    answers = {text: ask(text) for text in asked}
    assert all(answers[one.format(question)].citations for question, _, one, _ in PAIRS)
    for question, _, one, other in PAIRS:
        assert evidence(answers[one.format(question)]) == evidence(answers[other.format(question)]), (one, other)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I'm a 45-year-old Nigerian nurse with no maths. Is law for me?", "I'm a nurse with no maths. Is law for me?"),
        ("Hi, I'm Maria and I'm a nurse. What next?", "I'm a nurse. What next?"),
        ("As a woman in QA, what should I learn?", "As somebody in QA, what should I learn?"),
        ("Can I get in without a degree at 52?", "Can I get in without a degree?"),
        ("What next? Thanks, Maria", "What next?"),
    ],
)
def test_who_somebody_is_goes_and_what_they_do_stays(text: str, left: str) -> None:
    assert impersonal(text, is_career) == left


@pytest.mark.parametrize(
    "text",
    [
        "What do I earn in Germany?",
        "What does a German nurse earn?",
        "Am I too old at 45 to become a nurse?",
        "I'm DevOps. What is missing?",
        "I'm 5 years into QA. What next?",
        "I'm coming from QA. What next?",
        "I'm self-taught. Do I need a PhD?",
    ],
)
def test_what_a_question_is_about_stays(text: str) -> None:
    assert impersonal(text, is_career) == text


def test_a_place_that_is_asked_about_is_no_origin(ask: Ask) -> None:
    assert ask("What does a travel nurse earn in Nigeria?").status == "not_in_guides"
    assert ask("I'm from Nigeria. What does a travel nurse earn in Seattle?").status == "answered"


def test_an_age_before_a_role_hides_no_role() -> None:
    assert impersonal("I'm 45 and a nurse.", lambda _: False) == "I'm a nurse."


def test_an_age_takes_its_if_along() -> None:
    assert impersonal("Is it worth it if I'm 45?", lambda _: False) == "Is it worth it?"
