"""Which evidence is quoted: the unit that answers, then the few that add something; lists and steps whole."""

from __future__ import annotations

from collections.abc import Sequence

from rag.figures.book import FigureBook
from rag.figures.disagreement import figures_apart
from rag.language.lexical import terms
from rag.seams import Snapshot
from rag.types import Evidence, Unit, UnitKind

ANSWERS = 0.3
"""Probability of the best unit from which on the guides are taken to answer."""
FURTHER, OF_THE_BEST = 0.45, 0.6
"""Probability that a further unit needs, and the share of the best one's."""
OTHER_VOICE = 0.2
"""Probability that a unit needs that gives the best one's quantity another value."""
MOST_UNITS, MOST_WORDS = 3, 60
MOST_LISTED_WORDS = 120
SAME_WORDS = 0.7
"""Share of the shorter one's stems from which on two units say the same."""


def answers(evidence: Sequence[Evidence]) -> bool:
    """Whether the guides answer, by the likeliest unit."""
    return bool(evidence) and evidence[0].probability >= ANSWERS


def choose(evidence: Sequence[Evidence], book: FigureBook) -> list[int]:
    """The numbers of the units to quote, the answering one first, those of one guide together."""
    if not evidence:
        return []
    snapshot = book.snapshot
    best = evidence[0]
    chosen = listed(evidence, snapshot) or [best.number]
    rest = [each for each in evidence[1:] if each.number not in chosen]
    voice = next((each.number for each in rest if _differs(best.number, each, book)), None)
    chosen += [voice] if voice is not None else []
    least = max(FURTHER, OF_THE_BEST * best.probability)
    for each in rest:
        full = len(chosen) >= MOST_UNITS or each.probability < least
        if full or _words([*chosen, each.number], snapshot) > MOST_WORDS:
            break
        if not any(_same(snapshot.units[each.number], snapshot.units[number]) for number in chosen):
            chosen.append(each.number)
    order = list(dict.fromkeys(snapshot.units[number].article_id for number in chosen))
    return sorted(chosen, key=lambda number: order.index(snapshot.units[number].article_id))


def listed(evidence: Sequence[Evidence], snapshot: Snapshot) -> list[int]:
    """The list that answers, with its lead-in, in its own order; empty where the best unit is no part of one."""
    units = snapshot.units
    best = evidence[0].number
    members = _list_of(best, units)
    if not members:
        return []
    likely = {each.number: each.probability for each in evidence}
    least = max(FURTHER, OF_THE_BEST * evidence[0].probability)
    several = [number for number in members if likely.get(number, 0.0) >= least]
    leads = [members[0] - 1] if _leads(members[0] - 1, units) else []
    if best not in leads and len(several) < 2:
        return []
    wanted = members if units[members[0]].kind is UnitKind.ITEM or best in leads else several
    chosen = leads + wanted
    while len(chosen) > 1 and _words(chosen, snapshot) > MOST_LISTED_WORDS:
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


def _differs(best: int, each: Evidence, book: FigureBook) -> bool:
    units = book.snapshot.units
    return each.probability >= OTHER_VOICE and bool(figures_apart(units[best], units[each.number], book))


def _words(numbers: Sequence[int], snapshot: Snapshot) -> int:
    return sum(len(snapshot.units[number].text.split()) for number in numbers)


def _same(one: Unit, other: Unit) -> bool:
    a, b = set(terms(one.text)), set(terms(other.text))
    return len(a & b) >= SAME_WORDS * max(1, min(len(a), len(b)))
