"""Questions to begin and to go on with. Each was judged at ingest: a unit of the guide that gives it answers it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from rag.language.lexical import WORD, terms
from rag.language.words import is_topical
from rag.seams import Snapshot
from rag.types import Suggestion

MOST, FIRST = 3, 6
"""How many to go on with, and to begin with."""
NEAR = 0.35
"""The cosine of answering and shown unit from which on a question goes on; see docs/decisions/answers.md."""
SAME = 0.7
"""Share of the topical stems of both from which on two questions ask the same."""


def first_questions(
    snapshot: Snapshot, asked: Sequence[str] = (), most: int = MOST, guides: Sequence[str] = ()
) -> tuple[str, ...]:
    """Questions to begin with, one of each guide in turn, or of each of these, that were not asked."""
    ids = [each.article_id for each in snapshot.suggestions]
    in_turn = sorted(range(len(ids)), key=lambda place: place - ids.index(ids[place]))
    offered = (snapshot.suggestions[place] for place in in_turn if not guides or ids[place] in guides)
    return _apart(offered, snapshot, asked, most)


def follow_ups(numbers: Sequence[int], snapshot: Snapshot, asked: Sequence[str], answers: str) -> tuple[str, ...]:
    """Up to three that go on from the units shown, not asked or answered before; where none were, to begin with."""
    if not numbers:
        return first_questions(snapshot, asked)
    said = "\n".join([answers, *(f"{unit.section}\n{unit.text}" for unit in map(snapshot.units.__getitem__, numbers))])
    answering = {each: _number(each, snapshot) for each in snapshot.suggestions if each.question not in said}
    fresh = [each for each, number in answering.items() if snapshot.units[number].text not in said]
    if not fresh:
        return ()
    near = (snapshot.vectors([answering[each] for each in fresh]) @ snapshot.vectors(numbers).T).max(axis=1)
    return _apart([fresh[at] for at in (-near).argsort(kind="stable") if near[at] >= NEAR], snapshot, asked)


def was_asked(question: str, asked: Iterable[str]) -> bool:
    """Whether one of these asks the same, or nearly."""
    stems, *others = (set(terms(" ".join(filter(is_topical, WORD.findall(each))))) for each in [question, *asked])
    return any(len(stems & other) >= SAME * len(stems | other) for other in others)


def _apart(
    offered: Iterable[Suggestion], snapshot: Snapshot, asked: Sequence[str], most: int = MOST
) -> tuple[str, ...]:
    """The first few that were not asked; no two ask the same, or are answered in one section."""
    chosen: dict[str, tuple[str, str | int]] = {}
    for each in offered:
        unit = snapshot.units[_number(each, snapshot)]
        place = unit.article_id, unit.section or unit.passage
        if len(chosen) < most and place not in chosen.values() and not was_asked(each.question, [*asked, *chosen]):
            chosen[each.question] = place
    return tuple(chosen)


def _number(suggestion: Suggestion, snapshot: Snapshot) -> int:
    """Of the unit that answers."""
    return bisect_left(snapshot.units, suggestion.article_id, key=lambda unit: unit.article_id) + suggestion.unit
