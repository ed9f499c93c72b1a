"""An exchange on the page: the question, the answer as it comes, its sources, and what else a reader should know."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from rag.errors import CareerError
from rag.types import Answer
from ui import state
from ui.citations import draw_opener, draw_sources
from ui.escaping import label, markdown
from ui.scripts import scroll_to_question
from ui.state import Exchange

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from rag.assistant import Assistant

_MARKERS = re.compile(r" *((?:\\\[\d+\\\])+)")
"""A run of markers as `markdown` escapes them."""
USER, GUIDE = ":material/person:", ":material/menu_book:"


def prose(text: str) -> str:
    """Markdown that draws an answer's text as it is, its markers small, coloured and never alone on a line."""
    return _MARKERS.sub("\u00a0:primary[:small[\\g<1>]]", markdown(text))


def draw(assistant: Assistant, number: int, exchange: Exchange, *, last: bool) -> None:
    """Draws an exchange of the past; the last one with what could be asked next."""
    draw_question(number, exchange.question)
    with st.chat_message("assistant", avatar=GUIDE):
        st.markdown(prose(exchange.answer.answer if exchange.answer else exchange.written))
        _draw_rest(assistant, number, exchange)
        if last:
            _draw_follow_ups(exchange, number)


def ask(assistant: Assistant, number: int, question: str, earlier: Sequence[Exchange]) -> None:
    """Asks, and draws the exchange as it comes."""
    with draw_question(number, question):
        scroll_to_question(number)
    with st.chat_message("assistant", avatar=GUIDE):
        slot = st.empty()
        slot.caption("Looking in the guides …")
        exchange = _exchange(assistant, question, earlier, slot)
        slot.markdown(prose(exchange.answer.answer if exchange.answer else ""))
        state.finish(exchange)
        _draw_rest(assistant, number, exchange)
        _draw_follow_ups(exchange, number)
    scroll_to_question(number)


def draw_question(number: int, question: str) -> DeltaGenerator:
    """The container that what was asked is drawn in."""
    container = st.container(key=f"question-{number}", gap=None)
    with container, st.chat_message("user", avatar=USER):
        st.markdown(markdown(question))
    return container


def draw_suggestions(questions: Sequence[str], key: str) -> None:
    """Draws questions; a click asks one."""
    with st.container(horizontal=True, gap="small"):
        for place, question in enumerate(questions):
            st.button(label(question), key=f"{key}-{place}", on_click=state.ask_next, args=(question,), wrap=True)


def _exchange(assistant: Assistant, question: str, earlier: Sequence[Exchange], slot: DeltaGenerator) -> Exchange:
    written = ""
    state.writing(Exchange(question))
    try:
        reply = assistant.ask(question, state.history(earlier))
        for piece in reply:
            written += piece
            state.writing(Exchange(question, written=written))
            slot.markdown(prose(written))
        return Exchange(question, reply.answer())
    except CareerError as error:
        return Exchange(question, error=str(error))


def _draw_rest(assistant: Assistant, number: int, exchange: Exchange) -> None:
    if exchange.answer:
        _draw_notes(exchange.answer)
        _draw_disagreements(assistant, exchange.answer, str(number))
        draw_sources(assistant, exchange.answer.citations, str(number))
        return
    if exchange.error:
        st.error(label(exchange.error), icon=":material/error:")
    else:
        st.caption("Stopped here.")
    st.button("Ask again", key=f"{number}-again", on_click=state.ask_next, args=(exchange.question,))


def _draw_follow_ups(exchange: Exchange, number: int) -> None:
    if exchange.answer and exchange.answer.follow_ups:
        st.caption("Ask next")
        draw_suggestions(exchange.answer.follow_ups, f"{number}-follow-up")


def _draw_notes(answer: Answer) -> None:
    if answer.notice:
        st.info(label(answer.notice), icon=":material/info:")
    if answer.not_covered and answer.status != "not_in_guides":
        missing = "; ".join(label(part) for part in answer.not_covered)
        st.info(f"**Not in the guides:** {missing}", icon=":material/search_off:")
    if used := answer.usage:
        st.caption(f"The model: {used.input_tokens:,} tokens read, {used.output_tokens:,} written.")


def _draw_disagreements(assistant: Assistant, answer: Answer, key: str) -> None:
    citations = {citation.number: citation for citation in answer.citations}
    for place, disagreement in enumerate(answer.disagreements):
        with st.container(border=True):
            st.markdown(f"**The guides differ: {label(disagreement.about)}**")
            columns = st.columns(len(disagreement.positions))
            for side, (column, position) in enumerate(zip(columns, disagreement.positions, strict=True)):
                with column:
                    st.markdown(f"**{label(position.value)}**  \n{label(position.says)}")
                    if citation := citations.get(position.citation):
                        draw_opener(assistant, citation, f"{key}-differ-{place}-{side}")
