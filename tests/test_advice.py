"""Advice to a person, comparisons and gaps, on guides of other fields than the shipped ones."""

from __future__ import annotations

import pytest

from rag.assistant import Assistant
from rag.encoding.encoder import OnnxEncoder
from rag.settings import read_settings
from rag.types import Answer, Turn
from tests.careers import MemoryIndex, MemorySnapshot

BIRTH = """---
title: Nurse or midwife
author: Ines Aalto
---

## The two jobs

A nurse cares for patients of every kind on a ward. A midwife cares for mothers and newborns.

A nurse earns $62,000 a year at the start. A midwife earns $70,000 a year at the start.

Nurses work night shifts every third week. Midwives are on call four nights a month.

Nursing suits people who like variety. Midwifery suits people who stay calm alone.

A midwife drives to the families by car.

## What a ward asks for

A nurse needs anatomy, first aid, medication knowledge and patience.

## The way in for nurses

Becoming a nurse takes three years in all.
The first step to become a nurse is a school diploma.
The next step is an internship of six months on a ward. Then the licence exam follows.

Former paramedics become nurses in 18 months. A nurse needs no degree in mathematics.
"""
LAW = """---
title: Working as a lawyer
author: Priya Raman
---

A lawyer drafts contracts. A lawyer at a large firm earns $215,000 a year. Lawyers work 60 hours a week.
"""


@pytest.fixture(scope="module")
def assistant(meaning: OnnxEncoder) -> Assistant:
    """Over two guides that compare and advise."""
    snapshot = MemorySnapshot({"birth.md": BIRTH, "law.md": LAW}, meaning)
    return Assistant(read_settings(), MemoryIndex(snapshot), meaning)


def ask(assistant: Assistant, question: str, *before: str, background: str | None = None) -> Answer:
    return assistant.ask(question, [Turn(text) for text in before], background=background).answer()


def marked(answer: Answer) -> bool:
    """Whether each citation is marked, in order, and nothing else is."""
    return all(f"[{c.number}]" in answer.answer and c.quote in answer.answer for c in answer.citations)


# --- advice ---------------------------------------------------------------------------------------------------


def test_a_background_chooses_the_verdict(assistant: Assistant) -> None:
    general = ask(assistant, "How do I become a nurse?")
    paramedic = ask(assistant, "I'm a former paramedic. How do I become a nurse?")
    assert "paramedics" not in general.citations[0].quote
    assert paramedic.citations[0].quote == "Former paramedics become nurses in 18 months."
    assert paramedic.background == ("I'm a former paramedic",)
    assert marked(paramedic)


def test_steps_come_in_the_guides_order_with_their_time(assistant: Assistant) -> None:
    answer = ask(assistant, "I'm a former paramedic. How do I become a nurse?")
    steps = answer.answer.split("\n\n")[-1]
    assert steps.startswith("Steps – ")
    assert "three years in all" in steps
    assert steps.index("The first step") < steps.index("The next step")


def test_a_way_in_needs_no_background(assistant: Assistant) -> None:
    answer = ask(assistant, "How do I become a nurse?")
    lead, steps = answer.answer.split("\n\n")
    assert "three years in all" in lead
    assert steps.startswith("Steps – ")
    assert steps.index("The first step") < steps.index("The next step")
    assert marked(answer)


@pytest.mark.parametrize("question", ["How do I become a midwife?", "How do nurses work at night?", "Become a nurse"])
def test_steps_are_for_those_who_ask_for_the_way_there(question: str, assistant: Assistant) -> None:
    assert "Steps" not in ask(assistant, question).answer


def test_what_somebody_hates_speaks_against(assistant: Assistant) -> None:
    answer = ask(assistant, "I hate nights. Does nursing suit me?")
    verdict, *rest = answer.answer.split("\n\n")
    assert "suits people" in verdict
    against = [part for part in rest if part.startswith("But – ")]
    assert len(against) == 1
    assert "night shifts every third week" in against[0]


def test_a_figure_is_for_a_role_and_for_nobodys_children(assistant: Assistant) -> None:
    answer = ask(assistant, "I have two kids and little money. How long until I'm a nurse?")
    assert "three years" in answer.answer
    assert ask(assistant, "I have 2 years of experience. What does a midwife earn?").citations[0].quote == (
        "A midwife earns $70,000 a year at the start."
    )


def test_what_is_asked_comes_before_who_asks(assistant: Assistant) -> None:
    answer = ask(assistant, "I'm a former paramedic. Does a midwife drive to families?")
    assert answer.citations[0].quote == "A midwife drives to the families by car."


def test_what_somebody_is_need_not_be_in_the_guides(assistant: Assistant) -> None:
    answer = ask(assistant, "I'm a QA engineer with no mathematics. What should I do?")
    assert answer.status == "partial"
    assert "no degree in mathematics" in answer.answer
    assert answer.not_covered == ("anything about a QA engineer",)


def test_a_background_outlives_its_question(assistant: Assistant) -> None:
    answer = ask(assistant, "How do I become a nurse?", "I'm a former paramedic. Is nursing hard?")
    assert answer.background == ("I'm a former paramedic",)
    assert answer.citations[0].quote == "Former paramedics become nurses in 18 months."


