"""The guides in the sidebar: what each is, who wrote it, when; a click reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from rag.types import GuideInfo
from ui.citations import byline, open_guide
from ui.escaping import label

if TYPE_CHECKING:
    from rag.assistant import Assistant


def about(guide: GuideInfo) -> str:
    """Author, date and size on one line."""
    passages = "1 passage" if guide.passages == 1 else f"{guide.passages:,} passages"
    return f"{byline(guide.author, guide.published)} · {passages}"


def mode_line(assistant: Assistant) -> str:
    """Who writes the answers."""
    if assistant.mode == "quotes":
        return "Answers are quotes from the guides; no model is set."
    return f"Answers are written by {assistant.model} and checked against the guides."


def draw_sidebar(assistant: Assistant) -> None:
    """Draws the guides and the way answers are made."""
    guides = assistant.guides()
    st.subheader(f"{len(guides)} guide{'' if len(guides) == 1 else 's'}", anchor=False)
    for guide in guides:
        with st.container(gap=None):
            if st.button(label(guide.title or guide.guide), key=f"guide-{guide.guide}", type="tertiary", wrap=True):
                open_guide(assistant, guide.guide)
            st.caption(label(about(guide)))
    st.caption(label(mode_line(assistant)))
