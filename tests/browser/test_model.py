"""A model that writes slowly: what it wrote is shown as it comes, and stays when the reader stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.driving import Visit
from tests.browser.serving import Chat, serving
from tests.endpoint import KEY, Connection, FakeEndpoint

QUESTION = "How long does a carpentry apprenticeship take?"
CARRIED = "A carpentry apprenticeship takes four years"


def slow(connection: Connection) -> None:
    """Writes a true sentence, and then words for ever, one by one."""
    connection.begin()
    connection.words(f"{CARRIED} [3]. ")
    for count in connection.ticks(0.2):
        connection.words(f"and{count} ")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[FakeEndpoint]:
    """The model's server."""
    with FakeEndpoint(slow) as server:
        yield server


@pytest.fixture(scope="module")
def model_chat(small: Path, endpoint: FakeEndpoint) -> Iterator[Chat]:
    """The chat with that model."""
    settings = {"CAREER_MODEL": "tiny", "OPENAI_BASE_URL": endpoint.url, "OPENAI_API_KEY": KEY}
    with serving(small, settings) as chat:
        yield chat
    assert KEY not in chat.log


def test_stop_keeps_what_was_written_and_lets_the_model_go(
    model_chat: Chat, endpoint: FakeEndpoint, new_visit: Callable[..., Visit]
) -> None:
    visit = new_visit(model_chat).open()
    expect(visit.text("Answers are written by tiny.")).to_be_visible()
    visit.type(QUESTION)
    expect(visit.answer).to_contain_text(CARRIED)
    assert endpoint.open == 1, "the model still writes"
    visit.stop.click()
    visit.settled()
    expect(visit.answer).to_contain_text("Stopped here.")
    expect(visit.answer).to_contain_text(CARRIED)
    assert endpoint.closed(), "nobody listens to the model any longer"
    endpoint.behave = finished
    visit.press("Ask again")
    expect(visit.answer).to_contain_text(CARRIED)
    expect(visit.messages).to_have_count(2)
    expect(visit.answer).to_contain_text("Written by tiny")
    expect(visit.answer).not_to_contain_text("Stopped here.")


def finished(connection: Connection) -> None:
    """Writes a true sentence and one that no guide carries."""
    connection.begin()
    connection.words(f"{CARRIED} [3]. ", "It takes nine years in Germany [3].", reason="stop")
    connection.end()


def test_what_no_guide_carries_is_told_apart(
    model_chat: Chat, endpoint: FakeEndpoint, new_visit: Callable[..., Visit]
) -> None:
    endpoint.behave = finished
    visit = new_visit(model_chat).open()
    visit.ask(QUESTION)
    expect(visit.answer).to_contain_text(CARRIED)
    expect(visit.answer).not_to_contain_text("nine years", use_inner_text=True)
    visit.text("1 sentence failed the checks").click()
    expect(visit.text("It takes nine years in Germany")).to_be_visible()
