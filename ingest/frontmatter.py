"""Front matter: YAML between `---`, TOML between `+++`, or JSON, and what it says of the article."""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import yaml

from ingest.blocks import Metadata
from ingest.dates import iso
from ingest.decoding import clean
from rag.errors import ArticleError
from rag.types import Dropped

_FENCED = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)(?:^|\n)(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_MAPPING = re.compile(r"\s*(?:#[^\n]*\n\s*)*[\"']?[\w-]+[\"']?\s*[:=]")
"""How text between two fences begins that is no text between two rules."""
_LONGEST = 65_536
_MOST_VALUES = 200
_NAMES = {
    "title": ("title",),
    "author": ("author", "authors", "by"),
    "published": ("published", "date", "pubdate", "publishdate", "created", "updated", "lastmod", "modified"),
    "source": ("source", "publisher"),
    "url": ("url", "canonical", "canonical_url", "link"),
}
"""What is known of an article -> the keys that say it, the surest first."""
_OURS = frozenset({"questions", "fetched"}).union(*_NAMES.values())


@dataclass(frozen=True, slots=True)
class Opened:
    """A text without its front matter."""

    known: Metadata
    body: str
    before: int
    """How many lines stand before the body."""
    dropped: tuple[Dropped, ...]
    """What the front matter holds besides."""


def open_text(text: str) -> Opened:
    """A text taken apart. Raises ArticleError where what looks like front matter can't be read."""
    values, body = read_front_matter(text)
    head = text[: len(text) - len(body)]
    named = {str(key).lower(): value for key, value in values.items()}
    said = {ours: next(filter(None, (_plain(named.get(key)) for key in keys)), None) for ours, keys in _NAMES.items()}
    published, url = said["published"], said["url"]
    asked = named.get("questions")
    known = Metadata(
        said["title"],
        said["author"],
        published and (iso(published) or published),
        said["source"],
        url if is_web(url) else None,
        tuple(filter(None, map(_plain, asked if isinstance(asked, list) else [asked]))),
    )
    left = {key: value for key, value in values.items() if str(key).lower() not in _OURS}
    if url and not known.url:
        left["url"] = url
    return Opened(known, body, head.count("\n"), tuple(_left_out(left, head)))


def is_web(url: str | None) -> bool:
    """Whether an address leads to a web page, does nothing else, and reads as what it leads to.

    Letters of other scripts can pass for Latin ones in a host's name, and what stands before "@" for the host.
    """
    found = re.match(r"https?://([^\s\"'<>/?#]+)[^\s\"'<>]*$", url or "", re.IGNORECASE)
    return bool(found and found[1].isascii() and not {*"@\\"}.intersection(found[1]))


def read_front_matter(text: str) -> tuple[dict[Any, Any], str]:
    """What stands in a text's front matter, and the body: all of a text that has none. Raises ArticleError."""
    if text.startswith("{"):
        return _json(text)
    match = _FENCED.match(text)
    if not match or not (_MAPPING.match(match.group(2)) or not match.group(2).strip()):
        return {}, text
    try:
        if match.end(2) > _LONGEST:
            raise ValueError
        values = tomllib.loads(match.group(2)) if match.group(1) == "+++" else yaml.safe_load(match.group(2))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        kind = "TOML" if match.group(1) == "+++" else "YAML"
        reason = f"its front matter is not {kind} ({_where(error)}): write `title: ...` lines between ---."
        raise ArticleError(reason) from None
    if not isinstance(values or {}, dict):
        return {}, text
    return values or {}, text[match.end() :]


def _json(text: str) -> tuple[dict[Any, Any], str]:
    try:
        values, end = json.JSONDecoder().raw_decode(text[:_LONGEST])
    except (ValueError, RecursionError):
        return {}, text  # text that begins with a brace
    return (values, text[end:].removeprefix("\n")) if isinstance(values, dict) and text[end:].strip() else ({}, text)


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 2}" if mark else "can't be read"


def _plain(value: Any) -> str | None:
    """A value of front matter as one line; a list of names as names, of a mapping its name, anything deeper nothing."""
    if isinstance(value, list):
        names = (_plain(item) for item in value[:_MOST_VALUES] if not isinstance(item, list))
        return ", ".join(filter(None, names)) or None
    if isinstance(value, dict):
        return _plain(value.get("name")) if isinstance(value.get("name"), str) else None
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if value is None or isinstance(value, set):
        return None
    return " ".join(clean(str(value)).split()) or None


def _left_out(values: Mapping[Any, Any], head: str) -> Iterator[Dropped]:
    for key, value in values.items():
        at = re.search(rf"^\s*[\"']?{re.escape(str(key))}\b", head, re.MULTILINE)
        text = clean(f"{key}: {' | '.join(islice(_leaves(value, 8), _MOST_VALUES))}")
        yield Dropped(head.count("\n", 0, at.end() if at else 0) + 1, " ".join(text.split()), "front matter: not used")


def _leaves(value: Any, deep: int) -> Iterator[str]:
    """The words of a value, of whatever form; a few levels, since YAML may hold itself."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    if inside is None:
        yield str(value)[:2000]
    elif deep:
        for each in islice(inside, _MOST_VALUES):
            yield from _leaves(each, deep - 1)
