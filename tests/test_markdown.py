"""Markdown and the HTML in it, as blocks."""

from __future__ import annotations

import pytest

from ingest.articles import parse
from ingest.blocks import Block
from ingest.lines import number_lines
from ingest.markdown import read_markdown
from rag.errors import ArticleError


def _blocks(text: str) -> list[Block]:
    return read_markdown(number_lines(text))[0]


def _told(text: str) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.text) for block in _blocks(text)]


def test_markdown_is_read() -> None:
    assert _told("# Title\n\nPart\n----\nA *first*\nparagraph.\n- one\n  - deep\n- two\n\n> said") == [
        ("heading", 1, "Title"),
        ("heading", 2, "Part"),
        ("paragraph", 0, "A first paragraph."),
        ("item", 0, "one"),
        ("item", 1, "deep"),
        ("item", 0, "two"),
        ("quote", 0, "said"),
    ]


def test_a_hard_wrapped_text_has_the_headings_that_it_marks() -> None:
    text = "Wrapped at a width\nSome Lines Look\nLike headings here\n\n## One\n\nCapital Words\nGo on."
    assert [each for each in _told(text) if each[0] == "heading"] == [("heading", 2, "One")]
    assert ("paragraph", 0, "Capital Words Go on.") in _told(text)


def test_numbers_of_items_are_their_marks() -> None:
    assert [(block.mark, block.text) for block in _blocks("3. third\n4. fourth\n\n- one\n\n  goes on")] == [
        ("3.", "third"),
        ("4.", "fourth"),
        ("-", "one"),
        ("", "goes on"),
    ]


def test_a_year_at_the_beginning_is_no_item() -> None:
    assert _told("2024. That was a good year.") == [("paragraph", 0, "2024. That was a good year.")]


def test_bold_words_at_the_beginning_are_the_label() -> None:
    blocks = _blocks("**Pay.** It is good.\n\nIt is **good**.\n\n**All of it**")
    assert [block.label for block in blocks] == ["Pay.", "", "All of it"]


def test_code_is_kept_word_for_word() -> None:
    assert _told("```python\nx = 1\n\n  y = *z* # <b>\n```") == [("code", 0, "x = 1\n\n  y = *z* # <b>")]


def test_blocks_know_their_line() -> None:
    text = "one.\n\n\n- two\n- three\n\n<div>\nfour\n</div>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nfive\n```"
    assert [block.line for block in _blocks(text)] == [1, 4, 5, 7, 11, 15]


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        ("**bold** and *so* `on`", "bold and so on"),
        ("[text](https://example.org) here", "text here"),
        ("![a chart](x.png)", "a chart"),
        ("R&amp;D &lt;now&gt;", "R&D <now>"),
        ("$40,000 to $70,000", "$40,000 to $70,000"),
        ("a * b and snake_case_name", "a * b and snake_case_name"),
        ("pairs of <user, item> and <T> or List<T>", "pairs of <user, item> and <T> or List<T>"),
        ("fact[^1] stays\n\n[^1]: Note.", "fact stays"),
        ("ship it :rocket: at 10:30", "ship it at 10:30"),
        ("x" * 60_000 + "*y*", "x" * 60_000 + "*y*"),
        ("***Skills.***Workers need them", "Skills.Workers need them"),
        ("<p><b>Pay: </b>fine, <strong></strong>really</p>", "Pay: fine, really"),
        ("<style>p {}</style>\n\n<p>Text <img alt='a chart' src='x'></p>", "Text a chart"),
        ("a < b\nand c > d", "a < b and c > d"),
        ("`<b>x</b>`", "<b>x</b>"),
        ("H<sub>2</sub>O, 5 m<sup>2</sup>, the 1<sup>st</sup>", "H2O, 5 m², the 1st"),
        ("one<br>Two", "one"),
        ("one<br>and two", "one and two"),
        ("- [x] done", "done"),
    ],
)
def test_text_as_a_page_shows_it(marked: str, shown: str) -> None:
    assert _blocks(marked)[0].text == shown


def test_what_no_page_shows_is_listed() -> None:
    blocks, dropped = read_markdown(number_lines("<p>one</p>\n\n<!-- two\nthree -->\n\n~~four~~ five %%six%%"))
    assert [block.text for block in blocks] == ["one", "five"]
    assert [(drop.line, drop.text) for drop in dropped] == [(6, "six"), (3, "two three"), (6, "four")]


def test_a_comment_that_nothing_closes_is_text() -> None:
    assert [block.text for block in _blocks("one\n\n<!-- two\nthree")] == ["one", "<!-- two three"]


@pytest.mark.parametrize(
    "text", [">" * 200 + " x", "".join("  " * n + "- x\n" for n in range(200)), "<div>" * 400 + "x"]
)
def test_what_nests_too_deep_is_refused(text: str) -> None:
    with pytest.raises(ArticleError, match="deep"):
        read_markdown(number_lines(text))


def test_a_list_is_read_with_its_lead_in_and_a_bold_line_stands_over_what_follows() -> None:
    text = (
        "# T\n\n**Juniors**\n\nThey are paid well.\n\nYou will need:\n\n- Go\n- a licence\n\n## Next\n\nIt ends here."
    )
    units = [(unit.section, unit.context, unit.text) for unit in parse(text.encode(), "a.md").units]
    assert units == [
        ("T", "Juniors", "They are paid well."),
        ("T", "Juniors", "You will need:"),
        ("T", "You will need", "Go"),
        ("T", "You will need", "a licence"),
        ("Next", "", "It ends here."),
    ]
