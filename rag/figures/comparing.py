"""Figures held against one another: which of other guides give the same another value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from rag.figures.book import FigureBook
from rag.figures.disagreement import disagreements
from rag.types import Figure, Stated

_NEIGHBOURS, _LEAST_COSINE = 8, 0.6
"""Each unit is held against so many of the most similar ones with figures, as long as they are about as similar."""
_AT_ONCE = 512


def compared(listed: Sequence[Stated], book: FigureBook) -> tuple[Stated, ...]:
    """The figures, each with the places in the list of those that give the same another value."""
    numbers = {(unit.article_id, unit.start): number for number, unit in enumerate(book.snapshot.units)}
    places: dict[int, list[int]] = {}
    for place, each in enumerate(listed):
        places.setdefault(numbers[each.citation.guide, each.citation.start], []).append(place)
    apart: dict[int, set[int]] = {}
    for one, other in _apart(book, places, [each.figure for each in listed]):
        apart.setdefault(one, set()).add(other)
        apart.setdefault(other, set()).add(one)
    return tuple(replace(each, differs_from=tuple(sorted(apart.get(place, ())))) for place, each in enumerate(listed))


def _apart(
    book: FigureBook, places: Mapping[int, Sequence[int]], figures: Sequence[Figure]
) -> Iterator[tuple[int, int]]:
    """Pairs of places of figures that give one quantity another value. `places` maps unit numbers to theirs."""
    for pair in _alike(book, sorted(places)):
        for a, b, value, rival in disagreements(pair, book):
            for first in places[a]:
                for second in places[b]:
                    if (figures[first].text, figures[second].text) == (value, rival):
                        yield first, second


def _alike(book: FigureBook, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of units of different guides that are similar enough to speak of the same."""
    if not numbers:
        return
    vectors = book.snapshot.vectors(numbers)
    guides = np.array([book.snapshot.units[number].article_id for number in numbers])
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
