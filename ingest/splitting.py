"""Blocks to an article's cleaned text, its segments and its units: what is found and quoted, with its span."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.blocks import Block, BlockKind
from ingest.figures import holds_figure
from ingest.grids import column_names, said_once
from ingest.timestamps import leads, stretches, without_marks
from rag.language.sentences import sentence_spans
from rag.types import Segment, Unit, UnitKind

_LABEL = re.compile(r"^(?P<label>[^\s.!?:][^.!?:\n]{1,60}?)\s?:(?=\s|[^\W\d])(?!//)")
_ANSWER = re.compile(r"(?i:q|a|note|answer|question)\d*$")
_SHORTEST_WORDS = 3
_LONGEST_LABEL_WORDS = 10
_LONG_CELL_WORDS = 5.0
_GUESS_REACH = 8
"""How many passages stand under a heading that carries no mark: pages lose marks and lists in copying."""


@dataclass(slots=True)
class _Writer:
    """Cleaned text as it grows, and what stands in it."""

    article_id: str
    leading: bool
    """Whether time marks stand before what they label."""
    parts: list[str] = field(default_factory=list)
    length: int = 0
    section: str | None = None
    headings: list[tuple[int, str]] = field(default_factory=list)
    reach: int | None = None
    """The last passage that the current section holds, where that is limited."""
    timestamp: str | None = None
    page: int | None = None
    passage: int = -1
    topic: str = ""
    """The bold line or caption that stands over what follows, until the next one or a heading."""
    lead_in: str = ""
    mark: str = ""
    """The last mark of a list's items that aren't nested."""
    parents: list[str] = field(default_factory=list)
    """The list items above an item of a nested list."""
    units: list[Unit] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)

    def write(self, text: str, gap: str) -> int:
        """Appends text behind a gap; returns the offset at which it starts."""
        gap = gap if self.parts else ""
        self.parts.append(gap + text)
        self.length += len(gap) + len(text)
        return self.length - len(text)

    def above(self) -> str | None:
        """The last two headings below the title that something stands under."""
        return " › ".join([heading for level, heading in self.headings if level > 1][-2:]) or None

    def begin_passage(self) -> None:
        """Counts the next passage, past the section's reach under no section."""
        self.passage += 1
        if self.reach is not None and self.passage > self.reach:
            self.section = self.reach = None

    def unit(self, text: str, start: int, kind: UnitKind, context: str) -> None:
        """Notes a unit that begins at an offset of the text."""
        end = start + len(text)
        self.units.append(
            Unit(
                self.article_id, start, end, text, kind, self.section, context, self.passage, self.timestamp, self.page
            )
        )

    def segment(self, start: int, end: int) -> int:
        """Notes that a stretch of the text stands under the current section and time; returns its end."""
        if start < end:
            self.segments.append(Segment(start, end, self.section, self.timestamp, self.page))
        return end


def split(blocks: Sequence[Block], article_id: str) -> tuple[str, tuple[Segment, ...], tuple[Unit, ...]]:
    """The cleaned text of an article's blocks, its segments, and its units in the order of the text."""
    writer = _Writer(article_id, leads([block.text for block in blocks if block.kind is not BlockKind.CODE]))
    previous: Block | None = None
    for block in blocks:
        joined = previous is not None and previous.kind is block.kind
        writer.page = block.page
        if block.kind is BlockKind.HEADING:
            _heading(writer, block)
        elif block.kind is BlockKind.TABLE:
            _table(writer, block)
        elif block.kind is BlockKind.ITEM:
            _item(writer, block, joined)
        elif block.kind is BlockKind.CODE:
            _code(writer, block)
        else:
            _paragraph(writer, block)
        previous = block
        if not writer.leading:
            writer.timestamp = None
    return "".join(writer.parts), tuple(writer.segments), tuple(writer.units)


def _heading(writer: _Writer, block: Block) -> None:
    found = stretches(block.text, writer.leading)
    if not found:
        return
    text = " ".join(stretch.text for stretch in found)
    writer.timestamp = found[0].stamp or writer.timestamp
    writer.passage += 1
    writer.lead_in, writer.topic, writer.parents = "", "", []
    start = writer.write(text, "\n\n")
    writer.headings = [heading for heading in writer.headings if heading[0] < block.level]
    if holds_figure(text):  # "Senior: $240K-$350K" says something by itself
        writer.section = writer.above()
        writer.unit(text, start, UnitKind.SENTENCE, writer.section or "")
    writer.headings.append((block.level, text.rstrip(" :")))
    writer.section = writer.above() or text
    # A heading that was only guessed is believed for what stands near it.
    writer.reach = writer.passage + _GUESS_REACH if block.guessed else None
    writer.segment(start, writer.length)


def _paragraph(writer: _Writer, block: Block) -> None:
    writer.begin_passage()
    writer.parents = []
    text = without_marks(block.text)
    alone = block.label == block.text and len(text.split()) <= 2 * _LONGEST_LABEL_WORDS and text[-1:] not in ".!"
    # A bold line stands over what follows, until something has a label of its own.
    writer.topic = "" if alone or block.label else writer.topic
    _sentences(writer, block, "", "\n\n", UnitKind.SENTENCE, writer.topic)
    writer.lead_in = text.rstrip(" :") if text.endswith(":") else ""
    writer.topic = text if alone and not writer.lead_in else writer.topic


