"""HTML tables as rows of cells, where a cell may span several rows or columns."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Grid:
    """A table being read: its rows, and the cells that reach down into later rows."""

    rows: list[list[str]] = field(default_factory=list)
    spans: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Column -> (rows still to fill, text)."""
    down: int = 1
    across: int = 1
    open: bool = False

    def add(self, text: str) -> None:
        """Puts a cell at the end of the current row."""
        self._fill()
        row = self.rows[-1]
        if self.down > 1:
            self.spans[len(row)] = (self.down - 1, text)
        row += [text, *[""] * (self.across - 1)]

    def end_row(self) -> None:
        """Fills what cells from above reach into."""
        if self.rows:
            self._fill()

    def _fill(self) -> None:
        row = self.rows[-1]
        while (left := self.spans.pop(len(row), None)) is not None:
            if left[0] > 1:
                self.spans[len(row)] = (left[0] - 1, left[1])
            row.append(left[1])


def span(value: str | None) -> int:
    """How many rows or columns an attribute names, within reason."""
    return min(int(value), 100) if value and value.isdecimal() else 1
