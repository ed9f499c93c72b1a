"""One browser session's conversation, kept in Streamlit's session state as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from rag.types import Answer, Turn

_SAID, _NEXT, _CHAT, _OPENED = "said", "next_question", "chat", "citation_to_open"
ABOUT, LIBRARIES = "about_you", "libraries_asked"
"""The keys of the field in which askers say something of themselves, and of their choice of libraries."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what became of it: an answer, one line on why there is none, or text that was cut off."""

    question: str
    answer: Answer | None = None
    error: str | None = None
    written: str = ""
    """What had been written when it was cut off; empty once there is an answer."""


@dataclass(frozen=True, slots=True)
class Said:
    """An exchange with its number, which no other one of this machine has; 0 where it isn't kept."""

    number: int
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Opened:
    """A citation that somebody wants to see in its guide."""

    place: int
    """Of the exchange in the conversation."""
    number: int
    nearest: bool
    """Whether it is of those that come nearest, and not of those that are cited."""


def said() -> tuple[Said, ...]:
    """This session's conversation, oldest exchange first."""
    return tuple(st.session_state.get(_SAID, ()))


def keep(said: Sequence[Said]) -> None:
    """Sets what was said so far."""
    st.session_state[_SAID] = tuple(said)


def exchanges() -> tuple[Exchange, ...]:
    """The same without numbers."""
    return tuple(each.exchange for each in said())


def history(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """The conversation as the assistant takes it; questions that failed are left out."""
    return tuple(
        Turn(exchange.question, exchange.answer.answer if exchange.answer else None)
        for exchange in exchanges
        if exchange.error is None
    )


def ask_next(question: str) -> None:
    """Lets the next run ask the question."""
    st.session_state[_NEXT] = question.strip() or None


def waiting() -> str | None:
    """The question that waits to be asked."""
    question: str | None = st.session_state.get(_NEXT)
    return question


def take_question() -> str | None:
    """The question that waits to be asked, once."""
    question: str | None = st.session_state.pop(_NEXT, None)
    return question


def chat_id() -> str | None:
    """This conversation's name; None where it has not begun."""
    id: str | None = st.session_state.get(_CHAT)
    return id


def resume(id: str | None, said: Sequence[Said] = ()) -> None:
    """Takes up a conversation; None begins a new one."""
    for key in (_NEXT, _OPENED):
        st.session_state.pop(key, None)
    st.session_state[_CHAT] = id
    keep(said)


def about() -> str:
    """What the asker said of themselves in this session; empty where nothing."""
    return str(st.session_state.get(ABOUT) or "").strip()


def libraries_asked() -> tuple[str, ...]:
    """The libraries that the asker chose; none where all are asked."""
    return tuple(st.session_state.get(LIBRARIES) or ())


def open_next(opened: Opened) -> None:
    """Lets the next run open that citation's guide."""
    st.session_state[_OPENED] = opened


def take_opened() -> Opened | None:
    """The citation to open, once."""
    opened: Opened | None = st.session_state.pop(_OPENED, None)
    return opened
