"""Tables of all forms, as rows of cells with the names of their columns."""

from __future__ import annotations

import pytest

from ingest.articles import parse


def _rows(text: str, name: str = "a.txt") -> list[tuple[str, str]]:
    before = "Here is what these people say that they are paid for it.\n\n"
    return [(unit.context, unit.text) for unit in parse((before + text).encode(), name).units[1:]]


PAY = [("Level | Pay", "Junior | $100K")]


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_rows_with_and_without_outer_pipes_are_the_same(name: str) -> None:
    assert _rows("| Level | Pay |\n|---|---|\n| Junior | $100K |", name) == PAY
    assert _rows("Level | Pay\n:---|---:\nJunior | $100K", name) == PAY


def test_cells_between_tabs() -> None:
    assert _rows("Level\tPay\nJunior\t$100K") == PAY


def test_drawn_tables() -> None:
    assert _rows("+-------+------+\n| Level | Pay  |\n+=======+======+\n| Junior | $100K |\n+---+----+") == PAY
    assert _rows("┌───┬───┐\n│ Level │ Pay │\n│ Junior │ $100K │\n└───┴───┘") == PAY


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_an_escaped_pipe_belongs_to_its_cell(name: str) -> None:
    assert _rows("| Level | a \\| c |\n|---|---|\n| Junior | 2 years |", name)[0] == (
        "Level | a | c",
        "Junior | 2 years",
    )


def test_rows_without_a_rule_are_rows() -> None:
    assert _rows("| Junior | $100K |\n| Senior | $200K |", "a.md") == [("", "Junior | $100K"), ("", "Senior | $200K")]


def test_a_pipe_in_a_sentence_makes_no_table() -> None:
    assert _rows("Senior Engineer at Example | Speaker", "a.md") == [("", "Senior Engineer at Example | Speaker")]


def test_cells_that_span_are_in_each_row_and_names_over_each_column() -> None:
    html = (
        "<table><tr><th>Level<th colspan=2>Pay in 2024</tr><tr><th><th>Low<th>High</tr>"
        "<tr><td rowspan=2>Senior<td>€1|2<td>€3</tr><tr><td>€3<td>€4</table>"
    )
    names = "Level | Pay in 2024 Low | Pay in 2024 High"
    assert _rows(html, "a.md") == [(names, "Senior | €1|2 | €3"), (names, "Senior | €3 | €4")]


def test_a_head_over_all_columns_is_a_caption() -> None:
    html = "<table><tr><th colspan=2>Bakers</tr><tr><th>Pay<td>$36,650</tr><tr><th>Jobs<td>249,100</table>"
    assert [text for _, text in _rows(html, "a.md")] == ["Pay | $36,650", "Jobs | 249,100"]
