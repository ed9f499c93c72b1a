"""A comparison as a table on the page: a row for each respect, each cell a quote with its marker."""

from __future__ import annotations

import streamlit as st

from rag.types import Cell, Comparison
from ui.escaping import label

NOT_COVERED = "not covered"


def draw_comparison(comparison: Comparison) -> None:
    """Draws the table; what no guide says is said so."""
    columns = [label(column) for column in comparison.sides]
    table: dict[str, list[str]] = {"": [f"**{label(row.name)}**" for row in comparison.rows]}
    for place, column in enumerate(columns):
        table[column] = [_cell(row.cells[place]) for row in comparison.rows]
    st.table(table, border="horizontal")


def _cell(cell: Cell | None) -> str:
    return f"“{label(cell.text)}”\u00a0:primary[:small[\\[{cell.citation}\\]]]" if cell else f":gray[{NOT_COVERED}]"
