"""Lines to blocks."""

from __future__ import annotations

from ingest.blocks import Block, BlockKind, read_blocks
from ingest.lines import number_lines


def _blocks(text: str) -> list[Block]:
    return read_blocks([line for line in number_lines(text) if line.text])


def _told(text: str) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.text) for block in _blocks(text)]


def test_markdown_is_read() -> None:
    assert _told("# Title\n## Part\nA *first* paragraph.\n- one\n  - deep\n- two") == [
        ("heading", 1, "Title"),
        ("heading", 2, "Part"),
        ("paragraph", 0, "A first paragraph."),
        ("item", 0, "one"),
        ("item", 1, "deep"),
        ("item", 0, "two"),
    ]


def test_each_line_is_a_paragraph() -> None:
    assert [text for _, _, text in _told("One sentence here.\nAnother one there.")] == [
        "One sentence here.",
        "Another one there.",
    ]


def test_numbers_of_items_are_their_marks() -> None:
    assert [(block.mark, block.text) for block in _blocks("1. first\n2) second\n- third")] == [
        ("1.", "first"),
        ("2)", "second"),
        ("-", "third"),
    ]


def test_a_year_at_the_beginning_is_no_item() -> None:
    assert _told("2024. That was a good year.") == [("paragraph", 0, "2024. That was a good year.")]


def test_bold_words_at_the_beginning_are_the_label() -> None:
    assert [block.label for block in _blocks("**Pay.** It is good.\nIt is **good**.")] == ["Pay.", ""]


def test_tables_and_records_have_rows() -> None:
    table, first, second = _blocks("| a | **b** |\n|---|---|\n| 1 | 2 |\n$1\nfee\n$2\nrent")
    assert (table.kind, table.rows) == (BlockKind.TABLE, (("a", "b"), ("1", "2")))
    assert (first.kind, first.rows) == (BlockKind.RECORD, (("$1", "fee"),))
    assert second.text == "$2 | rent"


def test_code_is_kept_line_by_line() -> None:
    assert [text for _, _, text in _told("```python\nx = 1\ny = *z*\n```")] == ["x = 1", "y = *z*"]


def test_blocks_know_their_line() -> None:
    assert [(block.text, block.line) for block in _blocks("one.\n\n\n- two\n- three\n\nfour.")] == [
        ("one.", 1),
        ("two", 4),
        ("three", 5),
        ("four.", 7),
    ]
