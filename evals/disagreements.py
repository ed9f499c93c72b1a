"""How often it is seen rightly that two guides disagree, or that they only look so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.lines import read_lines, text_of
from ingest.articles import parse
from rag.errors import UsageError
from rag.figures.book import FigureBook
from rag.figures.disagreement import disagreements
from rag.types import Article, EncoderId, Figure, Manifest, Suggestion, Unit, Vectors


@dataclass(frozen=True, slots=True)
class Said:
    """What one guide says, and who wrote it when."""

    text: str
    author: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two guides, and whether they disagree. `part` is `test` for pairs that nothing was tuned on."""

    id: str
    part: str
    kind: str
    disagree: bool
    guides: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair, and whether a disagreement was seen."""

    pair: Pair
    seen: bool

    @property
    def right(self) -> bool:
        """Whether what was seen is so."""
        return self.seen == self.pair.disagree


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Pairs, and how many were judged rightly; those that disagree, and those seen; the others, and those seen."""

    pairs: int
    right: int
    disagree: int
    seen: int
    alike: int
    falsely_seen: int


class _Snapshot:
    """Guides as a snapshot without vectors: what disagreement looks at."""

    def __init__(self, guides: Sequence[Said]) -> None:
        parsed = [parse(_file(guide).encode(), f"{number}.md") for number, guide in enumerate(guides, 1)]
        self.articles: Mapping[str, Article] = {one.article.id: one.article for one in parsed}
        self.units: Sequence[Unit] = [unit for one in parsed for unit in one.units]
        self.figures: Sequence[Figure] = [figure for one in parsed for figure in one.figures]
        self.suggestions: Sequence[Suggestion] = ()
        self.manifest = Manifest("pairs", "", EncoderId("none", ""), 0, "", {}, len(self.units))

    def dense(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        return []

    def vectors(self, numbers: Sequence[int]) -> Vectors:
        raise NotImplementedError

    def lexical(self, terms: Sequence[str], k: int) -> list[tuple[int, float]]:
        return []


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a file of JSON lines. Raises UsageError that names the line."""
    return read_lines(path, _pair)


def judge(pairs: Iterable[Pair]) -> list[Judged]:
    """Each pair with whether the product sees a disagreement between its guides, in order."""
    return [Judged(pair, _disagree(pair.guides)) for pair in pairs]


def count(judged: Iterable[Judged]) -> PairCounts:
    """The judgements counted."""
    judged = list(judged)
    apart = [one for one in judged if one.pair.disagree]
    alike = [one for one in judged if not one.pair.disagree]
    return PairCounts(
        pairs=len(judged),
        right=sum(one.right for one in judged),
        disagree=len(apart),
        seen=sum(one.seen for one in apart),
        alike=len(alike),
        falsely_seen=sum(one.seen for one in alike),
    )


def by_kind(judged: Sequence[Judged]) -> dict[str, PairCounts]:
    """The judgements counted by kind, kinds in the order in which they first come."""
    kinds = dict.fromkeys(one.pair.kind for one in judged)
    return {kind: count(one for one in judged if one.pair.kind == kind) for kind in kinds}


def _disagree(guides: Sequence[Said]) -> bool:
    snapshot = _Snapshot(guides)
    return any(True for _ in disagreements(range(len(snapshot.units)), FigureBook(snapshot)))


def _file(guide: Said) -> str:
    """The guide as a file, with its front matter."""
    known = {"author": guide.author, "published": guide.published}
    lines = [f"{key}: {value}" for key, value in known.items() if value]
    return "\n".join([*(["---", *lines, "---", ""] if lines else []), guide.text, ""])


def _pair(value: Mapping[str, Any]) -> Pair:
    if not isinstance(value.get("disagree"), bool):
        raise UsageError('"disagree" is neither true nor false')
    return Pair(
        id=text_of(value, "id", may_be_null=True),
        part=text_of(value, "part", may_be_null=True),
        kind=text_of(value, "kind"),
        disagree=value["disagree"],
        guides=tuple(_said(value, side) for side in ("a", "b")),
    )


def _said(value: Mapping[str, Any], side: str) -> Said:
    guide = value.get(side)
    if not isinstance(guide, Mapping):
        raise UsageError(f'"{side}" is no object')
    return Said(
        text=text_of(guide, "text"),
        author=text_of(guide, "author", may_be_null=True) or None,
        published=text_of(guide, "published", may_be_null=True) or None,
    )
