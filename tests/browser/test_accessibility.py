"""No page has a fault that axe-core sees, in either theme, but for those inside Streamlit's own elements."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
import streamlit
from playwright.sync_api import expect

from rag.settings import ROOT
from tests.browser.axe import KNOWN, Fault, faults, known
from tests.browser.driving import Visit
from tests.browser.serving import Chat

DIFFERENT = "How many ML models never get into production?"
COMPARED = "MLOps or ML engineer?"
UNKNOWN = "How do I bake sourdough bread?"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
GUIDE = (
    "---\ntitle: Divers\n---\n# Pay\n\nA diver in the harbour earns $50,000 a year.\n\nTwo to three weeks of leave.\n"
)


def test_axe_sees_a_fault_that_is_planted(visit: Visit) -> None:
    planted = (
        '<div style="position: fixed; inset: 0; z-index: 9999999; background: #fff">'
        '<p style="color: #aaa">pale</p><button></button></div>'
    )
    visit.page.evaluate(
        "html => document.querySelector('main, section').insertAdjacentHTML('beforeend', html)", planted
    )
    assert {fault.rule for fault in faults(visit.page)} == {"color-contrast", "button-name"}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_faults(
    theme: Literal["light", "dark"], chat: Chat, new_visit: Callable[..., Visit], tmp_path: Path
) -> None:
    visit, found = new_visit(chat, color_scheme=theme), dict[str, list[Fault]]()

    def look(place: str) -> None:
        visit.settled()
        found[place] = faults(visit.page)

    visit.open()
    look("first screen")
    visit.ask(UNKNOWN)
    look("refusal")
    visit.ask(DIFFERENT)
    look("disagreement")
    visit.ask(COMPARED)
    look("comparison")
    visit.marker(1).focus()
    visit.page.keyboard.press("Shift")
    look("citation")
    visit.marker(1).click()
    expect(visit.guide).to_be_visible()
    look("guide beside the chat")
    visit.open("guides")
    look("guides")
    (tmp_path / "divers.md").write_text(GUIDE, encoding="utf-8")
    visit.page.locator('input[type="file"]').set_input_files(tmp_path / "divers.md")
    expect(visit.text("Would be added")).to_be_visible()
    look("preview of an upload")
    visit.open("guides", guide="mlops-engineer-career-path.md")
    look("guide in full")
    visit.open("figures")
    look("figures")
    ours = [f"{place}: {fault}" for place, seen in found.items() for fault in seen if known(fault) is None]
    assert ours == [], "\n\n".join(ours)


def test_no_faults_on_a_phone(chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(chat, **PHONE).open()
    visit.ask(COMPARED)
    visit.page.get_by_test_id("stExpandSidebarButton").click()
    expect(visit.page.get_by_role("link", name="Figures")).to_be_in_viewport()
    assert [fault for fault in faults(visit.page) if known(fault) is None] == []


def test_what_is_left_to_streamlit_stands_in_the_docs() -> None:
    page = (ROOT / "docs" / "decisions" / "browser-tests.md").read_text(encoding="utf-8")
    assert f"Streamlit {streamlit.__version__}" in page
    assert [each.rule for each in KNOWN if f"`{each.rule}`" not in page] == []
