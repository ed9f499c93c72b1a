"""The chat page through AppTest, over a fake assistant."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from rag.errors import CareerError, IndexMissing
from rag.progress import Step
from rag.types import Turn
from tests.fakes_ui import EARNS, EVIL, HARD, HOSTILE, MOON, PAY, SENIOR, TUGS, FakeAssistant, FakePieces
from tests.ui.driving import answer_text, asked, button, drawn, guide_text, opened
from ui import resources
from ui.escaping import label
from ui.mode import lines
from ui.progress import shown


def test_first_screen_says_what_it_does_and_lists_the_guides() -> None:
    app = opened()
    assert not app.exception
    assert app.markdown[0].value == "Answers only from these guides; every sentence one click from its source."
    assert label(PAY) in [each.label for each in app.button]
    page = "\n".join(each.value for each in app.caption)
    assert "Ada Berg · 2024-05-01 · 120 passages" in page
    assert "author not named · undated · 1 passage\n" in page
    assert len(app.get("file_uploader")) == 1
    assert not app.chat_message


def test_who_answers_is_said_quietly_and_a_missing_key_is_no_error() -> None:
    app = opened()
    assert "Answers are quotes from the guides, word for word." in [each.value for each in app.sidebar.caption]
    assert not [*app.error, *app.warning]
    why = lines("quotes", None, "CAREER_MODEL names no model")[1]
    assert why == "No model is needed for that (CAREER_MODEL names no model)."


def test_says_which_model_answers(assistant: FakeAssistant) -> None:
    assistant.mode, assistant.model = "model", "llama_3"
    assert "Answers are written by llama\\_3." in drawn(opened())


def test_answer_with_its_sources_and_both_voices() -> None:
    app = asked(opened(), PAY)
    assert answer_text(app).startswith(
        "A harbour pilot earns \\$91,000 to \\$120,000 a year.\u00a0:primary[:small[\\[1\\]]]"
    )
    page = drawn(app)
    assert ":primary[\\[1\\] **Harbour pilots\\: pay and ways in**] :gray[· Ada Berg · 2024-05-01 · Pay]" in page
    assert page.count("Pay starts at \\$64,000 for the first two years.") == 1, "a quote is not repeated below"
    assert "**The guides differ\\: what" not in page
    assert "**The guides differ: what a harbour pilot earns**" in page
    assert [len(app.columns[0].button), len(app.columns[1].button)] == [1, 1]
    assert "about \\$85,000" in app.columns[1].markdown[0].value


def test_first_question_and_follow_up_are_asked_at_a_click(assistant: FakeAssistant) -> None:
    app = button(opened(), label(PAY))()
    app = button(app, label(SENIOR))()
    assert [question for question, _ in assistant.asked] == [PAY, SENIOR]
    [turn] = assistant.asked[1][1]
    assert turn.question == PAY
    assert turn.answer
    assert turn.answer.startswith(EARNS)
    assert len(app.chat_message) == 4
    assert "**Not in the guides:** pay of senior pilots, in \\$" in app.info[1].value
    assert app.info[0].value == "The model did not answer in time; these are quotes."
    assert "How long does it take" not in drawn(app), "follow-ups of an earlier answer are gone"


def test_conversation_stays_when_the_page_is_drawn_again() -> None:
    app = asked(opened(), PAY)
    before = drawn(app)
    assert drawn(app.run()) == before


def test_refusal_is_said_once_and_leads_to_what_the_guides_do_cover(assistant: FakeAssistant) -> None:
    app = asked(opened(), MOON)
    assert answer_text(app) == "The guides don't answer this. No guide mentions “moon”."
    assert not app.info
    assert drawn(app).count("Not in the guides") == 1
    assert "What the guides do answer" in drawn(app)
    assert "What comes nearest" in drawn(app)
    assert "Sources" not in drawn(app), "what comes nearest carries no sentence, so it has no number either"
    assert ":primary[**Harbour pilots\\: pay and ways in**] :gray[· Ada Berg · 2024-05-01 · Pay]" in drawn(app)
    assert f"“{label(EARNS)}”" in drawn(app)
    button(app, label(PAY))()
    assert [question for question, _ in assistant.asked] == [MOON, PAY]


def test_question_is_edited_and_asked_in_place_of_what_came_after(assistant: FakeAssistant) -> None:
    app = asked(asked(opened(), PAY), SENIOR)
    app = next(each for each in app.button if each.label == "Edit the question").click().run()
    app.text_area[0].set_value(MOON)
    app = button(app, "Ask this instead")()
    assert [question for question, _ in assistant.asked] == [PAY, SENIOR, MOON]
    assert assistant.asked[-1][1] == ()
    assert len(app.chat_message) == 2
    assert "And a senior one" not in drawn(app)


def test_edited_question_can_be_left_as_it_was(assistant: FakeAssistant) -> None:
    app = button(asked(opened(), PAY), "Edit the question")()
    app = button(app, "Leave it as it was")()
    assert len(assistant.asked) == 1
    assert not app.text_area
    assert "A harbour pilot earns" in answer_text(app)


def nearest(app: AppTest) -> AppTest:
    """The page once the guide that comes nearest was opened."""
    return next(each for each in app.button if each.label.startswith(":primary[**Harbour pilots")).click().run()


def test_source_opens_the_guide_at_the_quote() -> None:
    app = nearest(asked(opened(), MOON))
    guide = guide_text(app)
    assert f'<span class="guide-place"></span><mark>{EARNS}</mark> Pay starts' in guide
    assert "Paragraph 1 speaks" in guide
    assert ">Pay</h3>\n" in guide


def test_guide_opens_from_the_list() -> None:
    app = button(opened(), "Tug masters")()
    guide = guide_text(app)
    assert "wait long for it." in guide
    assert "<mark>" not in guide


def test_quote_of_a_guide_that_is_gone_is_still_shown(assistant: FakeAssistant) -> None:
    app = asked(opened(), MOON)
    assistant.articles = (TUGS,)
    app = nearest(app)
    assert app.info[0].value == "No guide is called 'pay/harbour.md'."
    assert f"<mark>{EARNS}</mark>" in guide_text(app)


def test_endless_question_is_cut_on_the_page_and_whole_where_it_is_edited() -> None:
    question = "pay " * 3000
    app = asked(opened(), question)
    assert len(app.chat_message[0].markdown[0].value) < 800
    app.button(key="icon-edit-0").click().run()
    assert app.text_area[0].value == question


def test_hostile_text_is_drawn_as_text(assistant: FakeAssistant) -> None:
    assistant.articles = (EVIL,)
    app = asked(opened(), HARD)
    app = next(each for each in app.button if each.label.startswith(":primary[\\[1\\]")).click().run()
    assert not app.exception
    page = drawn(app)
    assert page.count(label(HOSTILE)) > 6
    # Without the characters that a backslash makes plain, no syntax is left but the page's own.
    markdown_left = re.sub(r"\\.", "", page)
    assert set(re.findall(r":[a-z]+\[", markdown_left)) <= {":primary[", ":small[", ":gray["}
    assert not re.search(r"[<`$~|#]|\]\(|://|www\.|\w@", markdown_left)
    guide = guide_text(app)
    assert set(re.findall(r"<[^>]*>", guide)) == {
        '<div class="guide-text" tabindex="0" role="region" aria-label="Text of the guide">',
        '<span class="guide-place">',
        "</span>",
        "<mark>",
        "</mark>",
        "</div>",
    }


def test_error_is_one_line_and_the_question_can_be_asked_again(assistant: FakeAssistant) -> None:
    app = asked(asked(opened(), PAY), "x" * 300)
    assert [each.value for each in app.error] == ["The question is longer than 200 characters; shorten it."]
    assert not app.exception
    app = asked(app, SENIOR)
    assert [turn.question for turn in assistant.asked[-1][1]] == [PAY], "what failed is no part of the history"


def test_error_in_the_middle_of_an_answer(assistant: FakeAssistant) -> None:
    assistant.pieces = partial(FakePieces, break_after=3)
    app = asked(opened(), PAY)
    assert [each.value for each in app.error] == ["The index went away; run \\`career ingest\\` again."]
    assistant.pieces = FakePieces
    app = button(app, "Ask again")()
    assert "A harbour pilot earns" in answer_text(app)


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
    app = button(app, "Try again")()
    assert [question for question, _ in assistant.asked] == [PAY]


def test_building_the_index_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def building(progress: Callable[[Step], None]) -> FakeAssistant:
        progress(Step("Reading"))
        raise CareerError("Stopped here to look.")

    monkeypatch.setattr(resources, "open_shared", building)
    app = opened()
    assert [each.value for each in app.error] == ["Stopped here to look."]
    assert shown(Step("Encoding", 3, 10)) == (0.3, "Encoding 4 of 10 ...")
    assert shown(Step("Reading")) == (0.0, "Reading ...")


def test_address_asks_once(assistant: FakeAssistant) -> None:
    app = opened(q=PAY)
    assert len(app.chat_message) == 2
    app.run()
    button(app, "New chat")()
    assert len(assistant.asked) == 1
    assert not app.chat_message


def test_two_sessions_share_the_assistant_and_not_the_conversation(
    monkeypatch: pytest.MonkeyPatch, assistant: FakeAssistant
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
    assert [len(one.chat_message), len(other.chat_message)] == [2, 2]
    assert assistant.asked == [(PAY, ()), (MOON, ())]


def test_answer_that_was_cut_off_keeps_what_was_written(assistant: FakeAssistant) -> None:
    assistant.pieces = partial(FakePieces, stop_after=3)
    app = asked(opened(), PAY)
    app.run()
    assert answer_text(app) == "A harbour pilot"
    assert "Stopped here." in drawn(app)
    assistant.pieces = FakePieces
    asked(app, SENIOR)
    assert assistant.asked[-1][1] == (Turn(PAY, None),)
