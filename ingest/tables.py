"""Tables as lines: rows without outer pipes, rows between tabs, and drawn ones become rows of one form, `| a | b |`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line

Row = tuple[str, ...]
_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:[|+]\s*:?-+:?\s*)*[|+]?\s*$")
_DRAWN_RULE = re.compile(r"^\s*[+├┌└╔╠╚┬┼═─]+[-=+─═┬┼┴┤┐┘╗╣╝╦╬╩|\s]*$")
_PIPE = re.compile(r"(?<!\\)\|")


def mark_tables(lines: Sequence[Line]) -> list[Line]:
    """Lines in which each row of a table begins and ends with a pipe; the lines drawn between rows are left out."""
    marked: list[Line] = []
    tabs = _tabbed(lines)
    is_open = False
    for at, line in enumerate(lines):
        text = line.text.replace("│", "|").replace("║", "|") if line.text.lstrip()[:1] in ("│", "║") else line.text
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        if at in tabs:
            text = _row(re.split(r"\t+", text.strip("\t")))
        elif _DRAWN_RULE.match(text):
            continue
        elif text.lstrip().startswith("|"):
            text = text.strip()
        elif "|" in text and _is_rule(below):
            is_open = True
            text = _row(_PIPE.split(text))
        elif is_open and _PIPE.search(text):
            text = _row(_PIPE.split(text))
        else:
            is_open = False
        marked.append(Line(text, line.number))
    return marked


def is_row(text: str) -> bool:
    """Whether a line is a table's row."""
    return text.startswith("|")


def read_rows(lines: Sequence[Line]) -> list[list[Row]]:
    """The tables in neighbouring row lines: for each its rows of cells, the head first, all of one width."""
    tables: list[list[Row]] = []
    previous, width = 0, 0
    for at, line in enumerate(lines):
        if _is_rule(line.text):
            previous = line.number
            continue
        cells = _cells(line.text)
        begins = at + 1 < len(lines) and _is_rule(lines[at + 1].text)
        apart = line.number > previous + 1 and len(cells) != width and not begins and bool(previous)
        if not tables or apart or (begins and tables[-1]):
            tables.append([])
        if any(cells) or begins:
            tables[-1].append(cells)
        previous, width = line.number, len(cells)
    return [_even(rows) for rows in tables if any(any(row) for row in rows)]


def _even(rows: Sequence[Row]) -> list[Row]:
    width = max(map(len, rows))
    return [(*row, *[""] * (width - len(row))) for row in rows]


def _cells(line: str) -> Row:
    inside = line.strip().removeprefix("|")
    inside = inside[:-1] if _PIPE.search(inside[-2:]) and inside.endswith("|") else inside
    return tuple(cell.replace("\\|", "|").strip() for cell in _PIPE.split(inside))


def _row(cells: Sequence[str]) -> str:
    stripped = [cell.strip() for cell in cells]
    return f"| {' | '.join(stripped)} |"


def _is_rule(text: str) -> bool:
    """Whether a line is the rule under a table's head."""
    return "|" in text and "-" in text and bool(_RULE.match(text))


def _tabbed(lines: Sequence[Line]) -> frozenset[int]:
    """Places of lines that are rows of cells between tabs: at least two in a row with as many cells."""
    counts = [len(re.split(r"\t+", line.text.strip("\t"))) if line.text.strip() else 0 for line in lines]
    pairs = [at for at in range(len(lines) - 1) if counts[at] >= 2 and counts[at] == counts[at + 1]]
    return frozenset(pairs) | frozenset(at + 1 for at in pairs)
