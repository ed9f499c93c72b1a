"""Figures in the browser: a mark of the chart, and a line of the list, open the sentence in its guide."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.driving import Visit
from tests.browser.serving import Chat

PAID = "$240K-$350K+"
MARKS = ".mark-rect.role-mark path, .mark-symbol.role-mark path"
"""How Vega names bars and dots in its drawing."""


def filtered(visit: Visit, words: str) -> Visit:
    """The page of figures, with those alone that the words fit."""
    visit.open("figures")
    visit.page.get_by_role("textbox", name="Role or other words").fill(words)
    visit.page.keyboard.press("Enter")
    expect(visit.text(re.compile(r"The same \d figures? as a list"))).to_be_visible()
    visit.settled()
    return visit


def test_mark_of_the_chart_opens_its_quote(chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = filtered(new_visit(chat), "senior MLOps")
    visit.page.get_by_test_id("stVegaLiteChart").locator(MARKS).first.click()
    expect(visit.guide.locator("mark")).to_contain_text("$")
    expect(visit.guide.locator("mark")).to_be_in_viewport()


def test_where_guides_differ_is_seen_at_a_glance(chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(chat).open("figures")
    visit.text("≠ Shares, in percent").click()
    card = visit.page.locator('[class*="st-key-card-"]').first
    for figure in ("85%", "87%"):
        expect(card).to_contain_text(figure)
    card.get_by_role("button").first.click()
    expect(visit.guide.locator("mark")).to_contain_text("%")


def test_list_says_the_same_and_opens_the_quote(chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = filtered(new_visit(chat), "senior MLOps")
    visit.text(re.compile("as a list")).click()
    visit.button(re.compile(f"^{re.escape(PAID)} · ")).first.click()
    expect(visit.guide.locator("mark")).to_contain_text(PAID)
    expect(visit.guide.locator("mark")).to_be_in_viewport()
