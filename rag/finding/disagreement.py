"""Where guides say different things about the same matter: another value of one quantity, or opposite stances."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from rag.asking.question import is_topical
from rag.finding.matching import Evidence
from rag.text.lexical import terms
from rag.text.seniority import levels
from rag.types import Disagreement, Figure, Hit, Position, Unit

_FEWEST_SHARED = 3
"""Content words that two units on one quantity share, unless one of them has fewer."""
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_APART = re.compile(
    r"\b(?:different|distinct|separate|not the same|not to be confused|(?:do not|don't|don’t|never) confuse)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b\w*[A-Z]\w*\b")


def conflicting(a: Hit, b: Hit, evidence: Evidence) -> bool:
    """Whether two units of different guides disagree."""
    if a.unit.article_id == b.unit.article_id:
        return False
    return bool(_figures_apart(a, b, evidence)) or _opposite(a.unit.text, b.unit.text)


def disagreements(hits: Sequence[Hit], evidence: Evidence) -> Iterator[tuple[Hit, Hit, str, str]]:
    """Pairs of hits that disagree, with the value or stance of each."""
    for a, b in combinations(hits, 2):
        if a.unit.article_id != b.unit.article_id:
            figures = _figures_apart(a, b, evidence)
            if figures:
                yield a, b, figures[0].text, figures[1].text
            elif _opposite(a.unit.text, b.unit.text):
                yield a, b, a.unit.text, b.unit.text


def described(
    about: str, pairs: Sequence[tuple[Hit, Hit, str, str]], numbers: dict[int, int]
) -> tuple[Disagreement, ...]:
    """The pairs as disagreements about a question. `numbers` maps unit numbers to citation numbers."""

    def position(hit: Hit, value: str) -> Position:
        return Position(value, hit.unit.text, numbers[hit.number])

    return tuple(Disagreement(about, (position(a, one), position(b, other))) for a, b, one, other in pairs)


def _figures_apart(a: Hit, b: Hit, evidence: Evidence) -> tuple[Figure, Figure] | None:
    """A figure of each on the same quantity whose values or ranges don't meet; levels and years have to be the same."""
    if levels(a.unit.text) != levels(b.unit.text) or set(_YEARS.findall(a.unit.text)) != set(
        _YEARS.findall(b.unit.text)
    ):
        return None
    if not _same_matter(a, b):
        return None
    for one in evidence.figures(a.unit):
        for other in evidence.figures(b.unit):
            if one.unit == other.unit and one.unit and not _meet(_bounds(one, a.unit), _bounds(other, b.unit)):
                return one, other
    return None


def _bounds(figure: Figure, unit: Unit) -> tuple[float, float]:
    """Lowest and highest value meant: "$200K or more" and "up to 30%" are open at one end."""
    before, after = unit.text[: figure.start - unit.start], unit.text[figure.end - unit.start :]
    above = figure.text.endswith("+") or re.match(r"\s*(?:\+|or more|and (?:more|up|above)|or above)", after)
    below = re.search(r"\b(?:up to|at most|no more than|as much as)\s*$", before)
    return (-math.inf if below else figure.low), (math.inf if above else figure.high)


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _opposite(one: str, other: str) -> bool:
    """Whether one calls two things the same ("MLOps is essentially DevOps ...") that the other calls different."""
    names = sorted(set(_NAME.findall(one)) & set(_NAME.findall(other)))
    pairs = [(a, b) for a in names for b in names if a != b]
    for same, apart in ((one, other), (other, one)):
        if _APART.search(apart) and not _APART.search(same) and any(_equates(same, a, b) for a, b in pairs):
            return True
    return False


def _equates(text: str, a: str, b: str) -> bool:
    """Whether the text says that a is b: "a is b plus ...", "defines a as b applied to ..."."""
    return bool(re.search(rf"\b{re.escape(a)}\W+(?:is|are|as|means)\W+(?:\w+\W+){{0,2}}?{re.escape(b)}\b", text))


def _same_matter(a: Hit, b: Hit) -> bool:
    return len(_content(a) & _content(b)) >= min(_FEWEST_SHARED, len(_content(a)), len(_content(b)))


def _content(hit: Hit) -> frozenset[str]:
    words = f"{hit.unit.context} {hit.unit.text}".split()
    return frozenset(
        stem for word in words if is_topical(word.strip(".,;:!?()“”\"'")) for stem in terms(word) if not stem.isdigit()
    )
