"""Figures that units state: amounts with what they are of, and for which level, place and time the guide says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.text.amounts import Amount, find_amounts
from rag.text.places import PLACE
from rag.text.seniority import LEVEL, first_level
from rag.types import Article, Figure, Unit, UnitKind

_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?!,\d)")
_BASES = (
    r"according to [^,.;:()]{2,60}",
    r"(?:an? )?(?:commonly|widely|often)[- ]cited[^,.;:()]{0,30}?(?:stat|figure)\w*",
    r"as an? (?:\w+ ){0,3}(?:judge?ment|estimate|opinion|guess|rule of thumb)",
    r"in my (?:\w+ )?(?:experience|opinion|view|estimate)",
    r"(?:a |the |one |our )?(?:(?:19|20)\d\d )?(?:\w{1,30} )?(?:survey|study|report|poll)"
    r" (?:by|from|of) [^,.;:()]{2,50}",
    r"\breal stat\b|\b(?:rough|back-of-the-envelope) (?:estimate|calculation)",
)
_BASIS = re.compile("|".join(_BASES), re.IGNORECASE)
_FORECAST = re.compile(r"\b(?:projected|estimated|forecast|expected)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"[,;]\s+|\s\|\s|\s(?:and|or|but|while|whereas|versus|vs\.?|compared (?:to|with))\s")


@dataclass(frozen=True, slots=True)
class _Clause:
    """Amounts that stand together, and the stretch of the unit's text that speaks of them."""

    start: int
    end: int
    amounts: tuple[Amount, ...]


def find_figures(units: Sequence[Unit], article: Article) -> tuple[Figure, ...]:
    """All figures of an article's units, in the order of the text."""
    return tuple(figure for unit in units for figure in _in_unit(unit, article))


def holds_figure(text: str) -> bool:
    """Whether a text states an amount with a unit."""
    return any(amount.unit for amount in find_amounts(text))


def _in_unit(unit: Unit, article: Article) -> Iterator[Figure]:
    basis = _BASIS.search(unit.text)
    level = place = None
    before = ""
    for clause in _clauses(unit.text):
        for amount in clause.amounts:
            # What one amount is of goes on to the next one of another kind ("with 3-5 years, $190K"), or in its row.
            goes_on = amount.unit != before or unit.kind is UnitKind.ROW
            level = _level(unit.text, clause, amount) or (level if goes_on else None)
            place = _nearest(PLACE, unit.text, clause, amount) or (place if goes_on else None)
            before = amount.unit
            yield Figure(
                article_id=article.id,
                start=unit.start + amount.start,
                end=unit.start + amount.end,
                text=unit.text[amount.start : amount.end],
                low=amount.low,
                high=amount.high,
                unit=amount.unit,
                of=" ".join(filter(None, [unit.context, unit.text])),
                level=level or (None if unit.kind is UnitKind.SENTENCE else first_level(unit.context)),
                place=place.lower() if place and place[0] in "Rr" else place,
                says=article.author,
                as_of=_nearest(_YEAR, unit.text, clause, amount) or article.published,
                basis=basis.group().strip() if basis else _nearest(_FORECAST, unit.text, clause, amount),
            )


def _clauses(text: str) -> list[_Clause]:
    """The clauses of a text that hold amounts; one without any belongs to the next that does, or to the last."""
    amounts = find_amounts(text)
    if not amounts:
        return []
    clauses: list[_Clause] = []
    start, pending = 0, amounts
    for edge in [*(m.start() for m in _SEPARATOR.finditer(text)), len(text)]:
        inside = tuple(amount for amount in pending if amount.end <= edge)
        if inside:
            clauses.append(_Clause(start, edge, inside))
            start, pending = edge, pending[len(inside) :]
    last = clauses[-1]
    return [*clauses[:-1], _Clause(last.start, len(text), last.amounts)]


def _nearest(pattern: re.Pattern[str], text: str, clause: _Clause, amount: Amount) -> str | None:
    """The last match before an amount in its clause, else the first behind it."""
    before = list(pattern.finditer(text, clause.start, amount.start))
    found = before[-1] if before else pattern.search(text, amount.end, clause.end)
    return found.group() if found else None


def _level(text: str, clause: _Clause, amount: Amount) -> str | None:
    found = _nearest(LEVEL, text, clause, amount)
    return first_level(found) if found else None
