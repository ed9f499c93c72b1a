"""Blocks to an article's cleaned text, its segments and its units: what is found and quoted, with its span."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.blocks import Block, BlockKind
from ingest.sentences import sentence_spans
from rag.types import Segment, Unit, UnitKind

_MARK = r"(?:\d{1,2}:)?\d{1,2}:[0-5]\d"
_TIME = re.compile(
    rf"\s*[\[(](?:{_MARK})(?:\s*[-–,]\s*{_MARK})?[\])](?:\s*,?\s*[\[(]{_MARK}[\])])*|^\s*{_MARK}(?=\s|$)"
)
_LABEL = re.compile(r"^(?P<label>[^\s.!?:][^.!?:]{1,60}):(?=\s?\S)")
_SHORTEST_WORDS = 3
_CELL_MODE_WORDS = 5.0


@dataclass(slots=True)
class _Writer:
    """Cleaned text as it grows."""

    article_id: str
    text: str = ""
    section: str | None = None
    headings: list[tuple[int, str]] = field(default_factory=list)
    timestamp: str | None = None
    passage: int = -1
    units: list[Unit] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)

    def write(self, text: str, gap: str) -> int:
        """Appends text behind a gap; returns the offset at which it starts."""
        self.text += (gap if self.text else "") + text
        return len(self.text) - len(text)

    def unit(self, start: int, end: int, kind: UnitKind, context: str) -> None:
        text = self.text[start:end]
        self.units.append(
            Unit(self.article_id, start, end, text, kind, self.section, context, self.passage, self.timestamp)
        )


def split(blocks: Sequence[Block], article_id: str) -> tuple[str, tuple[Segment, ...], tuple[Unit, ...]]:
    """The cleaned text of an article's blocks, its segments (one a passage), and its units in the order of the text."""
    writer = _Writer(article_id)
    leading = _marks_lead(blocks)
    lead_in = ""
    for at, block in enumerate(blocks):
        begin = len(writer.text)
        if block.kind is BlockKind.HEADING:
            _heading(writer, block)
            lead_in = ""
        elif block.kind in (BlockKind.TABLE, BlockKind.RECORD):
            _table(writer, block, joined=at > 0 and blocks[at - 1].kind is block.kind is BlockKind.RECORD)
        else:
            joined = block.kind is BlockKind.ITEM and at > 0 and blocks[at - 1].kind is BlockKind.ITEM
            _paragraph(writer, block, leading, joined, lead_in if block.kind is BlockKind.ITEM else "")
            if block.kind is BlockKind.PARAGRAPH:
                lead_in = block.text.rstrip(":") if block.text.endswith(":") else ""
        start = begin + len(writer.text[begin:]) - len(writer.text[begin:].lstrip())
        if start < len(writer.text):
            writer.segments.append(Segment(start, len(writer.text), writer.section, writer.timestamp))
        if not leading:
            writer.timestamp = None
    return writer.text, tuple(writer.segments), tuple(writer.units)


def _heading(writer: _Writer, block: Block) -> None:
    text, stamp = _cut_time(block.text)
    if stamp:
        writer.timestamp = stamp
    if not text:
        return
    writer.write(text, "\n\n")
    while writer.headings and writer.headings[-1][0] >= block.level:
        writer.headings.pop()
    writer.headings.append((block.level, text))
    below_title = [heading for level, heading in writer.headings if level > 1]
    writer.section = " › ".join(below_title[-2:]) or text
    writer.passage += 1


def _cut_time(text: str) -> tuple[str, str | None]:
    match = _TIME.search(text)
    if not match:
        return text, None
    return (text[: match.start()] + text[match.end() :]).strip(), _stamp(match.group())


