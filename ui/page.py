"""The chat page from top to bottom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from rag.errors import CareerError
from ui import answers, resources, state
from ui.escaping import label
from ui.guides import draw_sidebar

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.progress import Step

ICON = Path(__file__).with_name("icon.svg")


def show() -> None:
    """Draws the page; what needs the guides comes after what doesn't."""
    st.set_page_config(page_title="Career guides", page_icon=str(ICON), layout="centered")
    if typed := st.chat_input("Ask a question about careers in ML", submit_mode="stop"):
        state.ask_next(typed)
    state.settle()
    with st.sidebar:
        st.button("New chat", icon=":material/edit_square:", width="stretch", on_click=state.new_chat)
    st.title("Career guides", anchor=False)
    st.markdown("Answers only from these guides; every sentence one click from its source.")
    try:
        _draw(_assistant())
    except CareerError as error:
        st.error(label(str(error)), icon=":material/error:")


def _assistant() -> Assistant:
    bar = st.empty()

    def progress(step: Step) -> None:
        bar.progress(min(step.done / step.total, 1.0) if step.total else 0.0, label(str(step)))

    with st.spinner("Opening the guides …"):
        assistant = resources.shared().get(progress)
    bar.empty()
    return assistant


def _draw(assistant: Assistant) -> None:
    with st.sidebar:
        draw_sidebar(assistant)
    past, question = state.exchanges(), state.take_question()
    for number, exchange in enumerate(past):
        answers.draw(assistant, number, exchange)
    if question:
        past = (*past, answers.ask(assistant, len(past), question, past))
    if past:
        answers.draw_follow_ups(past[-1], len(past) - 1)
    else:
        for place, first in enumerate(assistant.first_questions()):
            answers.draw_suggestion(first, f"first-{place}")
