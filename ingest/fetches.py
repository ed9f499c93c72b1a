"""What is remembered of pages that were fetched, beside the guides that they became.

In the folder, hidden, so that it is no guide and goes where the guides go. In the guide's own front matter it would
change the file, and a page that is found unchanged would have to be read and encoded anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from ingest.files import write_whole
from ingest.sync import digest
from rag.types import ParsedArticle

RECORD = ".career-fetched.json"


@dataclass(frozen=True, slots=True)
class Fetch:
    """A page as it was when somebody looked last."""

    on: str
    """The day, in ISO 8601."""
    file: str
    """Digest of the file as it was written; a file that has another one was edited since."""
    said: str
    """Digest of what the page said of itself and in its text, as it was read."""
    given: Mapping[str, str] = field(default_factory=dict)
    """What was said of it when it was added, in the terms of front matter."""


def said(parsed: ParsedArticle) -> str:
    """The digest of all that is read of a guide: what it doesn't cover makes no difference to an answer."""
    return digest(repr(replace(parsed.article, id="")).encode("utf-8", "surrogatepass"))


def read_fetches(folder: Path) -> dict[str, Fetch]:
    """Address -> what is remembered of it; nothing where the record is missing or broken, which only asks for care."""
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return {url: Fetch(**each) for url, each in found.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def remember(folder: Path, url: str, fetch: Fetch) -> None:
    """Adds a page to what is remembered, or puts it in place of what was. Raises OSError."""
    record = {each: asdict(found) for each, found in sorted({**read_fetches(folder), url: fetch}.items())}
    write_whole(folder / RECORD, json.dumps(record, indent=1).encode())
