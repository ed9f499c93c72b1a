"""The guides' figures as a chart: a bar from the lowest to the highest value, a dot where there is one value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import altair as alt

from rag.types import Stated
from ui.citations import byline
from ui.escaping import one_line

BAND_PIXELS = 46
LABEL_CHARS = 58
CHOSEN = "chosen"
DIFFERS = "≠ "
"""Before a figure to which another guide gives another value."""
MILLIONS = 5e6
"""From here on money is a market or a budget, and would press everybody's pay against the axis."""
_ZERO = "datum.value === 0 ? '0' : datum.label"
"""Nothing is not counted in thousands."""
_YEARS = {"years": 1.0, "months": 1 / 12, "weeks": 7 / 365.25}
_HOURS = {"days": 24.0, "hours": 1.0, "minutes": 1 / 60}


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure as it is drawn. `low` and `high` are in the unit of its scale."""

    number: int
    """Its place among the figures that were given."""
    scale: str
    low: float
    high: float
    value: str
    """As it stands in the guide."""
    of: str
    guide: str
    says: str
    level: str | None
    place: str | None
    differs_from: tuple[int, ...]
    """Numbers of other guides' figures that give the same another value."""


def marks(figures: Sequence[Stated]) -> tuple[Mark, ...]:
    """The figures that have a scale to be drawn on; bare counts have none."""
    found: list[Mark] = []
    for number, each in enumerate(figures):
        figure, citation = each.figure, each.citation
        if scaled := _scale(figure.unit, figure.per):
            scale, factor = scaled
            if scale.startswith("Money") and figure.high >= MILLIONS:
                scale = f"Markets and budgets, in {figure.unit}"
            found.append(
                Mark(
                    number=number,
                    scale=scale,
                    low=figure.low * factor,
                    high=figure.high * factor,
                    value=one_line(figure.text),
                    of=_shortened(one_line(_innermost(figure.of) or citation.quote)),
                    guide=one_line(citation.title or citation.guide),
                    says=one_line(figure.says or "") or byline(citation.author, citation.published),
                    level=figure.level,
                    place=figure.place,
                    differs_from=each.differs_from,
                )
            )
    return tuple(found)


def scales(marks: Sequence[Mark]) -> tuple[str, ...]:
    """The scales that the marks have, pay first, then by the number of marks."""
    count = {scale: sum(mark.scale == scale for mark in marks) for scale in {mark.scale for mark in marks}}
    return tuple(sorted(count, key=lambda scale: (not scale.startswith("Money"), -count[scale], scale)))


def chart(marks: Sequence[Mark], ink: str) -> alt.LayerChart | alt.FacetChart:
    """The marks on one scale, lowest first. A click on one selects its `number` under the name CHOSEN. `ink` is the
    colour of words."""
    ordered = sorted(marks, key=lambda mark: (mark.low, mark.high, mark.number))
    rows: list[dict[str, Any]] = [
        {**asdict(mark), "row": row, "caption": f"{DIFFERS if mark.differs_from else ''}{mark.value}  ·  {mark.of}"}
        for row, mark in enumerate(ordered)
    ]
    height = BAND_PIXELS * len(rows)
    data = alt.Data(values=rows)  # type: ignore[no-untyped-call]
    base = alt.Chart(data).encode(y=alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0)))
    x = alt.X(
        "low:Q",
        title=None,
        axis=alt.Axis(orient="top", format="~s", tickCount=5, labelExpr=_ZERO),
        scale=alt.Scale(zero=True),
    )
    colour = alt.Color(
        "guide:N", legend=alt.Legend(orient="bottom", columns=1, labelLimit=420, labelColor=ink, title=None)
    )
    tips = [
        alt.Tooltip(f"{field}:N", title=title)
        for field, title in (("value", "Says"), ("of", "Of"), ("says", "Who"), ("guide", "Guide"))
    ]
    chosen = alt.selection_point(name=CHOSEN, fields=["number"], on="click", clear=False, toggle=False)
    bars = (
        base.mark_bar(height=10, cornerRadius=5, yOffset=8, cursor="pointer", minBandSize=10)
        .encode(x=x, x2="high:Q", color=colour, tooltip=tips)
        .transform_filter("datum.high > datum.low")
    )
    dots = (
        base.mark_circle(size=150, yOffset=8, opacity=1, cursor="pointer")
        .encode(x=x, color=colour, tooltip=tips)
        .transform_filter("datum.high <= datum.low")
    )
    names = base.mark_text(
        align="left", baseline="bottom", dy=-3, limit=alt.expr("width - 4"), fontSize=13, color=ink
    ).encode(x=alt.value(2), text="caption:N", tooltip=tips)
    return alt.layer(bars, dots, names).add_params(chosen).properties(height=max(height, 120))


def described(mark: Mark) -> str:
    """A mark in words."""
    return f"{DIFFERS if mark.differs_from else ''}{mark.value} · {mark.of} · {mark.says}"


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


def _shortened(text: str) -> str:
    return text if len(text) <= LABEL_CHARS else text[:LABEL_CHARS].rsplit(" ", 1)[0] + " …"
