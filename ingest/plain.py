"""Plain text to blocks: the one format whose layout has to be guessed. What it shows is written out as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.blocks import Block, BlockKind
from ingest.captions import read_captions
from ingest.headings import BARE_LEVEL, mark_headings
from ingest.lines import Line, is_item, mark_structure, unwrap
from ingest.markdown import read_markdown
from ingest.records import find_records
from ingest.tables import is_row, mark_tables
from rag.types import Dropped

_TAGS = re.compile(
    r"^\s*</?(?:p|div|table|thead|tbody|tr|td|th|ul|ol|li|h[1-6]|section|article|details|summary|br|!--)\b[^>\n]*>",
    re.IGNORECASE | re.MULTILINE,
)


def read_plain(lines: Sequence[Line]) -> tuple[list[Block], list[Dropped]]:
    """The blocks of a text's lines, and what of them no reader sees. Raises ArticleError."""
    if _TAGS.search("\n".join(line.text for line in lines)):
        return read_markdown(lines, wild=True)
    spoken, unshown = read_captions(lines)
    logical = unwrap(mark_structure(mark_tables(spoken)))
    blocks, dropped = _read([line for line in logical if line.text.strip()])
    return blocks, [*unshown, *dropped]


def _read(lines: Sequence[Line]) -> tuple[list[Block], list[Dropped]]:
    lines = mark_headings(lines)
    blocks: list[Block] = []
    dropped: list[Dropped] = []
    pending = 0
    for record in [*find_records(lines), range(len(lines), len(lines))]:
        rest, more = _rest(lines[pending : record.start])
        dropped += more
        blocks += rest
        if record:  # records right under each other are one table
            above = blocks.pop() if blocks and pending == record.start else None
            cells = (cell for at in record for cell in lines[at].text.split(" | "))
            rows = (*(above.rows if above else ()), tuple(_shown(cell.strip()) for cell in cells))
            number = above.line if above else lines[record.start].number
            blocks.append(Block(BlockKind.TABLE, "", number, rows=rows, heads=0))
        pending = record.stop
    return blocks, dropped


def _shown(cell: str) -> str:
    """A cell without Markdown's marks."""
    blocks = read_markdown([Line(cell, 1)], wild=True)[0] if re.search(r"[*_`\[<&\\~]", cell) else []
    return " ".join(block.text for block in blocks) or cell


def _rest(lines: Sequence[Line]) -> tuple[list[Block], list[Dropped]]:
    """Each line as a paragraph of its own, but for rows and items, which belong together."""
    source: list[Line] = []
    for line, above in zip(lines, [None, *lines], strict=False):
        together = above and any(same(line.text) and same(above.text) for same in (is_item, is_row))
        if above and not together:
            source.append(Line("", line.number))
        source.append(line)
    blocks, dropped = read_markdown(source, wild=True) if source else ([], [])
    return [_guessed(block) for block in blocks], dropped


def _guessed(block: Block) -> Block:
    guessed = block.kind is BlockKind.HEADING and block.level >= BARE_LEVEL
    return replace(block, level=2 if block.level == BARE_LEVEL else block.level, guessed=True) if guessed else block
