"""The guides: the list, each in full with its outline, new ones added and old ones removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from rag.citing import original
from rag.errors import CareerError
from rag.types import Article, GuideInfo
from ui import library
from ui.citations import byline
from ui.escaping import label
from ui.guides import about, draw_index_line, name
from ui.opening import assistant, errors_told
from ui.progress import draw_progress
from ui.reading import after_title, box, headings, marked, outline
from ui.uploads import draw_uploader, told

if TYPE_CHECKING:
    from rag.assistant import Assistant

_REMOVE = "guide_to_remove"


def show() -> None:
    """Draws the list, or the guide that the address names."""
    asked = st.query_params.get("guide")
    if asked:
        st.set_page_config(layout="wide")
    with errors_told():
        if asked:
            _draw_reading(assistant(), asked)
        else:
            _draw_list()


def _draw_list() -> None:
    st.title("Guides", anchor=False)
    opened = assistant()
    if guide := st.session_state.pop(_REMOVE, None):
        _remove(guide)
    draw_index_line(opened)
    for guide in opened.guides():
        _draw_guide(guide)
    if not library.read_only():
        draw_uploader("guides", opened.guides())


def _draw_guide(guide: GuideInfo) -> None:
    row = st.container(border=True, horizontal=True, vertical_alignment="center", gap="small", key=f"row-{guide.guide}")
    with row:
        with st.container(gap=None):
            if st.button(f":primary[{label(name(guide))}]", key=f"read-{guide.guide}", type="tertiary", wrap=True):
                st.query_params["guide"] = guide.guide
                st.rerun()
            st.caption(label(f"{about(guide)} · {guide.guide}"))
        if not library.read_only() and st.button(
            f"Remove {label(name(guide))}", key=f"icon-remove-{guide.guide}", icon=":material/delete:", type="tertiary"
        ):
            _confirm(guide)


@st.dialog("Remove this guide?")
def _confirm(guide: GuideInfo) -> None:
    st.markdown(f"**{label(name(guide))}**")
    st.markdown(
        f"This deletes the file {label(guide.guide)} from the folder of guides. Answers no longer use it, in any open "
        f"chat. It can't be undone here: keep a copy if you may want it back."
    )
    with st.container(horizontal=True, gap="small"):
        gone = st.button("Delete the file", type="primary", on_click=_remove_next, args=(guide.guide,))
        kept = st.button("Keep it")
    if gone or kept:
        st.rerun()


def _remove_next(guide: str) -> None:
    st.session_state[_REMOVE] = guide


def _remove(guide: str) -> None:
    """Removes a guide, and tells on the page what was done."""
    try:
        report = draw_progress("Removing", lambda progress: library.open_library().remove(guide, progress))
    except CareerError as error:
        st.error(label(str(error)), icon=":material/error:")
    else:
        st.success(label(told(report)), icon=":material/check_circle:")


def _draw_reading(assistant: Assistant, asked: str) -> None:
    if st.button("All guides", icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    article = assistant.guide(asked)
    st.title(label(article.title or article.id), anchor=False)
    st.caption(label(f"{byline(article.author, article.published)} · {article.id}"))
    if url := original(article.url):
        st.link_button("Open the original", url, icon=":material/open_in_new:")
    _draw_text(article)


def _draw_text(article: Article) -> None:
    begin = after_title(article)
    found = tuple(heading for heading in headings(article) if heading.start >= begin)
    text = box(marked(article.text, (0, 0), found, begin=begin), whole_page=True)
    if len(found) < 2:
        st.html(text)
        return
    side, main = st.columns([1, 3], gap="large")
    with side:
        st.html(outline(found))
    with main:
        st.html(text)
