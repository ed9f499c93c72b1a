"""What an asker says of themselves: read apart from the question, kept through a chat, and told back."""

from __future__ import annotations

import pytest

from rag.asking.background import Kind, parse_background, together, told
from rag.asking.contractions import written_out
from rag.asking.conversation import read_conversation
from rag.types import Turn


def is_career(word: str) -> bool:
    return word.lower() in {"devops", "qa", "sysadmin"}


def said(text: str) -> list[tuple[str, str]]:
    return [(item.text, item.kind.value) for item in told(text, is_career).said]


@pytest.mark.parametrize(
    ("text", "question", "background"),
    [
        (
            "I'm a QA engineer, no maths, want remote. Should I become a nurse?",
            "Should I become a nurse?",
            [("I'm a QA engineer", "is"), ("no maths", "lacks"), ("want remote", "wants")],
        ),
        (
            "As a sysadmin with 5 years, what should I learn first?",
            "What should I learn first?",
            [("As a sysadmin", "is"), ("with 5 years", "has")],
        ),
        ("I never finished college. Can I be a nurse?", "Can I be a nurse?", [("I never finished college", "lacks")]),
        ("I know Docker and CI/CD, what is missing?", "What is missing?", [("I know Docker and CI/CD", "has")]),
        ("What is missing if I know Docker?", "What is missing?", [("I know Docker", "has")]),
        (
            "I'm a developer who loves maths. Law or nursing?",
            "Law or nursing?",
            [("I'm a developer", "is"), ("who loves maths", "wants")],
        ),
        (
            "I'm a nurse and hate nights; is law for me?",
            "Is law for me?",
            [("I'm a nurse", "is"), ("hate nights", "lacks")],
        ),
    ],
)
def test_statements_are_told_from_questions(text: str, question: str, background: list[tuple[str, str]]) -> None:
    assert told(text, is_career).question == question
    assert said(text) == background


@pytest.mark.parametrize(
    "text",
    [
        "What can I earn as a nurse?",
        "If I quit my job and study law, how long will it take?",
        "Do I need a degree?",
        "Can I become a nurse without a degree?",
        "senior nurse pay",
        "Tell me about law school.",
    ],
)
def test_a_question_about_a_role_or_a_condition_stays_whole(text: str) -> None:
    assert told(text, is_career).question == text
    assert said(text) == []


def test_a_background_given_apart_needs_no_first_person() -> None:
    found = parse_background("QA engineer, no maths, wants remote, 45, from Nigeria", is_career)
    assert [(item.text, item.kind) for item in found] == [
        ("QA engineer", Kind.IS),
        ("no maths", Kind.LACKS),
        ("wants remote", Kind.WANTS),
    ]


def test_what_was_said_before_holds_and_a_new_role_takes_the_old_ones_place() -> None:
    first, second = told("I'm a nurse, no maths.", is_career), told("I'm a teacher.", is_career)
    assert [item.text for item in together(first.said, second.said)] == ["no maths", "I'm a teacher"]


def test_a_message_that_only_tells_repeats_the_last_question() -> None:
    asked = read_conversation("I'm a nurse.", [Turn("How long does law school take?")], None, is_career)
    assert asked.alone.text == asked.shown == "How long does law school take?"
    assert [item.text for item in asked.said] == ["I'm a nurse"]


def test_a_question_is_shown_as_typed_where_nothing_had_to_be_filled_in() -> None:
    text = "I'm a nurse. How long does law school take?"
    asked = read_conversation(text, [], "no maths", is_career)
    assert (asked.alone.text, asked.shown) == ("How long does law school take?", text)
    assert [item.text for item in asked.said] == ["no maths", "I'm a nurse"]
    assert [item.text for item in asked.now] == ["I'm a nurse"]


@pytest.mark.parametrize(
    "question",
    ["What happens when I am on call?", "What does it pay if I'm a nurse?", "What do I earn if I'm a senior?"],
)
def test_a_condition_that_is_the_matter_stays_in_the_question(question: str) -> None:
    assert told(question, lambda _: False).question == question


@pytest.mark.parametrize(
    ("typed", "question", "background"),
    [
        ("Im a nurse, dont have a degree. Whats missing?", "What's missing?", ["I'm a nurse", "don't have a degree"]),
        ("I’m a nurse. What’s missing?", "What's missing?", ["I'm a nurse"]),
        ("Is law for me if I hate nights?", "Is law for me?", ["I hate nights"]),
    ],
)
def test_a_contraction_is_read_however_it_is_typed(typed: str, question: str, background: list[str]) -> None:
    assert told(typed, is_career).question == question
    assert [text for text, _ in said(typed)] == background


@pytest.mark.parametrize("text", ["A thesis that isn't long", "Is IM used at work?", "The wants of others", "can't"])
def test_other_words_get_no_apostrophe(text: str) -> None:
    assert written_out(text) == text


def test_a_condition_that_tells_of_the_asker_leaves_the_question() -> None:
    assert told("Is it hard, if I'm self-taught?", lambda _: False).question == "Is it hard?"
