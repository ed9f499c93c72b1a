"""One browser session's conversation, kept in Streamlit's session state as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from rag.types import Answer, Turn

_DONE, _NEXT, _WRITING, _FROM_ADDRESS = "exchanges", "next_question", "writing", "asked_from_address"
_CHAT, _EDITED = "chat", "edited"


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


def ask_instead(number: int, question: str) -> None:
    """Lets the next run ask the question in place of that exchange and all after it."""
    settle()
    st.session_state[_DONE] = exchanges()[:number]
    st.session_state.pop(_EDITED, None)
    ask_next(question)


def is_asked() -> bool:
    """Whether a question waits to be asked; the address's `q` counts as one on the first run of a session."""
    if not st.session_state.get(_FROM_ADDRESS):
        st.session_state[_FROM_ADDRESS] = True
        st.session_state.setdefault(_NEXT, st.query_params.get("q", "").strip() or None)
    return bool(st.session_state.get(_NEXT))


def take_question() -> str | None:
    """The question that waits to be asked, once."""
    question: str | None = st.session_state.pop(_NEXT, None) if is_asked() else None
    return question


def writing(exchange: Exchange) -> None:
    """Notes how far the answer that is being written has come."""
    st.session_state[_WRITING] = exchange


def finish(exchange: Exchange) -> None:
    """Ends the exchange that is being written with this."""
    st.session_state.pop(_WRITING, None)
    st.session_state[_DONE] = (*exchanges(), exchange)


def settle() -> bool:
    """Keeps an exchange that a stop or a click cut off, with what was written of it; whether there was one."""
    cut: Exchange | None = st.session_state.get(_WRITING)
    if cut:
        finish(replace(cut, answer=None))
    return cut is not None


def edited() -> int | None:
    """The number of the exchange whose question is being edited."""
    number: int | None = st.session_state.get(_EDITED)
    return number


def edit(number: int | None) -> None:
    """Opens that exchange's question for editing; None closes it."""
    st.session_state[_EDITED] = number


def chat_id() -> str | None:
    """Under which name this conversation is kept; None where it isn't yet."""
    id: str | None = st.session_state.get(_CHAT)
    return id


def keep_as(id: str | None) -> None:
    """Names what this conversation is kept under."""
    st.session_state[_CHAT] = id


def resume(id: str, exchanges: Sequence[Exchange]) -> None:
    """Takes up a conversation of earlier."""
    new_chat()
    keep_as(id)
    st.session_state[_DONE] = tuple(exchanges)


def new_chat() -> None:
    """Forgets the conversation."""
    for key in (_DONE, _NEXT, _WRITING, _CHAT, _EDITED):
        st.session_state.pop(key, None)
