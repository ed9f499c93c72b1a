"""Guides and what ingest did, as lines and tables to draw."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from rag.types import Article, GuideInfo
from terminal.output import Line, console, one_line

if TYPE_CHECKING:
    from ingest.refetching import Refreshed
    from ingest.report import Report


def article_json(article: Article) -> dict[str, Any]:
    """What `show --json` prints."""
    segments = [
        {"start": s.start, "end": s.end, "section": s.section, "timestamp": s.timestamp, "page": s.page}
        for s in article.segments
    ]
    return {
        "guide": article.id,
        "title": article.title,
        "author": article.author,
        "published": article.published,
        "url": article.url,
        "text": article.text,
        "segments": segments,
    }


def print_guides(guides: Sequence[GuideInfo]) -> None:
    """Prints the guides: a table on a terminal, a tab-separated line each in a pipe."""
    rows = [(g.guide, g.title, g.author, g.published, g.url, str(g.passages)) for g in guides]
    if not sys.stdout.isatty():
        for row in rows:
            print("\t".join(one_line(cell or "") for cell in row))
        return
    table = Table("Guide", "Title", "Author", "Published", "Passages", box=None, header_style="bold")
    for guide, title, author, published, _url, passages in rows:
        table.add_row(*(Text(one_line(cell or "-")) for cell in (guide, title, author, published, passages)))
    console().print(table)


def report_lines(report: Report) -> Iterator[Line]:
    """The counts, then the names, then what failed; for a dry run what cleaning would drop as well."""
    kinds = {"added": report.added, "changed": report.changed, "removed": report.removed}
    counts = ", ".join(f"{len(guides)} {kind}" for kind, guides in kinds.items()) + f", {len(report.failed)} failed"
    would = "Nothing was written. An ingest would give: " if report.dry_run else ""
    yield Line(Text(f"{would}{counts}, {len(report.unchanged)} unchanged.", "bold"))
    for kind, guides in kinds.items():
        yield from (Line(Text(one_line(guide)), f"  {kind:8} ") for guide in guides)
    for failure in report.failed:
        yield Line(Text(f"{one_line(failure.guide)}: {one_line(failure.reason)}"), "  failed   ", "bold red")
    if report.dry_run and report.dropped:
        yield Line(
            Text(f"{len(report.dropped)} stretches of text would be left out (all of them with --json):", "bold")
        )
        yield from _dropped_lines(report)


def refreshed_lines(refreshed: Refreshed) -> Iterator[Line]:
    """What an ingest tells, and then the guides whose pages say what they said."""
    yield from report_lines(refreshed.report)
    yield from (Line(Text(one_line(guide)), "  fresh    ") for guide in refreshed.fresh)


def _dropped_lines(report: Report) -> Iterator[Line]:
    counts: dict[tuple[str, str], int] = {}
    for dropped in report.dropped:
        key = (dropped.guide, dropped.reason)
        counts[key] = counts.get(key, 0) + 1
    for (guide, reason), count in counts.items():
        yield Line(Text(f"{one_line(guide)}: {one_line(reason)}"), f"  {count:5} ")
