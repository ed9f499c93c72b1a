"""The chat page through AppTest, over a fake assistant."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

from rag.errors import CareerError, IndexMissing
from rag.progress import Step
from rag.types import GuideInfo
from tests.fakes_ui import (
    EARNS,
    EVIL,
    HARD,
    HOSTILE,
    MOON,
    PAY,
    PILOTS,
    SCRIPT,
    SENIOR,
    STARTS,
    TUG_SAYS,
    TUGS,
    FakeAssistant,
    FakeParts,
    FakePieces,
    answer,
    cite,
    state,
)
from tests.ui.driving import asked, button, drawn, guide_text, last, opened, words
from ui import resources
from ui.asking import FAILED
from ui.bars import of_answer
from ui.escaping import label, one_line
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


def test_quotes_stand_by_guide_each_named_once(assistant: FakeAssistant, parts: FakeParts) -> None:
    asked(opened(), "hours")
    said = answer(
        "hours",
        f"Ada Berg (Pay): “{EARNS}” [1] “{STARTS}” [2]\n\n“{TUG_SAYS}” [3]",
        cite(1, PILOTS, EARNS, "Pay"),
        cite(2, PILOTS, STARTS, "Pay"),
        cite(3, TUGS, TUG_SAYS),
    )
    assistant.pieces = lambda _: FakePieces(said)
    asked(opened(), "hours")
    one, other = last(parts)["answer"]["groups"]
    assert one["line"] == {"numbers": [1, 2], "title": PILOTS.title, "says": "Ada Berg · 2024-05-01"}
    assert other["line"] == {"numbers": [3], "title": TUGS.title, "says": "undated"}
    assert words(last(parts)) == [f"Pay: “{EARNS}” “{STARTS}”", f"“{TUG_SAYS}”"]
    assert last(parts)["answer"]["lines"] == [], "no list of sources repeats the guides"


def test_hover_shows_the_sentences_around_the_quote(parts: FakeParts) -> None:
    asked(opened(), SENIOR)
    source = last(parts)["answer"]["sources"]["1"]
    assert (source["before"], source["quote"], source["after"]) == ("", EARNS, STARTS)


def test_disagreement_says_each_voice_once(parts: FakeParts) -> None:
    asked(opened(), PAY)
    [card] = last(parts)["answer"]["differ"]
    assert [(voice["value"], voice["says"], voice["source"]) for voice in card["voices"]] == [
        ("$91,000 to $120,000", EARNS, 1),
        ("about $85,000", TUG_SAYS, 3),
    ]
    assert words(last(parts)) == [STARTS], "what the card says isn't said above it"


def test_lists_are_lists_and_steps_have_their_numbers(assistant: FakeAssistant, parts: FakeParts) -> None:
    steps = replace(TUGS, text="How to begin:\n\n1. Learn to swim.\n2. Learn knots.\n- Bring boots.", title="Steps")
    assistant.articles = (steps,)
    quotes = ("How to begin:", "Learn to swim.", "Learn knots.", "Bring boots.")
    text = f"“{quotes[0]}” [1]\n- “{quotes[1]}” [2]\n- “{quotes[2]}” [3]\n- “{quotes[3]}” [4]"
    said = answer("steps", text, *(cite(number, steps, quote) for number, quote in enumerate(quotes, 1)))
    assistant.pieces = lambda _: FakePieces(said)
    asked(opened(), "steps")
    [group] = last(parts)["answer"]["groups"]
    kinds = [(block["kind"], [item["number"] for item in block["items"]]) for block in group["blocks"]]
    assert kinds == [("p", [None]), ("ol", [1, 2]), ("ul", [None])]


def test_three_figures_of_pay_are_drawn_as_bars(assistant: FakeAssistant) -> None:
    low, high = state(PILOTS, EARNS, "$91,000", 91e3, 91e3), state(PILOTS, EARNS, "$120,000", 120e3, 120e3)
    assistant.stated = (
        low,
        high,
        state(PILOTS, STARTS, "$64,000", 64e3, 64e3),
        state(TUGS, TUG_SAYS, "$85,000", 85e3, 85e3),
    )
    said = answer("q", "", cite(1, PILOTS, EARNS), cite(2, PILOTS, STARTS))
    bars = of_answer(assistant, said)  # type: ignore[arg-type]
    assert [(bar["value"], bar["from"], bar["to"]) for bar in bars] == [
        ("$64,000", 51.2, 51.2),
        ("$91,000", 72.8, 72.8),
        ("$120,000", 96.0, 96.0),
    ]
    assert len({bar["label"] + bar["value"] for bar in bars}) == 3
    assert of_answer(assistant, replace(said, citations=said.citations[:1])) == []  # type: ignore[arg-type]


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


def test_what_was_drawn_is_not_made_again(assistant: FakeAssistant, parts: FakeParts) -> None:
    app = asked(opened(), PAY)
    before = parts.data["conversation"]
    guides = list[str]()
    assistant.articles = Watched(assistant.articles, guides)
    app.run()
    assert parts.data["conversation"] == before
    assert "pay/harbour.md" not in guides, "no guide is read again for it"


class Watched(tuple):  # type: ignore[type-arg]
    """Guides that note whose text somebody looks for."""

    def __new__(cls, guides: object, seen: list[str]) -> Watched:
        made = super().__new__(cls, guides)  # type: ignore[arg-type]
        made.seen = seen
        return made

    seen: list[str]


def test_refusal_is_one_plain_line_with_what_is_covered(assistant: FakeAssistant, parts: FakeParts) -> None:
    app = asked(opened(), MOON)
    assert last(parts)["state"] == "refused"
    assert words(last(parts)) == ["The guides don't answer this. No guide mentions “moon”."]
    assert last(parts)["missing"] == ""
    assert parts.data["conversation"]["covered"].startswith("Harbour pilots · Tug masters")
    assert parts.data["conversation"]["adds"] is True
    assert last(parts)["answer"]["nearest"] == [
        {"numbers": [1], "title": PILOTS.title, "says": "Ada Berg · 2024-05-01"}
    ]
    assert last(parts)["answer"]["near"]["1"]["quote"] == EARNS
    parts.send("conversation", "ask", PAY)
    app.run()
    assert [question for question, _ in assistant.asked] == [MOON, PAY]


def test_question_is_asked_again_in_place_of_what_came_after(assistant: FakeAssistant, parts: FakeParts) -> None:
    app = asked(asked(opened(), PAY), SENIOR)
    parts.send("conversation", "again", {"place": 0, "question": MOON})
    app.run()
    assert [question for question, _ in assistant.asked] == [PAY, SENIOR, MOON]
    assert assistant.asked[-1][1] == ()
    assert [each["question"] for each in parts.data["conversation"]["exchanges"]] == [MOON]


def opened_at(app: AppTest, parts: FakeParts, number: int, *, nearest: bool) -> AppTest:
    """The page once the citation of the first answer was opened."""
    parts.send("conversation", "open", {"place": 0, "number": number, "nearest": nearest})
    return app.run()


def test_source_opens_the_guide_at_the_quote(parts: FakeParts) -> None:
    guide = guide_text(opened_at(asked(opened(), MOON), parts, 1, nearest=True))
    assert f'<span class="guide-place"></span><mark>{EARNS}</mark> Pay starts' in guide
    assert "Paragraph 1 speaks" in guide
    assert ">Pay</h2>\n" in guide
    assert not [each for each in opened_at(asked(opened(), MOON), parts, 7, nearest=True).html if "<mark>" in each.body]


def test_quote_of_a_guide_that_is_gone_is_still_shown(assistant: FakeAssistant, parts: FakeParts) -> None:
    app = asked(opened(), MOON)
    assistant.articles = (TUGS,)
    app = opened_at(app, parts, 1, nearest=True)
    assert app.info[0].value == "No guide is called 'pay/harbour.md'."
    assert f"<mark>{EARNS}</mark>" in guide_text(app)


def test_hostile_text_reaches_the_page_as_data_and_the_guide_as_text(
    assistant: FakeAssistant, parts: FakeParts
) -> None:
    assistant.articles = (EVIL,)
    app = asked(opened(), HARD)
    assert last(parts)["answer"]["sources"]["1"]["title"] == one_line(HOSTILE)
    app = opened_at(app, parts, 1, nearest=False)
    assert not app.exception
    assert "<script" not in guide_text(app)
    assert label(HOSTILE) in drawn(app)


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
