"""The figures of one snapshot by the units that state them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict

from rag.seams import Snapshot
from rag.types import Article, Figure, Unit


class FigureBook:
    """Looks figures up in one snapshot. Safe for several threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._figures: dict[str, list[Figure]] = defaultdict(list)
        for figure in snapshot.figures:
            self._figures[figure.article_id].append(figure)
        for figures in self._figures.values():
            figures.sort(key=lambda figure: figure.start)

    def of(self, unit: Unit) -> list[Figure]:
        """The figures that stand in a unit."""
        figures = self._figures.get(unit.article_id, [])
        first, last = (bisect_right(figures, at - 1, key=lambda each: each.start) for at in (unit.start, unit.end))
        return figures[first:last]

    def article(self, unit: Unit) -> Article:
        """The guide that a unit stands in."""
        return self.snapshot.articles[unit.article_id]
