"""The browser face through AppTest, over a fake assistant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rag.errors import CareerError, IndexMissing
from rag.progress import Step
from rag.types import Turn
from tests.fakes_ui import (
    EARNS,
    EVIL,
    HARD,
    HOSTILE,
    MOON,
    PAY,
    PILOTS,
    SENIOR,
    TUGS,
    FakeAssistant,
    FakePieces,
    cite,
)
from ui import resources
from ui.citations import marked, quote_place, web_address
from ui.escaping import label, markdown

APP = Path(__file__).parent.parent / "app.py"


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(autouse=True)
def _opened(monkeypatch: pytest.MonkeyPatch, assistant: FakeAssistant) -> Iterator[None]:
    resources.shared.clear()
    monkeypatch.setattr(resources, "open_shared", lambda progress: assistant)
    yield
    resources.shared.clear()


def opened(q: str | None = None) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=30)
    if q is not None:
        app.query_params["q"] = q
    return app.run()


def asked(app: AppTest, question: str) -> AppTest:
    return app.chat_input[0].set_value(question).run()


def button(app: AppTest, text: str) -> Callable[[], AppTest]:
    """Clicks the button whose label holds the text."""
    [found] = [each for each in app.button if text in each.label]
    return lambda: found.click().run()


def drawn(app: AppTest) -> str:
    """All that the page draws as Markdown, labels included."""
    texts = [each.value for kind in (app.markdown, app.caption, app.info, app.error) for each in kind]
    return "\n".join([*texts, *(each.label for each in app.button)])


def guide_text(app: AppTest) -> str:
    """The HTML of the guide that is open."""
    [body] = [str(each.body) for each in app.html if 'class="guide-text"' in each.body]
    return body


def answer_text(app: AppTest) -> str:
    """The Markdown of the last answer."""
    value: str = app.chat_message[-1].markdown[0].value
    return value


def test_first_screen_says_what_it_does_and_lists_the_guides() -> None:
    app = opened()
    assert not app.exception
    assert app.markdown[0].value == "Answers only from these guides; every sentence one click from its source."
    assert label(PAY) in [each.label for each in app.button]
    sidebar = "\n".join(each.value for each in app.sidebar.caption)
    assert "Ada Berg · 2024-05-01 · 120 passages" in sidebar
    assert "author not named · undated · 1 passage\n" in sidebar
    assert "Answers are quotes from the guides; no model is set." in sidebar
    assert not app.chat_message


def test_says_which_model_answers(assistant: FakeAssistant) -> None:
    assistant.mode, assistant.model = "model", "llama_3"
    assert "Answers are written by llama\\_3 and checked" in drawn(opened())


def test_answer_with_its_sources_and_both_voices() -> None:
    app = asked(opened(), PAY)
    assert answer_text(app).startswith(
        "A harbour pilot earns \\$91,000 to \\$120,000 a year.\u00a0:primary[:small[\\[1\\]]]"
    )
    page = drawn(app)
    assert ":primary[\\[1\\] **Harbour pilots\\: pay and ways in**] :gray[· Ada Berg · 2024-05-01 · Pay]" in page
    assert "“Pay starts at \\$64,000 for the first two years.”" in page
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


def test_refusal_is_said_once() -> None:
    app = asked(opened(), MOON)
    assert answer_text(app).startswith("No guide gives pay on the moon.")
    assert not app.info


def test_source_opens_the_guide_at_the_quote() -> None:
    app = button(asked(opened(), MOON), "\\[1\\]")()
    guide = guide_text(app)
    assert f'<span class="guide-place"></span><mark>{EARNS}</mark> Pay starts' in guide
    assert "Paragraph 1 speaks" in guide
    assert "\n<strong>Pay</strong>\n" in guide


def test_guide_opens_from_the_list() -> None:
    app = button(opened(), "Tug masters")()
    guide = guide_text(app)
    assert "wait long for it." in guide
    assert "<mark>" not in guide


def test_quote_of_a_guide_that_is_gone_is_still_shown(assistant: FakeAssistant) -> None:
    app = asked(opened(), MOON)
    assistant.articles = (TUGS,)
    app = button(app, "\\[1\\]")()
    assert app.info[0].value == "No guide is called 'pay/harbour.md'."
    assert f"<mark>{EARNS}</mark>" in guide_text(app)


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$95K to $130K", "\\$95K to \\$130K"),
        ("a -> b -- c", "a -:small[]\\> b -:small[]- c"),
        ("https://a.b", "https:small[]\\://a.b"),
        ("1. one", "1\\. one"),
        ("- item", "\\- item"),
        ("co-op, 3-5", "co-op, 3-5"),
        ("two\n lines", "two lines"),
        ("\u202etxt\x1b[31m", "txt\\[31m"),
        ("", ""),
    ],
)
def test_label(text: str, expected: str) -> None:
    assert label(text) == expected


def test_lines_and_paragraphs_stay() -> None:
    assert markdown("one\ntwo\n\n    - three\n") == "one\\\ntwo\n\n\\- three"


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


def test_building_the_index_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch, assistant: FakeAssistant) -> None:
    def building(progress: Callable[[Step], None]) -> FakeAssistant:
        progress(Step("Reading"))
        progress(Step("Encoding", 3, 10))
        raise CareerError("Stopped here to look.")

    monkeypatch.setattr(resources, "open_shared", building)
    app = opened()
    [bar] = app.get("progress")
    assert (getattr(bar, "value", None), getattr(bar, "text", None)) == (30, "Encoding 4 of 10 ...")


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


def test_quote_is_found_where_it_moved() -> None:
    citation = cite(1, PILOTS, EARNS)
    later = replace(PILOTS, text="New first line.\n" + PILOTS.text)
    start, end = quote_place(later, citation) or (0, 0)
    assert later.text[start:end] == EARNS
    assert start == citation.start + 16
    assert quote_place(replace(PILOTS, text="Other."), citation) is None


def test_long_guides_are_drawn_around_the_quote() -> None:
    text = "a" * 50_000 + "QUOTE" + "b" * 50_000
    html = marked(text, (50_000, 50_005))
    assert html.startswith("… a")
    assert html.endswith("b …")
    assert len(html) < 81_000


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///x", "//evil.example", "http://[", None]
)
def test_only_pages_on_the_web_are_linked(url: str | None) -> None:
    assert web_address(url) is None
    assert web_address("https://example.org/harbour") == "https://example.org/harbour"
