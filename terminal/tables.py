"""Tables of figures as lines: names on the left, cells on the right of their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from terminal.output import Line, one_line


def table(names: Sequence[str], rows: Mapping[str, Sequence[str]]) -> Iterator[Line]:
    """A line of the columns' names, the first one the rows', and a line for each row."""
    first, *columns = names
    lead = max(len(one_line(row)) for row in [first, *rows])
    widths = [max([len(name), *(len(cells[at]) for cells in rows.values())]) for at, name in enumerate(columns)]
    yield Line(Text(_joined(first.ljust(lead), columns, widths), style="bold"))
    for row, cells in rows.items():
        yield Line(Text(_joined(one_line(row).ljust(lead), cells, widths)))


def _joined(lead: str, cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join([lead, *(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))])
