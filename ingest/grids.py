"""HTML tables as rows of cells, where a cell may span several rows or columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lxml.html import HtmlElement

_MOST = 200
"""Columns, and rows that a cell reaches over; a table with more was made to fill the memory."""
Text = Callable[[HtmlElement], str]


def is_grid(table: HtmlElement) -> bool:
    """Whether a table holds rows of cells, and isn't there to lay out a page."""
    inside = ".//table|.//h1|.//h2|.//h3|.//h4|.//pre"
    if table.get("role") in ("presentation", "none") or table.xpath(inside):
        return False
    return any(len(row.xpath("./td|./th")) > 1 for row in table.iter("tr"))


def read_grid(table: HtmlElement, text: Text) -> tuple[tuple[tuple[str, ...], ...], int]:
    """The rows of a table, all of one width, and how many of them are its head. A cell that spans is in each row."""
    rows: list[list[str]] = []
    reaching: dict[int, tuple[int, str]] = {}  # column -> (rows still to fill, text)
    heads, in_head = 0, True
    for row in table.iter("tr"):
        cells: list[str] = []
        named = row.xpath("./td|./th")
        # In a head a name stands over all its columns; elsewhere a second copy would be a second value.
        in_head = in_head and (row.getparent().tag == "thead" or all(cell.tag == "th" for cell in named))
        for cell in named:
            _fill(cells, reaching)
            said = text(cell)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(across):
                shown = said if not column or in_head else ""
                if down > 1:
                    reaching[len(cells)] = (down - 1, shown)
                cells.append(shown)
        _fill(cells, reaching)
        if any(cells) and len(cells) <= _MOST:
            rows.append(cells)
            heads += in_head and bool(named)
    width = max(map(len, rows), default=0)
    even = tuple((*row, *[""] * (width - len(row))) for row in rows)
    return even, heads or head_of(even)


def head_of(rows: Sequence[Sequence[str]]) -> int:
    """How many rows are the head of a table that doesn't say so: the first, if it names what the others count."""
    if len(rows) < 2 or not all(rows[0]) or any(re.search(r"\d{3}|\d%|[$€£₹]\s?\d", cell) for cell in rows[0]):
        return 0
    short = all(len(cell.split()) <= 6 and cell[-1:] not in ".!?" for cell in rows[0])
    return int(short and any(re.search(r"\d", cell) for row in rows[1:] for cell in row))


def _fill(cells: list[str], reaching: dict[int, tuple[int, str]]) -> None:
    while len(cells) < _MOST and (left := reaching.pop(len(cells), None)) is not None:
        if left[0] > 1:
            reaching[len(cells)] = (left[0] - 1, left[1])
        cells.append(left[1])


def _span(cell: HtmlElement, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), _MOST) if value.isdecimal() and len(value) < 9 else 1


def said_once(names: Sequence[str], above: Sequence[str] | None) -> list[str]:
    """A head's names as the page shows them: one that spans columns or rows once."""
    before = ["", *names]
    return ["" if name == before[at] or (above and name == above[at]) else name for at, name in enumerate(names)]


def column_names(heads: Sequence[Sequence[str]]) -> list[str]:
    """A name for each column, of all rows of the head: "2023" over "Mean" is "2023 Mean"."""
    return [" ".join(dict.fromkeys(filter(None, names))) for names in zip(*heads, strict=True)]
