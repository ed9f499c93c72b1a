"""The figures that the guides state, as charts; each mark opens the sentence it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from rag.types import Stated
from ui.charts import CHOSEN, DIFFERS, Mark, chart, described, marks, scales
from ui.citations import open_guide
from ui.disagreements import Voice, draw_voices
from ui.escaping import label
from ui.opening import assistant, errors_told

if TYPE_CHECKING:
    from rag.assistant import Assistant

ALL = "All"
_INK = {"light": "#1c2b2e", "dark": "#e6ecec"}
"""The theme's colours of text, which a chart doesn't take over by itself."""
_CHART, _OPEN = "figures_chart", "figures_open"


def show() -> None:
    """Draws the page."""
    st.title("Figures", anchor=False)
    st.markdown("What the guides say in numbers, as they say it. A click on a mark shows the sentence.")
    with errors_told():
        _draw(assistant())


def _draw(assistant: Assistant) -> None:
    figures = assistant.compared_figures()
    drawn = marks(figures)
    if not drawn:
        st.info("The guides state no pay, shares or durations in figures.")
        return
    apart = {mark.scale for mark in drawn if mark.differs_from}
    scale = st.pills(
        "What",
        scales(drawn),
        default=scales(drawn)[0],
        key="figures_scale",
        required=True,
        format_func=lambda scale: f"{DIFFERS}{scale}" if scale in apart else scale,
    )
    if apart:
        st.caption(f"{DIFFERS.strip()} guides give different values")
    of_scale = [mark for mark in drawn if mark.scale == scale]
    shown = _filtered(of_scale)
    if not shown:
        st.info("No figure fits that; take a filter away.")
        return
    ink = _INK.get(st.context.theme.type or "light", _INK["light"])
    st.altair_chart(chart(shown, ink), key=_CHART, on_select=_note_choice, selection_mode=CHOSEN, alt=_in_words(shown))
    _draw_disagreements(assistant, figures, shown)
    chosen: int | None = st.session_state.pop(_OPEN, None)
    _draw_list(shown)
    if chosen is not None:
        _open(assistant, figures, chosen)


def _filtered(drawn: Sequence[Mark]) -> list[Mark]:
    """The marks that fit what is asked for; a filter that could tell nothing apart isn't drawn."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        words = st.text_input("Role or other words", key="figures_words", placeholder="senior, remote …")
        level = _choice("Level", [mark.level for mark in drawn])
        place = _choice("Place", [mark.place for mark in drawn])
        guide = _choice("Guide", [mark.guide for mark in drawn])
    wanted = words.casefold().split()
    return [
        mark
        for mark in drawn
        if level in (ALL, mark.level)
        and place in (ALL, mark.place)
        and guide in (ALL, mark.guide)
        and all(word in f"{mark.of} {mark.level} {mark.place} {mark.guide}".casefold() for word in wanted)
    ]


def _choice(name: str, values: Sequence[str | None]) -> str:
    known = sorted({value for value in values if value})
    return st.selectbox(name, [ALL, *known], key=f"figures_{name.lower()}") if known else ALL


def _note_choice() -> None:
    """Remembers the mark that was clicked, for this run alone."""
    points = st.session_state[_CHART].selection.get(CHOSEN) or []
    st.session_state[_OPEN] = int(points[0]["number"]) if points else None


def _draw_disagreements(assistant: Assistant, figures: Sequence[Stated], shown: Sequence[Mark]) -> None:
    pairs = {(min(m.number, other), max(m.number, other)) for m in shown for other in m.differs_from}
    for one, other in sorted(pairs):
        voices = [Voice(s.figure.text, s.citation.quote, s.citation) for s in (figures[one], figures[other])]
        draw_voices(assistant, figures[one].figure.of, voices, f"figures-{one}-{other}", numbered=False)


def _draw_list(shown: Sequence[Mark]) -> None:
    with st.expander(f"The same {len(shown)} figures as a list", key="figures_list"):
        for mark in shown:
            if st.button(label(described(mark)), key=f"figure-{mark.number}", type="tertiary", wrap=True):
                st.session_state[_OPEN] = mark.number
                st.rerun()


def _in_words(shown: Sequence[Mark]) -> str:
    return f"Chart of {len(shown)} figures; the list below it says the same: " + "; ".join(
        described(mark) for mark in shown[:20]
    )


def _open(assistant: Assistant, figures: Sequence[Stated], number: int) -> None:
    if number < len(figures):
        citation = figures[number].citation
        open_guide(assistant, citation.guide, citation)
