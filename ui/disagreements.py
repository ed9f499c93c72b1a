"""A disagreement as a card: each side's value, its words, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from rag.types import Citation
from ui.citations import draw_opener
from ui.escaping import label

if TYPE_CHECKING:
    from rag.assistant import Assistant


@dataclass(frozen=True, slots=True)
class Voice:
    """One side: its value in short, the guide's words, and where they stand."""

    value: str
    says: str
    citation: Citation | None


def draw_voices(assistant: Assistant, about: str, voices: Sequence[Voice], key: str, *, numbered: bool = True) -> None:
    """Draws the sides next to each other, on a phone below each other. `numbered` citations are an answer's."""
    with st.container(border=True, key=f"card-{key}", gap="small"):
        st.markdown(f":material/balance: **The guides differ: {label(about)}**")
        columns = st.columns(len(voices), gap="medium")
        for side, (column, voice) in enumerate(zip(columns, voices, strict=True)):
            with column, st.container(gap="xsmall"):
                if voice.value != voice.says:
                    st.markdown(f"**{label(voice.value)}**")
                st.markdown(f"“{label(voice.says)}”")
                if voice.citation:
                    draw_opener(assistant, voice.citation, f"{key}-{side}", numbered=numbered)
