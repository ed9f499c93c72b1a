"""One browser session's conversation, kept in Streamlit's session state as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from rag.types import Answer, Turn

_DONE, _NEXT, _WRITING, _FROM_ADDRESS = "exchanges", "next_question", "writing", "asked_from_address"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what became of it: an answer, one line on why there is none, or text that was cut off."""

    question: str
    answer: Answer | None = None
    error: str | None = None
    written: str = ""
    """What had been written when it was cut off; empty once there is an answer."""


def exchanges() -> tuple[Exchange, ...]:
    """All exchanges of this session's conversation, oldest first."""
    return tuple(st.session_state.get(_DONE, ()))


def history(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """The conversation as the assistant takes it; questions that failed are left out."""
    return tuple(
        Turn(exchange.question, exchange.answer.answer if exchange.answer else None)
        for exchange in exchanges
        if exchange.error is None
    )


def ask_next(question: str) -> None:
    """Lets the next run ask the question."""
    st.session_state[_NEXT] = question


def take_question() -> str | None:
    """The question that waits to be asked, once; the address's `q` counts as one on the first run of a session."""
    if not st.session_state.get(_FROM_ADDRESS):
        st.session_state[_FROM_ADDRESS] = True
        st.session_state.setdefault(_NEXT, st.query_params.get("q", "").strip() or None)
    question: str | None = st.session_state.pop(_NEXT, None)
    return question


def writing(exchange: Exchange) -> None:
    """Notes how far the answer that is being written has come."""
    st.session_state[_WRITING] = exchange


def finish(exchange: Exchange) -> None:
    """Ends the exchange that is being written with this."""
    st.session_state.pop(_WRITING, None)
    st.session_state[_DONE] = (*exchanges(), exchange)


def settle() -> None:
    """Keeps an exchange that a stop or a click cut off, with what was written of it."""
    if cut := st.session_state.get(_WRITING):
        finish(replace(cut, answer=None))


def new_chat() -> None:
    """Forgets the conversation."""
    for key in (_DONE, _NEXT, _WRITING):
        st.session_state.pop(key, None)
