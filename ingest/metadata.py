"""What an article says of itself: front matter, and title and author found in the text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

import yaml

from rag.errors import ArticleError

_FENCE = re.compile(r"\A---[ \t]*\n(.*?)(?:^|\n)---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_NAME = r"[A-Z][\w'’-]+\.?(?:[ .](?:(?:van|von|de|der|den|da|di|del|la|le|el|al|bin|ibn)\b|[A-Z][\w'’-]*\.?)){1,4}"
_BYLINE = re.compile(
    rf"^(?:(?i:written|authored|posted|presented|published|hosted|story|article|video)\W+(?:(?i:and|&)\W*\w+\W+)?)?"
    rf"(?i:by|author:?|speaker:?|host:?)\W+(?P<name>{_NAME})(?=$|[,|.(–—-]|\s)"
)
_BARE_NAME = re.compile(rf"^{_NAME}$")
_ROLE = re.compile(
    r"\b(engineer|developer|writer|author|editor|founder|manager|lead|consultant|scientist|analyst|coach|"
    r"instructor|architect|director|head|specialist|recruiter|professor|ceo|cto)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article; None where nothing says."""

    title: str | None = None
    author: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None


def split_front_matter(text: str) -> tuple[Metadata, str, int]:
    """Front matter, the body, and the number of lines before the body. Raises ArticleError where it is no mapping."""
    match = _FENCE.match(text)
    if not match:
        return Metadata(), text, 0
    lines = match.group(0).count("\n")
    try:
        values = yaml.safe_load(match.group(1))
    except yaml.YAMLError as error:
        raise ArticleError(
            f"its front matter is not YAML ({_where(error)}): write `title: ...` lines between ---."
        ) from None
    if not isinstance(values, dict):
        raise ArticleError("its front matter is no mapping: write `title: ...` lines between the two ---.")
    known = {key: _plain(values.get(key)) for key in ("title", "author", "published", "source", "url")}
    return Metadata(**known), text[match.end() :], lines


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 2}" if mark else "can't be read"


def _plain(value: Any) -> str | None:
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_plain, value))) or None
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if value is None or isinstance(value, dict):
        return None
    return " ".join(str(value).split()) or None


def find_metadata(known: Metadata, lines: Sequence[str], article_id: str) -> Metadata:
    """`known` with title and author filled in from the article's lines where they can be found there.

    `lines` are cleaned paragraphs and headings in order; nothing is made up: what isn't found stays None.
    """
    title = known.title or find_title(lines, article_id)
    author = known.author or find_author([line for line in lines if line != title])
    return replace(known, title=title, author=author)


def find_title(lines: Sequence[str], article_id: str) -> str | None:
    """The line before the first paragraph that names the article: of several, the one whose words recur most."""
    head: list[str] = []
    for line in lines:
        if len(line.split()) > 16 or re.search(r"\.\s+[A-Z]", line):
            break
        head.append(line)
    candidates = [line for at, line in enumerate(head[:8]) if _may_be_title(line, first=at == 0)]
    if len(head) == len(lines):  # no paragraph follows: a list of lines has no head
        candidates = candidates[:1]
    body = " ".join(lines).lower() + " " + PurePosixPath(article_id).stem.replace("-", " ").lower()
    return max(candidates, key=lambda line: _recurrence(line, body), default=None)


def _may_be_title(line: str, first: bool) -> bool:
    words = line.split()
    if not 2 <= len(words) <= 14 or _BYLINE.match(line) or re.search(r"\bby$", line) or re.search(r"[:;,]$", line):
        return False
    capitals = sum(word[:1].isupper() for word in words)
    return bool(re.match(r"[\w\"“'‘¿]", line)) and (first or capitals * 3 >= len(words))


def _recurrence(line: str, body: str) -> float:
    words = re.findall(r"\w{2,}", line.lower())
    return sum(min(body.count(word), 20) for word in words) / len(words) if words else 0.0


def find_author(lines: Sequence[str]) -> str | None:
    """The name in a byline ("By Ada Lovelace"), or a bare name at the top or the end with a role beside it."""
    edge = [*lines[:12], *lines[-12:]]
    for line in edge:
        match = _BYLINE.match(line)
        if match:
            return match.group("name").rstrip(".")
    for name, after in zip(edge, [*edge[1:], ""], strict=True):
        if _BARE_NAME.match(name) and not _ROLE.search(name) and _ROLE.search(after) and len(after.split()) < 25:
            return name
    return None
