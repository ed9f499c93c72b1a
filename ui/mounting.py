"""Components of our own, where Streamlit has no element: each a script and a style, after what they share.

All text goes to them as data and is set as text, never as HTML. One that draws many things is one element of a run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

HERE = Path(__file__).parent

Handlers = Mapping[str, Callable[[Any], None]]
"""What a component can send, by name, and who takes it."""


def mount(name: str, key: str, data: Mapping[str, Any], on: Handlers) -> None:
    """Draws the component of that name; what a click in it sends reaches its handler before the next run begins."""

    def taker(event: str) -> Callable[[], None]:
        return lambda: on[event](st.session_state[key][event])

    takers: dict[str, Any] = {f"on_{event}_change": taker(event) for event in on}
    component(name)(key=key, data=data, **takers)


@cache
def component(name: str) -> ComponentRenderer:
    """The component of that name, with the scripts and styles in this folder."""
    css, script = (
        "\n".join((HERE / f"{each}.{suffix}").read_text(encoding="utf-8") for each in ("shared", name))
        for suffix in ("css", "js")
    )
    return st.components.v2.component(f"career_{name}", html='<div class="root"></div>', css=css, js=script)
