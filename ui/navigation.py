"""The pages of the browser face, by name. A page is imported when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import streamlit as st

CHAT, GUIDES, FIGURES = "chat", "guides", "figures"
_WANTED = "wanted_page"
_TITLES = {CHAT: "Chat", GUIDES: "Guides", FIGURES: "Figures"}
_ICONS = {
    CHAT: ":material/chat:",
    GUIDES: ":material/menu_book:",
    FIGURES: ":material/monitoring:",
}


def page(name: str) -> st.Page:
    """The page of that name; equal to any other made of the same name."""
    return st.Page(_shower(name), title=_TITLES[name], icon=_ICONS[name], url_path=name, default=name == CHAT)


def pages() -> list[st.Page]:
    """All pages, in the order of the menu."""
    return [page(name) for name in _TITLES]


def go(name: str) -> None:
    """Lets the next run open the page of that name; what a click does, it does before a page is drawn."""
    st.session_state[_WANTED] = name


def wanted() -> st.Page | None:
    """The page that was asked for by `go`, once."""
    name: str | None = st.session_state.pop(_WANTED, None)
    return page(name) if name else None


def _shower(name: str) -> Callable[[], None]:
    def show() -> None:
        import_module(f"ui.pages.{name}").show()

    return show
