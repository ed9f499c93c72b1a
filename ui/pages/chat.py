"""The chat: the first screen, and then the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import answers, background, export, keeping, state
from ui.escaping import label
from ui.guides import draw_short_list
from ui.navigation import ABOUT, page
from ui.opening import assistant, errors_told
from ui.scripts import focus_input, keep_focus
from ui.uploads import draw_uploader

if TYPE_CHECKING:
    from rag.assistant import Assistant

PROMISE = "Answers only from these guides; every sentence one click from its source."


def show() -> None:
    """Draws the page; what needs the guides comes after what doesn't."""
    # Placed there by hand, or Streamlit keeps the end of the page in view and scrolls past an answer's first words.
    with st.bottom:
        typed = st.chat_input("Ask a career question", submit_mode="stop")
    if typed:
        state.ask_next(typed)
    if state.settle():
        keeping.keep()
    with st.empty().container():
        if state.exchanges() or state.is_asked():
            st.html('<h1 class="unseen">Your conversation with the career guides</h1>')
        else:
            st.title("Ask the career guides", anchor=False)
            st.markdown(PROMISE)
    with errors_told():
        _draw(assistant())


def _draw(assistant: Assistant) -> None:
    question, past, about = state.take_question(), state.exchanges(), background.current()
    # In a place of its own that a question empties at once: what a run doesn't draw again stays until the run's end.
    first = st.empty()
    for number, exchange in enumerate(past):
        answers.draw(assistant, number, exchange, last=not question and number == len(past) - 1)
    if question:
        answers.ask(assistant, len(past), question, past, about)
    elif not past:
        with first.container():
            _draw_first_screen(assistant)
        return
    _draw_foot(about)


def _draw_first_screen(assistant: Assistant) -> None:
    answers.draw_suggestions(assistant.first_questions(), "first")
    focus_input()
    draw_short_list(assistant)
    draw_uploader("first", assistant.guides())


def _draw_foot(about: background.Background) -> None:
    if state.edited() is None:
        keep_focus()
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="foot"):
        st.download_button(
            "Download the conversation",
            export.conversation(state.exchanges()),
            file_name="career-conversation.md",
            mime="text/markdown",
            type="tertiary",
            icon=":material/download:",
            on_click="ignore",
        )
        if about.chips:
            st.page_link(page(ABOUT), label=f"Asked as: {label(', '.join(about.chips))}", icon=":material/person:")
