"""Tables of all forms."""

from __future__ import annotations

from ingest.lines import number_lines
from ingest.tables import is_row, mark_tables, read_rows


def _rows(text: str) -> list[list[tuple[str, ...]]]:
    return read_rows([line for line in mark_tables(number_lines(text)) if is_row(line.text)])


def test_rows_with_and_without_outer_pipes_are_the_same() -> None:
    expected = [[("Level", "Pay"), ("Junior", "$100K")]]
    assert _rows("| Level | Pay |\n|---|---|\n| Junior | $100K |") == expected
    assert _rows("Level | Pay\n:---|---:\nJunior | $100K") == expected


def test_cells_between_tabs() -> None:
    assert _rows("Level\tPay\nJunior\t$100K") == [[("Level", "Pay"), ("Junior", "$100K")]]


def test_drawn_tables() -> None:
    text = "+---+----+\n| a | b  |\n+===+====+\n| 1 | 2  |\n+---+----+"
    assert _rows(text) == [[("a", "b"), ("1", "2")]]
    assert _rows("┌───┬───┐\n│ a │ b │\n└───┴───┘") == [[("a", "b")]]


def test_an_escaped_pipe_belongs_to_its_cell() -> None:
    assert _rows("| a | b \\| c |\n|---|---|\n| 1 | 2 |")[0][0] == ("a", "b | c")


def test_rows_of_any_width_lose_no_cell() -> None:
    assert _rows("| a |\n|---|\n| 1 | 2 | 3 |") == [[("a", "", ""), ("1", "2", "3")]]


def test_an_empty_head_stays_one() -> None:
    assert _rows("| | |\n|---|---|\n| Step 1 | Learn |") == [[("", ""), ("Step 1", "Learn")]]


def test_two_tables_are_two() -> None:
    assert len(_rows("| a |\n|---|\n| 1 |\n\n| b |\n|---|\n| 2 |")) == 2
    assert len(_rows("| a | b |\n|---|---|\n| 1 | 2 |\n\n| c |")) == 2


def test_a_pipe_in_a_sentence_makes_no_table() -> None:
    assert _rows("Senior Engineer at Example | Speaker\nP(x | y) is given") == []
