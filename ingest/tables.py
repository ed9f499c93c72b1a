"""Tables in plain text as lines: rows without outer pipes, rows between tabs, and drawn ones as `| a | b |`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line

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
