"""Many sessions that ask at the same time are each answered as one alone is."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.driving import Visit
from tests.browser.serving import Chat

SESSIONS = int(os.environ.get("CAREER_LOAD_SESSIONS", "3"))
QUESTIONS = (
    "What does a senior MLOps engineer earn?",
    "How many models reach production?",
    "Do I need a PhD?",
    "What does an MLOps engineer earn in Germany?",
    "Is remote work possible?",
)
LONGEST_SECONDS = 120

WATCH = """() => {
  const input = document.querySelector('[data-testid="stChatInputTextArea"]');
  input.addEventListener("keydown", event => { if (event.key === "Enter") window.askedAt = performance.now(); }, true);
  const answered = root => [...root.querySelectorAll("*")].some(
    each => each.matches(".answer .copy") || (each.shadowRoot && answered(each.shadowRoot)));
  const look = () => answered(document) ? window.answeredAt = performance.now() : setTimeout(look, 20);
  look();
}"""
"""Notes when the question is sent and when the answer with its citations stands on the page."""


@pytest.mark.load
@pytest.mark.timeout(900)
def test_sessions_at_once_are_each_answered_right(
    chat: Chat, new_visit: Callable[..., Visit], record_property: Callable[[str, object], None]
) -> None:
    alone = {question: answered_alone(new_visit(chat).open(), question) for question in QUESTIONS[:SESSIONS]}
    visits = [new_visit(chat).open() for _ in range(SESSIONS)]
    for number, visit in enumerate(visits):
        visit.page.evaluate(WATCH)
        visit.input.fill(QUESTIONS[number % len(QUESTIONS)])
    started = time.monotonic()
    for visit in visits:
        visit.page.evaluate(
            """document.querySelector('[data-testid="stChatInputTextArea"]')
            .dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}))"""
        )
    sent = time.monotonic() - started
    milliseconds = []
    for number, visit in enumerate(visits):
        visit.page.wait_for_function("window.answeredAt", timeout=LONGEST_SECONDS * 1000)
        visit.settled()
        expect(visit.answer).to_have_text(alone[QUESTIONS[number % len(QUESTIONS)]], use_inner_text=True)
        expect(visit.messages).to_have_count(2)
        milliseconds.append(visit.page.evaluate("window.answeredAt - window.askedAt"))
    milliseconds.sort()
    record_property("milliseconds", milliseconds)
    last = milliseconds[math.ceil(0.95 * len(milliseconds)) - 1]
    print(
        f"\n{SESSIONS} sessions, all sent within {sent * 1000:.0f} ms: "
        f"median {milliseconds[len(milliseconds) // 2]:.0f} ms, 95th percentile {last:.0f} ms, "
        f"longest {milliseconds[-1]:.0f} ms"
    )


def answered_alone(visit: Visit, question: str) -> str:
    """The answer's text when nobody else asks."""
    visit.ask(question)
    expect(visit.answer.locator("p").first).to_be_visible()
    return visit.answer.inner_text()
