"""The chat: the first screen, and then the conversation."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ui import conversation, export, keeping, library, state
from ui.escaping import label, one_line
from ui.guides import counted, covered, libraries, libraries_asked
from ui.navigation import GUIDES, page
from ui.opening import assistant, errors_told

if TYPE_CHECKING:
    from rag.assistant import Assistant

PROMISE = "Answers only from these guides; every sentence one click from its source."
QUESTION, ABOUT_CHARS, CHIP_CHARS = "question", 300, 40
LIBRARY_QUESTIONS = 4
"""To begin with, of each library, where there are several."""
ASKED = "q"
"""The part of the page's address that asks a question, once."""


def show() -> None:
    """Draws the page; what needs the guides comes after what doesn't."""
    keeping.follow_address()
    keeping.refresh()
    if question := st.query_params.pop(ASKED, ""):
        state.ask_next(question)
    if state.said() or state.waiting() or conversation.is_asking():
        # Placed there by hand, or Streamlit keeps the end of the page in view and scrolls past an answer's first words.
        with st.bottom:
            _draw_input()
        st.html('<h1 class="unseen">Your conversation with the career guides</h1>')
        with errors_told():
            opened = assistant()
            guides = opened.guides()
            conversation.draw(opened, guides)
            _draw_foot(libraries(guides))
    else:
        st.title("Ask the career guides", anchor=False)
        st.markdown(PROMISE)
        with st.container():  # or it would stand at the bottom
            _draw_input()
        _draw_about()
        with errors_told():
            _draw_start(assistant())


def _draw_input() -> None:
    def ask() -> None:
        state.ask_next(str(st.session_state[QUESTION] or ""))

    st.chat_input("Ask a career question", key=QUESTION, on_submit=ask)


def _draw_start(assistant: Assistant) -> None:
    """What the guides cover, and questions that they answer; each library by itself."""
    all_guides = assistant.guides()
    found, asked = libraries(all_guides), libraries_asked(all_guides)
    most = LIBRARY_QUESTIONS if len(found) > 1 else None
    _draw_choice(found)
    for number, (folder, guides) in enumerate(found.items()):
        if folder not in asked:
            continue
        where = f" in {label(folder)}" if folder and most else ""
        st.markdown(f"**{counted(len(guides))}{where}:** {label(covered(guides))}")
        questions = assistant.first_questions([each.guide for each in guides])
        conversation.draw_start(questions[:most], f"start{number or ''}")
    name = "Read the guides" if library.read_only() else "Manage guides"
    st.page_link(page(GUIDES), label=name, icon=":material/menu_book:")


def _draw_about() -> None:
    """One line about oneself, as a chip that opens it."""
    said = one_line(state.about())
    short = said if len(said) <= CHIP_CHARS else said[:CHIP_CHARS].rsplit(" ", 1)[0] + " …"
    name = f"You: {label(short)}" if said else "About you (optional)"
    with st.popover(name, icon=":material/person:", key="about", type="tertiary"):
        st.text_input(
            "One line about you",
            key=state.ABOUT,
            max_chars=ABOUT_CHARS,
            placeholder="a data analyst with two years of Python",
            persist_state="session",
        )
        st.caption("It is read together with your questions, in this browser tab alone.")
        if said:
            st.button("Forget it", on_click=_forget)


def _forget() -> None:
    st.session_state[state.ABOUT] = ""


def _draw_choice(found: Collection[str]) -> None:
    """The libraries, to ask some of them alone; where there are several."""
    if len(found) > 1:
        st.pills(
            "Ask only some of the guides",
            list(found),
            selection_mode="multi",
            format_func=lambda folder: label(f"Only {folder or 'other guides'}"),
            key=state.LIBRARIES,
            label_visibility="collapsed",
            persist_state="session",
        )


def _draw_foot(found: Collection[str]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="foot"):
        _draw_about()
        _draw_choice(found)
        st.download_button(
            "Download the conversation",
            partial(export.conversation, state.exchanges()),
            file_name="career-conversation.md",
            mime="text/markdown",
            type="tertiary",
            icon=":material/download:",
            on_click="ignore",
        )
