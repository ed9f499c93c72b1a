"""Two things side by side in quotes: for each respect that the guides speak of, what one says of each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.asking.question import told_terms
from rag.asking.sides import Compared, compared, is_open
from rag.finding.finding import Finder
from rag.finding.matching import SAME_MATTER, Evidence, answers_kind
from rag.finding.voices import cite, spoken
from rag.quotes.aspects import ASPECTS, Aspect, shows
from rag.text.roles import Role, roles, same_role
from rag.types import Cell, Citation, Comparison, ComparisonRow, Hit

MOST_WORDS = 96
"""Words of all quotes in the table."""
_HEARD = 25
_LONGEST = 30
"""Words of a cell at most."""
_BREVITY = 0.12
"""What a word more costs a cell, on ranking's scale."""
_OTHERS = 1.0
"""What it costs a cell to speak of third parties beside its own side."""
_AROUND = 0.5


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things that are compared."""

    name: str
    stems: tuple[str, ...]
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Table:
    """Units for a comparison: for each respect one a side, or None."""

    sides: tuple[Side, Side]
    rows: tuple[tuple[Aspect, tuple[Hit | None, Hit | None]], ...]

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The units in the order of the rows, each once."""
        return tuple({hit.number: hit for _, cells in self.rows for hit in cells if hit}.values())


def compare(question: str, finder: Finder) -> Table | None:
    """The table that a question asks for; None where it asks for none, or the guides have no two sides to it."""
    asked = compared(question)
    if not asked or not is_open(asked.rest, [aspect.asked for aspect in ASPECTS]):
        return None
    sides = _side(asked.sides[0], finder.evidence), _side(asked.sides[1], finder.evidence)
    wanted = _wanted(asked)
    found = [(aspect, _cells(aspect, sides, finder)) for aspect in wanted]
    rows = [(aspect, cells) for aspect, cells in found if any(cells)]
    if not any(all(cells) for _, cells in rows):
        return None
    return Table(sides, tuple(_fitting(rows, named=len(wanted) < len(ASPECTS))))


def _wanted(asked: Compared) -> list[Aspect]:
    """The respects that the question names, or else all."""
    return [aspect for aspect in ASPECTS if aspect.asked.search(asked.rest)] or list(ASPECTS)


def _side(name: str, evidence: Evidence) -> Side:
    terms = told_terms(name, evidence.vocabulary)
    return Side(name, tuple(term.stem for term in terms), roles(name, evidence.disciplines))


def _cells(aspect: Aspect, sides: tuple[Side, Side], finder: Finder) -> tuple[Hit | None, Hit | None]:
    """The best unit for each side; one that speaks of both stands for both where a side has none of its own."""
    evidence = finder.evidence
    own: list[Hit | None] = []
    both: list[Hit] = []
    for side, other in (sides, sides[::-1]):
        hits = [hit for hit in finder.ranked(aspect.question.format(side.name))[:_HEARD] if _says(aspect, hit, evidence)]
        of_side = [hit for hit in hits if _speaks(side, hit, evidence)]
        both += [hit for hit in of_side if _speaks(other, hit, evidence)]
        alone = [hit for hit in of_side if not _speaks(other, hit, evidence)]
        own.append(max(alone, key=lambda hit: _worth(hit, side, evidence), default=None))
    if not all(own) and both:
        shared = max(both, key=lambda hit: hit.score - _BREVITY * len(hit.unit.text.split()))
        return shared, shared
    return own[0], own[1]


def _says(aspect: Aspect, hit: Hit, evidence: Evidence) -> bool:
    unit = hit.unit
    kind = aspect.kind is None or answers_kind(aspect.kind, unit, evidence.figures(unit))
    return kind and shows(aspect, unit) and len(unit.text.split()) <= _LONGEST


def _speaks(side: Side, hit: Hit, evidence: Evidence) -> bool:
    """Whether a unit speaks of a side: it names it, or names nothing else and stands where all is about it."""
    own = evidence.own_roles(hit.number)
    if side.roles:
        if any(same_role(one, said) for one in side.roles for said in own):
            return True
        if own:
            return False
    support = min((_support(stem, hit, evidence) for stem in side.stems), default=0.0)
    return support >= (SAME_MATTER if own else _AROUND)


def _support(stem: str, hit: Hit, evidence: Evidence) -> float:
    (term,) = told_terms(stem, evidence.vocabulary)[:1] or (None,)
    return evidence.support(term, hit.number) if term else 0.0


def _worth(hit: Hit, side: Side, evidence: Evidence) -> float:
    others = [said for said in evidence.own_roles(hit.number) if not any(same_role(said, one) for one in side.roles)]
    return hit.score - _BREVITY * len(hit.unit.text.split()) - _OTHERS * bool(others)


def _fitting(
    rows: Sequence[tuple[Aspect, tuple[Hit | None, Hit | None]]], *, named: bool
) -> list[tuple[Aspect, tuple[Hit | None, Hit | None]]]:
    """The rows that fit, whole ones before those with a gap; in their own order."""
    kept: list[tuple[Aspect, tuple[Hit | None, Hit | None]]] = []
    taken: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: not all(row[1])):
        more = {hit.number: len(hit.unit.text.split()) for hit in row[1] if hit and hit.number not in taken}
        if not kept or named or sum(taken.values()) + sum(more.values()) <= MOST_WORDS:
            kept.append(row)
            taken |= more
    return sorted(kept, key=rows.index)


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as an answer has it."""

    text: str
    citations: tuple[Citation, ...]
    comparison: Comparison


def shown(table: Table, evidence: Evidence) -> Shown:
    """The table's quotes as cited sentences, a paragraph a row, and the same as a table."""
    numbers: dict[int, int] = {}
    citations: list[Citation] = []
    paragraphs: list[str] = []
    rows: list[ComparisonRow] = []
    previous = None
    for aspect, cells in table.rows:
        sentences: list[str] = []
        for hit in cells:
            if hit and hit.number not in numbers:
                article = evidence.snapshot.articles[hit.unit.article_id]
                numbers[hit.number] = len(citations) + 1
                citations.append(cite(hit.unit, article, numbers[hit.number]))
                named = article.id != previous
                sentences.append(spoken(hit.unit, article, numbers[hit.number], named=named, moment=False))
                previous = article.id
        if sentences:
            paragraphs.append(" ".join(sentences))
        row = tuple(Cell(hit.unit.text, numbers[hit.number]) if hit else None for hit in cells)
        rows.append(ComparisonRow(aspect.name, row))
    columns = tuple(side.name for side in table.sides)
    return Shown("\n\n".join(paragraphs), tuple(citations), Comparison(columns, tuple(rows)))


def gaps(table: Table) -> list[str]:
    """What no guide says of one side and one does of the other."""
    return [
        f"{aspect.name}: {side.name}"
        for aspect, cells in table.rows
        for side, hit in zip(table.sides, cells, strict=True)
        if hit is None
    ]
