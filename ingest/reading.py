"""A folder read as far as needed: unchanged guides are hashed, the others parsed. A bad file costs itself alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.sync import Failed, Plan, digest, list_guides, plan, read_guide
from rag.errors import ArticleError
from rag.progress import Progress, Step
from rag.types import IndexedArticle, ParsedArticle

Parse = Callable[[bytes, str], ParsedArticle]
STAYS = " Its last good version stays in the index."


@dataclass(frozen=True, slots=True)
class Source:
    """A folder of guides and how its files are read."""

    folder: Path
    suffixes: frozenset[str]
    parse: Parse
    max_megabytes: float
    leave_out: Path
    """The index, which may lie in the folder."""

    def parsed(self, data: bytes, id: str) -> ParsedArticle:
        """The article in a file's bytes. Raises ArticleError, also for a parser's mistake, which costs that file."""
        try:
            return self.parse(data, id)
        except ArticleError:
            raise
        except Exception as error:
            raise ArticleError(f"it can't be read ({type(error).__name__}: {error}).") from None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds against what is known: the plan, the articles that were parsed, the files that failed."""

    plan: Plan
    parsed: tuple[IndexedArticle, ...]
    failed: tuple[Failed, ...]


def read_folder(source: Source, known: Mapping[str, str], progress: Progress, *, whole: bool = False) -> Reading:
    """The folder against `known` (article id -> digest); `whole` parses the unchanged guides too. Raises OSError."""
    listing = list_guides(source.folder, source.suffixes, source.leave_out)
    found: dict[str, str] = {}
    parsed: list[IndexedArticle] = []
    failed: list[Failed] = []
    there: set[str] = set()
    for number, (id, path) in enumerate(listing.guides.items()):
        progress(Step("Reading guides", number, len(listing.guides)))
        try:
            data = read_guide(path, source.max_megabytes)
            mark = digest(data)
            if whole or known.get(id) != mark:
                article = source.parsed(data, id)
                if not article.units:
                    raise ArticleError("it holds no sentence to quote.")
                parsed.append(IndexedArticle(article, mark))
            found[id] = mark
        except FileNotFoundError:
            failed.append(Failed(id, "it went away while it was read."))
        except ArticleError as error:
            there |= {id} if path.exists() else set()
            failed.append(Failed(id, f"{error}{STAYS if id in there & known.keys() else ''}"))
    return Reading(plan(found, known, there), tuple(parsed), (*listing.failed, *failed))
