"""A sentence to its statements with their markers, and a passage to its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.checks.types import CitedPassage, Line, Statement, row_cells
from rag.text.sentences import sentence_spans

_MARKER = re.compile(r"\[(\d{1,4}(?:\s?[,;–-]\s?\d{1,4})*)\]")
_MARKERS = re.compile(rf"\s*(?:{_MARKER.pattern}[\s,;]*)+")
_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_ITEM = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_QUOTE = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_LONGEST_RANGE = 20
_LONG_CELL_WORDS = 6
_LOOK_BACK = 3
"""Lines before a line that may say whom it speaks of."""


def statements(sentence: str) -> list[Statement]:
    """The stretches of a sentence between markers, each with the numbers behind it; [] where it holds no word.

    What stands behind the last marker belongs to the last statement.
    """
    found: list[Statement] = []
    at = 0
    for match in _MARKERS.finditer(sentence):
        text = sentence[at : match.start()].strip()
        numbers = _numbers(match.group())
        if re.search(r"\w", text):
            found.append(Statement(text, numbers))
        elif found:
            found[-1] = Statement(found[-1].text, found[-1].cites + numbers)
        else:  # markers before the first word
            found.append(Statement("", numbers))
        at = match.end()
    rest = sentence[at:].strip()
    if re.search(r"\w", rest):
        last = found.pop() if found else Statement("", ())
        found.append(Statement(f"{last.text} {rest}".strip(), last.cites))
    return [statement for statement in found if statement.text]


def quotes(text: str) -> list[str]:
    """What stands in quotation marks."""
    return [match.group(1) for match in _QUOTE.finditer(text)]


def lines(passage: CitedPassage) -> list[Line]:
    """The sentences and table rows of a passage; rows and list items know what names them."""
    found: list[Line] = []
    for text, names, header in _cut(passage.text):
        around = " ".join(filter(None, [passage.context, names]))
        before = "" if header else " ".join(line.text for line in found[-_LOOK_BACK:])
        found.append(Line(text, around, passage, before, header))
    return found


def _cut(text: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """A line's text, what names it, and the names of its columns."""
    rows = [row.strip() for row in _unwrapped(text)]
    heading = lead = ""
    header: tuple[str, ...] = ()
    for at, row in enumerate(rows):
        if _RULE.match(row):
            continue
        if not re.search(r"\w", row):
            header = ()
        elif row.startswith("#"):
            heading, lead, header = row.lstrip("# "), "", ()
        elif "|" in row:
            begins = not header and _is_header(row, rows[at + 1] if at + 1 < len(rows) else "")
            if begins:
                header = row_cells(row)
                if at + 1 < len(rows):  # its names go with the rows below
                    continue
            if any(len(cell.split()) < _LONG_CELL_WORDS for cell in row_cells(row)[1:]) or "|" not in row.strip("| "):
                yield row, f"{heading} {lead}".strip(), header
            yield from _long_cells(row, heading, header)
        else:
            piece = _ITEM.sub("", row)
            lead = lead if piece != row else ""
            for start, end in sentence_spans(piece):
                yield piece[start:end], f"{heading} {lead}".strip(), ()
            lead = piece if piece.endswith(":") else lead


def _long_cells(row: str, heading: str, header: tuple[str, ...]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The cells of a row that are sentences, each by itself under the names of its row and column."""
    cells = row_cells(row)
    for at, cell in enumerate(cells):
        if at and len(cell.split()) >= _LONG_CELL_WORDS:
            column = header[at] if len(header) == len(cells) else ""
            for start, end in sentence_spans(cell):
                yield cell[start:end], " ".join(filter(None, [heading, cells[0], column])), ()


def _is_header(row: str, below: str) -> bool:
    return bool(_RULE.match(below)) or ("|" in below and not re.search(r"\d", row))


def _unwrapped(text: str) -> list[str]:
    """The lines of a text; a line that goes on in lower case on the next one is joined with it."""
    joined: list[str] = []
    for line in text.splitlines():
        goes_on = joined and re.search(r"[\w,–—-]\s*$", joined[-1]) and re.match(r"\s*[a-z(]", line)
        if goes_on and "|" not in line and not joined[-1].startswith("#"):
            joined[-1] = f"{joined[-1].rstrip()} {line.strip()}"
        else:
            joined.append(line)
    return joined


def _numbers(markers: str) -> tuple[int, ...]:
    """The numbers that markers name: `[1][2]`, `[1, 2]`, `[1-3]`."""
    numbers: list[int] = []
    for match in _MARKER.finditer(markers):
        for part in re.split(r"[,;]", match.group(1)):
            ends = [int(number) for number in re.findall(r"\d+", part)]
            whole = range(ends[0], ends[-1] + 1) if ends[-1] - ends[0] <= _LONGEST_RANGE else ends
            numbers += whole or ends
    return tuple(dict.fromkeys(numbers))
