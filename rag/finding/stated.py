"""The figures of all guides, each with the sentence or table row that states it."""

from __future__ import annotations

from bisect import bisect_right

from rag.finding.voices import cite
from rag.seams import Snapshot
from rag.types import Figure, Stated, Unit


def stated(snapshot: Snapshot) -> tuple[Stated, ...]:
    """The snapshot's figures, in its order; figures outside every unit can't be quoted and are left out."""
    units: dict[str, list[Unit]] = {}
    for unit in snapshot.units:
        units.setdefault(unit.article_id, []).append(unit)
    found = ((figure, _unit(figure, units.get(figure.article_id, []))) for figure in snapshot.figures)
    return tuple(
        Stated(figure, cite(unit, snapshot.articles[unit.article_id], number))
        for number, (figure, unit) in enumerate(found, 1)
        if unit
    )


def _unit(figure: Figure, units: list[Unit]) -> Unit | None:
    """The unit in which the figure stands; `units` are one article's, by their start."""
    place = bisect_right(units, figure.start, key=lambda unit: unit.start) - 1
    return units[place] if place >= 0 and figure.end <= units[place].end else None
