"""Pictures of the chat at laptop and phone size, light and dark: `screenshots.py ADDRESS FOLDER QUESTION ...`.

Needs the chat running at ADDRESS, the package playwright, and Chromium as Debian ships it. Fails if the page asked any
other address for anything.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

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


def settled(page: Page) -> None:
    """Returns when the app has nothing more to draw."""
    page.wait_for_timeout(300)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000)
    page.wait_for_timeout(600)


def ask(page: Page, question: str) -> None:
    """Types the question and waits for the answer."""
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    settled(page)


def shoot(page: Page, shape: str, address: str, folder: Path, questions: list[str]) -> None:
    """Takes the pictures of one shape: the first screen, each answer, and a quote in its place."""
    page.goto(address)
    page.wait_for_selector('[data-testid="stChatInputTextArea"]')
    settled(page)
    page.screenshot(path=folder / f"{shape}-0-first.png")
    for number, question in enumerate(questions, start=1):
        ask(page, question)
        page.screenshot(path=folder / f"{shape}-{number}-answer.png")
    page.get_by_role("button", name="[1]").last.click()
    settled(page)
    page.screenshot(path=folder / f"{shape}-{len(questions) + 1}-quote.png")


def pictures(browser: Browser, address: str, folder: Path, questions: list[str]) -> list[str]:
    """Takes all pictures; gives back the addresses that were asked for and are not the app's own."""
    asked: list[str] = []
    for shape, (viewport, scheme) in SHAPES.items():
        context = browser.new_context(viewport=viewport, color_scheme=scheme, device_scale_factor=1)
        context.on("request", lambda request: asked.append(request.url))
        shoot(context.new_page(), shape, address, folder, questions)
        context.close()
    own = {urlsplit(address).netloc, ""}
    return [url for url in asked if urlsplit(url).netloc not in own]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    parser.add_argument("questions", nargs="+")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        foreign = pictures(browser, given.address, given.folder, given.questions)
        browser.close()
    if foreign:
        raise SystemExit("The page asked for other addresses:\n" + "\n".join(sorted(set(foreign))))


if __name__ == "__main__":
    main()
