"""How far a unit speaks of what a question asks: its terms, its levels and years, and a figure of the kind it wants."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property, lru_cache

from rag.asking.asks import DURATIONS, MEASURES, QUANTITIES, Asks, time_units
from rag.asking.question import Question, Term, same_matter
from rag.asking.vocabulary import Vocabulary
from rag.indexing.views import named
from rag.seams import Snapshot
from rag.text.lexical import WORD, terms
from rag.text.roles import Role, find_disciplines, roles
from rag.text.seniority import levels
from rag.types import Figure, Unit, UnitKind

IN_UNIT, SAME_MATTER, IN_PASSAGE, IN_SECTION, IN_TITLE = 1.0, 0.9, 0.5, 0.6, 0.5
"""Support of a term by where it is found, 0 to 1."""
UNKNOWN_WEIGHT = 3.0
"""Weight of a term that no guide has: how much it tells can't be counted, so it counts like a middling word."""
_CURRENCIES = frozenset({"USD", "EUR", "GBP", "INR"})
_SMALLEST_BARE_PRICE = 1000.0
_PRICES = re.compile(r"\b(?:costs?|prices?|tuition|fees?)\b", re.IGNORECASE)
_MEASURED = QUANTITIES - {Asks.AGE}


class Evidence:
    """The units of one snapshot with what is looked up in them for each question. Safe for several threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._stems = lru_cache(maxsize=4096)(_stems)
        self._own_roles = lru_cache(maxsize=65536)(self._read_own_roles)
        self._figures: dict[str, list[Figure]] = defaultdict(list)
        for figure in snapshot.figures:
            self._figures[figure.article_id].append(figure)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all units and titles."""
        units = (f"{unit.context} {unit.text}" for unit in self.snapshot.units)
        titles = (self.title(article_id) for article_id in self.snapshot.articles)
        return Vocabulary.of([*units, *titles])

    def title(self, article_id: str) -> str:
        """What names an article: its title, its author and its file."""
        article = self.snapshot.articles[article_id]
        return " ".join(filter(None, [named(article), article.author]))

    def speakers(self, question: str) -> frozenset[str]:
        """The articles of an author whom the question names; empty where it names none."""
        words = {match.group().lower() for match in WORD.finditer(question)}
        names = {
            a.id: {n.lower() for n in WORD.findall((a.author or "").replace(".", " "))}
            for a in self.snapshot.articles.values()
        }
        return frozenset(id for id, name in names.items() if {n for n in name if len(n) > 3} & words)

    def figures(self, unit: Unit) -> list[Figure]:
        """The figures that stand in a unit."""
        return [figure for figure in self._figures[unit.article_id] if unit.start <= figure.start < unit.end]

    def passage(self, number: int) -> list[int]:
        """The numbers of the units in the same passage, this one included."""
        units = self.snapshot.units
        own = units[number]
        first = last = number
        while first > 0 and _together(units[first - 1], own):
            first -= 1
        while last + 1 < len(units) and _together(units[last + 1], own):
            last += 1
        return list(range(first, last + 1))

    def support(self, term: Term, number: int) -> float:
        """How surely the unit speaks of the term, 0 to 1."""
        unit = self.snapshot.units[number]
        # A row's names of columns are the same in every row: they tell what it is, not which.
        own = self._stems(unit.text if unit.kind is UnitKind.ROW else f"{unit.context} {unit.text}")
        if _has(own, term.stem):
            return IN_UNIT
        same = same_matter(term.stem)
        if any(_has(own, stem) for stem in same) or any(_akin(term.stem, stem) for stem in own):
            return SAME_MATTER
        around = (
            (IN_SECTION, f"{unit.section} {unit.context}"),
            (IN_TITLE, self.title(unit.article_id)),
            (IN_PASSAGE, self._around(number)),
        )
        return max(
            (worth for worth, text in around if any(_has(self._stems(text), stem) for stem in same)), default=0.0
        )

    def _around(self, number: int) -> str:
        """The passage of a unit; other rows of a table are about something else."""
        in_table = self.snapshot.units[number].kind in (UnitKind.ROW, UnitKind.CELL)
        return "" if in_table else " ".join(self.snapshot.units[n].text for n in self.passage(number))

    def coverage(self, question: Question, numbers: Sequence[int], strict: bool = False) -> float:
        """The share of the question's weight that the units speak of together, 0 to 1. `strict` counts units alone."""
        wanted = [term for term in question.terms if not names_measure(question, term)]
        total = sum(self.weight(term) for term in wanted)
        found = sum(self.weight(term) * self.best_support(term, numbers, strict) for term in wanted)
        return found / total if total else 1.0

    def best_support(self, term: Term, numbers: Sequence[int], strict: bool = False) -> float:
        """The term's support by the best of the units."""
        best = max((self.support(term, number) for number in numbers), default=0.0)
        return best if not strict or best >= SAME_MATTER else best / 2

    def weight(self, term: Term) -> float:
        """The term's weight; inherited ones weigh half."""
        weight = term.weight if self.vocabulary.knows(term.stem) else min(term.weight, UNKNOWN_WEIGHT)
        return weight / 2 if term.inherited else weight

    def is_known(self, term: Term) -> bool:
        """Whether some guide uses the term or a word of what means the same."""
        return any(self.vocabulary.knows(part) for stem in same_matter(term.stem) for part in stem.split(" "))

    def answers_kind(self, question: Question, number: int) -> bool:
        """Whether the unit holds what the question's kind wants."""
        if question.asks is Asks.AUTHOR:
            return self._names_author(self.snapshot.units[number])
        unit = self.snapshot.units[number]
        figures = self.figures(unit)
        if question.asks is Asks.DURATION:
            units = time_units(question.text)
            figures = [figure for figure in figures if figure.unit in units]
        return answers_kind(question.asks, unit, figures)

    def _names_author(self, unit: Unit) -> bool:
        author = self.snapshot.articles[unit.article_id].author
        return author is not None and author.lower() in unit.text.lower()

    @cached_property
    def disciplines(self) -> frozenset[str]:
        """Stems that name a role by themselves in these guides; see rag.text.roles."""
        return find_disciplines(f"{unit.context} {unit.text}" for unit in self.snapshot.units)

    def roles(self, number: int) -> frozenset[Role]:
        """The roles that a unit speaks of: those that it names, else those of its section and its article."""
        unit = self.snapshot.units[number]
        around = f"{unit.section or ''}. {self.title(unit.article_id)}"
        return self.own_roles(number) or roles(around, self.disciplines)

    def own_roles(self, number: int) -> frozenset[Role]:
        """The roles that a unit names itself, or its names of rows and columns."""
        return self._own_roles(number)

    def _read_own_roles(self, number: int) -> frozenset[Role]:
        unit = self.snapshot.units[number]
        return roles(unit.text, self.disciplines) or roles(unit.context, self.disciplines)

    def levels(self, number: int) -> frozenset[str]:
        """The levels of seniority that a unit names."""
        unit = self.snapshot.units[number]
        return levels(unit.text) or levels(unit.context)