def _code(writer: _Writer, block: Block) -> None:
    """Writes code as it is. It can be read, and is no unit, so it never answers."""
    writer.begin_passage()
    start = writer.write(block.text, "\n\n")
    writer.segment(start, writer.length)


def _item(writer: _Writer, block: Block, joined: bool) -> None:
    if joined and block.level == 0 and _begins_list(block.mark, writer.mark):
        joined, writer.lead_in, writer.topic = False, "", ""
    writer.mark = block.mark if block.level == 0 and block.mark else writer.mark
    if not joined:
        writer.begin_passage()
    del writer.parents[block.level :]
    context = _named(writer.lead_in or writer.topic, *writer.parents[-1:])
    prefix = f"{'  ' * block.level}{block.mark or ' '} "
    _sentences(writer, block, prefix, "\n" if joined else "\n\n", UnitKind.ITEM, context)
    text = without_marks(block.text)
    writer.parents.append((text if len(text.split()) <= _LONGEST_LABEL_WORDS else block.label).rstrip(" :;,.-"))


def _begins_list(mark: str, before: str) -> bool:
    """Whether an item of that mark, right behind one with the other, is of a list of its own, as footnotes are."""
    return mark == "1." or (bool(mark) and (mark == "-") != (before == "-"))


def _sentences(writer: _Writer, block: Block, prefix: str, gap: str, kind: UnitKind, context: str) -> None:
    """Writes a block of prose and notes its sentences; a removed time mark ends what can be quoted."""
    label = _label(block)
    for stretch in stretches(block.text, writer.leading):
        start = writer.write(prefix + stretch.text, gap) + len(prefix)
        writer.timestamp = stretch.stamp or (writer.timestamp if writer.leading else None)
        begin, turns, before = start, list(stretch.turns), ""
        for first, last in sentence_spans(stretch.text):
            if turns and turns[0][0] <= first:
                begin = writer.segment(begin, start + first)
            while turns and turns[0][0] <= first:
                writer.timestamp = turns.pop(0)[1]
            text = stretch.text[first:last]
            # A sentence with a label of its own ("Senior: ...") doesn't stand under the paragraph's.
            inside = "" if first <= len(label) or _LABEL.match(text) else label
            # "Online programs. work great": a link was there, and the rest says nothing without it.
            torn = before.rstrip(".") if text[:1].islower() and len(before.split()) <= _LONGEST_LABEL_WORDS else ""
            before = text
            if _is_quotable(text) or (kind is UnitKind.ITEM and re.search(r"[^\W\d_]{2}", text)):
                writer.unit(text, start + first, kind, _named(context, inside, torn))
        writer.segment(begin, writer.length)
        prefix, gap = "", " "


def _named(*names: str) -> str:
    return ": ".join(filter(None, names))


def _label(block: Block) -> str:
    """What a paragraph or item says first that all of it is about: bold words, or words before a colon."""
    if block.label and len(block.label.split()) <= 2 * _LONGEST_LABEL_WORDS and block.text.startswith(block.label):
        return block.label.rstrip(" :.")
    match = _LABEL.match(block.text)
    label = match.group("label") if match else ""
    return "" if len(label.split()) > _LONGEST_LABEL_WORDS or _ANSWER.match(label) else label


def _is_quotable(text: str) -> bool:
    return len(re.findall(r"\w+", text)) >= _SHORTEST_WORDS or any(char.isdigit() for char in text)


def _table(writer: _Writer, block: Block) -> None:
    """Rows as lines of the text, cells between ` | `; units are cells where these are sentences, and rows elsewhere."""
    heads = block.heads if len(block.rows) > block.heads else 0
    body = block.rows[heads:]
    writer.begin_passage()
    in_cells = bool(heads) and _has_long_cells(body)
    head = column_names(block.rows[:heads])
    names = " | ".join(head) if any(head) else ""
    begin = None
    for at, row in enumerate(block.rows):
        line = " | ".join(said_once(row, block.rows[at - 1] if at else None) if at < heads else row)
        if not line.strip(" |"):
            continue
        start = writer.write(line, "\n" if begin is not None else "\n\n")
        begin = start if begin is None else begin
        if at < heads:
            continue
        if in_cells:
            _cells(writer, row, head, start)
        else:
            text = line.strip(" |")
            writer.unit(text, start + line.index(text), UnitKind.ROW, names)
    if begin is not None:
        writer.segment(begin, writer.length)


def _cells(writer: _Writer, row: Sequence[str], head: Sequence[str], start: int) -> None:
    """Notes the sentences of a row's cells; column and row name are their context."""
    offset = start
    for column, (cell, name) in enumerate(zip(row, head, strict=True)):
        context = _named(name, row[0])
        for first, last in sentence_spans(cell) if column else ():
            writer.unit(cell[first:last], offset + first, UnitKind.CELL, context)
        offset += len(cell) + len(" | ")


def _has_long_cells(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table compares in words (each cell says something by itself) and doesn't list records."""
    cells = [cell for row in rows for cell in row[1:] if cell]
    return bool(cells) and sum(len(cell.split()) for cell in cells) / len(cells) >= _LONG_CELL_WORDS
