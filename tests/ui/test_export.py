"""Answers and conversations as Markdown."""

from __future__ import annotations

from dataclasses import replace

from tests.fakes_ui import EARNS, HARD, MOON, PAY, SCRIPT, SENIOR, TUG_SAYS
from ui.export import answer_text, conversation
from ui.prose import data
from ui.state import Exchange


def test_copied_answer_holds_its_sources_and_both_voices() -> None:
    text = answer_text(SCRIPT[PAY])
    assert text.startswith(f"{EARNS} [1] ")
    assert "The guides differ: what a harbour pilot earns\n- $91,000 to $120,000 [1]: " in text
    assert "[3] Tug masters and what they wish" in text
    assert f" · undated · the author's estimate\n    “{TUG_SAYS}”" in text
    assert "https://example.org/harbour" in text


def test_copied_refusal_tells_what_comes_nearest() -> None:
    text = answer_text(SCRIPT[MOON])
    assert text.startswith("The guides don't answer this.")
    assert "Sources" not in text
    assert f"“{EARNS}”" in text.split("What comes nearest\n- ")[1]


def test_conversation_is_one_document() -> None:
    text = conversation(
        [Exchange(PAY, SCRIPT[PAY]), Exchange(SENIOR, written="A har"), Exchange(SENIOR, error="Gone.")]
    )
    assert text.startswith("# A conversation with the career guides\n\n## What does a harbour pilot earn?\n\n")
    assert "A har\n\n(Stopped here.)" in text
    assert "No answer: Gone." in text


def test_hostile_text_is_no_markup_in_the_document() -> None:
    text = conversation([Exchange(HARD, SCRIPT[HARD])])
    assert "<img" not in text.replace("\\<", "")
    assert "![" not in text.replace("\\!", "")
    assert "](javascript" not in text.replace("\\]", "")


def test_component_gets_text_and_numbers_apart() -> None:
    pieces = data(replace(SCRIPT[PAY], disagreements=()))["groups"][0]["blocks"][0]["items"][0]["pieces"]
    assert [piece["source"] for piece in pieces] == [None, 1, None, 2, None, 3]
    assert pieces[0]["text"] == EARNS
    assert data(SCRIPT[PAY])["sources"]["1"]["says"] == "Ada Berg · 2024-05-01"
    assert data(SCRIPT[PAY])["sources"]["1"]["quote"] == EARNS


def test_number_that_is_no_source_stays_text() -> None:
    answer = SCRIPT[SENIOR]
    changed = replace(answer, answer="See [7] and [1].")
    assert [
        (piece["text"], piece["source"]) for piece in data(changed)["groups"][0]["blocks"][0]["items"][0]["pieces"]
    ] == [
        ("See [7] and", None),
        ("", 1),
        (".", None),
    ]
