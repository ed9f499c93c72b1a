"""Guides in the browser: read, added with a preview, asked about from another tab, and removed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.driving import Visit
from tests.browser.serving import Chat, serving

BEES = """---
title: Keeping bees for a living
author: Ines Moreau
published: 2025-04-02
---
## Pay

A commercial beekeeper earns $44,000 a year.
"""
EARNS = "A commercial beekeeper earns $44,000 a year."
QUESTION = "What does a commercial beekeeper earn?"


@pytest.fixture(scope="module")
def small_chat(small: Path) -> Iterator[Chat]:
    """The chat over guides that these tests change."""
    with serving(small) as chat:
        yield chat


def upload(name: str, text: str | bytes) -> FilePayload:
    """A file as the browser hands it over."""
    return {"name": name, "mimeType": "text/markdown", "buffer": text if isinstance(text, bytes) else text.encode()}


def test_upload_is_previewed_and_then_known_to_every_open_tab(
    small_chat: Chat, new_visit: Callable[..., Visit]
) -> None:
    asking, adding = new_visit(small_chat).open(), new_visit(small_chat).open("guides")
    asking.ask(QUESTION)
    expect(asking.answer).not_to_contain_text(EARNS)
    adding.page.locator('input[type="file"]').set_input_files(
        [upload("bees.md", BEES), upload("broken.md", b"\x00\x01" * 99)]
    )
    preview = adding.page.locator('[class*="st-key-preview-"]')
    expect(preview).to_have_count(2)
    expect(preview.first).to_contain_text("Would be added")
    expect(preview.first).to_contain_text("Keeping bees for a living")
    expect(preview.last).to_contain_text("Refused")
    preview.first.get_by_text("The text as it would be kept").click()
    expect(preview.first.get_by_role("region", name="Text of the guide")).to_contain_text(EARNS)
    adding.settled()
    assert not (small_chat.corpus / "bees.md").exists(), "a preview changes nothing"
    adding.press("Publish this guide")
    expect(adding.text(re.compile(r"bees\.md added"))).to_be_visible()
    adding.settled()
    assert (small_chat.corpus / "bees.md").exists()
    assert not (small_chat.corpus / "broken.md").exists()
    asking.ask(QUESTION)
    expect(asking.answer).to_contain_text(EARNS)
    asking.marker(1).click()
    expect(asking.guide.locator("mark")).to_have_text(EARNS)


def test_guide_is_removed_once_that_is_confirmed(small_chat: Chat, new_visit: Callable[..., Visit]) -> None:
    asking, removing = new_visit(small_chat).open(), new_visit(small_chat).open("guides")
    asked = "How long does law school take?"
    asking.ask(asked)
    expect(asking.answer).to_contain_text("three years")
    file = small_chat.corpus / "law.md"
    assert file.exists()
    removing.press("Remove A career in law")
    expect(removing.page.get_by_role("dialog")).to_contain_text("law.md")
    removing.press("Keep it")
    expect(removing.page.get_by_role("dialog")).to_have_count(0)
    assert file.exists()
    removing.press("Remove A career in law")
    removing.press("Delete the file")
    expect(removing.text(re.compile(r"law\.md removed"))).to_be_visible()
    assert not file.exists()
    asking.ask(asked)
    expect(asking.answer).not_to_contain_text("three years after a first degree")
    expect(removing.text("A career in law")).to_have_count(0)


def test_guide_is_read_in_full_by_its_outline(chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(chat).open("guides")
    expect(visit.page.locator('[class*="st-key-row-"]')).to_have_count(4)
    visit.press(re.compile("^MLOps engineer as a career path"))
    text = visit.page.get_by_role("region", name="Text of the guide")
    expect(text).to_contain_text("A senior MLOps engineer earns $240K-$350K+.")
    outline = visit.page.get_by_role("navigation", name="Outline of the guide")
    heading = text.get_by_role("heading", name="Salary by place, and remote work")
    expect(heading).not_to_be_in_viewport()
    outline.get_by_role("link", name="Salary by place, and remote work").click()
    expect(heading).to_be_in_viewport()
    address = visit.page.url.split("#")[0]
    other = new_visit(chat)
    other.page.goto(address)
    expect(other.page.get_by_role("region", name="Text of the guide")).to_contain_text("A senior MLOps engineer earns")