def test_a_background_can_be_given_apart(assistant: Assistant) -> None:
    answer = ask(assistant, "How do I become a nurse?", background="former paramedic, 45")
    assert answer.background == ("former paramedic",)
    assert answer.citations[0].quote == "Former paramedics become nurses in 18 months."


def test_what_no_guide_knows_of_somebody_is_said(assistant: Assistant) -> None:
    pilot = ask(assistant, "I'm a pilot. How do I become a nurse?")
    assert pilot.not_covered == ("anything about a pilot",)
    assert pilot.status == "partial"
    nurse = ask(assistant, "I'm 45 and a pilot with two kids. How do I become a nurse?")
    assert nurse.not_covered == ("anything about a pilot",)
    assert ask(assistant, "I'm a paramedic. How do I become a nurse?").not_covered == ()


def test_a_background_makes_no_false_refusal_and_no_false_answer(assistant: Assistant) -> None:
    assert ask(assistant, "I'm a beekeeper in winter. What does a midwife earn?").status != "not_in_guides"
    assert ask(assistant, "I'm a nurse. What does a beekeeper earn?").status == "not_in_guides"
    assert ask(assistant, "I live in Berlin. What does a midwife earn?").status == "not_in_guides"


# --- comparison -----------------------------------------------------------------------------------------------


def test_two_roles_stand_side_by_side(assistant: Assistant) -> None:
    answer = ask(assistant, "Nurse or midwife?")
    table = answer.comparison
    assert table is not None
    assert table.columns == ("Nurse", "midwife")
    cells = {row.aspect: [cell and cell.text for cell in row.cells] for row in table.rows}
    assert cells["pay"] == [
        "A nurse earns $62,000 a year at the start.",
        "A midwife earns $70,000 a year at the start.",
    ]
    assert cells["on-call"] == [
        "Nurses work night shifts every third week.",
        "Midwives are on call four nights a month.",
    ]
    assert cells["who it suits"][1] == "Midwifery suits people who stay calm alone."
    quotes = {citation.number: citation.quote for citation in answer.citations}
    assert all(quotes[cell.citation] == cell.text for row in table.rows for cell in row.cells if cell)
    assert marked(answer)


def test_a_respect_that_is_asked_for_is_the_only_one(assistant: Assistant) -> None:
    for question in ("nurse vs midwife: pay?", "Which pays more, nurse or midwife?"):
        table = ask(assistant, question).comparison
        assert table is not None
        assert [row.aspect for row in table.rows] == ["pay"]


def test_a_gap_on_one_side_is_said(assistant: Assistant) -> None:
    answer = ask(assistant, "What is the difference between a nurse and a lawyer?")
    assert answer.comparison is not None
    assert answer.comparison.rows[0].aspect == "work"
    gaps = [row.aspect for row in answer.comparison.rows if None in row.cells]
    assert gaps
    assert all(f"{aspect}: lawyer" in answer.not_covered for aspect in gaps)
    assert answer.status == "partial"


@pytest.mark.parametrize(
    "question",
    ["Nurse or astronaut?", "Whose task is the car: the nurse's or the midwife's?", "Is it two or three years?"],
)
def test_what_has_no_two_sides_gets_no_table(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question).comparison is None


def test_what_matters_to_the_asker_comes_first(assistant: Assistant) -> None:
    table = ask(assistant, "I hate night shifts. Nurse or midwife?").comparison
    assert table is not None
    assert table.rows[0].aspect == "on-call"


def test_a_comparison_for_somebody_begins_with_a_verdict(assistant: Assistant) -> None:
    answer = ask(assistant, "Nurse or midwife, if I'm calm when alone?")
    assert answer.comparison is not None
    assert answer.background == ("I'm calm when alone",)
    assert answer.answer.split("\n\n")[0].endswith("[1]")
    assert "calm alone" in answer.citations[0].quote
    assert {row.aspect for row in answer.comparison.rows} >= {"pay", "on-call"}
    assert marked(answer)


# --- gaps -----------------------------------------------------------------------------------------------------


def test_skills_are_split_into_had_and_missing(assistant: Assistant) -> None:
    answer = ask(assistant, "I know first aid and anatomy, what am I missing to become a nurse?")
    have, missing, start = answer.answer.split("\n\n")
    assert have.startswith("You have: anatomy, first aid – ")
    assert missing == "Missing: medication knowledge, patience [1]"
    assert start.startswith("Where to start – ")
    assert "The first step" in start
    assert marked(answer)


def test_what_somebody_does_is_a_skill_too(assistant: Assistant) -> None:
    answer = ask(assistant, "I've run anatomy for six years. What would I have to learn to become a nurse?")
    assert answer.answer.startswith("You have: anatomy")
    assert "Missing: " in answer.answer


def test_a_skill_that_no_guide_names_is_said(assistant: Assistant) -> None:
    answer = ask(assistant, "I know anatomy and juggling, what is missing?")
    assert answer.answer.startswith("You have: anatomy – ")
    assert answer.not_covered == ("anything about juggling",)
