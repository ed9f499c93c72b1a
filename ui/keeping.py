"""Whether this browser may see earlier conversations, and how the present one is kept among them.

Conversations are kept on this machine for whoever sits at it. Who comes through a proxy shares the server with others,
whom the page can't tell apart; so nothing is kept for them, and nothing shown.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from ui import state
from ui.chats import Chats

FOLDER = "chats"
_PROXIED = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")


def chats() -> Chats | None:
    """The conversations that this browser may see; None where none are kept for it."""
    return Chats(_folder()) if at_this_machine() else None


def keep() -> None:
    """Keeps the present conversation as it stands."""
    kept, exchanges = chats(), state.exchanges()
    if kept and exchanges:
        state.keep_as(kept.keep(state.chat_id(), exchanges))


def resume(id: str) -> None:
    """Takes up a conversation of earlier."""
    if kept := chats():
        state.resume(id, kept.exchanges(id))


def delete(id: str) -> None:
    """Forgets a conversation, also where it is the present one."""
    if kept := chats():
        kept.delete(id)
    if state.chat_id() == id:
        state.new_chat()


def _folder() -> Path:
    from rag.settings import read_settings

    return read_settings().index_path / FOLDER


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
