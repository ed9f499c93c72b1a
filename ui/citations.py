"""Where an answer comes from: its sources as a list, and the quote in its place in the guide."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

from rag.errors import CareerError
from rag.types import Article, Citation
from ui.escaping import label, markup, one_line

if TYPE_CHECKING:
    from rag.assistant import Assistant

SHOWN_QUOTE_CHARS = 180
"""Longer quotes are shortened in the list; the guide has them whole."""
AROUND_QUOTE_CHARS = 40_000
"""How much of a guide is drawn on each side of a quote."""


def title(citation: Citation) -> str:
    """The guide's title, or its path where it has none."""
    return one_line(citation.title or citation.guide)


def byline(author: str | None, published: str | None) -> str:
    """Who says it and when."""
    return f"{author or 'author not named'} · {published or 'undated'}"


def origin(citation: Citation) -> str:
    """Who says it, when, and where in the guide, on one line."""
    as_of = citation.as_of if citation.as_of != citation.published else None
    parts = (
        byline(citation.author, citation.published),
        as_of and f"as of {as_of}",
        citation.section,
        citation.timestamp and f"at {citation.timestamp}",
        citation.page is not None and f"page {citation.page}",
    )
    return " · ".join(one_line(part) for part in parts if part)


def shortened(quote: str) -> str:
    """The quote on one line, cut at a word where it is long."""
    line = one_line(quote)
    if len(line) <= SHOWN_QUOTE_CHARS:
        return line
    return line[:SHOWN_QUOTE_CHARS].rsplit(" ", 1)[0] + " …"


def draw_sources(assistant: Assistant, citations: Sequence[Citation], key: str) -> None:
    """Draws the sources; a click on one opens its place in the guide."""
    with st.container(key=f"sources-{key}", gap="xsmall"):
        for citation in citations:
            with st.container(gap=None):
                draw_opener(assistant, citation, f"{key}-source-{citation.number}")
                st.caption(f"“{label(shortened(citation.quote))}”")


def draw_opener(assistant: Assistant, citation: Citation, key: str) -> None:
    """Draws a line with number, title and origin; a click opens the citation's place in its guide."""
    text = f":primary[\\[{citation.number}\\] **{label(title(citation))}**] :gray[· {label(origin(citation))}]"
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
    place = quote_place(article, citation)
    if citation and place is None:
        problem = problem or "The guide has changed since; this is the quote as it was."
    if problem:
        st.info(label(problem))
    if citation and place is None:
        st.html(_box(marked(citation.quote, (0, len(citation.quote)))))
    elif article:
        headings = {segment.section for segment in article.segments if segment.section}
        st.html(_box(marked(article.text, place or (0, 0), headings)))
    if article and (url := web_address(article.url)):
        st.link_button("Open the original", url, icon=":material/open_in_new:")


def quote_place(article: Article | None, citation: Citation | None) -> tuple[int, int] | None:
    """Where the quote stands in the guide as it is now: its start and end; None where it no longer does."""
    if article is None or citation is None:
        return None
    if article.text[citation.start : citation.end] == citation.quote:
        return citation.start, citation.end
    start = article.text.find(citation.quote)
    return None if start < 0 else (start, start + len(citation.quote))


def marked(text: str, place: tuple[int, int], headings: Collection[str] = ()) -> str:
    """HTML of the text around the place, which is marked unless it is empty; lines that are headings stand out."""
    start, end = place
    before, quote, after = text[:start], text[start:end], text[end:]
    cut_before, cut_after = before[-AROUND_QUOTE_CHARS:], after[:AROUND_QUOTE_CHARS]
    parts = (
        "… " if len(cut_before) < len(before) else "",
        _lines(cut_before, headings),
        f'<span class="guide-place"></span><mark>{markup(quote)}</mark>' if quote else "",
        _lines(cut_after, headings),
        " …" if len(cut_after) < len(after) else "",
    )
    return "".join(parts)


def _lines(text: str, headings: Collection[str]) -> str:
    drawn = ((line, markup(line)) for line in text.split("\n"))
    return "\n".join(f"<strong>{html}</strong>" if line.strip() in headings else html for line, html in drawn)


def web_address(url: str | None) -> str | None:
    """The address if it leads to a page on the web; guides may name other things."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def _box(inner: str) -> str:
    return f'<div class="guide-text" tabindex="0" role="region" aria-label="Text of the guide">{inner}</div>'
