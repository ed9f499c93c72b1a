"""Where an answer comes from: its sources as a short list, and the quote in its place in the guide."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import streamlit as st

from rag.errors import CareerError
from rag.figures.marking import marked as figure_mark
from rag.settings import read_settings
from rag.types import Answer, Article, Citation
from ui.escaping import label, one_line, safe
from ui.reading import box, headings, marked, quote_place

if TYPE_CHECKING:
    from rag.assistant import Assistant

SHOWN_QUOTE_CHARS = 180
"""Longer quotes are shortened in the list; the guide has them whole."""
_VIDEO_HOSTS = ("youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be")


def title(citation: Citation) -> str:
    """The guide's title, or its path where it has none."""
    return one_line(citation.title or citation.guide)


def byline(author: str | None, published: str | None) -> str:
    """Who says it and when."""
    return f"{one_line(author or '') or 'author not named'} · {one_line(published or '') or 'undated'}"


def place(citation: Citation) -> str:
    """Where in the guide it stands, on one line; empty where nobody knows."""
    section = citation.section if citation.section != citation.title else None
    parts = (
        section,
        citation.timestamp and f"at {citation.timestamp}",
        citation.page is not None and f"page {citation.page}",
    )
    return " · ".join(one_line(part) for part in parts if part)


def origin(citation: Citation) -> str:
    """Who says it, when, and where in the guide, on one line."""
    as_of = citation.as_of if citation.as_of != citation.published else None
    by = byline(citation.author, citation.published)
    unseen = "characters that nobody sees left out" if safe(citation.quote) != citation.quote else None
    parts = (by, as_of and f"as of {one_line(as_of)}", _figure_mark(citation, by), unseen, place(citation))
    return " · ".join(part for part in parts if part)


def _figure_mark(citation: Citation, by: str) -> str | None:
    """That a figure in the quote is old or an estimate; that it is undated the byline says already."""
    mark = figure_mark(citation, datetime.now().astimezone().date(), read_settings().figure_age_years)
    parts = (mark or "").split(", ")
    return ", ".join(part for part in parts if part and not by.endswith(f" · {part}")) or None


def shortened(quote: str) -> str:
    """The quote on one line, cut at a word where it is long."""
    line = one_line(quote)
    if len(line) <= SHOWN_QUOTE_CHARS:
        return line
    return line[:SHOWN_QUOTE_CHARS].rsplit(" ", 1)[0] + " …"


def draw_sources(assistant: Assistant, answer: Answer, key: str) -> None:
    """Draws the sources; a click on one opens its place in the guide. Quotes that the answer holds aren't repeated."""
    for heading, citations in (("Sources", answer.citations), ("What comes nearest", answer.nearest)):
        if not citations:
            continue
        with st.container(key=f"{heading.split()[-1].lower()}-{key}", gap=None):
            st.caption(heading)
            for citation in citations:
                opener = f"{key}-{heading.split()[-1].lower()}-{citation.number}"
                draw_opener(assistant, citation, opener, numbered=heading == "Sources")
                if one_line(citation.quote) not in one_line(answer.answer):
                    st.caption(f"“{label(shortened(citation.quote))}”")


def draw_opener(assistant: Assistant, citation: Citation, key: str, *, numbered: bool = True) -> None:
    """Draws a line with number, title and origin; a click opens the citation's place in its guide."""
    number = f"\\[{citation.number}\\] " if numbered else ""
    text = f":primary[{number}**{label(title(citation))}**] :gray[· {label(origin(citation))}]"
    if st.button(text, key=key, type="tertiary", wrap=True):
        open_guide(assistant, citation.guide, citation)


def open_guide(assistant: Assistant, guide: str, citation: Citation | None = None) -> None:
    """Opens a guide beside the page, at the citation's quote if one is given."""
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
    if citation and citation.timestamp and (video := video_address(citation)):
        st.link_button(f"Watch from {label(citation.timestamp)}", video, icon=":material/play_circle:")
    elif article and (url := web_address(article.url)):
        st.link_button("Open the original", url, icon=":material/open_in_new:")


def web_address(url: str | None) -> str | None:
    """The address if it leads to a page on the web under a plain name; guides may name other things."""
    if not url or not re.fullmatch(r"[!-~]+", url):  # letters of other scripts can pass for Latin ones in a name
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    plain = parts.scheme in ("http", "https") and parts.hostname and not parts.username and "\\" not in url
    return url if plain else None


def video_address(citation: Citation) -> str | None:
    """The address of the guide's original, at the citation's moment where it is a video that knows moments."""
    url = web_address(citation.url)
    if not url or not citation.timestamp:
        return url
    parts = urlsplit(url)
    if parts.hostname not in _VIDEO_HOSTS:
        return url
    query = [(name, value) for name, value in parse_qsl(parts.query) if name not in ("t", "start")]
    return urlunsplit(parts._replace(query=urlencode([*query, ("t", f"{_seconds(citation.timestamp)}s")])))


def _seconds(timestamp: str) -> int:
    seconds = 0
    for part in timestamp.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds
