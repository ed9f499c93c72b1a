"""The figures of all guides: the sentence or row that states each, and which of other guides it differs from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import numpy as np

from rag.finding.disagreement import disagreements
from rag.finding.matching import Evidence
from rag.finding.voices import cite
from rag.types import Figure, Hit, Stated, Unit

_NEIGHBOURS, _LEAST_COSINE = 8, 0.6
"""Each unit is held against so many of the most similar ones with figures, as long as they are about as similar."""
_AT_ONCE = 512


def stated(evidence: Evidence) -> tuple[Stated, ...]:
    """The figures in the order of their guides; those outside every unit can't be quoted and are left out."""
    units = evidence.snapshot.units
    found = [(figure, number) for figure, number in _placed(evidence) if number is not None]
    places: dict[int, list[int]] = {}
    for place, (_, number) in enumerate(found):
        places.setdefault(number, []).append(place)
    apart: dict[int, set[int]] = {}
    for one, other in _apart(evidence, places, [figure for figure, _ in found]):
        apart.setdefault(one, set()).add(other)
        apart.setdefault(other, set()).add(one)
    return tuple(
        Stated(
            figure,
            cite(units[number], evidence.snapshot.articles[figure.article_id], place + 1),
            tuple(sorted(apart.get(place, ()))),
        )
        for place, (figure, number) in enumerate(found)
    )


def _placed(evidence: Evidence) -> Iterator[tuple[Figure, int | None]]:
    """Each figure with the number of the unit in which it stands."""
    numbered = groupby(enumerate(evidence.snapshot.units), key=lambda each: each[1].article_id)
    units: Mapping[str, list[tuple[int, Unit]]] = {id: list(group) for id, group in numbered}
    for figure in evidence.snapshot.figures:
        own = units.get(figure.article_id, [])
        place = bisect_right(own, figure.start, key=lambda each: each[1].start) - 1
        inside = place >= 0 and figure.end <= own[place][1].end
        yield figure, own[place][0] if inside else None


def _apart(
    evidence: Evidence, places: Mapping[int, Sequence[int]], figures: Sequence[Figure]
) -> Iterator[tuple[int, int]]:
    """Pairs of places of figures that give one quantity another value. `places` maps unit numbers to theirs."""
    units = evidence.snapshot.units
    for one, other in _alike(evidence, sorted(places)):
        hits = [Hit(units[number], 0.0, 0.0, 0.0, number) for number in (one, other)]
        for a, b, value, rival in disagreements(hits, evidence):
            for first in places[a.number]:
                for second in places[b.number]:
                    if (figures[first].text, figures[second].text) == (value, rival):
                        yield first, second


def _alike(evidence: Evidence, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of units of different guides that are similar enough to speak of the same."""
    if not numbers:
        return
    vectors = evidence.snapshot.vectors("context", numbers)
    guides = np.array([evidence.snapshot.units[number].article_id for number in numbers])
    seen: set[tuple[int, int]] = set()
    for start in range(0, len(numbers), _AT_ONCE):
        cosines = vectors[start : start + _AT_ONCE] @ vectors.T
        cosines[guides[start : start + _AT_ONCE, None] == guides[None, :]] = -1.0
        for row, near in enumerate(np.argsort(-cosines, axis=1)[:, :_NEIGHBOURS], start):
            for column in near:
                pair = (min(row, int(column)), max(row, int(column)))
                if cosines[row - start, column] >= _LEAST_COSINE and pair not in seen:
                    seen.add(pair)
                    yield numbers[pair[0]], numbers[pair[1]]
