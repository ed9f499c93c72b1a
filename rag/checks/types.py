"""A claim, what it cites, and what the check found, as frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A numbered passage that sentences may cite."""

    number: int
    text: str
    guide: str = ""
    author: str | None = None
    published: str | None = None
    context: str = ""
    """What a reader sees around the text: the guide's title, the section, names of rows and columns, a time mark."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check says of one sentence."""

    reason: str | None
    """Why it fails, in one line; None where it passes."""
    support: float
    """0 to 1: how far the cited passages carry the sentence by its words and meaning, figures and stance aside."""

    @property
    def ok(self) -> bool:
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of a sentence and the numbers it cites."""

    text: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
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

    @property
    def cells(self) -> tuple[str, ...]:
        """Of a row: its cells; of a sentence: nothing."""
        return row_cells(self.text) if self.header or " | " in self.text else ()

    @property
    def around(self) -> str:
        """All that names it, the line itself left out."""
        return " ".join(filter(None, [self.context, " ".join(self.header), self.passage.author]))


def row_cells(row: str) -> tuple[str, ...]:
    """The cells of a table's row."""
    return tuple(cell.strip() for cell in row.strip().strip("|").split("|"))
