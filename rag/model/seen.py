"""What a model sees of the guides: numbered units under their guide and heading, as many as fit its context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.checking.quantities import Line
from rag.indexing.views import named
from rag.language.money import CURRENCIES
from rag.seams import Snapshot
from rag.types import Figure, Window


@dataclass(frozen=True)
class Passage:
    """Neighbouring units of one guide, each with the number that a model cites it by."""

    guide: str
    author: str | None
    published: str | None
    context: str
    """Where it stands: the guide's title, the headings, names of rows and columns."""
    lines: tuple[tuple[int, str], ...]


class Seen:
    """The units that a model sees, numbered from 1 in the guides' order."""

    def __init__(self, windows: Sequence[Window], snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.units = sorted({number for window in windows for number in window.numbers})
        """Their numbers in the snapshot; the place tells the number that the model cites."""
        self._window = {number: window for window in windows for number in window.numbers}
        self._money: dict[str, list[Figure]] = {}
        """The amounts of money that each guide states."""
        for figure in snapshot.figures:
            if figure.unit in CURRENCIES:
                self._money.setdefault(figure.article_id, []).append(figure)

    def __len__(self) -> int:
        return len(self.units)

    @property
    def passages(self) -> Iterator[Passage]:
        """The units, those together that follow one another under one heading."""
        begun: list[tuple[int, str]] = []
        for place, number in enumerate(self.units, 1):
            begun.append((place, self._snapshot.units[number].text))
            following = self.units[place] if place < len(self.units) else None
            if following != number + 1 or self._place(following) != self._place(number):
                yield self._passage(number, begun)
                begun = []

    def unit(self, cited: int) -> int | None:
        """The snapshot's number of the unit that a model cites by a number; None where it saw none of that number."""
        return self.units[cited - 1] if 0 < cited <= len(self.units) else None

    def beside(self, number: int) -> list[int]:
        """The units that were seen in the window of one, itself left out."""
        return [each for each in self._window[number].numbers if each != number]

    def line(self, number: int) -> Line:
        """A unit as the exact checks want it."""
        unit = self._snapshot.units[number]
        article = self._snapshot.articles[unit.article_id]
        around = " ".join(filter(None, [named(article), unit.section, unit.context]))
        byline = " ".join(filter(None, [article.author, article.published, article.id]))
        return Line(unit.text, around, byline, self._currencies(number))

    def _passage(self, number: int, lines: Sequence[tuple[int, str]]) -> Passage:
        unit = self._snapshot.units[number]
        article = self._snapshot.articles[unit.article_id]
        _, context = self._place(number)
        return Passage(article.id, article.author, article.published, context, tuple(lines))

    def _place(self, number: int) -> tuple[str, str]:
        """The guide of a unit, and where in it the unit's window stands."""
        unit = self._snapshot.units[number]
        names = dict.fromkeys(self._snapshot.units[each].context for each in self._window[number].numbers)
        title = named(self._snapshot.articles[unit.article_id])
        return unit.article_id, " › ".join(filter(None, [title, unit.section, *names]))

    def _currencies(self, number: int) -> frozenset[str]:
        """The currencies that the window of a unit names; else those of its guide."""
        units, window = self._snapshot.units, self._window[number]
        stated = self._money.get(units[number].article_id, [])
        first, last = units[window.numbers[0]].start, units[window.numbers[-1]].end
        near = frozenset(figure.unit for figure in stated if first <= figure.start < last)
        return near or frozenset(figure.unit for figure in stated)
