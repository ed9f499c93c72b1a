"""The chat page through AppTest, over a fake assistant."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from threading import Event

import pytest

from rag.errors import CareerError, IndexMissing
from rag.progress import Step
from rag.types import GuideInfo
from tests.fakes_ui import (
    EARNS,
    MOON,
    PAY,
    SCRIPT,
    SENIOR,
    FakeAssistant,
    FakeParts,
    FakePieces,
)
from tests.ui.driving import asked, button, drawn, last, opened
from ui import resources
from ui.asking import FAILED
from ui.guides import covered
from ui.mode import lines
from ui.progress import shown


def test_first_screen_says_what_is_covered_and_where_to_begin(parts: FakeParts) -> None:
    app = opened()
    assert not app.exception
    texts = [each.value for each in app.markdown]
    assert texts[0] == "Answers only from these guides; every sentence one click from its source."
    assert "**2 guides:** Harbour pilots · Tug masters and what they wish" in texts[1]
    assert parts.data["start"]["next"][0] == PAY
    assert not app.get("file_uploader"), "guides are added on their page"
    [link] = [each.proto.label for each in app.get("page_link")]
    assert link == "Manage guides"


def test_what_is_covered_is_said_in_one_line_for_many_guides() -> None:
    many = [GuideInfo(f"{n}.md", f"Job {n}: pay", None, None, None, 1) for n in range(9)]
    assert covered(many) == "Job 0 · Job 1 · Job 2 · Job 3 · Job 4 · Job 5 · 3 more"
    assert covered([*many[:1], GuideInfo("x.md", "Job 0 | more", None, None, None, 1)]) == "Job 0"


def test_who_may_only_read_is_offered_no_more(monkeypatch: pytest.MonkeyPatch, parts: FakeParts) -> None:
    monkeypatch.setenv("CAREER_READ_ONLY", "1")
    assert [each.proto.label for each in opened().get("page_link")] == ["Read the guides"]
    asked(opened(), MOON)
    assert parts.data["conversation"]["adds"] is False
    app = opened("guides")
    assert not app.get("file_uploader")
    assert not [each for each in app.button if "Remove" in each.label]


def test_who_answers_is_said_quietly_and_a_missing_key_is_no_error() -> None:
    app = opened()
    assert "Answers are quotes from the guides, word for word." in [each.value for each in app.sidebar.caption]
    assert not [*app.error, *app.warning]
    why = lines("quotes", None, "CAREER_MODEL names no model")[1]
    assert why == "No model is needed for that (CAREER_MODEL names no model)."


def test_says_which_model_answers(assistant: FakeAssistant) -> None:
    assistant.mode, assistant.model = "model", "llama_3"
    assert "Answers are written by llama\\_3." in drawn(opened())


def test_first_question_and_follow_up_are_asked_at_a_click(assistant: FakeAssistant, parts: FakeParts) -> None:
    app = opened()
    parts.send("start", "ask", PAY)
    app.run()
    assert parts.data["conversation"]["next"] == [SENIOR, "How long does it take to become one?"]
    parts.send("conversation", "ask", SENIOR)
    app.run()
    assert [question for question, _ in assistant.asked] == [PAY, SENIOR]
    [turn] = assistant.asked[1][1]
    assert turn.question == PAY
    assert turn.answer
    assert turn.answer.startswith(EARNS)
    assert last(parts)["missing"] == "pay of senior pilots, in $"
    assert last(parts)["notice"] == "The model did not answer in time; these are quotes."
    assert parts.data["conversation"]["next"] == []


def test_question_is_asked_again_in_place_of_what_came_after(assistant: FakeAssistant, parts: FakeParts) -> None:
    app = asked(asked(opened(), PAY), SENIOR)
    parts.send("conversation", "again", {"place": 0, "question": MOON})
    app.run()
    assert [question for question, _ in assistant.asked] == [PAY, SENIOR, MOON]
    assert assistant.asked[-1][1] == ()
    assert [each["question"] for each in parts.data["conversation"]["exchanges"]] == [MOON]


def test_error_is_one_line_and_the_question_can_be_asked_again(assistant: FakeAssistant, parts: FakeParts) -> None:
    app = asked(asked(opened(), PAY), "x" * 300)
    assert last(parts)["error"] == "The question is longer than 200 characters; shorten it."
    assert not app.exception
    asked(app, SENIOR)
    assert [turn.question for turn in assistant.asked[-1][1]] == [PAY], "what failed is no part of the history"


def test_error_in_the_middle_of_an_answer(assistant: FakeAssistant, parts: FakeParts) -> None:
    assistant.pieces = partial(FakePieces, break_after=3)
    app = asked(opened(), PAY)
    assert last(parts)["error"] == "The index went away; run `career ingest` again."
    assistant.pieces = FakePieces
    parts.send("conversation", "again", {"place": 0, "question": PAY})
    app.run()
    assert last(parts)["state"] == "answered"


def test_what_nobody_expected_is_told_in_one_line_and_logged(
    monkeypatch: pytest.MonkeyPatch,
    assistant: FakeAssistant,
    parts: FakeParts,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object, **__: object) -> FakePieces:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(assistant, "ask", broken)
    assert not asked(opened(), PAY).exception
    assert last(parts)["error"] == FAILED
    assert "a fault of ours" in caplog.text


def test_missing_index_is_one_line_and_no_question_is_lost(
    monkeypatch: pytest.MonkeyPatch, assistant: FakeAssistant
) -> None:
    def missing(progress: object) -> FakeAssistant:
        raise IndexMissing("No index at there; run `career ingest there`.")

    with monkeypatch.context() as patch:
        patch.setattr(resources, "open_shared", missing)
        app = asked(opened(), PAY)
        assert [each.value for each in app.error] == ["No index at there; run \\`career ingest there\\`."]
        assert not app.exception
    button(app, "Try again")()
    assert [question for question, _ in assistant.asked] == [PAY]


def test_building_the_index_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def building(progress: Callable[[Step], None]) -> FakeAssistant:
        progress(Step("Reading"))
        time.sleep(2 * resources.LOOK_SECONDS)
        raise CareerError("Stopped here to look.")

    monkeypatch.setattr(resources, "open_shared", building)
    app = opened()
    assert [each.value for each in app.error] == ["Stopped here to look."]
    assert shown(Step("Encoding", 3, 10)) == (0.3, "Encoding 4 of 10 ...")
    assert shown(Step("Reading")) == (0.0, "Reading ...")


def test_address_asks_once(assistant: FakeAssistant, parts: FakeParts) -> None:
    app = opened(q=PAY)
    assert last(parts)["question"] == PAY
    app.run()
    button(app, "New chat")()
    assert len(assistant.asked) == 1


def test_two_sessions_share_the_assistant_and_not_the_conversation(
    monkeypatch: pytest.MonkeyPatch, assistant: FakeAssistant, parts: FakeParts
) -> None:
    opens: list[object] = []

    def opening(progress: object) -> FakeAssistant:
        opens.append(progress)
        return assistant

    monkeypatch.setattr(resources, "open_shared", opening)
    one, other = opened(), opened()
    asked(one, PAY)
    asked(other, MOON)
    assert len(opens) == 1
    assert [each["question"] for each in parts.data["conversation"]["exchanges"]] == [MOON]
    assert assistant.asked == [(PAY, ()), (MOON, ())]


def test_what_was_told_of_oneself_is_a_chip_and_goes_with_each_question(assistant: FakeAssistant) -> None:
    app = opened()
    assert "About you (optional)" in [each.proto.popover.label for each in app.get("popover")] or app.text_input
    app = app.text_input(key="about_you").set_value(" I am a student. ").run()
    app = asked(app, PAY)
    assert assistant.told == ["I am a student."]
    app = asked(button(app, "Forget it")(), MOON)
    assert assistant.told == ["I am a student.", None]


def test_stopping_keeps_what_was_written(assistant: FakeAssistant, parts: FakeParts) -> None:
    go_on = Event()
    assistant.pieces = partial(FakePieces, wait_after=(3, go_on))
    app = asked(opened(), PAY)
    while parts.data["asking"]["exchanges"][0]["written"] != ["A harbour pilot"]:
        app.run()
    parts.send("asking", "stop", True)
    app.run()
    assert (last(parts)["state"], last(parts)["written"]) == ("stopped", ["A harbour pilot"])
    go_on.set()
    assistant.pieces = FakePieces
    asked(app, SENIOR)
    assert [(turn.question, turn.answer) for turn in assistant.asked[-1][1]] == [(PAY, None)]


def test_another_page_does_not_stop_an_answer_and_a_question_meanwhile_waits(
    assistant: FakeAssistant, parts: FakeParts
) -> None:
    go_on = Event()
    assistant.pieces = partial(FakePieces, wait_after=(3, go_on))
    app = asked(opened(), PAY)
    app = asked(app, SENIOR)
    assert parts.data["conversation"]["waiting"] == SENIOR
    elsewhere = opened("guides")
    assert not elsewhere.exception
    go_on.set()
    for _ in range(50):
        app.run()
        if len(parts.data["conversation"]["exchanges"]) == 2:
            break
        time.sleep(0.05)
    assert [each["question"] for each in parts.data["conversation"]["exchanges"]] == [PAY, SENIOR]
    assert [each["state"] for each in parts.data["conversation"]["exchanges"]] == ["answered", "answered"]
    assert SCRIPT[PAY].answer.startswith(EARNS)
