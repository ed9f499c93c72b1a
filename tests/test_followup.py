from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.asking.followup import resolve, standalone
from rag.types import Turn


def alone(question: str, *before: str) -> str:
    return standalone(question, [Turn(earlier) for earlier in before]).text


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("What does an entry-level nurse earn?", "And a senior one?", "What does a senior nurse earn?"),
        ("What does a senior nurse earn?", "And an entry-level one?", "What does an entry-level nurse earn?"),
        ("What does a nurse in Chicago earn?", "What about Seattle?", "What does a nurse in Seattle earn?"),
        ("What does a nurse in Chicago earn?", "And in Seattle?", "What does a nurse in Seattle earn?"),
        ("What does a nurse earn in Chicago?", "And in New York?", "What does a nurse earn in New York?"),
        ("What does a carpenter in Denver earn?", "And a nurse?", "What does a nurse in Denver earn?"),
        ("What do carpenters earn?", "What about lawyers?", "What do lawyers earn?"),
        ("What does an apprentice plumber earn?", "And an electrician?", "What does an electrician earn?"),
        ("How many nurses will there be by 2030?", "And by 2040?", "How many nurses will there be by 2040?"),
    ],
)
def test_what_is_new_takes_the_place_of_the_old(before: str, question: str, expected: str) -> None:
    assert alone(question, before) == expected


def test_why_asks_about_the_question_before() -> None:
    text = alone("why?", "Do nurses start on a general ward?")
    assert text.startswith("why")
    assert "general ward" in text


def test_a_chain_of_three_keeps_what_each_left_out() -> None:
    text = alone("And in Boston?", "What does an entry-level nurse in Chicago earn?", "And a senior one?")
    assert text == "What does a senior nurse in Boston earn?"


@pytest.mark.parametrize(
    "question", ["How long does a carpentry apprenticeship take?", "Tell me about shifts.", "List the licence exams"]
)
def test_a_question_that_leaves_nothing_out_stays(question: str) -> None:
    assert alone(question, "What does a nurse earn in Chicago?") == question


def test_more_is_more_of_the_matter_before() -> None:
    assert "carpentry" in alone("Tell me more", "How long does a carpentry apprenticeship take?")


def test_nothing_is_inherited_without_history() -> None:
    question = "How long does a carpentry apprenticeship take?"
    assert standalone(question, ()).inherited == frozenset()


def test_without_history_nothing_is_added() -> None:
    assert alone("And a senior one?") == "And a senior one?"
    assert alone("why?", "", "  ") == "why?"


def test_stems_from_before_are_told_apart() -> None:
    completed = standalone("And a senior one?", [Turn("What does an entry-level nurse earn?")])
    assert "nurs" in completed.inherited
    assert "senior" not in completed.inherited


@given(st.text(max_size=120), st.lists(st.text(max_size=120), max_size=3))
def test_any_history_gives_a_question_and_an_empty_one_changes_nothing(question: str, before: list[str]) -> None:
    assert isinstance(alone(question, *before), str)
    assert alone(question) == question


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (
            "What does a junior ML engineer earn?",
            "And after five years?",
            "What does an ML engineer earn, after five years?",
        ),
        ("What is an entry-level nurse paid?", "After 5 years?", "What is a nurse paid, After 5 years?"),
        (
            "What is a US engineer paid?",
            "and with ten years of it?",
            "What is a US engineer paid, with ten years of it?",
        ),
        ("How do I lead a team?", "and after two years?", "How do I lead a team, after two years?"),
        ("Which staff turnover is normal?", "and after a year?", "Which staff turnover is normal, after a year?"),
    ],
)
def test_years_of_experience_take_the_place_of_a_role_s_level(before: str, question: str, expected: str) -> None:
    assert resolve(question, before).text == expected
