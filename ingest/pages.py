"""What is to be added as files: those of this machine as they are, and pages of the web, which are fetched.

A page is kept as it is, its address in front matter before it.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ingest.adding import Upload, with_front_matter
from ingest.decoding import page_text
from ingest.sync import Failed
from rag.errors import ArticleError
from rag.progress import Progress, Step
from rag.settings import Settings

if TYPE_CHECKING:
    from ingest.fetching import Fetched

_SUFFIXES = {"text/html": ".html", "text/markdown": ".md"}
_LONGEST_NAME = 80
"""Bytes; file systems take 255."""


def bring(article: Path | str | Upload, settings: Settings, progress: Progress) -> tuple[str, Path | Upload | Failed]:
    """What an article is called to whoever adds it, and the article as a file; a page of the web is fetched."""
    if isinstance(article, Upload):
        return article.name, article
    if isinstance(article, Path) or "://" not in article:
        return str(article), Path(article)
    called = re.sub(r"//[^/?#]*@", "//", article).encode(errors="replace").decode()  # without a password
    return called, fetch_page(article, called, settings, progress)


def fetch_page(
    address: str, called: str, settings: Settings, progress: Progress, today: datetime.date | None = None
) -> Upload | Failed:
    """The page at an address as a file, or why there is none."""
    from ingest.fetching import Limits, fetch  # late: a question needs none of it

    progress(Step(f"Fetching {called}"))
    hosts = frozenset(host.strip().lower() for host in (settings.private_hosts or "").split(",") if host.strip())
    limits = Limits(settings.fetch_seconds, settings.max_article_megabytes, hosts)
    try:
        return as_upload(fetch(address, limits), today or datetime.datetime.now(datetime.UTC).date())
    except ArticleError as error:
        return Failed(called, str(error))
    except Exception as error:  # a parser's own mistake must not cost the other pages
        return Failed(called, f"it can't be read ({type(error).__name__}: {error}).")


def as_upload(page: Fetched, today: datetime.date) -> Upload:
    """The page as the file of a guide, in UTF-8. Raises ArticleError where it can't be decoded.

    Nothing is taken out of it: which part of it is the article is decided whenever the file is read.
    """
    is_page = page.media_type == "text/html"
    text = page_text(page.data, page.charset, told=is_page).lstrip("\ufeff")
    given = {"url": page.url, "fetched": today.isoformat()}
    suffix, mark = _SUFFIXES.get(page.media_type, ".txt"), hashlib.sha256(page.url.encode()).hexdigest()[:8]
    name = _name(page.url, mark)
    data = with_front_matter(text.encode(), given)
    return Upload(name + suffix, data, f"{name}-{mark}{suffix}", page.url, today.isoformat())


def _name(url: str, mark: str) -> str:
    """A file name that is the same whenever this address is added: `example.org-blog-pay`."""
    parts = urlsplit(url)
    told = re.sub(r"\.(?:html?|md|markdown|txt|php|aspx?)$", "", unquote(parts.path), flags=re.IGNORECASE)
    words = re.findall(r"[\w.]+", f"{(parts.hostname or '').removeprefix('www.')} {told} {parts.query}")
    name = "-".join(words).strip(".-_").lower()
    if len(name.encode()) > _LONGEST_NAME:
        name = f"{name.encode()[:_LONGEST_NAME].decode(errors='ignore')}-{mark}"
    return name
