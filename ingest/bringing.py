"""What is to be added as files: those of this machine as they are, pages of the web fetched first."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.sync import Failed
from rag.errors import ArticleError
from rag.progress import Progress, Step
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that may become a guide, and what it is called to whoever adds it."""

    called: str
    file: Path
    own_name: str | None = None
    """Of a page: the file name that no other address has, for where another guide has the file's."""


def is_address(article: Path | str) -> bool:
    """Whether something on the web is meant, and no file."""
    return isinstance(article, str) and "://" in article


@contextmanager
def as_files(
    articles: Sequence[Path | str], settings: Settings, progress: Progress
) -> Iterator[list[Brought | Failed]]:
    """Each article as a file, for as long as needed, in order; or why a page can't be had."""
    with tempfile.TemporaryDirectory(prefix="career-add-") as folder:
        yield [
            _page(str(article), Path(folder) / str(number), settings, progress)
            if is_address(article)
            else Brought(str(article), Path(article))
            for number, article in enumerate(articles)
        ]


def _page(address: str, folder: Path, settings: Settings, progress: Progress) -> Brought | Failed:
    from ingest.fetching import Limits, fetch  # late: a question needs none of it
    from ingest.pages import as_upload, own_name

    called = re.sub(r"//[^/?#]*@", "//", address).encode(errors="replace").decode()  # without a password
    progress(Step(f"Fetching {called}"))
    hosts = frozenset(host.strip().lower() for host in (settings.private_hosts or "").split(",") if host.strip())
    limits = Limits(settings.fetch_seconds, settings.max_article_megabytes, hosts)
    try:
        page = fetch(address, limits)
        upload = as_upload(page, datetime.now(UTC).date())
        folder.mkdir()
        file = folder / upload.name
        file.write_bytes(upload.data)
        return Brought(called, file, own_name(upload.name, page.url))
    except ArticleError as error:
        return Failed(called, str(error))
    except Exception as error:  # a parser's own mistake must not cost the other pages
        return Failed(called, f"it can't be read ({type(error).__name__}: {error}).")
