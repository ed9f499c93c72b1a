"""The figures that the guides state, as bars by guide; each opens the sentence it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from rag.types import Stated
from ui import bars
from ui.bars import Mark
from ui.citations import byline, dated, open_guide, title
from ui.escaping import one_line
from ui.mounting import mount
from ui.opening import assistant, errors_told

if TYPE_CHECKING:
    from rag.assistant import Assistant

ALL, DIFFERS = "All", "≠ "
_OPEN = "figure_to_open"


def show() -> None:
    """Draws the page."""
    st.title("Figures", anchor=False)
    st.markdown("What the guides say in numbers, as they say it. A click shows the sentence.")
    with errors_told():
        _draw(assistant())


def _draw(assistant: Assistant) -> None:
    figures = assistant.compared_figures()
    drawn = bars.marks(figures)
    if not drawn:
        st.info("The guides state no pay, shares or durations in figures.")
        return
    apart = {mark.scale for mark in drawn if mark.differs_from}
    scale = st.pills(
        "What",
        bars.scales(drawn),
        default=bars.scales(drawn)[0],
        key="figures_scale",
        required=True,
        format_func=lambda scale: f"{DIFFERS}{scale}" if scale in apart else scale,
    )
    if apart:
        st.caption(f"{DIFFERS.strip()} guides give different values")
    shown = _filtered([mark for mark in drawn if mark.scale == scale], figures)
    if not shown:
        st.info("No figure fits that; take a filter away.")
        return
    _mount(figures, shown)
    number: int | None = st.session_state.pop(_OPEN, None)
    if number is not None and 0 <= number < len(figures):
        open_guide(assistant, figures[number].citation.guide, figures[number].citation)


def _filtered(drawn: Sequence[Mark], figures: Sequence[Stated]) -> list[Mark]:
    """The marks that fit what is asked for; a filter that could tell nothing apart isn't drawn."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        words = st.text_input("Role or other words", key="figures_words", placeholder="senior, remote …")
        level = _choice("Level", [mark.level for mark in drawn])
        place = _choice("Place", [mark.place for mark in drawn])
    wanted = words.casefold().split()
    return [
        mark
        for mark in drawn
        if level in (ALL, mark.level)
        and place in (ALL, mark.place)
        and all(word in f"{mark.quote} {mark.level} {mark.place} {_title(figures, mark)}".casefold() for word in wanted)
    ]


def _choice(name: str, values: Sequence[str | None]) -> str:
    known = sorted({value for value in values if value})
    return st.selectbox(name, [ALL, *known], key=f"figures_{name.lower()}") if len(known) > 1 else ALL


def _title(figures: Sequence[Stated], mark: Mark) -> str:
    return title(figures[mark.number].citation)


def _mount(figures: Sequence[Stated], shown: Sequence[Mark]) -> None:
    """The bars, guide by guide, a colour for each level; what guides differ on stands first."""
    end, ticks = bars.axis(shown)
    levels = ["", *sorted({mark.level for mark in shown if mark.level})]
    by_guide = groupby(sorted(shown, key=lambda mark: (mark.guide, mark.number)), lambda mark: mark.guide)
    groups = []
    for _, of_guide in by_guide:
        mine = list(of_guide)
        cited = figures[mine[0].number].citation
        says = byline(cited.author, cited.published)
        groups.append({"title": title(cited), "says": says, "rows": bars.rows(mine, end, levels)})
    pairs = sorted({(min(m.number, other), max(m.number, other)) for m in shown for other in m.differs_from})
    tints = [{"name": level or "no level named", "tint": place % bars.TINTS} for place, level in enumerate(levels)]
    data = {
        "groups": groups,
        "ticks": ticks,
        "tints": tints,
        "differ": [{"about": "", "voices": [_voice(figures[each], each) for each in pair]} for pair in pairs],
        "sources": {str(each): _source(figures[each]) for pair in pairs for each in pair},
    }
    mount("figures", "figures", data, {"open": lambda number: st.session_state.update({_OPEN: int(number)})})


def _voice(stated: Stated, number: int) -> dict[str, str | int]:
    return {"value": one_line(stated.figure.text), "says": one_line(stated.citation.quote), "source": number}


def _source(stated: Stated) -> dict[str, str]:
    return {"title": title(stated.citation), "says": dated(stated.citation)}
