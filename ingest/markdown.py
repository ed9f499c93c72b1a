"""Markdown to blocks: markdown-it decides what is a heading, a list, code; the HTML it makes is read as any other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from typing import Any

from lxml.html import defs
from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from ingest.blocks import Block
from ingest.elements import parse_html
from ingest.lines import Line
from ingest.tree import read_tree
from rag.errors import ArticleError
from rag.types import Dropped

LONGEST_MARKED = 20_000
"""Characters: a line that is longer is no person's Markdown, and reading its marks takes too long."""
_DEEPEST = 60
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_YEAR_ITEM = re.compile(r"^(\s*(?:>\s*)*\d{4,})([.)](?:\s|$))")
"""What Markdown takes for an item with a high number is a year or an amount that ends a sentence."""
_CALLOUT = re.compile(r"^(\s*(?:>\s*)+)\[!\w+\][+-]?[ \t]*(.*)$")
_REMARK = re.compile(r"%%(?!%)(?=\S)(.+?)%%(?!%)|%%[ \t]*\n(.+?)\n[ \t]*%%", re.DOTALL)
_WIKI_LINK = re.compile(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]+?)(?<=\S)==")
_SHORTCODE = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]{2,30}:(?![\w:])")
"""An emoji by its name, as `:rocket:`."""
_LOST_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\](?::\s)?")
_LOST_STARS = re.compile(r"(?<!\d)\*{2,3}(?=[^\W\d])|(?<=[^\W\d])\*{2,3}(?!\d)|(?<=[.!?:,;)])\*{2,3}(?=\w|\s|$)")
"""Emphasis that Markdown doesn't see as such: `***Skills.***Workers`."""
_TAG = re.compile(r"</?([a-zA-Z][\w.-]*)([^>]*)>", re.DOTALL)
_HTML = frozenset((*defs.tags, *block_names, "bdi", "data", "picture", "slot", "template"))
_SPLIT_TAG = re.compile(r"<[A-Za-z][\w.-]{0,40}\n?[ \t]+[^<>`]{0,600}>")
"""A tag that may go on in the next line, where Markdown would take its end for a quotation."""
_PIPE = re.compile(r"(?<!\\)\|")


def read_markdown(lines: Sequence[Line], *, wild: bool = False) -> tuple[list[Block], list[Dropped]]:
    """The blocks of Markdown lines, and what a reader of the page doesn't see of them.

    `wild` is for texts in which indented code and underlined headings are accidents. Raises ArticleError.
    """
    numbers = [line.number for line in lines]
    text, dropped = _without_remarks(lines)
    env: dict[str, Any] = {}
    tokens = _parser(wild).parse(text, env)
    if any(token.level >= _DEEPEST - 2 for token in tokens):
        raise ArticleError(f"its lists or quotations stand more than {_DEEPEST // 2} deep in each other.")
    tokens = list(_tables(tokens))
    for token in tokens:
        if token.map and token.nesting >= 0 and token.map[0] < len(numbers):
            token.attrSet("data-line", str(numbers[token.map[0]]))
        if token.type == "inline":
            token.children = list(_shown(token.children or []))
    html = _parser(wild).renderer.render(tokens, _parser(wild).options, env)
    blocks, unseen = read_tree(parse_html(f"<html><body>{html}</body></html>"))
    return blocks, [*dropped, *unseen]


@cache
def _parser(wild: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=True)
    parser.add_render_rule("html_block", _html_block)
    if wild:
        parser.disable(["code", "lheading"])
    return parser


def _html_block(renderer: object, tokens: Sequence[Token], at: int, options: object, env: object) -> str:
    return f'<wbr data-line="{tokens[at].attrGet("data-line") or 0}">{tokens[at].content}'


