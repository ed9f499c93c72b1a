"""A passage to its lines: sentences and table rows, each with what names it and with all that is read of it, once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rag.checks import figures
from rag.checks.phrases import Phrase
from rag.checks.told import Told, parts
from rag.checks.types import CitedPassage
from rag.language.sentences import sentence_spans

_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_ITEM = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_LONG_CELL_WORDS = 6
_LOOK_BACK = 3
"""Lines before a line that may say whom it speaks of."""
_PRONOUN = re.compile(r"\b(?:he|she|his|her|they)\b", re.IGNORECASE)
INDEPENDENT = re.compile(r";\s|,\s(?:and|but|while|whereas)\s")
"""What stands between parts of a sentence that could be sentences."""


@dataclass(frozen=True)
class Line:
    """A sentence or table row of a passage."""

    text: str
    context: str
    """What names it without being part of it: headings, a list's lead-in, what the passage stands under."""
    passage: CitedPassage
    before: str = ""
    """The lines before it, which say whom a pronoun stands for."""
    header: tuple[str, ...] = ()
    """Of a row: the names of its columns."""

    @cached_property
    def phrase(self) -> Phrase:
        """Its text, read."""
        return Phrase(self.text)

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Of a row: its cells; of a sentence: nothing."""
        return _row_cells(self.text) if self.header or " | " in self.text else ()

    @cached_property
    def around(self) -> str:
        """All that names it, the line itself left out."""
        return " ".join(filter(None, [self.context, " ".join(self.header), self.passage.author]))

    @cached_property
    def with_names(self) -> Phrase:
        """The line and all that names it."""
        return Phrase(f"{self.text} {self.around}")

    @cached_property
    def headed(self) -> Phrase:
        """The line with its context and the names of its columns."""
        return Phrase(f"{self.text} {self.context} {' '.join(self.header)}")

    @property
    def whose_words(self) -> str:
        """The lines before one that says "he" or "she": they say who that is."""
        return self.before if _PRONOUN.search(self.text) else ""

    @cached_property
    def figures(self) -> tuple[figures.Said, ...]:
        """Its figures; of a row, each cell's with the names of its column and row."""
        return figures.in_line(self)

    @cached_property
    def parts(self) -> tuple[Told, ...]:
        """What its parts say of what; a row has none."""
        return () if self.cells else tuple(parts(self.text))

    @cached_property
    def independent(self) -> tuple[Phrase, ...]:
        """Its parts that could be sentences."""
        return tuple(map(Phrase, INDEPENDENT.split(self.text)))


@lru_cache(maxsize=256)
def lines(passage: CitedPassage) -> tuple[Line, ...]:
    """The sentences and table rows of a passage; rows and list items know what names them.

    The sentences of an answer cite the same few passages, so these are remembered, with all that was read of them.
    """
    found: list[Line] = []
    for text, names, header in _cut(passage.text):
        around = " ".join(filter(None, [passage.context, names]))
        before = "" if header else " ".join(line.text for line in found[-_LOOK_BACK:])
        found.append(Line(text, around, passage, before, header))
    return tuple(found)


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
                header = _row_cells(row)
                if at + 1 < len(rows):  # its names go with the rows below
                    continue
            if any(len(cell.split()) < _LONG_CELL_WORDS for cell in _row_cells(row)[1:]) or "|" not in row.strip("| "):
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
    cells = _row_cells(row)
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


def _row_cells(row: str) -> tuple[str, ...]:
    """The cells of a table's row."""
    return tuple(cell.strip() for cell in row.strip().strip("|").split("|"))
