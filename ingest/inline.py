"""Text of one line without Markdown's inline marks: emphasis, links (their text stays), code marks, escapes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKED = re.compile(r"[*_`\[\]<>&\\!~:]")
LONGEST_MARKED = 50_000
"""In characters: a line that is longer is no person's Markdown, and reading its marks takes too long."""
_SHORTCODE = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]{2,30}:(?![\w:])")
"""An emoji by its name, as `:rocket:`."""
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\](?::\s)?")


def markdown() -> MarkdownIt:
    """The Markdown reader, shared; it holds no state between texts."""
    return _markdown()


@cache
def _markdown() -> MarkdownIt:
    # Indented code and underlined headings are accidents in texts copied from pages, tables are read by rows, and what
    # looks like a tag here is text: real ones are read before.
    return MarkdownIt("commonmark", {"html": False}).disable(["code", "lheading"])


def inline(text: str) -> str:
    """The text as a page shows it, on one line."""
    if not _MARKED.search(text) or len(text) > LONGEST_MARKED:
        return " ".join(text.split())
    return " ".join(plain(token.children or []) for token in markdown().parseInline(text))


def plain(tokens: Sequence[Token]) -> str:
    """The text of inline tokens on one line; a footnote's mark goes, since it would read as a number."""
    pieces = [" " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens]
    return " ".join(_SHORTCODE.sub("", _FOOTNOTE.sub("", "".join(pieces))).split())


def leading_strong(tokens: Sequence[Token]) -> str:
    """The bold words that a paragraph begins with, or "" where it begins otherwise or is bold altogether."""
    seen = [token for token in tokens if token.type != "text" or token.content.strip()]
    if not seen or seen[0].type != "strong_open":
        return ""
    end = next((at for at, token in enumerate(seen) if token.type == "strong_close"), len(seen))
    return plain(seen[1:end]) if seen[end + 1 :] else ""
