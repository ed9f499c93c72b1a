"""The chat page from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from rag.errors import CareerError
from ui import answers, resources, state
from ui.escaping import label
from ui.guides import draw_sidebar
from ui.scripts import focus_input

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.progress import Step

ICON = Path(__file__).with_name("icon.svg")
STYLE = Path(__file__).with_name("style.css")


def show() -> None:
    """Draws the page; what needs the guides comes after what doesn't."""
    st.set_page_config(page_title="Career guides", page_icon=str(ICON), layout="centered")
    st.html(STYLE)
    # Placed there by hand, or Streamlit keeps the end of the page in view and scrolls past an answer's first words.
    with st.bottom:
        typed = st.chat_input("Ask a career question", submit_mode="stop")
    if typed:
        state.ask_next(typed)
    state.settle()
    with st.sidebar:
        st.button("New chat", icon=":material/edit_square:", width="stretch", on_click=state.new_chat)
    st.title("Career guides", anchor=False)
    st.markdown("Answers only from these guides; every sentence one click from its source.")
    with _errors_told():
        _draw(_assistant())


@contextmanager
def _errors_told() -> Iterator[None]:
    try:
        yield
    except CareerError as error:
        st.error(label(str(error)), icon=":material/error:")
        st.button("Try again")


def _assistant() -> Assistant:
    bar = st.empty()

    def progress(step: Step) -> None:
        bar.progress(min(step.done / step.total, 1.0) if step.total else 0.0, label(str(step)))

    with st.spinner("Opening the guides …"):
        assistant = resources.shared().get(progress)
    bar.empty()
    return assistant


def _draw(assistant: Assistant) -> None:
    past, question = state.exchanges(), state.take_question()
    for number, exchange in enumerate(past):
        answers.draw(assistant, number, exchange, last=not question and number == len(past) - 1)
    with st.sidebar, _errors_told():
        draw_sidebar(assistant)
    if question:
        answers.ask(assistant, len(past), question, past)
    elif not past:
        answers.draw_suggestions(assistant.first_questions(), "first")
        focus_input()
