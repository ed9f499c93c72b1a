"""What somebody says of themselves: the page, and what questions are asked with."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from rag.types import Answer
from tests.fakes_ui import PAY, FakeAssistant, FakePieces
from tests.ui.driving import asked, button, drawn, opened
from ui.background import Background


def test_said_in_plain_sentences() -> None:
    assert Background().told is None
    said = Background("data engineer", "2 to 5 years", ("earn more", "work remotely"), " I live in Hull. ")
    assert said.told == (
        "I am a data engineer. My experience in that: 2 to 5 years. I want to earn more, work remotely. I live in Hull."
    )
    assert Background("in another field").told == "I am in another field."


def test_page_says_what_questions_are_asked_with_and_forgets_it() -> None:
    app = opened("about")
    assert not app.info
    app.pills(key="about_role").set_value("student")
    app = app.text_input(key="about_words").set_value("I like ships.").run()
    assert [each.value for each in app.info] == ["Questions are asked with: I am a student. I like ships."]
    app = button(app, "Forget all of this")()
    assert not app.exception
    assert not app.info


def test_questions_carry_it_and_answers_tell(assistant: FakeAssistant) -> None:
    app = opened()
    app.session_state["about_role"] = "student"
    assistant.pieces = partial(_as, ("I am a student",))
    app = asked(app, PAY)
    assert assistant.told == ["I am a student."]
    assert "Because you said: I am a student" in drawn(app)


def _as(background: tuple[str, ...], whole: Answer) -> FakePieces:
    return FakePieces(replace(whole, background=background))
