"""Where guides give one quantity different values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from rag.figures.book import FigureBook
from rag.figures.rivals import apart, one_voice
from rag.types import Disagreement, Figure, Position, Unit


def disagreements(numbers: Sequence[int], book: FigureBook) -> Iterator[tuple[int, int, str, str]]:
    """Pairs of units, by number, that disagree, with the value of each. Guides that repeat one survey are one voice."""
    told: list[tuple[Figure, Figure]] = []
    units = book.snapshot.units
    for a, b in combinations(numbers, 2):
        figures = figures_apart(units[a], units[b], book)
        if figures:
            if not any(_repeats(figures, before) for before in told):
                yield a, b, figures[0].text, figures[1].text
            told.append(figures)


def described(
    about: str, pairs: Sequence[tuple[int, int, str, str]], cited: dict[int, int], book: FigureBook
) -> tuple[Disagreement, ...]:
    """The pairs as disagreements about a question. `cited` maps unit numbers to citation numbers."""

    def position(number: int, value: str) -> Position:
        return Position(value, book.snapshot.units[number].text, cited[number])

    return tuple(Disagreement(about, (position(a, one), position(b, other))) for a, b, one, other in pairs)


def figures_apart(a: Unit, b: Unit, book: FigureBook) -> tuple[Figure, Figure] | None:
    """The first figures of two guides' units on one quantity whose values don't meet; None where there are none."""
    if a.article_id == b.article_id:
        return None
    for one in book.of(a):
        for other in book.of(b):
            if apart(one, other, (a, b), (book.article(a), book.article(b))):
                return one, other
    return None


def _repeats(pair: tuple[Figure, Figure], before: tuple[Figure, Figure]) -> bool:
    """Whether a pair tells one that was told before, with a guide that repeats the same source."""
    return any(
        (one == same or one_voice(one, same)) and (other == alike or one_voice(other, alike))
        for one, other in (pair, pair[::-1])
        for same, alike in (before,)
    )
