"""A fetched page to a guide's file: the page as it is, its address in front matter before it, and a name."""

from __future__ import annotations

import datetime
import hashlib
import re
from urllib.parse import unquote, urlsplit

from ingest.adding import with_front_matter
from ingest.fetching import Fetched
from ingest.uploads import Upload
from ingest.web import page_text

_SUFFIXES = {"text/html": ".html", "text/markdown": ".md"}
_LONGEST_NAME = 80
"""Bytes; file systems take 255."""


def as_upload(page: Fetched, today: datetime.date) -> Upload:
    """The page as the file of a guide, in UTF-8. Raises ArticleError where it can't be decoded.

    Nothing is taken out of it: which part of it is the article is decided whenever the file is read.
    """
    is_page = page.media_type == "text/html"
    text = page_text(page.data, page.charset, told=is_page).lstrip("\ufeff")
    given = {"url": page.url, "fetched": today.isoformat()}
    return Upload(_name(page.url, _SUFFIXES.get(page.media_type, ".txt")), with_front_matter(text.encode(), given))


def _name(url: str, suffix: str) -> str:
    """A file name that is the same whenever this address is added: `example.org-blog-pay.md`."""
    parts = urlsplit(url)
    told = re.sub(r"\.(?:html?|md|markdown|txt|php|aspx?)$", "", unquote(parts.path), flags=re.IGNORECASE)
    words = re.findall(r"[\w.]+", f"{(parts.hostname or '').removeprefix('www.')} {told} {parts.query}")
    name = "-".join(words).strip(".-_").lower()
    if len(name.encode()) > _LONGEST_NAME:
        begin = name.encode()[:_LONGEST_NAME].decode(errors="ignore")
        name = f"{begin}-{_mark(url)}"
    return name + suffix


def own_name(name: str, url: str) -> str:
    """The file name with a mark of the address, which tells it from another address of that name."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-{_mark(url)}{dot}{suffix}"


def _mark(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:8]
