"""Who writes the answers, and why, in two quiet lines."""

from __future__ import annotations

import streamlit as st

from ui import resources
from ui.escaping import label


def lines(mode: str, model: str | None, why: str | None) -> tuple[str, str]:
    """Who writes the answers, and why so."""
    if mode == "quotes":
        reason = f"No model is needed for that ({why})." if why else "No model is needed for that."
        return "Answers are quotes from the guides, word for word.", reason
    return (
        f"Answers are written by {model}.",
        "Each sentence is checked against the guides; where it fails, quotes answer.",
    )


def draw_mode() -> None:
    """Draws who answers, once the guides are open."""
    assistant = resources.shared().opened
    if assistant:
        who, why = lines(assistant.mode, assistant.model, assistant.no_model)
        st.caption(label(who), help=label(why))
