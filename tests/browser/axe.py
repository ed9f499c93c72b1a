"""axe-core's verdict on a page, told apart by whose element it is: ours, or one that Streamlit draws by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


@dataclass(frozen=True)
class Fault:
    """An element that breaks a rule: the rule's name, axe's path to the element, its HTML, and what is wrong."""

    rule: str
    path: str
    html: str
    says: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.says}\n  at {self.path}\n  {self.html[:300]}"


@dataclass(frozen=True)
class Known:
    """A fault inside one of Streamlit's own elements, by its rule and a pattern that the element's HTML begins with."""

    rule: str
    html: str


KNOWN = (Known("presentation-role-conflict", r'<section role="presentation".*stFileUploaderDropzone'),)
"""Also listed, with why and since which version, in docs/decisions/browser-tests.md."""


def faults(page: Page) -> list[Fault]:
    """All faults on the page as it is now, whatever their weight."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        Fault(violation["id"], " ".join(map(str, node["target"])), node["html"], _says(node))
        for violation in found
        for node in violation["nodes"]
    ]


def known(fault: Fault) -> Known | None:
    """Which of Streamlit's own faults this is; None where it is ours to mend."""
    return next((each for each in KNOWN if each.rule == fault.rule and re.match(each.html, fault.html)), None)


def _says(node: dict[str, list[dict[str, str]]]) -> str:
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])
