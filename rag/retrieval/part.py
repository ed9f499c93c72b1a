"""Some of a snapshot's guides, as if there were no others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property

import numpy as np

from rag.seams import Snapshot
from rag.types import Manifest, Vectors

Found = list[tuple[int, float]]
MOST_EXACT = 5_000
"""Units whose vectors are taken out of the whole and compared one by one: a few among many are found slowly by rank."""


class Part:
    """A Snapshot of those of another one's guides; its units count from 0. Safe for several threads."""

    def __init__(self, whole: Snapshot, guides: Collection[str]) -> None:
        self._whole = whole
        self._numbers = [number for number, unit in enumerate(whole.units) if unit.article_id in guides]
        self._places = {number: place for place, number in enumerate(self._numbers)}
        self.articles = {id: article for id, article in whole.articles.items() if id in guides}
        self.units = tuple(whole.units[number] for number in self._numbers)
        self.figures = tuple(each for each in whole.figures if each.article_id in guides)
        self.suggestions = tuple(each for each in whole.suggestions if each.article_id in guides)

    @property
    def manifest(self) -> Manifest:
        """That of the whole."""
        return self._whole.manifest

    def dense(self, vector: Vectors, k: int) -> Found:
        """As Snapshot has it."""
        if not self.units:
            return []
        if len(self.units) > MOST_EXACT:
            return self._best(lambda most: self._whole.dense(vector, most), k)
        cosines = self._vectors @ vector.ravel()
        return [(int(number), float(cosines[number])) for number in np.argsort(-cosines, kind="stable")[:k]]

    def vectors(self, numbers: Sequence[int]) -> Vectors:
        """As Snapshot has it."""
        return self._whole.vectors([self._numbers[number] for number in numbers])

    def lexical(self, terms: Sequence[str], k: int) -> Found:
        """As Snapshot has it; how rare a word is, the whole tells."""
        return self._best(lambda most: self._whole.lexical(terms, most), k)

    @cached_property
    def _vectors(self) -> Vectors:
        return self._whole.vectors(self._numbers)

    def _best(self, find: Callable[[int], Found], k: int) -> Found:
        """The k best of the part: as many of the whole are looked at as it takes."""
        k = most = min(k, len(self.units))
        while True:
            found = find(most)
            own = [(self._places[number], score) for number, score in found if number in self._places]
            if len(own) >= k or len(found) < most or most >= len(self._whole.units):
                return own[:k]
            most = min(4 * most, len(self._whole.units))
