"""Logical lines to blocks: headings, paragraphs, list items, tables and records, without Markdown's marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from markdown_it.token import Token

from ingest.headings import mark_headings
from ingest.inline import LONGEST_MARKED, inline, leading_strong, markdown, plain
from ingest.lines import Line, is_item
from ingest.records import find_records
from ingest.tables import is_row, read_rows

_YEAR_ITEM = re.compile(r"^(\s*\d{4,})([.)](?:\s|$))")
"""What Markdown takes for an item with a high number is a year or an amount that ends a sentence."""


class BlockKind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article. `rows` holds a table's rows (the first one is its head) or a record's single row."""

    kind: BlockKind
    text: str
    line: int
    level: int = 0
    """A heading's level from 1 (the title), or a list item's depth from 0."""
    rows: tuple[tuple[str, ...], ...] = ()
    label: str = ""
    """The bold words that the block begins with."""
    mark: str = ""
    """A list item's mark: `-`, or its number as `1.`."""


def read_blocks(lines: Sequence[Line]) -> list[Block]:
    """The blocks of an article, in order. `lines` are logical lines without blank ones."""
    lines = mark_headings(lines)
    blocks: list[Block] = []
    pending = 0
    for record in find_records(lines):
        blocks += _rest(lines[pending : record.first])
        blocks.append(_record(lines[record.first : record.last + 1]))
        pending = record.last + 1
    return blocks + _rest(lines[pending:])


def _record(lines: Sequence[Line]) -> Block:
    cells = tuple(part.strip() for line in lines for part in inline(line.text).split(" | "))
    return Block(BlockKind.RECORD, " | ".join(cells), lines[0].number, rows=(cells,))


def _rest(lines: Sequence[Line]) -> list[Block]:
    blocks: list[Block] = []
    for form, group in groupby(lines, key=_form):
        blocks += _READERS[form](list(group))
    return blocks


def _form(line: Line) -> str:
    return "rows" if is_row(line.text) else "markdown" if len(line.text) <= LONGEST_MARKED else "endless"


def _endless(lines: Sequence[Line]) -> Iterator[Block]:
    """Lines too long to be somebody's Markdown, as they are."""
    for line in lines:
        yield from _filled(Block(BlockKind.PARAGRAPH, "", 0), inline(line.text), line.number, "")


def _tables(lines: Sequence[Line]) -> Iterator[Block]:
    for table in read_rows(lines):
        rows = tuple(tuple(inline(cell) for cell in row) for row in table)
        yield Block(BlockKind.TABLE, "", lines[0].number, rows=rows)


def _markdown(lines: Sequence[Line]) -> Iterator[Block]:
    source: list[str] = []
    numbers: list[int] = []
    for line, above in zip(lines, [None, *lines], strict=False):
        # Each logical line is a paragraph of its own, but items of a list belong together.
        if above and not (is_item(line.text) and is_item(above.text)):
            source.append("")
            numbers.append(line.number)
        source.append(_YEAR_ITEM.sub(r"\1\\\2", line.text))
        numbers.append(line.number)
    return _walk(markdown().parse("\n".join(source)), numbers)


def _walk(tokens: Sequence[Token], numbers: Sequence[int]) -> Iterator[Block]:
    depth, opened = 0, Block(BlockKind.PARAGRAPH, "", 0)
    for token in tokens:
        line = numbers[token.map[0]] if token.map else 0
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "list_item_open":
            opened = Block(
                BlockKind.ITEM, "", line, depth - 1, mark=f"{token.info}{token.markup}" if token.info else "-"
            )
        elif token.type == "heading_open":
            opened = Block(BlockKind.HEADING, "", line, int(token.tag[1]))
        elif token.type == "inline":
            children = token.children or []
            yield from _filled(opened, plain(children), line, leading_strong(children))
            opened = Block(BlockKind.PARAGRAPH, "", 0)
        elif token.type == "fence":
            for at, text in enumerate(token.content.split("\n")):
                yield from _filled(opened, " ".join(text.split()), line + at, "")


def _filled(opened: Block, text: str, line: int, label: str) -> Iterator[Block]:
    if text:
        yield replace(opened, text=text, line=line, label=label)


_READERS = {"rows": _tables, "markdown": _markdown, "endless": _endless}