def _stamp(mark: str) -> str:
    """The first time in a mark, as `MM:SS` or `H:MM:SS`."""
    parts = [int(part) for part in re.search(_MARK, mark).group().split(":")]  # type: ignore[union-attr]
    hours, minutes, seconds = [0, *parts] if len(parts) == 2 else parts
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def _marks_lead(blocks: Sequence[Block]) -> bool:
    """Whether time marks stand before what they label (as in transcripts) and not behind it (as in summaries)."""
    before = sum(bool(re.match(_TIME, block.text)) for block in blocks)
    behind = sum(bool(re.search(f"(?:{_TIME.pattern.split('|^')[0]})\\W*$", block.text)) for block in blocks)
    return before > behind


def _paragraph(writer: _Writer, block: Block, leading: bool, joined: bool, lead_in: str) -> None:
    spans, stamps = _spans_between_marks(block.text, leading)
    is_item = block.kind is BlockKind.ITEM
    if not joined:
        writer.passage += 1
    prefix = "  " * block.level + "- " if is_item else ""
    label = _LABEL.match(block.text)
    for at, ((start, end), stamp) in enumerate(zip(spans, stamps, strict=True)):
        writer.timestamp = stamp or (writer.timestamp if leading else None)
        piece = block.text[start:end]
        if not piece:
            continue
        offset = writer.write(prefix + piece if at == 0 else piece, " " if at else "\n" if joined else "\n\n")
        offset += len(prefix) if at == 0 else 0
        for first, last in sentence_spans(piece):
            # A sentence with a label of its own ("Senior: ...") doesn't stand under the paragraph's.
            inside = label and start + first >= label.end() and not _LABEL.match(piece[first:last])
            context = ": ".join(filter(None, [lead_in, label.group("label").strip() if label and inside else ""]))
            if _is_quotable(piece[first:last]):
                writer.unit(offset + first, offset + last, UnitKind.ITEM if is_item else UnitKind.SENTENCE, context)


def _spans_between_marks(text: str, leading: bool) -> tuple[list[tuple[int, int]], list[str | None]]:
    """Stretches of a paragraph between its time marks, which are left out, and the time of each."""
    marks = list(_TIME.finditer(text))
    edges = [0, *(m.end() for m in marks)], [*(m.start() for m in marks), len(text)]
    spans = [_strip(text, a, b) for a, b in zip(*edges, strict=True)]
    times = [_stamp(mark.group()) for mark in marks]
    return spans, [None, *times] if leading else [*times, None]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return end - len(piece.lstrip(" ,;")), start + len(piece.rstrip()) if piece.strip() else end - len(
        piece.lstrip(" ,;")
    )


def _is_quotable(text: str) -> bool:
    words = re.findall(r"\w+", text)
    return len(words) >= _SHORTEST_WORDS or any(c.isdigit() for c in text)


def _table(writer: _Writer, block: Block, joined: bool) -> None:
    """A table's rows as lines of the text, its cells between ` | `; units are cells where they are long, rows elsewhere."""
    head, *body = block.rows if block.kind is BlockKind.TABLE else (("",) * len(block.rows[0]), *block.rows)
    if not joined:
        writer.passage += 1
    if any(head):
        writer.write(" | ".join(head), "\n\n")
    in_cells = _has_long_cells(body)
    for at, row in enumerate(body):
        cells = [cell for cell in row if cell] if not any(head) else list(row)
        start = writer.write(" | ".join(cells), "\n" if at or any(head) or joined else "\n\n")
        if not in_cells:
            context = " | ".join(head) if any(head) else ""
            writer.unit(start, len(writer.text), UnitKind.ROW, context)
            continue
        offset = start
        for column, cell in enumerate(cells):
            if column:
                for first, last in sentence_spans(cell):
                    name = ": ".join(filter(None, [head[column] if column < len(head) else "", cells[0]]))
                    writer.unit(offset + first, offset + last, UnitKind.CELL, name)
            offset += len(cell) + 3


def _has_long_cells(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table compares in words (each cell says something by itself) and doesn't list records."""
    cells = [cell for row in rows for cell in row[1:] if cell]
    return bool(cells) and sum(len(cell.split()) for cell in cells) / len(cells) >= _CELL_MODE_WORDS
