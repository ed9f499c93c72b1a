"""Inline Markdown."""

from __future__ import annotations

import pytest

from ingest.inline import inline, leading_strong, markdown


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        ("**bold** and *so* `on`", "bold and so on"),
        ("[text](https://example.org) here", "text here"),
        ("![a chart](x.png)", "a chart"),
        ("R&amp;D &lt;now&gt;", "R&D <now>"),
        ("$40,000 to $70,000", "$40,000 to $70,000"),
        ("a * b and snake_case_name", "a * b and snake_case_name"),
        ("pairs of <user, item> and <T>", "pairs of <user, item> and <T>"),
        ("fact[^1] stays", "fact stays"),
        ("ship it :rocket: at 10:30", "ship it at 10:30"),
        ("x" * 60_000 + "*y*", "x" * 60_000 + "*y*"),
    ],
)
def test_text_as_a_page_shows_it(marked: str, shown: str) -> None:
    assert inline(marked) == shown


@pytest.mark.parametrize(("marked", "words"), [("**Pay:** good", "Pay:"), ("good **pay**", ""), ("**all of it**", "")])
def test_the_bold_words_at_the_beginning(marked: str, words: str) -> None:
    assert leading_strong(markdown().parseInline(marked)[0].children or []) == words
