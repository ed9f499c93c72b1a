"""Where guides say different things about the same matter: another value of one quantity, or opposite stances."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from rag.finding.matching import Evidence
from rag.finding.rival_figures import apart, one_voice
from rag.finding.stances import opposite
from rag.types import Disagreement, Figure, Hit, Position

_APART = re.compile(
    r"\b(?:different|distinct|separate|not the same|not to be confused|(?:do not|don't|don’t|never) confuse)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b\w*[A-Z]\w*\b")


def conflicting(a: Hit, b: Hit, evidence: Evidence) -> bool:
    """Whether two units of different guides disagree."""
    if a.unit.article_id == b.unit.article_id:
        return False
    return bool(_figures_apart(a, b, evidence)) or _opposite(a.unit.text, b.unit.text, evidence)


def disagreements(hits: Sequence[Hit], evidence: Evidence) -> Iterator[tuple[Hit, Hit, str, str]]:
    """Pairs of hits that disagree, with the value or stance of each. Guides that repeat one survey are one voice."""
    told: list[tuple[Figure, Figure]] = []
    for a, b in combinations(hits, 2):
        if a.unit.article_id != b.unit.article_id:
            figures = _figures_apart(a, b, evidence)
            if figures:
                if not any(_repeats(figures, before) for before in told):
                    yield a, b, figures[0].text, figures[1].text
                told.append(figures)
            elif _opposite(a.unit.text, b.unit.text, evidence):
                yield a, b, a.unit.text, b.unit.text


def described(
    about: str, pairs: Sequence[tuple[Hit, Hit, str, str]], numbers: dict[int, int]
) -> tuple[Disagreement, ...]:
    """The pairs as disagreements about a question. `numbers` maps unit numbers to citation numbers."""

    def position(hit: Hit, value: str) -> Position:
        return Position(value, hit.unit.text, numbers[hit.number])

    return tuple(Disagreement(about, (position(a, one), position(b, other))) for a, b, one, other in pairs)


def _figures_apart(a: Hit, b: Hit, evidence: Evidence) -> tuple[Figure, Figure] | None:
    """The first figures of each on one quantity whose values don't meet; None where some meet, which is agreement."""
    articles = evidence.snapshot.articles
    both = articles[a.unit.article_id], articles[b.unit.article_id]
    for one in evidence.figures(a.unit):
        for other in evidence.figures(b.unit):
            if apart(one, other, (a.unit, b.unit), both, disciplines=evidence.disciplines):
                return one, other
    return None


def _repeats(pair: tuple[Figure, Figure], before: tuple[Figure, Figure]) -> bool:
    """Whether a pair tells one that was told before, with a guide that repeats the same source."""
    return any(
        (one == same or one_voice(one, same)) and (other == alike or one_voice(other, alike))
        for one, other in (pair, pair[::-1])
        for same, alike in (before,)
    )


def _opposite(one: str, other: str, evidence: Evidence) -> bool:
    return _told_apart(one, other) or opposite(one, other, evidence.disciplines)


def _told_apart(one: str, other: str) -> bool:
    """Whether one calls two things the same ("MLOps is essentially DevOps ...") that the other calls different."""
    names = sorted(set(_NAME.findall(one)) & set(_NAME.findall(other)))
    pairs = [(a, b) for a in names for b in names if a != b]
    for same, different in ((one, other), (other, one)):
        if _APART.search(different) and not _APART.search(same) and any(_equates(same, a, b) for a, b in pairs):
            return True
    return False


def _equates(text: str, a: str, b: str) -> bool:
    """Whether the text says that a is b: "a is b plus ...", "defines a as b applied to ..."."""
    return bool(re.search(rf"\b{re.escape(a)}\W+(?:is|are|as|means)\W+(?:\w+\W+){{0,2}}?{re.escape(b)}\b", text))
