"""What surrounds every page: the look, the menu, the conversations kept, and who answers."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui import keeping, navigation, state
from ui.escaping import label, one_line
from ui.mode import draw_mode

HERE = Path(__file__).parent
ICON, WORDMARK, STYLE = (HERE / name for name in ("icon.svg", "wordmark.svg", "style.css"))
TITLE_CHARS = 60


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
    state.new_chat()
    navigation.go(navigation.CHAT)


def _resume(id: str) -> None:
    keeping.resume(id)
    navigation.go(navigation.CHAT)


def _draw_chats() -> None:
    kept = keeping.chats()
    earlier = kept.newest() if kept else ()
    if earlier:
        with st.container(key="earlier", gap="small"):
            st.caption("Earlier chats")
            for chat in earlier:
                _draw_chat(chat.id, chat.title)


def _draw_chat(id: str, title: str) -> None:
    name = one_line(title)
    short = name if len(name) <= TITLE_CHARS else name[:TITLE_CHARS].rsplit(" ", 1)[0] + " …"
    with st.container(horizontal=True, gap=None, vertical_alignment="center", wrap=False, key=f"chat-{id}"):
        st.button(
            label(short), key=f"open-{id}", type="tertiary", wrap=True, width="stretch", on_click=_resume, args=(id,)
        )
        st.button(
            f"Delete the chat {label(short)}",
            key=f"icon-delete-{id}",
            type="tertiary",
            icon=":material/delete:",
            on_click=keeping.delete,
            args=(id,),
        )
