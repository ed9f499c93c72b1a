"""A guide's text, its outline and the place of a quote; addresses that may be linked."""

from __future__ import annotations

from dataclasses import replace

from rag.types import Article, Segment
from tests.fakes_ui import EARNS, PILOTS, cite
from ui.reading import after_title, headings, marked, outline, quote_place

TWO = "Pay\n\nPilots earn well.\n\nWays in\n\nBy sea."
PARTS = Article(
    "two.md",
    TWO,
    segments=(
        Segment(0, 3, "Pay"),
        Segment(5, 22, "Pay"),
        Segment(24, 31, "Work › Ways in"),
        Segment(33, 40, "Work › Ways in", timestamp="01:05"),
    ),
)


def test_headings_are_the_segments_that_say_nothing_but_their_section() -> None:
    assert [each.text for each in headings(PARTS)] == ["Pay", "Ways in"]


def test_title_that_the_page_shows_is_not_shown_twice() -> None:
    assert after_title(replace(PARTS, title="Pay")) == TWO.index("Pilots")
    assert after_title(replace(PARTS, title="Other")) == 0
    assert marked(TWO, (0, 0), begin=5) == TWO[5:]


def test_outline_leads_to_the_headings() -> None:
    found = headings(PARTS)
    assert '<a href="#guide-part-1">Ways in</a>' in outline(found)
    assert '<h2 id="guide-part-1">Ways in</h2>\nBy sea.' in marked(TWO, (0, 0), found)


def test_headings_before_and_after_a_mark_stay() -> None:
    html = marked(TWO, (5, 22), headings(PARTS))
    assert html.startswith('<h2 id="guide-part-0">Pay</h2>\n<span class="guide-place"></span><mark>Pilots earn well.')
    assert "</mark>\n\n<h2" in html


def test_headings_are_escaped() -> None:
    article = Article("x.md", "<img src=x>", segments=(Segment(0, 11, "<img src=x>"),))
    found = headings(article)
    assert "<img" not in outline(found) + marked(article.text, (0, 0), found)


def test_quote_is_found_where_it_moved() -> None:
    citation = cite(1, PILOTS, EARNS)
    later = replace(PILOTS, text="New first line.\n" + PILOTS.text)
    start, end = quote_place(later, citation) or (0, 0)
    assert later.text[start:end] == EARNS
    assert start == citation.start + 16
    assert quote_place(replace(PILOTS, text="Other."), citation) is None


def test_long_guides_are_drawn_around_the_quote() -> None:
    text = "a" * 50_000 + "QUOTE" + "b" * 50_000
    html = marked(text, (50_000, 50_005))
    assert html.startswith("… a")
    assert html.endswith("b …")
    assert len(html) < 81_000
