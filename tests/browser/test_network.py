"""Whatever a guide or a model says, a page loads nothing from elsewhere, runs nothing, links to guides' own alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from ingest.service import ingest
from rag.settings import read_settings
from tests.browser import hostile
from tests.browser.driving import Visit
from tests.browser.serving import Chat, serving
from tests.endpoint import KEY, FakeEndpoint

ADDRESSES = """() => {
  const found = [];
  const names = /^(href|src|srcset|action|formaction|data|poster|background|xlink:href)$/i;
  const walk = root => root.querySelectorAll("*").forEach(each => {
    for (const {name, value} of each.attributes) {
      if (names.test(name)) found.push([each.tagName.toLowerCase(), name, value]);
      if (/^on/i.test(name)) found.push([each.tagName.toLowerCase(), name, "//runs"]);
    }
    if (each.shadowRoot) walk(each.shadowRoot);
  });
  walk(document);
  return found;
}"""
"""All that an element of the page names or runs, shadow trees included."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with hostile guides and their index."""
    folder = tmp_path_factory.mktemp("hostile")
    hostile.write_guides(folder / "guides")
    ingest(read_settings(index=folder / "index", corpus=folder / "guides"))
    return folder


@pytest.fixture(params=["quotes", "model"])
def hostile_chat(request: pytest.FixtureRequest, folder: Path) -> Iterator[Chat]:
    """The chat over hostile guides, which quotes or a hostile model answer."""
    if request.param == "quotes":
        with serving(folder) as chat:
            yield chat
        return
    with FakeEndpoint(hostile.write_answer) as server:
        model = {"CAREER_MODEL": "tiny", "OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": KEY}
        with serving(folder, model) as chat:
            yield chat
        assert server.requests, "the model was asked"


def strangers(visit: Visit) -> list[list[str]]:
    """What the page names that is neither its own nor a guide's address, and what runs on an event."""
    own = urlsplit(visit.address).netloc
    found: list[list[str]] = visit.page.evaluate(ADDRESSES)
    return [each for each in found if not is_own(each[2], own)]


def is_own(address: str, netloc: str) -> bool:
    """Whether an address leads to the app itself or to the one guide that has an address that can be linked."""
    if address == hostile.OWN_ADDRESS or address.startswith("data:image/svg+xml"):
        return True
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("", "http") and parts.netloc in ("", netloc) and "\\" not in address


@dataclass
class Watch:
    """All that a tab does beyond drawing: what it asks for, runs and opens."""

    asked: list[str] = field(default_factory=list)
    """Addresses of requests and of web sockets, of frames and workers too."""
    ran: list[Any] = field(default_factory=list)
    """What planted scripts told, and dialogs that they opened."""
    opened: list[str] = field(default_factory=list)
    """Windows that were opened."""

    def over(self, visit: Visit) -> None:
        """Begins to watch, before anything is loaded."""
        context = visit.page.context
        context.on("request", lambda request: self.asked.append(request.url))
        context.expose_function("planted", lambda told: self.ran.append(told))
        context.on("page", lambda page: self.opened.append(page.url))
        visit.page.on("websocket", lambda socket: self.asked.append(socket.url))
        visit.page.on("dialog", lambda dialog: self.ran.append(dialog.message))

    def foreign(self, address: str) -> list[str]:
        """The requests that went elsewhere than to the app's own address."""
        own = urlsplit(address).netloc
        here = ("http", "ws", "blob")
        return [
            url
            for url in self.asked
            if not url.startswith("data:")
            and (urlsplit(url).scheme not in here or urlsplit(url.removeprefix("blob:")).netloc != own)
        ]


def test_the_watch_sees_what_it_is_for(chat: Chat, new_visit: Callable[..., Visit]) -> None:
    """Here the page is made to do all that it must not."""
    visit, watch = new_visit(chat), Watch()
    watch.over(visit)
    visit.open()
    assert watch.asked
    assert watch.foreign(visit.address) == []
    assert strangers(visit) == []
    visit.page.evaluate(
        """host => document.body.insertAdjacentHTML("beforeend",
        `<img src="https://seen.${host}/x.png" onerror="planted(1)"><a href="javascript:planted(2)">x</a>
        <link rel="preconnect" href="https://unseen.${host}">`)""",
        "control.example",
    )
    visit.page.wait_for_function("document.querySelector('img[onerror]').complete")
    assert watch.foreign(visit.address) == ["https://seen.control.example/x.png"]
    assert watch.ran == [1]
    assert {tag for tag, _, _ in strangers(visit)} == {"img", "a", "link"}


QUESTIONS = (
    "What does a ferry captain earn?",
    "How many nights does a lighthouse keeper work?",
    "What does a lighthouse keeper earn?",
)


def test_hostile_guides_and_models_get_nothing_from_the_page(
    hostile_chat: Chat, new_visit: Callable[..., Visit]
) -> None:
    visit, watch = new_visit(hostile_chat), Watch()
    watch.over(visit)
    found: list[list[str]] = []
    links: set[str] = set()

    def look() -> None:
        visit.settled()
        found.extend(strangers(visit))
        links.update(visit.page.locator("a").evaluate_all("all => all.map(each => each.href)"))

    visit.open(q=f"<img src=https://asked.{hostile.HOST}/x.png> [x](javascript:planted(12)) What does a keeper earn?")
    look()
    for question in QUESTIONS:
        visit.ask(question)
        look()
    shown = "\n".join(visit.messages.all_inner_texts())
    assert hostile.HOST in shown, "the tricks are on the page, as text"
    marker = visit.marker(1)
    marker.hover()
    expect(visit.tip).to_be_visible()
    look()
    marker.click()
    expect(visit.guide).to_contain_text(hostile.HOST)
    look()
    visit.open("guides")
    look()
    visit.page.locator('input[type="file"]').set_input_files(sorted((hostile_chat.corpus).glob("*-1.*")))
    expect(visit.page.locator('[class*="st-key-preview-"]')).to_be_visible()
    look()
    for file in sorted(hostile_chat.corpus.iterdir()):
        visit.open("guides", guide=file.name)
        expect(visit.page.get_by_role("region", name="Text of the guide")).to_contain_text(hostile.HOST)
        look()
    visit.open("figures")
    look()
    assert found == []
    assert hostile.OWN_ADDRESS in links, "what may be linked is linked"
    assert watch.foreign(visit.address) == []
    assert (watch.ran, watch.opened) == ([], [])
