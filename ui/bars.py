"""The guides' figures as bars: from the lowest to the highest value, or a dot where there is one value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rag.types import Answer, Stated
from ui.escaping import one_line

if TYPE_CHECKING:
    from rag.assistant import Assistant

MILLIONS = 5e6
"""From here on money is a market or a budget, and would press everybody's pay against the axis."""
FEWEST = 3
"""An answer with so many figures of pay gets bars."""
TINTS = 6
"""Colours that there are for levels."""
_STEPS = (1, 2, 2.5, 5, 10)
_YEARS = {"years": 1.0, "months": 1 / 12, "weeks": 7 / 365.25}
_HOURS = {"days": 24.0, "hours": 1.0, "minutes": 1 / 60}


Row = dict[str, Any]
"""What the component draws as a row, or a tick."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure on its scale. `low` and `high` are in the unit of the scale."""

    number: int
    """Its place among the figures that were given."""
    scale: str
    low: float
    high: float
    value: str
    """As it stands in the guide."""
    of: str
    """What it is a figure of, in the guide's words, whole."""
    quote: str
    guide: str
    """The guide's path."""
    level: str | None
    place: str | None
    differs_from: tuple[int, ...]
    """Numbers of other guides' figures that give the same another value."""


def marks(figures: Sequence[Stated]) -> tuple[Mark, ...]:
    """The figures that have a scale to be drawn on, which bare counts have not; what a guide says twice, once."""
    found: dict[tuple[object, ...], Mark] = {}
    for number, each in enumerate(figures):
        figure, citation = each.figure, each.citation
        if scaled := _scale(figure.unit, figure.per):
            scale, factor = scaled
            if scale.startswith("Money") and figure.high >= MILLIONS:
                scale = f"Markets and budgets, in {figure.unit}"
            of = one_line(_innermost(figure.of))
            mark = Mark(
                number=number,
                scale=scale,
                low=figure.low * factor,
                high=figure.high * factor,
                value=one_line(figure.text),
                of=of or one_line(citation.quote),
                quote=one_line(citation.quote),
                guide=citation.guide,
                level=figure.level,
                place=figure.place,
                differs_from=each.differs_from,
            )
            same = (mark.guide, scale, mark.low, mark.high, mark.level, mark.place if mark.level or mark.place else of)
            if same not in found or (mark.differs_from and not found[same].differs_from):
                found[same] = mark
    return tuple(found.values())


def scales(marks: Sequence[Mark]) -> tuple[str, ...]:
    """The scales that the marks have, pay first, then by the number of marks."""
    count = {scale: sum(mark.scale == scale for mark in marks) for scale in {mark.scale for mark in marks}}
    return tuple(sorted(count, key=lambda scale: (not scale.startswith("Money"), -count[scale], scale)))


def rows(marks: Sequence[Mark], highest: float, tints: Sequence[str]) -> list[Row]:
    """A row for each mark, lowest first; no two have the same words. `tints` are the levels that have a colour."""
    drawn: list[Row] = []
    told: set[tuple[str, str]] = set()
    for mark in sorted(marks, key=lambda mark: (mark.low, mark.high, mark.number)):
        label = mark.of if (mark.value, mark.of) not in told else mark.quote
        told.add((mark.value, label))
        tags = [tag for tag in (mark.level, mark.place) if tag and tag.casefold() not in label.casefold()]
        drawn.append(
            {
                "number": mark.number,
                "label": label,
                "value": mark.value,
                "tags": " · ".join(map(one_line, tags)),
                "from": round(100 * mark.low / highest, 2),
                "to": round(100 * mark.high / highest, 2),
                "differs": bool(mark.differs_from),
                "tint": tints.index(mark.level or "") % TINTS if (mark.level or "") in tints else 0,
            }
        )
    return drawn


def axis(marks: Sequence[Mark]) -> tuple[float, list[Row]]:
    """The end of a scale from 0 that holds the marks, and its ticks: `at` in percent, and the number in short."""
    top = max(mark.high for mark in marks) or 1
    power = 10 ** (len(f"{int(top / 4)}") - 1) if top >= 4 else 0.1
    step = next(each * power for each in _STEPS if each * power * 5 >= top)
    count = int(-(-top // step))
    return step * count, [{"at": round(100 * n / count, 2), "text": _short(step * n)} for n in range(count + 1)]


def of_answer(assistant: Assistant, answer: Answer) -> list[Row]:
    """Bars for the pay that an answer's quotes state, where there is enough of it; else none."""
    if answer.comparison or sum(char.isdigit() for each in answer.citations for char in each.quote) < FEWEST:
        return []
    spans = [(each.guide, each.start, each.end) for each in answer.citations]
    stated = [each for each in assistant.figures() if _within(each, spans)]
    found = marks(stated)
    pay = [mark for mark in found if mark.scale.startswith("Money") and mark.scale == scales(found)[0]]
    return rows(pay, axis(pay)[0], ()) if len(pay) >= FEWEST else []


def _within(stated: Stated, spans: Sequence[tuple[str, int, int]]) -> bool:
    figure = stated.figure
    return any(guide == figure.article_id and start <= figure.start < end for guide, start, end in spans)


def _short(number: float) -> str:
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if number >= size:
            return f"{number / size:g}{letter}"
    return f"{number:g}"


def _scale(unit: str, per: str | None) -> tuple[str, float] | None:
    """The scale a unit is drawn on, and what its values are multiplied with. Pay by the hour or month has its own."""
    if unit == "percent":
        return "Shares, in percent", 1.0
    if unit == "times":
        return "Growth, in times", 1.0
    if unit in _YEARS:
        return "Durations, in years", _YEARS[unit]
    if unit in _HOURS:
        return "Times, in hours", _HOURS[unit]
    by = f" a {per}" if per and per != "year" else ""
    return (f"Money, in {unit}{by}", 1.0) if re.fullmatch(r"[A-Z]{3}", unit) else None


def _innermost(of: str) -> str:
    """What a figure is of, without the title and the headings that it stands under, which the page shows elsewhere."""
    return of.rsplit(" › ", 1)[-1]
