"""Work that takes a while, with how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from ui.escaping import label

if TYPE_CHECKING:
    from rag.progress import Progress, Step

Made = TypeVar("Made")


def shown(step: Step) -> tuple[float, str]:
    """How far a step is, from 0 to 1, and in words."""
    return min(step.done / step.total, 1.0) if step.total else 0.0, label(str(step))


def draw_progress(doing: str, work: Callable[[Progress], Made]) -> Made:
    """What the work gives; a bar tells how far it is meanwhile."""
    bar = st.progress(0.0, f"{doing} …")

    def progress(step: Step) -> None:
        bar.progress(*shown(step))

    try:
        return work(progress)
    finally:
        bar.empty()
