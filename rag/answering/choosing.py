"""Which evidence is quoted: the unit that answers, then the few that add something; lists and steps whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.figures.book import FigureBook
from rag.figures.disagreement import figures_apart
from rag.language.lexical import terms
from rag.reading.judging import Judged
from rag.seams import Snapshot
from rag.types import Evidence, Unit, UnitKind

SAME_WORDS = 0.7
"""Share of the shorter one's stems from which on two units say the same."""


@dataclass(frozen=True, slots=True)
class Limits:
    """From which probability on units count, and how much is quoted; chosen on a batch left out of training."""

    answers: float = 0.68
    """From this probability on the guides are taken to answer."""
    further: float = 0.2
    of_the_best: float = 0.4
    """A further unit needs this probability, and this share of the best one's."""
    compared: float = 0.1
    """A unit needs this probability to stand for a side of a comparison."""
    other_voice: float = 0.01
    """For a unit that gives a quoted one's quantity another value."""
    most_units: int = 3
    most_words: int = 60
    most_listed_words: int = 120


LIMITS = Limits()


def answers(judged: Judged, limits: Limits = LIMITS) -> bool:
    """Whether the guides answer."""
    return judged.answered >= limits.answers


def choose(evidence: Sequence[Evidence], book: FigureBook, limits: Limits = LIMITS) -> list[int]:
    """The numbers of the units to quote, the answering one first, those of one guide together."""
    if not evidence:
        return []
    snapshot = book.snapshot
    best = evidence[0]
    chosen = listed(evidence, snapshot, limits) or [best.number]
    rest = [each for each in evidence[1:] if each.number not in chosen]
    least = max(limits.further, limits.of_the_best * best.probability)
    for each in rest:
        full = len(chosen) >= limits.most_units or each.probability < least
        if full or _words([*chosen, each.number], snapshot) > limits.most_words:
            break
        if not any(_same(snapshot.units[each.number], snapshot.units[number]) for number in chosen):
            chosen.append(each.number)
    heard = [each.number for each in rest if each.number not in chosen and each.probability >= limits.other_voice]
    said = [number for number in chosen if not any(_differs(number, other, book) for other in chosen)]
    voice = next((number for number in heard if any(_differs(one, number, book) for one in said)), None)
    chosen += [voice] if voice is not None else []
    order = list(dict.fromkeys(snapshot.units[number].article_id for number in chosen))
    return sorted(chosen, key=lambda number: order.index(snapshot.units[number].article_id))


def listed(evidence: Sequence[Evidence], snapshot: Snapshot, limits: Limits) -> list[int]:
    """The list that answers, with its lead-in, in its own order; empty where the best unit is no part of one."""
    units = snapshot.units
    best = evidence[0].number
    members = _list_of(best, units)
    if not members:
        return []
    likely = {each.number: each.probability for each in evidence}
    least = max(limits.further, limits.of_the_best * evidence[0].probability)
    several = [number for number in members if likely.get(number, 0.0) >= least]
    leads = [members[0] - 1] if _leads(members[0] - 1, units) else []
    if best not in leads and len(several) < 2:
        return []
    wanted = members if units[members[0]].kind is UnitKind.ITEM or best in leads else several
    chosen = leads + wanted
    while len(chosen) > 1 and _words(chosen, snapshot) > limits.most_listed_words:
        chosen.pop()
    return chosen


def _list_of(number: int, units: Sequence[Unit]) -> list[int]:
    """The items or rows that a unit is one of, or leads into."""
    first = number + 1 if _leads(number, units) else number
    if units[first].kind not in (UnitKind.ITEM, UnitKind.ROW):
        return []
    own = (units[first].article_id, units[first].passage)
    low = high = first
    while low > 0 and (units[low - 1].article_id, units[low - 1].passage) == own:
        low -= 1
    while high + 1 < len(units) and (units[high + 1].article_id, units[high + 1].passage) == own:
        high += 1
    return list(range(low, high + 1))


def _leads(number: int, units: Sequence[Unit]) -> bool:
    """Whether a unit leads into the items or rows behind it."""
    if number < 0 or number + 1 >= len(units):
        return False
    unit, following = units[number], units[number + 1]
    in_list = following.kind in (UnitKind.ITEM, UnitKind.ROW) and unit.kind is UnitKind.SENTENCE
    return in_list and unit.article_id == following.article_id and unit.text.rstrip().endswith(":")


def _differs(best: int, other: int, book: FigureBook) -> bool:
    units = book.snapshot.units
    return bool(figures_apart(units[best], units[other], book))


def _words(numbers: Sequence[int], snapshot: Snapshot) -> int:
    return sum(len(snapshot.units[number].text.split()) for number in numbers)


def _figures_in(stems: set[str]) -> set[str]:
    """Those with a digit: what differs in them says something else."""
    return {stem for stem in stems if any(map(str.isdigit, stem))}


def _same(one: Unit, other: Unit) -> bool:
    a, b = set(terms(one.text)), set(terms(other.text))
    if _figures_in(a) != _figures_in(b):
        return False
    return len(a & b) >= SAME_WORDS * max(1, min(len(a), len(b)))
