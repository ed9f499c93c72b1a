"""Fixtures of the browser tests: one browser, and the real chat over the shipped guides."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from ingest.service import ingest
from rag.settings import ROOT, read_settings
from tests.browser.driving import Visit
from tests.browser.serving import Chat, serving
from tests.careers import GUIDES

HERE = Path(__file__).parent
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # browsers call home too: nothing leaves this machine
)
LAPTOP = {"width": 1280, "height": 800}

Visits = Callable[..., Visit]
"""Opens a tab in a browser profile of its own; takes what `Browser.new_context` takes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks all tests of this folder, which are run only where they are asked for."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the system ships it; a browser that is missing fails the tests, which nobody runs by chance."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.exit("No Chromium is installed here (Debian: apt-get install chromium); no browser test was run.", 1)
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped guides and their index; the first worker makes the index, the others copy it."""
    own = tmp_path_factory.getbasetemp()
    made = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "made"
    with FileLock(f"{made}.lock"):
        if not made.exists():
            shutil.copytree(ROOT / "corpus", made / "guides")
            ingest(read_settings(index=made / "index", corpus=made / "guides"))
    folder = tmp_path_factory.mktemp("shipped")
    shutil.copytree(made, folder, dirs_exist_ok=True)  # the index still names the guides that it was made from
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tests' own guides and their index, which the tests of a module may change."""
    folder = tmp_path_factory.mktemp("small")
    for name, text in GUIDES.items():
        path = folder / "guides" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    ingest(read_settings(index=folder / "index", corpus=folder / "guides"))
    return folder


@pytest.fixture(scope="session")
def chat(shipped: Path) -> Iterator[Chat]:
    """The chat over the shipped guides, which no test may change."""
    with serving(shipped) as chat:
        yield chat


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    """The profiles that a test opened."""
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


@pytest.fixture
def new_visit(browser: Browser, contexts: list[BrowserContext]) -> Callable[..., Visit]:
    """Opens a tab in a profile of its own on a chat's address."""

    def opened(chat: Chat, **options: object) -> Visit:
        context = browser.new_context(**{"viewport": LAPTOP, **options})  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(60_000)
        return Visit(context.new_page(), chat.address)

    return opened


@pytest.fixture
def visit(chat: Chat, new_visit: Callable[..., Visit]) -> Visit:
    """A tab on the chat's first page."""
    return new_visit(chat).open()