def _without_remarks(lines: Sequence[Line]) -> tuple[str, list[Dropped]]:
    """The text as Markdown reads it: callouts as quotations, remarks (`%%...%%`) out, endless lines as they are."""
    prepared: list[str] = []
    fenced = False
    for line in lines:
        fenced ^= line.text.lstrip(" >").startswith(("```", "~~~"))
        text = line.text
        if not fenced:
            text = _YEAR_ITEM.sub(r"\1\\\2", _CALLOUT.sub(_title_of_callout, text))
            text = _PUNCTUATION.sub(r"\\\1", text) if len(text) > LONGEST_MARKED else text
        prepared.append(text)
    opened = "\n".join(prepared)
    closed = opened.rfind("-->") + 1
    # A remark that nothing closes would be the rest of the text.
    opened = opened[:closed] + re.sub(r"(?<!`)<!--", r"\\<!--", opened[closed:])
    whole = _SPLIT_TAG.sub(_on_one_line, opened)
    dropped: list[Dropped] = []

    def out(match: re.Match[str]) -> str:
        if "```" in match.group() or "\n\n" in (match.group(1) or ""):
            return match.group()
        number = lines[whole.count("\n", 0, match.start())].number
        dropped.append(Dropped(number, " ".join(match.group().strip("%").split()), "a remark that no page shows"))
        return "\n" * match.group().count("\n")

    return (_REMARK.sub(out, whole) if "%%" in whole else whole), dropped


def _on_one_line(match: re.Match[str]) -> str:
    tag = match.group()
    split = "\n" in tag and "=" in tag and "\n\n" not in tag
    return tag.replace("\n", " ") + "\n" * tag.count("\n") if split else tag


def _title_of_callout(match: re.Match[str]) -> str:
    return f"{match.group(1)}{match.group(2).strip()}\\" if match.group(2).strip() else match.group(1)


def _tables(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with rows between pipes that have no rule below them as tables, or as a table's first head."""
    pending: list[list[str]] = []
    skip = 0
    for at, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        rows = _rows(tokens[at + 1].content) if token.type == "paragraph_open" else []
        below = tokens[at + 3].type if at + 3 < len(tokens) else ""
        if rows and (len(rows) > 1 or below == "table_open"):
            skip = 2
            if below == "table_open":
                pending = rows
            else:
                yield _html(f"<table>{_tr(rows)}</table>", token)
            continue
        yield token
        if token.type == "thead_open" and pending:
            yield _html(_tr(pending, "th"), token)
            pending = []


def _rows(content: str) -> list[list[str]]:
    lines = content.split("\n")
    if not all(line.startswith("|") and len(_PIPE.findall(line)) > 1 for line in lines):
        return []
    cells = [[cell.strip() for cell in _PIPE.split(line.strip().removeprefix("|").removesuffix("|"))] for line in lines]
    return [row for row in cells if not all(re.fullmatch(r":?-+:?|", cell) for cell in row)]


def _tr(rows: Sequence[Sequence[str]], tag: str = "td") -> str:
    parser = _parser(False)
    cells = (("".join(f"<{tag}>{parser.renderInline(cell)}</{tag}>" for cell in row)) for row in rows)
    return "".join(f"<tr>{row}</tr>" for row in cells)


def _html(content: str, at: Token) -> Token:
    return Token("html_block", "", 0, content=content, map=at.map)


def _shown(children: Sequence[Token]) -> Iterator[Token]:
    """Inline tokens without other systems' marks; a tag that HTML doesn't have is text, unless it holds something."""
    closed = {
        match.group(1) for token in children if (match := _TAG.fullmatch(token.content)) and "</" in token.content
    }
    for token in children:
        if token.type == "text":
            text = _HIGHLIGHT.sub(r"\1", _WIKI_LINK.sub(r"\1", token.content))
            token.content = _LOST_STARS.sub("", _LOST_FOOTNOTE.sub("", _SHORTCODE.sub("", text)))
        elif token.type == "html_inline" and (match := _TAG.fullmatch(token.content)):
            name, rest = match.groups()
            if name.lower() not in _HTML and not rest.strip() and name not in closed:
                token = Token("html_inline", "", 0, content=escape(token.content))
        yield token
