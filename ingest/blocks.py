"""Blocks: the one structure that every loader gives, whatever the format; and what a format says of the article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rag.types import Dropped


class BlockKind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    ITEM = "item"
    TABLE = "table"
    CODE = "code"
    """Kept for reading, word for word; never found or quoted."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article, without its format's marks. `text` is one line, but for code.

    A recording's times stand in the text as soft marks (see ingest.timestamps).
    """

    kind: BlockKind
    text: str
    line: int = 0
    """Where it begins in the file, from 1; of a PDF the page."""
    level: int = 0
    """A heading's level from 1 (the title), or a list item's depth from 0."""
    rows: tuple[tuple[str, ...], ...] = ()
    """A table's rows of cells, all of one width where it has a head."""
    heads: int = 1
    """How many of a table's rows are its head; 0 for a table without."""
    label: str = ""
    """The bold words that the block begins with; the whole text, where all of it is bold."""
    mark: str = ""
    """A list item's mark: `-`, or its number as `1.`; `` where an item's text goes on."""
    page: int | None = None
    link: str = ""
    """Where it leads, if nothing but links stands in it."""
    guessed: bool = False
    """Whether a heading only looks like one: of a text that marks none."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article; None where nothing says."""

    title: str | None = None
    author: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    questions: tuple[str, ...] = ()
    """Questions that the guide says it answers."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loader makes of a file's bytes."""

    blocks: tuple[Block, ...]
    known: Metadata
    """What the format itself says; what only the text tells is found later."""
    dropped: tuple[Dropped, ...]
    """Whatever stands in the file and in no block."""
