"""Units that were found to numbered passages, as a model and the checks see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rag.finding.finding import Part
from rag.finding.matching import Evidence
from rag.indexing.views import named
from rag.types import Hit, UnitKind

MOST_PASSAGES = 8
AROUND = 3
"""Units before and behind the one found that a passage may have."""


@dataclass(frozen=True, slots=True)
class NumberedPassage:
    """A passage under the number that a model cites it by."""

    number: int
    text: str
    guide: str
    author: str | None
    published: str | None
    context: str
    """Where it stands: the guide's title, the section, names of rows and columns."""
    units: tuple[int, ...]
    """The numbers of its units in the snapshot."""


def numbered(found: Sequence[Part], evidence: Evidence) -> list[NumberedPassage]:
    """The passages around the best units of each covered part, most relevant first, each unit once."""
    passages: list[NumberedPassage] = []
    taken: set[int] = set()
    for hit in _in_turn([part.hits for part in found if part.covered]):
        if len(passages) == MOST_PASSAGES:
            break
        if hit.number not in taken:
            units = tuple(n for n in around(hit.number, evidence) if n not in taken)
            taken.update(units)
            passages.append(_passage(len(passages) + 1, hit, units, evidence))
    return passages


def _in_turn(hits: Sequence[Sequence[Hit]]) -> Iterator[Hit]:
    """The best hit of each part, then the second best of each, and so on."""
    for row in zip_longest(*hits):
        yield from (hit for hit in row if hit)


def around(number: int, evidence: Evidence) -> list[int]:
    """The unit and its neighbours in the passage; a row or cell of a table stands for itself."""
    if evidence.snapshot.units[number].kind in (UnitKind.ROW, UnitKind.CELL):
        return [number]
    return [n for n in evidence.passage(number) if abs(n - number) <= AROUND]


def _passage(number: int, hit: Hit, units: tuple[int, ...], evidence: Evidence) -> NumberedPassage:
    article = evidence.snapshot.articles[hit.unit.article_id]
    context = " › ".join(filter(None, [named(article), hit.unit.section, hit.unit.context]))
    return NumberedPassage(
        number=number,
        text=" ".join(evidence.snapshot.units[n].text for n in units),
        guide=article.id,
        author=article.author,
        published=article.published,
        context=context,
        units=units,
    )
