"""The page on a phone, in the dark, and for somebody who has a keyboard only."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Locator, expect

from rag.settings import ROOT
from tests.browser.driving import FOCUSED, Visit
from tests.browser.serving import Chat

DIFFERENT = "How many ML models never get into production?"
COMPARED = "MLOps or ML engineer?"
PAY = "What does a senior MLOps engineer earn?"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
PAGES = ("", "guides", "figures")
MOST_TABS, MOST_TO_A_SOURCE = 60, 5


@pytest.mark.parametrize("path", PAGES)
def test_nothing_rolls_sideways_on_a_phone(path: str, chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(chat, **PHONE).open(path)
    assert visit.sideways() == []
    if path == "":
        visit.ask(COMPARED)
        expect(visit.answer.get_by_role("columnheader", name="ML engineer", exact=True)).to_be_attached()
        assert visit.sideways() == []
        visit.ask(DIFFERENT)
        assert visit.sideways() == []
        visit.marker(1).tap()
        expect(visit.guide.locator("mark")).to_be_in_viewport()
        assert visit.sideways() == []


def test_guide_fits_a_phone(chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(chat, **PHONE).open("guides", guide="mlops-engineer-career-path.md")
    expect(visit.text("A senior MLOps engineer earns").first).to_be_attached()
    assert visit.sideways() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_theme_follows_the_system(theme: Literal["light", "dark"], chat: Chat, new_visit: Callable[..., Visit]) -> None:
    colors = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"][theme]
    visit = new_visit(chat, color_scheme=theme).open()
    visit.ask(DIFFERENT)
    assert color(visit.page.get_by_test_id("stApp"), "backgroundColor") == rgb(colors["backgroundColor"])
    assert color(visit.answer.locator("p").first, "color") == rgb(colors["textColor"])


def rgb(value: str) -> str:
    """A colour such as #0b5c6b as the browser writes it."""
    return f"rgb({', '.join(str(int(value[at : at + 2], 16)) for at in (1, 3, 5))})"


def color(element: Locator, name: str) -> str:
    """A colour of an element as it is drawn."""
    found: str = element.evaluate("(each, name) => getComputedStyle(each)[name]", name)
    return found


def test_whole_flow_by_keyboard(visit: Visit) -> None:
    keys = visit.page.keyboard
    expect(visit.input).to_be_focused()
    keys.type(DIFFERENT)
    keys.press("Enter")
    expect(visit.messages).to_have_count(2)
    visit.settled()
    reach(visit, "^Source 1: ", MOST_TO_A_SOURCE)
    expect(visit.tip).to_contain_text(re.compile("8[57]%"))
    keys.press("Escape")
    expect(visit.tip).to_have_count(0)
    keys.press("Enter")
    expect(visit.guide.locator("mark")).to_be_in_viewport()
    reach(visit, "^Text of the guide$")
    keys.press("Escape")
    expect(visit.guide).to_have_count(0)
    reach(visit, "^Copy with sources$")
    keys.press("Enter")
    reach(visit, r"^(?!\[).*\?$")  # a question to go on with, behind the sources
    keys.press("Enter")
    expect(visit.messages).to_have_count(4)
    visit.settled()
    expect(visit.input).to_be_focused()
    keys.type("Do I need a PhD?")
    keys.press("Enter")
    expect(visit.messages).to_have_count(6)
    visit.settled()
    reach(visit, "^(monitoring )?Figures$")
    keys.press("Enter")
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("Figures")


def test_focus_is_never_lost(visit: Visit) -> None:
    visit.ask(PAY)
    visit.button("Edit the question").press("Enter")
    expect(visit.page.get_by_role("textbox", name="Your question, changed")).to_be_focused()
    visit.button("Leave it as it was").press("Enter")
    expect(visit.input).to_be_focused()
    visit.next.first.press("Enter")
    expect(visit.messages).to_have_count(4)
    visit.settled()
    expect(visit.input).to_be_focused()
    expect(visit.messages.nth(2)).to_be_in_viewport(ratio=1)
    visit.marker(1).press("Enter")
    expect(visit.guide).to_be_visible()
    visit.page.keyboard.press("Escape")
    expect(visit.marker(1)).to_be_focused()


def test_text_has_its_place_at_twice_the_size(chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(chat, viewport={"width": 640, "height": 400}).open()  # 1280 by 800 pixels at 200 %
    visit.ask(PAY)
    top = visit.page.get_by_test_id("stBottom").evaluate("each => each.getBoundingClientRect().top")
    assert top >= 400 * 2 / 3
    assert visit.sideways() == []


def reach(visit: Visit, name: str, most: int = MOST_TABS) -> None:
    """Tabs on until an element of that name has the focus; fails where a round of the page does not lead there."""
    passed: list[str] = []
    for _ in range(most):
        visit.page.keyboard.press("Tab")
        focused, shown = visit.page.evaluate(FOCUSED)
        passed.append(focused[:60])
        if re.search(name, focused):
            assert shown, focused
            return
    pytest.fail(f"{name} was not reached; passed {passed}")
