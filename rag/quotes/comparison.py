"""Two things side by side in quotes: for each respect that the guides speak of, what one says of each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from rag.asking.asks import Asks
from rag.asking.background import Said
from rag.asking.question import Term, told_terms
from rag.asking.sides import Compared, compared, is_open
from rag.finding.finding import Finder
from rag.finding.matching import SAME_MATTER, Evidence, answers_kind
from rag.finding.voices import cite, spoken
from rag.quotes.aspects import ASPECTS, Aspect, shows
from rag.text.lexical import terms
from rag.text.roles import ROLE_NOUNS, Role, roles, same_role
from rag.types import Cell, Citation, Comparison, ComparisonRow, Hit, UnitKind

Cells = tuple[Hit | None, Hit | None]
_HEADS = frozenset(terms(" ".join(ROLE_NOUNS)))

MOST_WORDS = 84
"""Words of all quotes in the table; names of voices come on top."""
_LONGEST = 24
"""Words of a cell at most."""
_SIMILARITY = 12.0
"""What similarity counts, as in ranking."""
_BREVITY = 0.1
"""What a word more costs a cell."""
_OTHERS, _EARLY, _PARALLEL = 3.0, 1.0, 1.0
"""What it costs a cell to speak of third parties too, what it gains by naming its side in its first
words, and what two cells gain that stand in one section and so say the same of either side."""
_FIRST_WORDS = 4
_AROUND = 0.5
_COMPARES = re.compile(
    r"\b(?:both|alike|similar(?:ly)?|equal(?:ly)?|same|compared|than|below|above|whereas|while|unlike"
    r"|as (?:much|well)|neither)\b",
    re.IGNORECASE,
)
"""A unit that names two things without a word of this kind says something of one of them alone."""
_CUT = re.compile(
    r";\s|,\s(?=(?:especially|such as|including|for example|for instance|e\.g\.|above all|most of all)\b)",
    re.IGNORECASE,
)
"""Where a sentence may end before its end: what follows only adds to what it has said whole."""
_SHORT_WORDS = 6
_DIFFERENCE = re.compile(r"\bdiffer|\bcompar", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things that are compared."""

    name: str
    terms: tuple[Term, ...]
    roles: frozenset[Role]


Sides = tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Table:
    """Units for a comparison: for each respect one a side, or None."""

    sides: Sides
    rows: tuple[tuple[Aspect, Cells], ...]

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The units in the order of the rows, each once."""
        return tuple({hit.number: hit for _, cells in self.rows for hit in cells if hit}.values())


def compare(question: str, said: Sequence[Said], finder: Finder) -> Table | None:
    """The table that a question asks for; None where it asks for none, or the guides have no two sides to it."""
    asked = compared(question)
    if not asked or not is_open(asked.rest, [aspect.asked for aspect in ASPECTS]):
        return None
    sides = _side(asked.sides[0], finder.evidence), _side(asked.sides[1], finder.evidence)
    wanted = _wanted(asked, question, said)
    found = [(aspect, _cells(aspect, sides, said, finder)) for aspect in wanted]
    rows = list(_new(found))
    if not any(all(cells) for _, cells in rows):
        return None
    return Table(sides, tuple(_fitting(rows, named=len(wanted) < len(ASPECTS))))


def _new(rows: Sequence[tuple[Aspect, Cells]]) -> Iterator[tuple[Aspect, Cells]]:
    """The rows that have something, less those that only say again what another one says."""
    whole: set[int] = set()
    for aspect, cells in rows:
        numbers = {hit.number for hit in cells if hit}
        if not numbers <= whole:
            yield aspect, cells
        whole |= numbers


def _wanted(asked: Compared, question: str, said: Sequence[Said]) -> list[Aspect]:
    """The respects that the question names, or else all: what matters to the asker first, or what the work is."""
    named = [aspect for aspect in ASPECTS if aspect.asked.search(asked.rest)]
    if named:
        return named
    first = {"work"} if _DIFFERENCE.search(question) else set()
    first |= {aspect.name for aspect in ASPECTS for item in said if aspect.asked.search(item.text)}
    return sorted(ASPECTS, key=lambda aspect: aspect.name not in first)


def _side(name: str, evidence: Evidence) -> Side:
    return Side(name, told_terms(name, evidence.vocabulary), roles(name, evidence.disciplines))


def _cells(aspect: Aspect, sides: Sides, said: Sequence[Said], finder: Finder) -> Cells:
    """The best unit for each side; where a side has none of its own, one that compares the two stands for both."""
    hits = _found(aspect, f"{sides[0].name} or {sides[1].name}", said, finder)
    own = [_best(side, sides, hits, finder.evidence) for side in sides]
    both = [hit for hit in hits if _of(hit, sides, finder.evidence) == list(sides) and _COMPARES.search(hit.unit.text)]
    if not all(own) and both:
        shared = max(both, key=lambda hit: hit.score)
        return shared, shared
    if all(own):
        return _pair(sides, hits, finder.evidence)
    if any(own):  # one side has it: look for the other once more, by itself
        own = [
            hit or _best(side, sides, _found(aspect, side.name, said, finder), finder.evidence)
            for hit, side in zip(own, sides, strict=True)
        ]
    return own[0], own[1]


def _found(aspect: Aspect, name: str, said: Sequence[Said], finder: Finder) -> list[Hit]:
    """Units that speak of the aspect; the score is similarity less length, with what was said in its favour."""
    hits = [_cut(hit) for hit in finder.retrieved(aspect.question.format(name))]
    hits = [hit for hit in hits if _says(aspect, hit, finder.evidence)]
    return finder.steered([replace(hit, score=_base(hit)) for hit in hits], said)


def _pair(sides: Sides, hits: Sequence[Hit], evidence: Evidence) -> Cells:
    """The two units, one a side, that are worth most together."""
    one, other = ([hit for hit in hits if _of(hit, sides, evidence) == [side]] for side in sides)

    def worth(pair: tuple[Hit, Hit]) -> float:
        left, right = pair
        parallel = (left.unit.article_id, left.unit.section) == (right.unit.article_id, right.unit.section)
        return _worth(left, sides[0], evidence) + _worth(right, sides[1], evidence) + _PARALLEL * parallel

    return max(product(one, other), key=worth)


def _best(side: Side, sides: Sides, hits: Sequence[Hit], evidence: Evidence) -> Hit | None:
    alone = [hit for hit in hits if _of(hit, sides, evidence) == [side]]
    return max(alone, key=lambda hit: _worth(hit, side, evidence), default=None)


def _of(hit: Hit, sides: Sides, evidence: Evidence) -> list[Side]:
    """The sides that a unit speaks of; one that begins with a side and compares nothing is about that one."""
    spoken_of = {side.name: _speaks(side, hit, evidence) for side in sides}
    surest = max(spoken_of.values())
    found = [side for side in sides if surest >= _AROUND and spoken_of[side.name] == surest]
    early = [side for side in found if _is_early(side, hit)]
    return early if len(early) == 1 and not _COMPARES.search(hit.unit.text) else found


def _cut(hit: Hit) -> Hit:
    """The unit up to where it has said a whole sentence and only adds to it; still a slice of the guide's text."""
    end = next(
        (m.start() for m in _CUT.finditer(hit.unit.text) if len(hit.unit.text[: m.start()].split()) >= _SHORT_WORDS), 0
    )
    if not end:
        return hit
    return replace(hit, unit=replace(hit.unit, text=hit.unit.text[:end], end=hit.unit.start + end))


