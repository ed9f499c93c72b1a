"""Pictures of every page of the chat, for docs/: `screenshots.py [FOLDER]`; at laptop and phone size, light and dark.

Starts the chat on a free port over an index of the shipped guides, in a folder of its own, and stops it at the end.
Needs Chromium as Debian ships it. Fails if the page asked any other address for anything.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, sync_playwright

from terminal.chat import command

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHAPES: dict[str, tuple[ViewportSize, Literal["dark", "light"]]] = {
    "laptop-light": (ViewportSize(width=1280, height=800), "light"),
    "laptop-dark": (ViewportSize(width=1280, height=800), "dark"),
    "phone-light": (ViewportSize(width=390, height=844), "light"),
}
ALL = ("first", "answer", "citation", "guide", "disagreement", "refusal", "comparison", "figures", "guides", "preview")
SHOWN = {
    "laptop-light": ALL,
    "laptop-dark": ("answer", "guide", "figures"),
    "phone-light": ("first", "answer"),
}
"""Which pictures are kept of which shape."""
PAY, DIFFER = "What does a senior MLOps engineer earn?", "How many models reach production?"
REFUSED = "What does an MLOps engineer earn in Germany?"
COMPARED = "MLOps or ML engineer?"
NEW_GUIDE = FilePayload(
    name="keeping-bees.md",
    mimeType="text/markdown",
    buffer=b"---\ntitle: Keeping bees for a living\nauthor: Ines Moreau\npublished: 2025-04-02\n---\n"
    b"A commercial beekeeper earns $44,000 a year.\n\nAll times are in UTC\n",
)


def settled(page: Page) -> None:
    """Returns when the app has nothing more to draw."""
    page.wait_for_timeout(300)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000)
    page.wait_for_timeout(600)


def ask(page: Page, question: str) -> None:
    """Types the question and waits for the answer."""
    box = page.get_by_role("textbox", name="Ask a career question")
    box.fill(question)
    box.press("Enter")
    settled(page)


def shoot(page: Page, shape: str, address: str, folder: Path) -> None:
    """Takes the pictures of one shape."""

    def picture(name: str) -> None:
        if name in SHOWN[shape]:
            page.screenshot(path=folder / f"{shape}-{name}.png")

    page.goto(address)
    page.get_by_role("textbox", name="Ask a career question").wait_for()
    settled(page)
    picture("first")
    ask(page, PAY)
    picture("answer")
    page.get_by_role("button", name="Source 1").first.hover()
    page.wait_for_timeout(300)
    picture("citation")
    page.get_by_role("button", name="Source 1").first.click()
    settled(page)
    picture("guide")
    page.keyboard.press("Escape")
    for question, name in ((DIFFER, "disagreement"), (REFUSED, "refusal"), (COMPARED, "comparison")):
        ask(page, question)
        picture(name)
    for name in ("figures", "guides"):
        page.goto(f"{address}/{name}")
        settled(page)
        picture(name)
    page.locator('input[type="file"]').set_input_files(NEW_GUIDE)
    page.get_by_role("button", name="Publish this guide").scroll_into_view_if_needed()
    settled(page)
    picture("preview")


def pictures(browser: Browser, address: str, folder: Path) -> list[str]:
    """Takes all pictures; gives back the addresses that were asked for and are not the app's own."""
    asked: list[str] = []
    for shape, (viewport, scheme) in SHAPES.items():
        context = browser.new_context(viewport=viewport, color_scheme=scheme, device_scale_factor=1)
        context.on("request", lambda request: asked.append(request.url))
        shoot(context.new_page(), shape, address, folder)
        context.close()
    own = {urlsplit(address).netloc, ""}
    return [url for url in asked if urlsplit(url).netloc not in own]


@contextmanager
def served() -> Iterator[str]:
    """The address of the chat over the shipped guides, for as long as needed."""
    with tempfile.TemporaryDirectory(prefix="career-pictures-") as folder:
        index, port = Path(folder) / "index", _port()
        subprocess.run([sys.executable, "cli.py", "ingest", "corpus", "--index", index], cwd=ROOT, check=True)
        environment = {**os.environ, "CAREER_INDEX": str(index), "CAREER_MODEL": ""}
        server = subprocess.Popen(command(ROOT / "app.py", port, True), cwd=ROOT, env=environment)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def _port() -> int:
    """A port that the system calls free; unlike a fixed one, nobody else is about to take it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            break
        try:
            urlopen(f"{address}/_stcore/health", timeout=2).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise SystemExit("The chat did not start.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs" / "screenshots")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        foreign = pictures(browser, address, folder)
        browser.close()
    if foreign:
        raise SystemExit("The page asked for other addresses:\n" + "\n".join(sorted(set(foreign))))


if __name__ == "__main__":
    main()
