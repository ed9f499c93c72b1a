"""Where an answer comes from: who says it and when, and the quote in its place in the guide."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from rag.citing import original
from rag.errors import CareerError
from rag.figures.marking import marked as figure_mark
from rag.types import Article, Citation
from ui import resources
from ui.escaping import label, one_line, safe
from ui.reading import box, headings, marked, quote_place

if TYPE_CHECKING:
    from rag.assistant import Assistant


def title(citation: Citation) -> str:
    """The guide's title, or its path where it has none."""
    return one_line(citation.title or citation.guide)


def byline(author: str | None, published: str | None) -> str:
    """Who says it, where that is known, and when."""
    return " · ".join(filter(None, [one_line(author or ""), one_line(published or "") or "undated"]))


def place(citation: Citation) -> str:
    """Where in the guide it stands, on one line; empty where nobody knows."""
    section = citation.section if citation.section != citation.title else None
    parts = (
        section,
        citation.timestamp and f"at {citation.timestamp}",
        citation.page is not None and f"page {citation.page}",
    )
    return " · ".join(one_line(part) for part in parts if part)


def dated(citation: Citation, *, whole: bool = False) -> str:
    """Who says it and when. Unless it is of the whole guide, also how old the quote's figures are, or what they are."""
    by = byline(citation.author, citation.published)
    as_of = citation.as_of if citation.as_of != citation.published and not whole else None
    parts = (by, as_of and f"as of {one_line(as_of)}", None if whole else _figure_mark(citation, by))
    return " · ".join(part for part in parts if part)


def origin(citation: Citation) -> str:
    """Who says it, when, and where in the guide, on one line."""
    unseen = "characters that nobody sees left out" if safe(citation.quote) != citation.quote else None
    return " · ".join(filter(None, [dated(citation), unseen, place(citation)]))


def _figure_mark(citation: Citation, by: str) -> str | None:
    """That a figure in the quote is old or an estimate; that it is undated the byline says already."""
    mark = figure_mark(citation, datetime.now().astimezone().date(), resources.settings().figure_age_years)
    parts = (mark or "").split(", ")
    return ", ".join(part for part in parts if part and not f" · {by}".endswith(f" · {part}")) or None


def open_guide(assistant: Assistant, guide: str, citation: Citation | None = None) -> None:
    """Opens a guide beside the page (style.css), at the citation's quote if one is given."""
    article, problem = None, None
    try:
        article = assistant.guide(guide)
    except CareerError as error:
        problem = str(error)
    name = (article.title if article else citation and citation.title) or guide
    st.dialog(label(name), width="medium", position="right")(_draw_guide)(article, citation, problem)


def _draw_guide(article: Article | None, citation: Citation | None, problem: str | None) -> None:
    if citation:
        st.caption(label(origin(citation)))
    elif article:
        st.caption(label(byline(article.author, article.published)))
    found = quote_place(article, citation)
    if citation and found is None:
        problem = problem or "The guide has changed since; this is the quote as it was."
    if problem:
        st.info(label(problem))
    _draw_links(article, citation)
    if citation and found is None:
        st.html(box(marked(citation.quote, (0, len(citation.quote)))))
    elif article:
        st.html(box(marked(article.text, found or (0, 0), headings(article))))


def _draw_links(article: Article | None, citation: Citation | None) -> None:
    if citation and citation.timestamp and (video := original(citation.url, citation.timestamp)):
        st.link_button(f"Watch from {label(citation.timestamp)}", video, icon=":material/play_circle:")
    elif article and (url := original(article.url)):
        st.link_button("Open the original", url, icon=":material/open_in_new:")