def names_measure(question: Question, term: Term) -> bool:
    """Whether a term of a question names the quantity that it asks for ("long" in "how long")."""
    return question.asks in _MEASURED and term.stem in MEASURES


def answers_kind(asks: Asks, unit: Unit, figures: Sequence[Figure]) -> bool:
    """Whether a unit holds what a kind of question wants; kinds that nothing shows in a unit give False."""
    text = unit.text
    match asks:
        case Asks.COST | Asks.MONEY | Asks.DURATION:
            return any(is_amount_of(asks, figure, unit) for figure in figures)
        case Asks.SHARE:
            return any(f.unit == "percent" for f in figures)
        case Asks.GROWTH:
            return any(f.unit in ("times", "percent") or f.unit in _CURRENCIES for f in figures)
        case Asks.COUNT:
            return any(f.unit in ("", "percent", "times") for f in figures)
        case Asks.AGE:
            return any(f.unit == "years" for f in figures) and bool(re.search(r"\b(?:old|aged?)\b", text))
        case Asks.YEAR:
            return bool(re.search(r"\b(?:19|20)\d\d\b", text))
        case Asks.MOMENT:
            return unit.timestamp is not None
        case Asks.REASON:
            return bool(
                re.search(r"\b(?:because|since|as|so|due to|that's why|reason|therefore)\b", text, re.IGNORECASE)
            )
        case Asks.NAMES:
            return text.count(",") >= 1 or "(" in text or bool(re.search(r"[a-z)] [A-Z]", text))
        case Asks.PERSON:
            return bool(re.search(r"\b[A-Z][a-z]+ (?:van )?[A-Z][a-z]+|engineers?\b|scientists?\b|teams?\b", text))
        case _:
            return False


def is_amount_of(asks: Asks, figure: Figure, unit: Unit) -> bool:
    """Whether a figure of the unit is a cost, a sum of money or a duration, whichever the kind wants."""
    match asks:
        case Asks.COST:
            return figure.unit in _CURRENCIES or _is_bare_price(figure, unit)
        case Asks.MONEY:
            return figure.unit in _CURRENCIES
        case Asks.DURATION:
            return figure.unit in DURATIONS
        case _:
            return False


def _is_bare_price(figure: Figure, unit: Unit) -> bool:
    """Whether a number without a unit is a price: it is large, and stands in a row or beside a word for a price."""
    told = unit.kind is UnitKind.ROW or bool(_PRICES.search(unit.text))
    return told and not figure.unit and figure.low >= _SMALLEST_BARE_PRICE


def _together(a: Unit, b: Unit) -> bool:
    return a.article_id == b.article_id and a.passage == b.passage


def _stems(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def _has(stems: frozenset[str], wanted: str) -> bool:
    return all(part in stems for part in wanted.split(" "))


def _akin(stem: str, other: str) -> bool:
    """Whether two stems are forms of one word that the stemmer keeps apart: "orchestr" and "orchestrat"."""
    shorter, longer = sorted((stem, other), key=len)
    return len(shorter) >= 5 and longer.startswith(shorter) and len(longer) - len(shorter) <= 3
