"""A comparison as both faces draw it: a table whose cells are quotes with their markers."""

from __future__ import annotations

from rich.console import Console
from streamlit.testing.v1 import AppTest

from rag.types import Cell, Comparison, ComparisonRow
from terminal.comparison import comparison_table

PAY = ComparisonRow("pay", (Cell("A nurse earns $62,000.", 1), Cell("A midwife earns $70,000 *or* more.", 2)))
CAR = ComparisonRow("tools", (None, Cell("\x1b[2JA midwife drives.", 3)))
TABLE = Comparison(("nurse", "midwife"), (PAY, CAR))


def test_a_terminal_shows_each_cell_with_its_marker() -> None:
    out = Console(width=100, record=True, markup=False)
    out.print(comparison_table(TABLE))
    text = out.export_text()
    assert "“A nurse earns $62,000.” [1]" in text
    assert "“A midwife drives.” [3]" in text.replace("[2J", "")
    assert "not covered" in text
    assert "\x1b" not in text


def _page() -> None:
    from tests.test_comparison_faces import TABLE
    from ui.comparison import draw_comparison

    draw_comparison(TABLE)


def test_the_page_shows_each_cell_escaped_with_its_marker() -> None:
    page = AppTest.from_function(_page, default_timeout=60).run()
    assert not page.exception
    (table,) = page.table
    frame = table.value
    assert list(frame["nurse"]) == ["“A nurse earns \\$62,000.”\u00a0:primary[:small[\\[1\\]]]", ":gray[not covered]"]
    assert "\\*or\\*" in frame["midwife"].iloc[0]
