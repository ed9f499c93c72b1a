"""What surrounds every page: the look, the menu, the conversations kept, and who answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import streamlit as st

from ui import keeping, navigation, state
from ui.escaping import one_line
from ui.mode import draw_mode
from ui.mounting import Handlers, mount

HERE = Path(__file__).parent
ICON, WORDMARK, STYLE = (HERE / name for name in ("icon.svg", "wordmark.svg", "style.css"))


def show() -> None:
    """Draws the page that the address names."""
    st.set_page_config(page_title="Career guides", page_icon=str(ICON), layout="centered")
    st.html(STYLE)
    st.logo(str(WORDMARK), size="large", icon_image=str(ICON))
    page = st.navigation(navigation.pages())
    if wanted := navigation.wanted():
        st.switch_page(wanted)
    with st.sidebar:
        st.button("New chat", icon=":material/edit_square:", width="stretch", on_click=_new_chat)
        # Filled when the page is drawn, which may have begun a chat.
        earlier, foot = st.container(), st.container()
    page.run()
    with earlier:
        _draw_chats()
    with foot:
        draw_mode()


def _new_chat() -> None:
    state.resume(None)
    keeping.leave_address()
    navigation.go(navigation.CHAT)


def _resume(id: str) -> None:
    keeping.resume(id)
    navigation.go(navigation.CHAT)


def _draw_chats() -> None:
    chats, gone = keeping.newest(), keeping.removed()
    if not chats and not gone:
        return
    drawn = [
        {
            "id": chat.id,
            "title": one_line(chat.title),
            "when": day(chat.changed),
            "asked": one_line(" ".join(chat.questions)).lower(),
            "open": chat.id == state.chat_id(),
        }
        for chat in chats
    ]
    data: Mapping[str, Any] = {"chats": drawn, "gone": bool(gone)}
    mount("chats", "chats", data, _HANDLERS)


def day(changed: float, now: datetime | None = None) -> str:
    """The date of a moment in seconds since 1970, as this machine's clock has it: `today`, `3 May`, `3 May 2024`."""
    then, now = datetime.fromtimestamp(changed).astimezone(), now or datetime.now().astimezone()
    if then.date() == now.date():
        return "today"
    return f"{then.day} {then:%b}" + ("" if then.year == now.year else f" {then.year}")


_HANDLERS: Handlers = {
    "open": lambda id: _resume(str(id)),
    "delete": lambda id: keeping.delete(str(id)),
    "rename": lambda sent: keeping.rename(str(sent["id"]), str(sent["title"])[:200]),
    "undo": lambda _: keeping.restore(),
}
