"""Guides in lists: what each is, who wrote it and when; a click reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING

import streamlit as st

from rag.types import GuideInfo
from ui.citations import byline, open_guide
from ui.escaping import label
from ui.navigation import GUIDES, page

if TYPE_CHECKING:
    from rag.assistant import Assistant

SHORT_LIST = 6


def name(guide: GuideInfo) -> str:
    """The guide's title, or its path where it has none."""
    return guide.title or guide.guide


def about(guide: GuideInfo) -> str:
    """Author, date and size on one line."""
    passages = "1 passage" if guide.passages == 1 else f"{guide.passages:,} passages"
    return f"{byline(guide.author, guide.published)} · {passages}"


def counted(guides: int) -> str:
    """The number of guides in words and figures."""
    return "1 guide" if guides == 1 else f"{guides:,} guides"


def age(created: str, now: datetime) -> str:
    """How long ago an ISO 8601 moment was, in its largest unit."""
    passed = now - datetime.fromisoformat(created)
    for unit, length in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if passed >= length:
            count = passed // length
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


def draw_short_list(assistant: Assistant) -> None:
    """Draws the first few guides with their dates, and the way to all of them."""
    guides = assistant.guides()
    st.subheader(counted(len(guides)), anchor=False)
    with st.container(key="short-list", gap="xsmall"):
        for guide in guides[:SHORT_LIST]:
            draw_guide(assistant, guide)
    if len(guides) > SHORT_LIST:
        st.page_link(page(GUIDES), label=f"All {counted(len(guides))}", icon=":material/menu_book:")


def draw_guide(assistant: Assistant, guide: GuideInfo) -> None:
    """Draws a guide's title, which opens it, and what is known of it."""
    with st.container(gap=None):
        if st.button(f":primary[{label(name(guide))}]", key=f"guide-{guide.guide}", type="tertiary", wrap=True):
            open_guide(assistant, guide.guide)
        st.caption(label(about(guide)))


def draw_index_line(assistant: Assistant) -> None:
    """Draws how many guides and passages there are, from which folder, and how old the index is."""
    guides, manifest = assistant.guides(), assistant.manifest
    passages = sum(guide.passages for guide in guides)
    folder, when = PurePath(manifest.folder).name, age(manifest.created, datetime.now(UTC))
    st.caption(label(f"{counted(len(guides))}, {passages:,} passages, from the folder “{folder}”. Read {when}."))
