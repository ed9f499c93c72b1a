"""A folder read as far as needed: unchanged guides are hashed, the others parsed. A bad file costs itself alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ingest.sync import Failed, Plan, digest, list_guides, plan, read_guide
from rag.errors import ArticleError
from rag.progress import Progress, Step
from rag.types import IndexedArticle, ParsedArticle

T = TypeVar("T")
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


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds against what is known: the plan, the articles that were parsed, the files that failed."""

    plan: Plan
    parsed: tuple[IndexedArticle, ...]
    failed: tuple[Failed, ...]


def read_folder(source: Source, known: Mapping[str, str], progress: Progress, *, whole: bool = False) -> Reading:
    """The folder against `known` (article id -> digest); `whole` parses the unchanged guides too. Raises OSError."""
    listing = list_guides(source.folder, source.suffixes, source.leave_out)
    found, unreadable = _each(listing.guides, _digester(source), "Looking at guides", progress)
    first = plan(found, known)
    wanted = {*first.added, *first.changed, *(first.unchanged if whole else ())}
    parsed, broken = _each(
        {id: path for id, path in listing.guides.items() if id in wanted}, _parser(source), "Reading guides", progress
    )
    failed = unreadable | broken
    now = {id: found[id] for id in first.unchanged if id not in failed} | {id: a.digest for id, a in parsed.items()}
    there = {id for id in failed if listing.guides[id].exists()}
    return Reading(
        plan=plan(now, known, there),
        parsed=tuple(parsed.values()),
        failed=(*listing.failed, *_failures(failed, there & known.keys())),
    )


def _digester(source: Source) -> Callable[[str, Path], str]:
    return lambda id, path: digest(read_guide(path, source.max_megabytes))


def _parser(source: Source) -> Callable[[str, Path], IndexedArticle]:
    def parsed(id: str, path: Path) -> IndexedArticle:
        data = read_guide(path, source.max_megabytes)
        article = source.parse(data, id)
        if not article.units:
            raise ArticleError("it holds no sentence to quote.")
        return IndexedArticle(article, digest(data))

    return parsed


def _each(
    guides: Mapping[str, Path], read: Callable[[str, Path], T], doing: str, progress: Progress
) -> tuple[dict[str, T], dict[str, str]]:
    """What reading gave for each guide, and the reason for each that could not be read."""
    done: dict[str, T] = {}
    failed: dict[str, str] = {}
    for number, (id, path) in enumerate(guides.items()):
        progress(Step(doing, number, len(guides)))
        try:
            done[id] = read(id, path)
        except ArticleError as error:
            failed[id] = str(error)
        except FileNotFoundError:
            failed[id] = "it went away while it was read."
        except Exception as error:  # a parser's own mistake must not cost the other guides
            failed[id] = f"it can't be read ({type(error).__name__}: {error})."
    return done, failed


def _failures(failed: Mapping[str, str], staying: Iterable[str]) -> list[Failed]:
    stay = set(staying)
    return [Failed(id, reason + (STAYS if id in stay else "")) for id, reason in sorted(failed.items())]
