"""What a person does on the page, and what they see there. What only Streamlit knows is named here, nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SIDEWAYS = """() => [...document.querySelectorAll("html, body, body *")].filter(each => {
  const rolls = each === document.documentElement || ["auto", "scroll"].includes(getComputedStyle(each).overflowX);
  const {left, right} = each.getBoundingClientRect();
  return rolls && right > 0 && left < innerWidth && each.scrollWidth > each.clientWidth + 1;
}).map(each => each.outerHTML.slice(0, 200))"""
"""The elements in the window that can be scrolled sideways."""


@dataclass(frozen=True)
class Visit:
    """One tab that has the chat open."""

    page: Page
    address: str

    # --- going places -----------------------------------------------------------------------------------------------

    def open(self, path: str = "", **query: str) -> Visit:
        """Opens a page of the app and waits until it is drawn."""
        self.page.goto(f"{self.address}/{path}" + (f"?{urlencode(query)}" if query else ""))
        expect(self.page.get_by_role("heading", level=1).first).to_be_attached()  # before its first run it's idle too
        if not path:
            expect(self.input).to_be_visible()  # it's drawn by a part of the page that is loaded later
        if "q" in query:
            expect(self.answer).to_be_visible()
        self.settled()
        return self

    def settled(self) -> None:
        """Waits until no answer is being written and the app has nothing more to draw."""
        expect(self.page.locator(".looking")).to_have_count(0, timeout=180_000)
        expect(self.page.locator(IDLE)).to_be_attached(timeout=180_000)
        expect(self.page.locator('[data-stale="true"]')).to_have_count(0)

    def press(self, name: str | re.Pattern[str]) -> None:
        """Clicks the button of that name."""
        self.button(name).click()

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """The buttons whose name is, or holds, that."""
        return self.page.get_by_role("button", name=name)

    def text(self, words: str | re.Pattern[str]) -> Locator:
        """What holds those words."""
        return self.page.get_by_text(words)

    def sideways(self) -> list[str]:
        """What can be scrolled sideways."""
        found: list[str] = self.page.evaluate(SIDEWAYS)
        return found

    # --- the conversation -------------------------------------------------------------------------------------------

    @property
    def input(self) -> Locator:
        """Where a question is typed."""
        return self.page.get_by_test_id("stChatInputTextArea")

    @property
    def stop(self) -> Locator:
        """What stops an answer that is being written."""
        return self.page.get_by_role("button", name="Stop", exact=True)

    @property
    def messages(self) -> Locator:
        """Questions and answers, in turn."""
        return self.page.locator(".message")

    @property
    def answer(self) -> Locator:
        """The last answer, with all that belongs to it."""
        return self.messages.last

    @property
    def next(self) -> Locator:
        """The questions to go on with."""
        return self.page.locator(".follow-up-questions").get_by_role("button")

    @property
    def chats(self) -> Locator:
        """The earlier chats in the menu, newest first."""
        return self.page.locator(".chat")

    def marker(self, number: int) -> Locator:
        """A citation's number in the last answer; the first of them where it stands several times."""
        return self.answer.get_by_role("button", name=re.compile(f"^Source {number}: ")).first

    @property
    def tip(self) -> Locator:
        """What a citation's number shows on hover and on focus."""
        return self.page.get_by_role("tooltip")

    @property
    def guide(self) -> Locator:
        """The guide that is open beside the chat."""
        return self.page.get_by_role("dialog").get_by_role("region", name="Text of the guide")

    def type(self, question: str) -> None:
        """Types a question and sends it, without waiting for the answer."""
        expect(self.input).to_have_count(1)  # while the page changes, that of before may still stand there
        before = self.messages.count()
        self.input.fill(question)
        self.input.press("Enter")
        expect(self.messages).to_have_count(before + 2)

    def ask(self, question: str) -> Locator:
        """Asks, and gives the answer once it is there."""
        self.type(question)
        self.settled()
        return self.answer


FOCUSED = """() => {
  let each = document.activeElement;
  while (each.shadowRoot?.activeElement) each = each.shadowRoot.activeElement;
  const name = each.getAttribute("aria-label") || each.innerText || "";
  return [name.trim().replace(/\\s+/g, " "), each.matches(":focus-visible")];
}"""
"""The name of the element that has the focus, and whether its focus is shown."""


def in_view(element: Locator) -> bool:
    """Whether an element lies within the window, at least in part."""
    inside: bool = element.evaluate(
        "each => { const r = each.getBoundingClientRect(); return r.bottom > 0 && r.top < window.innerHeight; }"
    )
    return inside
