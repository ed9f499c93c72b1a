"""What a sentence of a model is laid beside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, item or row that is cited, with what a reader of the page sees around it."""

    text: str
    around: str = ""
    """Title, headings, names of rows and columns, lead-in."""
    byline: str = ""
    """Author and date of the guide."""
    money: frozenset[str] = frozenset()
    """Currencies that its table or paragraph uses: a table often names its currency in one row alone."""

    @property
    def whole(self) -> str:
        """All of it."""
        return f"{self.around} {self.byline} {self.text}"
