"""Logical lines to blocks: headings, paragraphs, list items, tables and records, with Markdown's marks read and removed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.lines import Line, is_item, is_plain
from ingest.records import find_records


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


def read_blocks(lines: Sequence[Line]) -> list[Block]:
    """The blocks of an article, in order. `lines` are logical lines without blank ones."""
    blocks: list[Block] = []
    pending = 0
    for record in find_records(lines):
        blocks += _markdown(lines[pending : record.first])
        blocks.append(_record(lines[record.first : record.last + 1]))
        pending = record.last + 1
    return _bare_headings(blocks + _markdown(lines[pending:]))


def _record(lines: Sequence[Line]) -> Block:
    cells = tuple(part.strip() for line in lines for part in inline(line.text).split(" | "))
    return Block(BlockKind.RECORD, " | ".join(cells), lines[0].number, rows=(cells,))


def _markdown(lines: Sequence[Line]) -> list[Block]:
    source, numbers = _source(lines)
    if not source:
        return []
    tokens = _parser().parse("\n".join(source))
    return list(_walk(tokens, numbers))


def _source(lines: Sequence[Line]) -> tuple[list[str], list[int]]:
    """Markdown in which each logical line is a paragraph of its own, and the source line of each of its lines."""
    source: list[str] = []
    numbers: list[int] = []
    previous = ""
    for line in lines:
        together = (line.text.startswith("|") and previous.startswith("|")) or (
            is_item(line.text) and is_item(previous)
        )
        if source and not together:
            source.append("")
            numbers.append(line.number)
        source.append(line.text)
        numbers.append(line.number)
        previous = line.text
    return source, numbers


def _parser() -> MarkdownIt:
    # Indented code and underlined headings are accidents in texts copied from pages.
    return MarkdownIt("commonmark").enable("table").disable(["code", "lheading"])


def _walk(tokens: Sequence[Token], numbers: Sequence[int]) -> Iterator[Block]:
    at = depth = 0
    in_item = False
    while at < len(tokens):
        token = tokens[at]
        line = numbers[token.map[0]] if token.map else 0
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "list_item_open":
            in_item = True
        elif token.type == "table_open":
            end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
            yield Block(BlockKind.TABLE, "", line, rows=tuple(_rows(tokens[at:end])))
            at = end
        elif token.type == "heading_open":
            yield from _block(BlockKind.HEADING, tokens[at + 1], line, int(token.tag[1]))
            at += 1
        elif token.type == "inline":
            yield from _block(BlockKind.ITEM if in_item else BlockKind.PARAGRAPH, token, line, max(depth - 1, 0))
            in_item = False
        elif token.type in ("html_block", "fence"):
            text = strip_tags(token.content) if token.type == "html_block" else token.content
            yield from (Block(BlockKind.PARAGRAPH, part, line) for part in text.split("\n") if part.strip())
        at += 1


def _block(kind: BlockKind, token: Token, line: int, level: int) -> Iterator[Block]:
    text = _plain(token.children or [])
    if text:
        yield Block(kind, text, line, level)


def _rows(tokens: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    row: list[str] = []
    for token in tokens:
        if token.type == "inline":
            row.append(_plain(token.children or []))
        elif token.type == "tr_close":
            yield tuple(row)
            row = []


def inline(text: str) -> str:
    """A line's text with Markdown's inline marks removed: emphasis, links (their text stays), code marks, tags."""
    return " ".join(_plain(token.children or []) for token in _parser().parseInline(text))


def _plain(tokens: Sequence[Token]) -> str:
    pieces: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            pieces.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        elif token.type == "image":
            pieces.append(token.content)
        elif token.type == "html_inline" and re.match(r"<(?:br|p|div|li|td)\b", token.content, re.IGNORECASE):
            pieces.append(" ")
    return " ".join("".join(pieces).split())


def strip_tags(text: str) -> str:
    """The text of an HTML fragment: tags, comments, scripts and styles removed, entities read."""
    text = re.sub(r"(?is)<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", " ", text)
    text = re.sub(r"(?i)</?(?:p|div|li|ul|ol|br|tr|table|h[1-6]|section|article)\b[^>]*>", "\n", text)
    return "\n".join(" ".join(line.split()) for line in html.unescape(re.sub(r"<[^>]*>", " ", text)).split("\n"))


def _bare_headings(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with paragraphs that are headings without a mark (in .txt copies) read as headings."""
    result: list[Block] = []
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if block.kind is BlockKind.PARAGRAPH and following and _is_bare_heading(block.text, following):
            block = Block(BlockKind.HEADING, block.text, block.line, 2)
        result.append(block)
    return result


def _is_bare_heading(text: str, following: Block) -> bool:
    words = text.split()
    if len(words) > 12 or len(text) > 90 or not is_plain(text) or not re.match(r"[\w\"“‘(¿]", text):
        return False
    if (
        " | " in text
        or re.search(r"[.,;!]$", text)
        or re.search(r"\S[.!?] \S", text)
        or text[:1].islower()
        or not re.search(r"[^\W\d_]", text)
    ):
        return False
    weight = len(following.text.split())
    return following.kind is not BlockKind.PARAGRAPH or weight > len(words) or weight <= 12
