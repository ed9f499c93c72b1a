"""What an article says of itself in its text: title, author and date, where its format doesn't tell them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePosixPath

from ingest.blocks import Block, BlockKind, Metadata
from ingest.dates import find_published, is_dateline
from ingest.timestamps import without_marks

_WORD = r"[^\W\d_a-z][\w'’-]*\.?"
_NAME = rf"{_WORD}(?:[ .](?:(?:van|von|de|der|den|da|di|del|la|le|el|al|bin|ibn)\b|{_WORD})){{1,4}}"
_NAMES = rf"{_NAME}(?:(?:,| and| &) {_NAME}){{0,3}}"
_VERB = r"(?:written|authored|posted|presented|published|hosted|story|article|video|words|text|guest post)"
_BYLINE = re.compile(
    rf"^\W*(?:(?i:{_VERB})\W+(?:(?i:and|&)\W*\w+\W+)?)?(?i:by|authors?\s?:|speaker\s?:|host\s?:|writer\s?:)\s*(?P<name>{_NAMES})"
    r"(?=$|\s*[,|(·•–—/-]|\s+(?i:on|in|at|updated|published|\d))"
)
_SHORT_BYLINE = re.compile(rf"^(?:(?i:{_VERB}) )?(?i:by|author:) (?P<name>{_WORD}|@\w+)$")
_BARE_NAME = re.compile(rf"^{_NAME}$")
_PARTICIPLE = re.compile(r"^\w{3,}ing\b")
_ROLE = re.compile(
    r"\b(engineer|developer|writer|author|editor|founder|manager|lead|consultant|scientist|analyst|coach|"
    r"instructor|architect|director|head|specialist|recruiter|professor|ceo|cto)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(rf"{_ROLE.pattern}|\b(?:the|and|for|vs|guide|career|learning|engineering|data)\b", re.IGNORECASE)
_NO_NAMES = frozenset(":“”„«»[]{}<>")
"""What stands in no name: who is named with it would seem to say what a guide's front matter made up."""
_EDGE = 12
"""How many lines at the top and at the end may hold a byline."""
_MOST_TOPS = 2
"""Headings of the first rank; of more, each heads a section."""
_DECORATION = re.compile(r"^[^\w\"“‘'(\[¿¡$€£]+|[^\w\"”’')\]?!.…%+]+$")


def find_metadata(known: Metadata, blocks: Sequence[Block], article_id: str, *, marked: bool) -> Metadata:
    """`known` with title, author and date filled in from the article's blocks where they can be found there.

    `marked` says that the format marks its headings. Nothing is made up: what isn't found stays None.
    """
    prose = [without_marks(b.text) for b in blocks if b.text and b.kind is not BlockKind.CODE]
    title = known.title or _marked_title(blocks) or (None if marked else _found_title(prose, blocks, article_id))
    lines = [without_marks(b.text) for b in blocks if b.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)]
    told = None if known.author and _NO_NAMES.intersection(known.author) else known.author
    author = told or find_author([line for line in lines if line != title])
    return replace(known, title=title, author=author, published=known.published or find_published(prose))


def _marked_title(blocks: Sequence[Block]) -> str | None:
    """The only heading of the first rank, or the first of several where it stands above all and the rest stay below."""
    tops = [block for block in blocks if block.kind is BlockKind.HEADING and block.level == 1]
    if not tops or (len(tops) > 1 and (tops[0] is not blocks[0] or len(tops) > _MOST_TOPS)):
        return None
    return _undecorated(without_marks(tops[0].text)) if tops[0] in blocks[:6] else None


def _found_title(lines: Sequence[str], blocks: Sequence[Block], article_id: str) -> str | None:
    title = find_title(lines, article_id)
    levels = [b.level for b in blocks if b.kind is BlockKind.HEADING and not b.guessed]
    marked = (block for block in blocks if block.kind is BlockKind.HEADING and not block.guessed)
    at = next((block.level for block in marked if is_title(block.text, title)), 0)
    # A marked heading among others of its rank heads a section.
    return None if sum(level <= at for level in levels) > 1 else title


def find_title(lines: Sequence[str], article_id: str) -> str | None:
    """The line before the first paragraph that names the article: of several, the one whose words recur most."""
    head: list[str] = []
    for line in lines:
        if len(line.split()) > 16 or re.search(r"\.\s+[A-Z]", line):
            break
        head.append(line)
    bylined = [bool(names_author(line) or is_dateline(line)) for line in [*head[1:], ""]]
    candidates = [
        line
        for at, (line, below) in enumerate(zip(head[:8], bylined, strict=False))
        if _may_be_title(line, first=at == 0, bylined=below)
    ]
    if len(head) == len(lines):  # no paragraph follows: a list of lines has no head
        candidates = [line for line in candidates[:1] if not re.search(r"[.!:]$", line)]
    body = " ".join(lines).lower() + " " + PurePosixPath(article_id).stem.replace("-", " ").lower()
    best = max(candidates, key=lambda line: _recurrence(line, body), default=None)
    return _undecorated(best) if best else None


def _undecorated(title: str) -> str | None:
    return _DECORATION.sub("", title).strip() or None


def is_title(text: str, title: str | None) -> bool:
    """Whether a block's text is the article's title."""
    return title is not None and (_undecorated(without_marks(text)) or "").casefold() == title.casefold()


def _may_be_title(line: str, first: bool, bylined: bool) -> bool:
    words = line.split()
    if not 2 <= len(words) <= 14 or names_author(line) or is_dateline(line) or re.search(r"\bby$|[:;,]$|^\\", line):
        return False
    # Speech begins with a capital, too; a title has them in most of its longer words, or is a few words alone.
    longer = [word for word in words if len(word) > 3] or words
    capitals = sum(word[:1].isupper() for word in longer)
    few = first and len(words) <= 4 and not re.search(r"[,.?!]", line)
    asked = first and line.endswith("?") and len(words) > 4
    shown = few or asked or (first and bylined) or 2 * capitals > len(longer)
    return shown and bool(re.match(r"[^\w\s]{0,3}\s?[\w\"“'‘¿]", line))


def _recurrence(line: str, body: str) -> float:
    words = re.findall(r"\w{2,}", line.lower())
    return sum(min(body.count(word), 20) for word in words) / len(words) if words else 0.0


def names_author(line: str) -> str | None:
    """The name or names in a byline: "By Ada Lovelace", "Author: Ada Lovelace | March 3, 2025"."""
    match = _BYLINE.match(line) or _SHORT_BYLINE.match(line)
    if not match:
        return None
    rest = line[match.end() :].strip()
    if rest.startswith(",") and _PARTICIPLE.match(match.group("name")):
        return None  # "By Learning Docker, you ..."
    return match.group("name").rstrip(".")


def find_author(lines: Sequence[str]) -> str | None:
    """The name in a byline, or a bare name at the top or the end with a role beside it."""
    edge = [*lines[:_EDGE], *lines[_EDGE:][-_EDGE:]]
    named = next(filter(None, map(names_author, edge)), None)
    if named:
        return named
    for name, after in pairwise([*edge, ""]):
        if _BARE_NAME.match(name) and not _NO_NAME.search(name) and _ROLE.search(after) and len(after.split()) < 25:
            return name
    return None
