"""HTML to Markdown lines."""

from __future__ import annotations

from ingest.markup import read_markup


def _lines(text: str) -> list[str]:
    return [line.text for line in read_markup(text)[0] if line.text]


def test_text_without_html_is_unchanged() -> None:
    assert _lines("a < b and <user, item> pairs\n\n<T> stays") == ["a < b and <user, item> pairs", "<T> stays"]


def test_blocks_become_markdown() -> None:
    html = (
        "<h2>Pay <em>now</em></h2>\n<p>Runs over\ntwo lines<br>and on.<p>Next\n<ul><li>one<ul><li>deep</ul><li>two</ul>"
    )
    assert _lines(html) == ["## Pay now", "Runs over two lines", "and on.", "Next", "- one", "  - deep", "- two"]


def test_bold_words_stay_bold() -> None:
    assert _lines("<p><b>Pay: </b>fine, <strong></strong>really</p>") == ["**Pay:** fine, really"]


def test_scripts_styles_and_tags_go() -> None:
    assert _lines("<style>p {}</style><script>x < 1</script><p>Text <img alt='a chart' src='x'></p>") == [
        "Text a chart"
    ]


def test_comments_are_listed() -> None:
    lines, dropped = read_markup("<p>one</p>\n<!-- two\nthree -->\nfour")
    assert [line.text for line in lines if line.text] == ["one", "four"]
    assert [(drop.line, drop.text) for drop in dropped] == [(2, "two"), (3, "three")]


def test_a_comment_that_nothing_closes_is_text() -> None:
    assert _lines("<p>one</p>\n<!-- two\nthree") == ["one", "<!-- two", "three"]


def test_tags_in_code_are_text() -> None:
    assert _lines("<p>one</p>\n`<b>x</b>`\n```\n<i>y</i>\n```") == ["one", "`<b>x</b>`", "```", "<i>y</i>", "```"]


def test_tables_keep_rows_and_spans() -> None:
    html = (
        "<table><tr><th>Level<th>City<th>Pay</tr><tr><td rowspan=2>Senior<td>Oslo<td>€1|2</tr>"
        "<tr><td>Bern<td>€3</tr><tr><td colspan=2>Any<td>€4</table>"
    )
    assert _lines(html) == [
        "| Level | City | Pay |",
        "|---|---|---|",
        "| Senior | Oslo | €1\\|2 |",
        "| Senior | Bern | €3 |",
        "| Any |  | €4 |",
    ]


def test_a_break_in_a_markdown_row_is_a_space() -> None:
    assert _lines("| a | one<br>two |") == ["| a | one two |"]


def test_lines_know_where_they_stood() -> None:
    lines, _ = read_markup("<div>\n\n# Title\n<p>text\nmore</p>\nlast", first=3)
    assert [(line.text, line.number) for line in lines if line.text] == [
        ("# Title", 5),
        ("text more", 6),
        ("last", 8),
    ]


def test_what_is_never_closed_ends_at_a_blank_line() -> None:
    assert _lines("<p align=center>\nopen\n\nnext\nline") == ["open", "next", "line"]
