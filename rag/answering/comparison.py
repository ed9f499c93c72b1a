"""Two things side by side in quotes: the best evidence for each, beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rag.answering.choosing import LIMITS
from rag.indexing.views import named
from rag.language.lexical import terms
from rag.seams import Snapshot
from rag.types import Cell, Comparison, ComparisonRow, Evidence

MOST_ROWS = 2
"""A comparison is read at a glance."""
MOST_WORDS = 90
_SIDE = r"(?:an?\s+|the\s+)?(?P<{0}>[\w/+&.-]+(?:\s+[\w/+&-]+){{0,2}}?)"
_PATTERNS = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        rf"\bbetween\s+{_SIDE.format('one')}\s+and\s+{_SIDE.format('other')}(?=\s*(?:[?.!,;]|$))",
        rf"(?:^|[?.!,:;]\s*|\b(?:as|be|become|for|in|with|is|do|choose|pick|learn|study|prefer)\s+){_SIDE.format('one')}"
        rf"\s*,?\s+(?:or|vs\.?|versus)\s+{_SIDE.format('other')}(?=\s*(?:[?.!,;:]|$|\b(?:if|when|for|as)\b))",
    )
)


@dataclass(frozen=True, slots=True)
class Table:
    """Units for a comparison, a row for each pair; None where one side has no more."""

    sides: tuple[str, str]
    rows: tuple[tuple[int | None, int | None], ...]
    snapshot: Snapshot

    @property
    def numbers(self) -> list[int]:
        """The units in the order of the rows."""
        return [number for row in self.rows for number in row if number is not None]

    def cited(self, numbers: dict[int, int]) -> Comparison:
        """The table as an answer has it. `numbers` maps unit numbers to citation numbers."""
        units = self.snapshot.units
        rows = [
            ComparisonRow(
                self._name(row),
                tuple(None if number is None else Cell(units[number].text, numbers[number]) for number in row),
            )
            for row in self.rows
        ]
        return Comparison(self.sides, tuple(rows))

    def _name(self, row: tuple[int | None, int | None]) -> str:
        """What a row is about: the heading that its cells stand under, where it is one."""
        sections = {
            (self.snapshot.units[number].section or "").split(" › ")[-1] for number in row if number is not None
        }
        return sections.pop() if len(sections) == 1 else ""


def compared(question: str) -> tuple[str, str] | None:
    """What a question compares; None where it compares nothing that it names side by side."""
    for pattern in _PATTERNS:
        match = pattern.search(question)
        if match and match["one"].casefold() != match["other"].casefold():
            return match["one"], match["other"]
    return None


def compare(sides: tuple[str, str] | None, evidence: Sequence[Evidence], snapshot: Snapshot) -> Table | None:
    """The table of what a question sets side by side; None where it does not, or a side has no evidence of its own."""
    if not sides:
        return None
    likely = [each.number for each in evidence if each.probability >= LIMITS.compared or each is evidence[0]]
    own: list[list[int]] = []
    for side, other in (sides, sides[::-1]):
        own.append([number for number in likely if _speaks(side, other, number, snapshot)][:MOST_ROWS])
    if not all(own):
        return None
    rows = [*zip_longest(*own)]
    while (
        len(rows) > 1
        and sum(len(snapshot.units[n].text.split()) for row in rows for n in row if n is not None) > MOST_WORDS
    ):
        rows.pop()
    return Table(sides, tuple((one, other) for one, other in rows), snapshot)


def _speaks(side: str, other: str, number: int, snapshot: Snapshot) -> bool:
    """Whether a unit, with what it stands under, has the words of one side and not those of the other."""
    unit = snapshot.units[number]
    own, alien = (set(terms(one)) - set(terms(two)) for one, two in ((side, other), (other, side)))
    said = set(terms(unit.text))
    if own & said or alien & said:
        return own <= said and not alien & said
    around = set(terms(f"{unit.context} {unit.section or ''} {named(snapshot.articles[unit.article_id])}"))
    return bool(own) and own <= around and not alien <= around
