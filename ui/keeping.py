"""Whether this browser may see earlier conversations, and how the present one is kept among them.

Conversations are kept on this machine for whoever sits at it. Who comes through a proxy shares the server with others,
whom the page can't tell apart; so nothing is kept for them, and nothing shown.
"""

from __future__ import annotations

import ipaddress
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar
from urllib.parse import urlsplit

import streamlit as st

from ui import resources, state
from ui.state import Exchange, Said
from ui.store import Chat, Chats, Removed

FILE = "chats.sqlite3"
ADDRESS = "chat"
"""The part of the page's address that names a conversation."""
_PROXIED = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")
_REMOVED = "removed_chat"
Found = TypeVar("Found")


def chats() -> Chats | None:
    """The conversations that this browser may see; None where none are kept for it."""
    return Chats(resources.settings().index_path / FILE) if at_this_machine() else None


def newest() -> tuple[Chat, ...]:
    """The conversations of earlier, newest first; none where the file can't be read."""
    kept = chats()
    return (_tried(kept.newest) if kept else None) or ()


def keeper(id: str) -> Callable[[Exchange], int]:
    """What keeps an exchange in that conversation, and gives its number; 0 where nothing can be kept."""
    kept = chats()
    return lambda exchange: (_tried(lambda: kept.add(id, exchange)) if kept else None) or 0


def refresh() -> None:
    """Brings what another tab said in this conversation, and takes what it took back. Exchanges known aren't read."""
    kept, id, known = chats(), state.chat_id(), state.said()
    if not kept or not id:
        return
    numbers = _tried(lambda: kept.numbers(id))
    if numbers is None or numbers == tuple(each.number for each in known):
        return
    stayed = [each for each in known if each.number in numbers or not each.number]
    latest = max((each.number for each in stayed), default=0)
    state.keep([*stayed, *(_tried(lambda: kept.said(id, latest)) or ())])


def note(said: Said) -> None:
    """Puts an exchange that has just ended behind the others, if it isn't there."""
    if not said.number or all(each.number != said.number for each in state.said()):
        state.keep([*state.said(), said])


def cut(place: int) -> None:
    """Forgets the exchange at that place and all after it, that this page shows."""
    said, kept = state.said(), chats()
    if kept:
        _tried(lambda: kept.drop([each.number for each in said[place:] if each.number]))
    state.keep(said[:place])


def follow_address() -> None:
    """Takes up the conversation that the page's address names, or puts this one's name there."""
    named, kept = st.query_params.get(ADDRESS), chats()
    if named and named != state.chat_id():
        said = (_tried(lambda: kept.said(named)) if kept else None) or ()
        asked = said or named in resources.running()
        state.resume(named if asked else None, said)
    if kept and state.chat_id():
        st.query_params[ADDRESS] = str(state.chat_id())
    elif named:
        del st.query_params[ADDRESS]


def leave_address() -> None:
    """Takes the conversation's name from the page's address."""
    st.query_params.pop(ADDRESS, None)


def resume(id: str) -> None:
    """Takes up a conversation of earlier."""
    if kept := chats():
        state.resume(id, _tried(lambda: kept.said(id)) or ())
        leave_address()


def rename(id: str, title: str) -> None:
    """Gives a conversation a title."""
    if kept := chats():
        _tried(lambda: kept.rename(id, " ".join(title.split())))


def delete(id: str) -> None:
    """Forgets a conversation, also where it is the present one; it can be put back until another one is deleted."""
    if kept := chats():
        st.session_state[_REMOVED] = _tried(lambda: kept.delete(id))
    if state.chat_id() == id:
        state.resume(None)
        leave_address()


def removed() -> Removed | None:
    """The conversation that can be put back."""
    gone: Removed | None = st.session_state.get(_REMOVED)
    return gone


def restore() -> None:
    """Puts back what was deleted last."""
    gone, kept = st.session_state.pop(_REMOVED, None), chats()
    if gone and kept:
        _tried(lambda: kept.restore(gone))


def _tried(work: Callable[[], Found]) -> Found | None:
    """What it gives; None where the file can't be read or written."""
    with suppress(sqlite3.Error, OSError, ValueError):
        return work()
    return None


def at_this_machine() -> bool:
    """Whether the browser runs on this machine, with no proxy between."""
    proxied = any(st.context.headers.get(name) for name in _PROXIED)
    return not proxied and st.context.ip_address is None and is_loopback(st.context.url)


def is_loopback(url: str | None) -> bool:
    """Whether an address of the page leads to this machine itself; the page doesn't always know its address."""
    if not url:
        return True
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
