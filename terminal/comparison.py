"""A comparison as a table on a terminal: a row for each respect, each cell a quote with its marker."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from rag.types import Cell, Comparison
from terminal.output import one_line

NOT_COVERED = "not covered"


def comparison_table(comparison: Comparison) -> Table:
    """The table to draw; what no guide says is said so."""
    table = Table(box=SIMPLE_HEAD, show_lines=True, pad_edge=False)
    table.add_column("", style="bold")
    for column in comparison.sides:
        table.add_column(Text(one_line(column)), ratio=1)
    for row in comparison.rows:
        table.add_row(Text(one_line(row.name)), *(_cell(cell) for cell in row.cells))
    return table


def _cell(cell: Cell | None) -> Text:
    if cell is None:
        return Text(NOT_COVERED, "dim")
    return Text.assemble(f"“{one_line(cell.text)}” ", (f"[{cell.citation}]", "bold cyan"))