def _says(aspect: Aspect, hit: Hit, evidence: Evidence) -> bool:
    unit = hit.unit
    figures = evidence.figures(unit)
    # A sum of money is about pay, whatever else its sentence names ("an entry-level nurse earns").
    kind = answers_kind(aspect.kind or Asks.MONEY, unit, figures) is (aspect.kind is not None)
    return kind and shows(aspect, unit) and len(unit.text.split()) <= _LONGEST


def _speaks(side: Side, hit: Hit, evidence: Evidence) -> float:
    """How surely a unit speaks of a side, 0 to 1: it names it, or names no other role and stands where all is on it."""
    own = _roles(hit, evidence)
    if side.roles and any(same_role(one, said) for one in side.roles for said in own):
        return SAME_MATTER
    support = min((evidence.support(term, hit.number) for term in side.terms), default=0.0)
    support = min(support, SAME_MATTER)
    return support if not own or (not side.roles and support >= SAME_MATTER) else 0.0


def _roles(hit: Hit, evidence: Evidence) -> frozenset[Role]:
    """The roles that a unit names, as far as it is quoted; else its names of rows and columns."""
    return roles(hit.unit.text, evidence.disciplines) or roles(hit.unit.context, evidence.disciplines)


def _is_early(side: Side, hit: Hit) -> bool:
    """Whether a unit names the side in its first words."""
    first = set(terms(" ".join(hit.unit.text.split()[:_FIRST_WORDS])))
    return all(set(term.stem.split()) <= first for term in side.terms if term.stem not in _HEADS)


def _base(hit: Hit) -> float:
    return _SIMILARITY * hit.mean_cosine - _BREVITY * len(hit.unit.text.split())


def _worth(hit: Hit, side: Side, evidence: Evidence) -> float:
    others = [said for said in _roles(hit, evidence) if not any(same_role(said, one) for one in side.roles)]
    apart = bool(others and side.roles) + (hit.unit.kind is UnitKind.ROW)
    return hit.score - _OTHERS * apart + _EARLY * _is_early(side, hit)


def _fitting(rows: Sequence[tuple[Aspect, Cells]], *, named: bool) -> list[tuple[Aspect, Cells]]:
    """The rows that fit, whole ones before those with a gap; in their own order."""
    kept: list[tuple[Aspect, Cells]] = []
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


def shown(table: Table, evidence: Evidence, verdict: Hit | None = None) -> Shown:
    """The table's quotes as cited sentences, a paragraph a row, and the same as a table; before them the verdict."""
    numbers: dict[int, int] = {}
    citations: list[Citation] = []
    paragraphs: list[str] = []
    rows: list[ComparisonRow] = []
    previous = None
    if verdict:
        article = evidence.snapshot.articles[verdict.unit.article_id]
        numbers[verdict.number] = 1
        citations.append(cite(verdict.unit, article, 1))
        paragraphs.append(spoken(verdict.unit, article, 1, named=True, moment=False))
        previous = article.id
    for aspect, cells in table.rows:
        sentences: list[str] = []
        for hit in cells:
            if hit and hit.number not in numbers:
                article = evidence.snapshot.articles[hit.unit.article_id]
                numbers[hit.number] = len(citations) + 1
                citations.append(cite(hit.unit, article, numbers[hit.number]))
                named = article.id != previous
                # Side and respect stand in the table, or in the words themselves: no need to lead in with them.
                plain = replace(hit.unit, kind=UnitKind.SENTENCE, context="")
                sentences.append(spoken(plain, article, numbers[hit.number], named=named, moment=False))
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
