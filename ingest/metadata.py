"""What an article says of itself: front matter, and title, author and date found in the text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

import yaml

from ingest.blocks import Block, BlockKind
from ingest.dates import find_published, is_dateline, iso
from ingest.headings import BARE_LEVEL
from ingest.timestamps import without_marks
from rag.errors import ArticleError

_FENCE = re.compile(r"\A---[ \t]*\n(.*?)(?:^|\n)---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
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
_EDGE = 12
"""How many lines at the top and at the end may hold a byline."""
_DECORATION = re.compile(r"^[^\w\"“‘'(\[¿¡$€£]+|[^\w\"”’')\]?!.…%+]+$")


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


def split_front_matter(text: str) -> tuple[Metadata, str, int]:
    """Front matter, the body, and the number of lines before the body. Raises ArticleError where it is no mapping."""
    values, body = read_front_matter(text)
    named = {str(key).lower(): value for key, value in values.items()}
    known = {key: _plain(named.get(key)) for key in ("title", "author", "source", "url")}
    published = _plain(named.get("published") or named.get("date"))
    lines = text[: len(text) - len(body)].count("\n")
    asked = named.get("questions")
    questions = tuple(filter(None, map(_plain, asked if isinstance(asked, list) else [asked])))
    return Metadata(**known, published=published and (iso(published) or published), questions=questions), body, lines


def read_front_matter(text: str) -> tuple[dict[Any, Any], str]:
    """What stands in a text's front matter, and the body: all of a text that has none. Raises ArticleError."""
    match = _FENCE.match(text)
    if not match:
        return {}, text
    try:
        values = yaml.safe_load(match.group(1)) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = f"its front matter is not YAML ({_where(error)}): write `title: ...` lines between ---."
        raise ArticleError(reason) from None
    if not isinstance(values, dict):
        raise ArticleError("its front matter is no mapping: write `title: ...` lines between the two ---.")
    return values, text[match.end() :]


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 2}" if mark else "can't be read"


def _plain(value: Any) -> str | None:
    """A value of front matter as one line; a list of names as names, anything deeper as nothing."""
    if isinstance(value, list):
        return ", ".join(filter(None, (_plain(item) for item in value if not isinstance(item, list)))) or None
    if isinstance(value, datetime.date):
        return value.isoformat()
    if value is None or isinstance(value, dict | set):
        return None
    return " ".join(str(value).split()) or None


def find_metadata(known: Metadata, blocks: Sequence[Block], article_id: str) -> Metadata:
    """`known` with title, author and date filled in from the article's blocks where they can be found there.

    Nothing is made up: what isn't found stays None.
    """
    lines = [without_marks(block.text) for block in blocks if block.text and block.kind is not BlockKind.RECORD]
    prose = [without_marks(b.text) for b in blocks if b.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)]
    title = known.title or _marked_title(blocks) or _found_title(lines, blocks, article_id)
    author = known.author or find_author([line for line in prose if line != title])
    published = known.published or find_published(lines)
    return replace(known, title=title, author=author, published=published)


def _marked_title(blocks: Sequence[Block]) -> str | None:
    """The first heading of the highest rank, where nothing but a few lines stands above it."""
    top = next((b for b in blocks[:6] if b.kind is BlockKind.HEADING and b.level == 1), None)
    return _undecorated(top.text) if top else None


def _found_title(lines: Sequence[str], blocks: Sequence[Block], article_id: str) -> str | None:
    title = find_title(lines, article_id)
    levels = [b.level for b in blocks if b.kind is BlockKind.HEADING and b.level < BARE_LEVEL]
    at = next((b.level for b in blocks if b.kind is BlockKind.HEADING and is_title(b.text, title)), 0)
    # A marked heading among others of its rank heads a section.
    return None if sum(level <= at for level in levels) > 1 else title


def find_title(lines: Sequence[str], article_id: str) -> str | None:
    """The line before the first paragraph that names the article: of several, the one whose words recur most."""
    head: list[str] = []
    for line in lines:
        if len(line.split()) > 16 or re.search(r"\.\s+[A-Z]", line):
            break
        head.append(line)
    candidates = [line for at, line in enumerate(head[:8]) if _may_be_title(line, first=at == 0)]
    if len(head) == len(lines):  # no paragraph follows: a list of lines has no head
        candidates = [line for line in candidates[:1] if not re.search(r"[.!:]$", line)]
    body = " ".join(lines).lower() + " " + PurePosixPath(article_id).stem.replace("-", " ").lower()
    best = max(candidates, key=lambda line: _recurrence(line, body), default=None)
    return _undecorated(best) if best else None


def _undecorated(title: str) -> str | None:
    return _DECORATION.sub("", title).strip() or None


def is_title(text: str, title: str | None) -> bool:
    """Whether a block's text is the article's title."""
    return title is not None and _undecorated(without_marks(text)) == title


def _may_be_title(line: str, first: bool) -> bool:
    words = line.split()
    if not 2 <= len(words) <= 14 or names_author(line) or is_dateline(line) or re.search(r"\bby$|[:;,]$", line):
        return False
    capitals = sum(word[:1].isupper() for word in words)
    return bool(re.match(r"[^\w\s]{0,3}\s?[\w\"“'‘¿]", line)) and (first or capitals * 3 >= len(words))


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
