"""A guide's text as HTML: its headings with an outline, and a quote marked in its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.types import Article, Citation
from ui.escaping import markup, one_line

AROUND_QUOTE_CHARS = 40_000
"""How much of a guide is drawn on each side of a quote."""
AROUND_TIP_CHARS = 280
"""The same beside an answer, where one points at a number."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a guide: where its line starts and ends in the text, and what it says."""

    start: int
    end: int
    text: str


def headings(article: Article) -> tuple[Heading, ...]:
    """The guide's headings in order: segments that say nothing but their section's name."""
    found: list[Heading] = []
    for segment in article.segments:
        text = article.text[segment.start : segment.end].strip()
        if segment.section and "\n" not in text and text and segment.section.endswith(text):
            found.append(Heading(segment.start, segment.start + len(text), one_line(text)))
    return tuple(found)


def after_title(article: Article) -> int:
    """Where the text goes on after the guide's own title line, for a page that shows the title already."""
    first = article.text.split("\n", 1)[0]
    if one_line(first) != one_line(article.title or ""):
        return 0
    return len(article.text) - len(article.text[len(first) :].lstrip("\n"))


def quote_place(article: Article | None, citation: Citation | None) -> tuple[int, int] | None:
    """Where the quote stands in the guide as it is now: its start and end; None where it no longer does."""
    if article is None or citation is None:
        return None
    if article.text[citation.start : citation.end] == citation.quote:
        return citation.start, citation.end
    start = article.text.find(citation.quote)
    return None if start < 0 else (start, start + len(citation.quote))


def around(article: Article | None, citation: Citation) -> tuple[str, str]:
    """What stands before and after the quote in its paragraph, each on one line and cut at a word where it is long."""
    found = quote_place(article, citation)
    if article is None or found is None:
        return "", ""
    before = one_line(article.text[: found[0]].rsplit("\n", 1)[-1])
    after = one_line(article.text[found[1] :].split("\n", 1)[0])
    if len(before) > AROUND_TIP_CHARS:
        before = "… " + before[-AROUND_TIP_CHARS:].split(" ", 1)[-1]
    if len(after) > AROUND_TIP_CHARS:
        after = after[:AROUND_TIP_CHARS].rsplit(" ", 1)[0] + " …"
    return before, after


def box(inner: str, *, whole_page: bool = False) -> str:
    """HTML of a guide's text in a frame that scrolls by itself, or as long as the page."""
    kind = "guide-text guide-page" if whole_page else "guide-text"
    return f'<div class="{kind}" tabindex="0" role="region" aria-label="Text of the guide">{inner}</div>'


def outline(headings: Sequence[Heading]) -> str:
    """HTML of links to the headings of a guide on the same page."""
    items = "".join(
        f'<li><a href="#{_anchor(number)}">{markup(each.text)}</a></li>' for number, each in enumerate(headings)
    )
    return f'<nav class="guide-outline" aria-label="Outline of the guide"><p>In this guide</p><ul>{items}</ul></nav>'


def marked(text: str, place: tuple[int, int], headings: Collection[Heading] = (), *, begin: int = 0) -> str:
    """HTML of the text around the place, which is marked unless it is empty; headings stand out.

    Without a place it is all of the text from `begin` on.
    """
    start, end = place if place[1] else (begin, begin)
    first = max(start - AROUND_QUOTE_CHARS, 0) if place[1] else begin
    last = end + AROUND_QUOTE_CHARS if place[1] else len(text)
    quote = text[start:end]
    parts = (
        "… " if first > begin else "",
        _pieces(text, first, start, headings),
        f'<span class="guide-place"></span><mark>{markup(quote)}</mark>' if quote else "",
        _pieces(text, end, last, headings),
        " …" if last < len(text) else "",
    )
    return "".join(parts)


def _pieces(text: str, start: int, end: int, headings: Collection[Heading]) -> str:
    """HTML of a stretch of text, with the headings that lie in it whole."""
    end = min(end, len(text))
    parts: list[str] = []
    for number, heading in enumerate(headings):
        if start <= heading.start and heading.end <= end:
            parts.append(markup(text[start : heading.start]))
            parts.append(f'<h2 id="{_anchor(number)}">{markup(heading.text)}</h2>')
            # A block ends its own line, so the line break after it would show as an empty one.
            start = heading.end + text[heading.end : heading.end + 1].count("\n")
    return "".join([*parts, markup(text[start:end])])


def _anchor(number: int) -> str:
    return f"guide-part-{number}"
