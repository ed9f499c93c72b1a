"""Guides in the browser: read, added with a preview, asked about from another tab, and removed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.driving import Visit
from tests.browser.serving import Chat, serving
from tests.samples import samples

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


FORMATS = {
    "glass.md": ("Working as a glazier", "Master glazier | €58,900"),
    "ferry.txt": ("Life on the river ferry", "Ferry captain | $6,400"),
    "casks.html": ("Making casks", "An apprenticeship in cooperage takes four years."),
    "trams.pdf": ("Driving trams", "Junior | €2,003"),
    "baking.docx": ("Baking as a job", "A baker earns $36,000 a year 🥐."),
    "pottery.vtt": ("A potter talks", "A used kiln costs about $3,200, and a new one three times that."),
    "bees.srt": ("no title", "A beginner should start with two hives and never with one."),
}
"""A file of each format -> what its preview tells: the title, and words of its text."""


def test_each_format_is_previewed(small_chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(small_chat).open("guides")
    files = samples()
    visit.page.locator('input[type="file"]').set_input_files([upload(name, files[name]) for name in FORMATS])
    previews = visit.page.locator('[class*="st-key-preview-"]')
    expect(previews).to_have_count(len(FORMATS))
    visit.settled()
    for name, (title, words) in FORMATS.items():
        preview = previews.filter(has_text=name)
        expect(preview).to_contain_text("Would be added")
        expect(preview).to_contain_text(title)
        preview.get_by_text("The text as it would be kept").click()
        expect(preview.get_by_role("region", name="Text of the guide")).to_contain_text(words)
    expect(visit.button("Publish these 7 guides")).to_be_visible()


REFUSED = {
    "pay.xlsx": (b"PK\x03\x04", "paste its table into a .md file"),
    "scan.png": (b"\x89PNG", "have its text recognised (OCR) first"),
    "old.docx": (b"\xd0\xcf\x11\xe0" + bytes(600), "save it as .docx without one"),
    "torn.pdf": (b"%PDF-1.7\nnonsense", "print it to a new one"),
    "talk.srt": (b"no times at all", "so these are no subtitles"),
    "empty.md": (b"", "the file is empty"),
}
"""A file that can't be a guide -> its bytes, and what its reason says."""


def test_a_refused_file_s_reason_stands_on_the_page(small_chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(small_chat).open("guides")
    visit.page.locator('input[type="file"]').set_input_files(
        [upload(name, data) for name, (data, _) in REFUSED.items()]
    )
    previews = visit.page.locator('[class*="st-key-preview-"]')
    expect(previews).to_have_count(len(REFUSED))
    for name, (_, reason) in REFUSED.items():
        told = previews.filter(has_text=name).get_by_text(reason)
        expect(told).to_be_visible()
        expect(told).to_contain_text("Refused")
    expect(visit.button(re.compile("^Publish"))).to_have_count(0)


def test_too_large_a_file_is_refused_in_words(small_chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(small_chat).open("guides")
    visit.page.locator('input[type="file"]').set_input_files(upload("long.md", b"A word. " * 1_500_000))
    expect(visit.text(re.compile("long.md")).first).to_be_visible()
    expect(visit.text(re.compile("10(?:.0)? ?MB or smaller|more than the 10 MB")).first).to_be_visible()


def test_a_copy_of_a_guide_is_told_before_it_is_added(small_chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(small_chat).open("guides")
    copied = (
        (small_chat.corpus / "health" / "nursing.md").read_text(encoding="utf-8").replace("Night shifts", "Night work")
    )
    visit.page.locator('input[type="file"]').set_input_files(upload("nurses.md", copied))
    expect(visit.page.locator('[class*="st-key-preview-"]')).to_contain_text("nursing.md says the same already")
    visit.settled()
    expect(visit.button(re.compile("^Publish"))).to_have_count(0)


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
