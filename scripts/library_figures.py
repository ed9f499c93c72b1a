"""Counts the figures of the career guides against the pages they retell, and prints a table.

    python scripts/library_figures.py FOLDER

FOLDER holds the pages of the Occupational Outlook Handbook as Markdown, each named as the last part of its address.
Every number of a guide, with its unit, has to stand in the page that its front matter's `url` names. Numbers spelled
out in words are not counted. Exits with 1 if a figure or a page is missing.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

GUIDES = Path(__file__).resolve().parent.parent / "libraries" / "careers"
_UNIT = r"percent|%|million|hours?|weeks?|months?|years?|grades?|st\b|nd\b|rd\b|th\b"
_NUMBER = re.compile(
    rf"(?P<minus>(?<![\w.])-)?(?P<dollar>\$)?(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)"
    rf"(?:(?:\s+(?:to|or)\s+\d+)?[\s-]*(?:more\s+)?(?P<unit>{_UNIT}))?(?P<hourly>,?\s(?:per|an)\shour)?"
)
_URL = re.compile(r"^url: \"?(\S+?)\"?$", re.MULTILINE)
_FALL = re.compile(r"\b(?:decline|fall|fewer|shrink)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_SHORT_YEARS = re.compile(r"\b(20)(\d\d)–(\d\d)\b")


class Figure(NamedTuple):
    """A number as it is compared."""

    value: str
    unit: str
    below_zero: bool


def main() -> int:
    """Prints a row for each guide, then each figure that its page lacks."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print("usage: python scripts/library_figures.py FOLDER (of the handbook's pages as Markdown)", file=sys.stderr)
        return 2
    guides = sorted(GUIDES.glob("*.md"))
    missing: list[str] = []
    print("| Guide | Figures | Of them different | Not in its page |\n|---|---|---|---|")
    for guide in guides:
        text = guide.read_text(encoding="utf-8")
        page = Path(sys.argv[1]) / f"{_page_of(text)}.md"
        if not page.is_file():
            missing.append(f"{guide.name}: no page {page.name} in {sys.argv[1]}")
            continue
        known = set(of_page(page.read_text(encoding="utf-8")))
        stated = list(of_guide(text))
        unknown = [(figure, sentence) for figure, sentence in stated if not _stands_in(known, figure, sentence)]
        print(f"| {guide.stem} | {len(stated)} | {len({figure for figure, _ in stated})} | {len(unknown)} |")
        missing += [f"{guide.name}: {figure.value} {figure.unit} in: {sentence}" for figure, sentence in unknown]
    print(*missing, sep="\n")
    return 1 if missing or not guides else 0


def of_guide(text: str) -> Iterator[tuple[Figure, str]]:
    """The figures of a guide, each with its sentence or row."""
    for line in re.sub(r"^\d+\. ", "", text, flags=re.MULTILINE).splitlines():
        for sentence in [line] if line.startswith("|") else _SENTENCE_END.split(line):
            yield from ((figure, sentence) for figure in _figures(sentence))


def of_page(text: str) -> Iterator[Figure]:
    """The figures of a page. In a table without names of columns, only the first row says the unit of each column."""
    units: dict[int, str] | None = None
    for line in _SHORT_YEARS.sub(r"\1\2 to \1\3", text).splitlines():
        if not line.startswith("|"):
            units = None
        elif not line.strip("| "):
            units = {}
        for column, cell in enumerate(line.split("|")):
            for figure in _figures(cell):
                if units is not None and cell.strip() == figure.value:
                    yield figure._replace(unit=units.get(column, ""))
                else:
                    yield figure
                    if units is not None:
                        units[column] = figure.unit


def _page_of(text: str) -> str:
    named = _URL.search(text)
    return named[1].rsplit("/", 1)[-1].removesuffix(".htm") if named else ""


def _figures(text: str) -> Iterator[Figure]:
    for found in _NUMBER.finditer(text):
        unit = (found["unit"] or "").lower().replace("percent", "%")
        unit = unit if unit in {"th", "st", "nd", "rd"} else unit.removesuffix("s")
        dollars = "$ an hour" if found["hourly"] else "$"
        yield Figure(found["digits"], dollars if found["dollar"] else unit, bool(found["minus"]))


def _stands_in(known: set[Figure], figure: Figure, sentence: str) -> bool:
    """Whether the page states it. A decline of 4% is a minus there."""
    return figure in known or (figure._replace(below_zero=True) in known and bool(_FALL.search(sentence)))


if __name__ == "__main__":
    sys.exit(main())
