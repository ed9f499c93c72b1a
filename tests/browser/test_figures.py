"""Figures in the browser: a mark of the chart, and a line of the list, open the sentence in its guide."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.driving import Visit
from tests.browser.serving import Chat

PAID = "$240K-$350K+"


def filtered(visit: Visit, words: str) -> Visit:
    """The page of figures, with those alone that the words fit."""
    visit.open("figures")
    visit.page.get_by_role("textbox", name="Role or other words").fill(words)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".bars li").first).to_contain_text("enior")
    visit.settled()
    return visit


def test_row_says_its_figure_whole_and_opens_its_quote(chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(chat).open("figures")
    rows = visit.page.locator(".bars li")
    expect(rows.first).to_be_visible()
    texts = rows.all_inner_texts()
    assert len(set(texts)) == len(texts)
    assert not [text for text in texts if text.endswith("…")]
    filtered(visit, "senior MLOps").button(re.compile(f"^{re.escape(PAID)} ")).first.click()
    expect(visit.guide.locator("mark")).to_contain_text(PAID)
    expect(visit.guide.locator("mark")).to_be_in_viewport()


def test_where_guides_differ_is_seen_at_a_glance(chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(chat).open("figures")
    visit.text("≠ Shares, in percent").click()
    card = visit.page.locator(".card").first
    for figure in ("85%", "87%"):
        expect(card).to_contain_text(figure)
    card.get_by_role("button").first.click()
    expect(visit.guide.locator("mark")).to_contain_text("%")
