"""An exchange on the page: the question, the answer as it comes, its sources, and what else a reader should know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from rag.errors import CareerError
from rag.types import Answer
from ui import keeping, prose, state
from ui.background import Background
from ui.citations import draw_sources, open_guide
from ui.disagreements import Voice, draw_voices
from ui.escaping import label, markdown
from ui.scripts import focus_editor, scroll_to_question
from ui.state import Exchange

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from rag.assistant import Assistant

SHOWN_QUESTION_CHARS = 700
"""Longer questions are cut on the page; editing shows them whole."""
USER, GUIDE = ":material/person:", ":material/menu_book:"


def draw(assistant: Assistant, number: int, exchange: Exchange, *, last: bool) -> None:
    """Draws an exchange of the past; the last one with what could be asked next."""
    draw_question(number, exchange.question)
    with st.chat_message("assistant", avatar=GUIDE):
        _draw_exchange(assistant, number, exchange)
        if last:
            _draw_follow_ups(exchange, number)


def ask(assistant: Assistant, number: int, question: str, earlier: Sequence[Exchange], background: Background) -> None:
    """Asks, and draws the exchange as it comes."""
    with draw_question(number, question):
        scroll_to_question(number)
    with st.chat_message("assistant", avatar=GUIDE):
        slot = st.empty()
        slot.caption("Looking in the guides …")
        stopped = _draw_stopped(number, question)
        exchange = _exchange(assistant, question, earlier, background, slot)
        state.finish(exchange)
        keeping.keep()
        slot.empty()
        stopped.empty()
        _draw_exchange(assistant, number, exchange)
        _draw_follow_ups(exchange, number)
    scroll_to_question(number)


def draw_question(number: int, question: str) -> DeltaGenerator:
    """The container that what was asked is drawn in, with a way to ask it otherwise."""
    container = st.container(key=f"question-{number}", gap=None)
    with container, st.chat_message("user", avatar=USER):
        if state.edited() == number:
            _draw_editor(number, question)
        else:
            with st.container(horizontal=True, gap="small", vertical_alignment="center", wrap=False):
                st.markdown(markdown(_in_short(question)), width="stretch")
                st.button(
                    "Edit the question",
                    key=f"icon-edit-{number}",
                    type="tertiary",
                    icon=":material/edit:",
                    on_click=state.edit,
                    args=(number,),
                )
    return container


def _in_short(question: str) -> str:
    return question if len(question) <= SHOWN_QUESTION_CHARS else question[:SHOWN_QUESTION_CHARS].rstrip() + " …"


def draw_suggestions(questions: Sequence[str], key: str) -> None:
    """Draws questions; a click asks one."""
    with st.container(horizontal=True, gap="small", key=f"{key}-questions"):
        for place, question in enumerate(questions):
            st.button(label(question), key=f"{key}-{place}", on_click=state.ask_next, args=(question,), wrap=True)


def _draw_editor(number: int, question: str) -> None:
    with st.form(f"editor-{number}", border=False):
        text = st.text_area("Your question, changed", question, key=f"{number}-text")
        focus_editor(f"{number}-text")
        with st.container(horizontal=True, gap="small"):
            again = st.form_submit_button("Ask this instead", type="primary")
            cancel = st.form_submit_button("Leave it as it was")
    if again and text.strip():
        state.ask_instead(number, text.strip())
        st.rerun()
    if cancel:
        state.edit(None)
        st.rerun()


def _exchange(
    assistant: Assistant, question: str, earlier: Sequence[Exchange], background: Background, slot: DeltaGenerator
) -> Exchange:
    written = ""
    state.writing(Exchange(question))
    try:
        reply = assistant.ask(question, state.history(earlier), background=background.told)
        for piece in reply:
            written += piece
            state.writing(Exchange(question, written=written))
            slot.markdown(prose.native(written))
        return Exchange(question, reply.answer())
    except CareerError as error:
        return Exchange(question, error=str(error))


def _draw_exchange(assistant: Assistant, number: int, exchange: Exchange) -> None:
    answer = exchange.answer
    if answer is None:
        _draw_unanswered(number, exchange)
        return
    if answer.background:
        said = "; ".join(label(part) for part in answer.background)
        st.caption(f"Because you said: {said}")
    if is_refusal(answer):
        with st.container(border=True, key=f"refusal-{number}", gap="small"):
            st.markdown("**Not in the guides**")
            _draw_text(assistant, answer, str(number))
    else:
        _draw_text(assistant, answer, str(number))
    _draw_notes(answer, number)
    _draw_disagreements(assistant, answer, str(number))
    draw_sources(assistant, answer, str(number))
    _draw_usage(answer)


def is_refusal(answer: Answer) -> bool:
    """Whether no guide says what was asked; a greeting that is greeted back is none."""
    return answer.status == "not_in_guides" and bool(answer.not_covered)


def _draw_text(assistant: Assistant, answer: Answer, key: str) -> None:
    if clicked := prose.draw(answer, key):
        open_guide(assistant, clicked.guide, clicked)


def _draw_unanswered(number: int, exchange: Exchange) -> None:
    if exchange.written:
        st.markdown(prose.native(exchange.written))
    if exchange.error:
        st.error(label(exchange.error), icon=":material/error:")
    else:
        st.caption("Stopped here.")
    st.button("Ask again", key=f"{number}-again", on_click=state.ask_instead, args=(number, exchange.question))


def _draw_stopped(number: int, question: str) -> DeltaGenerator:
    """What a reader sees who stops the answer: nothing can be drawn after that, so it is there before.

    The style sheet hides it as long as the page's script runs.
    """
    place = st.empty()
    with place.container(key="stopped"):
        st.caption("Stopped here.")
        st.button("Ask again", key=f"{number}-stopped-again", on_click=state.ask_instead, args=(number, question))
    return place


def _draw_follow_ups(exchange: Exchange, number: int) -> None:
    answer = exchange.answer
    if answer and answer.follow_ups:
        st.caption("What the guides do answer" if is_refusal(answer) else "Ask next")
        draw_suggestions(answer.follow_ups, f"{number}-follow-up")


def _draw_notes(answer: Answer, number: int) -> None:
    if answer.notice:
        st.info(label(answer.notice), icon=":material/info:")
    if answer.not_covered and not is_refusal(answer):
        missing = "; ".join(label(part) for part in answer.not_covered)
        st.info(f"**Not in the guides:** {missing}", icon=":material/search_off:")
    if answer.removed:
        count = len(answer.removed)
        text = "1 sentence failed the checks" if count == 1 else f"{count} sentences failed the checks"
        with st.expander(text, type="compact", key=f"{number}-removed"):
            for each in answer.removed:
                st.caption(f"“{label(each.sentence)}” – {label(each.reason)}")


def _draw_disagreements(assistant: Assistant, answer: Answer, key: str) -> None:
    citations = {citation.number: citation for citation in answer.citations}
    for place, disagreement in enumerate(answer.disagreements):
        voices = [Voice(p.value, p.says, citations.get(p.citation)) for p in disagreement.positions]
        draw_voices(assistant, disagreement.about, voices, f"{key}-differ-{place}")


def _draw_usage(answer: Answer) -> None:
    if answer.mode == "model" and answer.model:
        tokens = f" · {answer.usage.input_tokens + answer.usage.output_tokens:,} tokens" if answer.usage else ""
        st.caption(f"Written by {label(answer.model)}, checked against the guides{tokens}")
