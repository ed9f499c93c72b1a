"""Guides that were added by their address, fetched again: what changed is taken over, what was edited here stays."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.adding import Upload, with_front_matter
from ingest.dates import iso
from ingest.fetches import Fetch, read_fetches, remember, said
from ingest.files import write_whole
from ingest.frontmatter import is_web, read_front_matter
from ingest.reading import Source
from ingest.report import Report
from ingest.sync import Failed, check_size, digest, list_guides, read_guide
from rag.errors import ArticleError

_TEXTS = frozenset({".html", ".md", ".txt"})
"""What a page becomes."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of fetching pages again."""

    report: Report
    """A page that can't be had or taken is among the failed; its guide stays as it is."""
    fresh: tuple[str, ...]
    """Guides whose page says what they say."""
    asked: int
    """How many pages were asked for."""


@dataclass(frozen=True, slots=True)
class Page:
    """A guide of the folder that was added by its address."""

    guide: str
    path: Path
    url: str
    on: str
    """The day on which its page was last found to say what it says, in ISO 8601."""


def pages_due(source: Source, days: int, today: datetime.date) -> tuple[Page, ...]:
    """The pages that were last looked at so many days ago, or before. Raises OSError."""
    latest = (today - datetime.timedelta(days)).isoformat()
    return tuple(page for page in _pages(source) if days == 0 or page.on <= latest)


def _pages(source: Source) -> Iterator[Page]:
    known = read_fetches(source.folder)
    for guide, path in list_guides(source.folder, source.suffixes, source.leave_out).guides.items():
        if path.suffix.lower() not in _TEXTS:
            continue
        try:
            values, _ = read_front_matter(read_guide(path, source.max_megabytes).decode())
        except (ArticleError, OSError, UnicodeDecodeError):  # ingest tells of those
            continue
        url, fetched = values.get("url"), iso(str(values.get("fetched", "")))
        if isinstance(url, str) and is_web(url) and fetched:
            yield Page(guide, path, url, known[url].on if url in known else fetched)


def settle(
    brought: Sequence[tuple[Page, Upload | Failed]], source: Source, today: datetime.date
) -> tuple[tuple[str, ...], tuple[Failed, ...]]:
    """Writes what changed into the folder, and remembers what was found: the guides that are fresh, and what failed.

    For the one who holds the ingest lock.
    """
    known = read_fetches(source.folder)
    fresh: list[str] = []
    failed: list[Failed] = []
    for page, upload in brought:
        try:
            if isinstance(upload, Failed):
                raise ArticleError(upload.reason)
            found, data = _settled(page, upload, source, known.get(page.url), today.isoformat())
            if data is not None:
                write_whole(page.path, data)
            remember(source.folder, page.url, found)
            fresh += [page.guide] if data is None else []
        except ArticleError as error:
            failed.append(Failed(page.guide, f"{error} The guide stays as it is, with the page of {page.on}."))
        except OSError as error:
            failed.append(Failed(page.guide, f"what was found can't be written: {error.strerror}."))
    return tuple(fresh), tuple(failed)


def _settled(page: Page, upload: Upload, source: Source, known: Fetch | None, today: str) -> tuple[Fetch, bytes | None]:
    """What is to be remembered of the page, and what its file becomes; None where the file stays. Raises ArticleError.

    A file is overwritten only where it is, byte for byte, what was written when its page was fetched.
    """
    if PurePosixPath(upload.name).suffix != page.path.suffix.lower():
        raise ArticleError("its page is of another kind now; remove the guide, and add the address again.")
    standing = read_guide(page.path, source.max_megabytes)
    given = known.given if known else {}
    at_home = upload.data if upload.url == page.url else with_front_matter(upload.data, {"url": page.url})
    data = with_front_matter(at_home, given) if given else at_home
    own, newer = source.parsed(at_home, page.guide), source.parsed(data, page.guide)
    same = said(newer) == said(source.parsed(standing, page.guide))
    if same or (known and known.said == said(own)):
        file = known.file if known else digest(standing)
        return Fetch(today, file, said(own), given), None
    if upload.url != page.url:
        raise ArticleError(f"its address leads to {upload.url} now, which says something else; add that, if it is it.")
    if known is None or known.file != digest(standing):
        edited = "its file was edited here" if known else "nobody noted whether its file was edited here"
        raise ArticleError(f"its page has changed, but {edited}; `career add {page.url}` takes the page's version.")
    if not newer.units:
        raise ArticleError("its page holds no sentence to quote any more.")
    check_size(len(data), source.max_megabytes)
    return Fetch(today, digest(data), said(own), given), data
