"""Questions to begin and to go on with. Each was judged at ingest: a unit of the guide that gives it answers it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest

from rag.language.lexical import WORD, terms
from rag.language.words import is_topical
from rag.seams import Snapshot
from rag.types import Suggestion

MOST = 3
NEAR = 0.5
"""The cosine of the unit that answers and a unit shown from which on a question goes on from there."""
SAME = 0.7
"""Share of the topical stems of both from which on two questions ask the same."""


def first_questions(snapshot: Snapshot, asked: Sequence[str] = ()) -> tuple[str, ...]:
    """Three questions to begin with, one of each guide in turn, that were not asked."""
    by_guide: dict[str, list[Suggestion]] = {}
    for each in snapshot.suggestions:
        by_guide.setdefault(each.article_id, []).append(each)
    in_turn = filter(None, chain.from_iterable(zip_longest(*by_guide.values())))
    return _apart(((each.question, _number(each, snapshot)) for each in in_turn), snapshot, asked)


def follow_ups(
    numbers: Sequence[int], snapshot: Snapshot, asked: Sequence[str], answers: str = ""
) -> tuple[str, ...]:
    """Up to three questions that go on from the units shown, nearest first: neither asked nor answered before.

    `answers` are the earlier ones.
    """
    shown = {snapshot.units[number].text for number in numbers}
    under = " › ".join(snapshot.units[number].section or "" for number in numbers)
    fresh = []
    for each in snapshot.suggestions:
        text = snapshot.units[number := _number(each, snapshot)].text
        if text not in shown and text not in answers and each.question not in under:
            fresh.append((each.question, number))
    if not fresh or not numbers:
        return ()
    cosines = snapshot.vectors([number for _, number in fresh]) @ snapshot.vectors(numbers).T
    ranked = sorted(zip(cosines.max(axis=1).tolist(), fresh, strict=True), key=lambda one: -one[0])
    return _apart((each for cosine, each in ranked if cosine >= NEAR), snapshot, asked)


def was_asked(question: str, asked: Iterable[str]) -> bool:
    """Whether one of these asks the same, or nearly."""
    stems = _stems(question)
    return any(len(stems & other) >= SAME * len(stems | other) for other in map(_stems, asked))


def _apart(offered: Iterable[tuple[str, int]], snapshot: Snapshot, asked: Sequence[str]) -> tuple[str, ...]:
    """The first of the questions, each with its answer's number, that are not asked and have a section to themselves."""
    chosen: dict[str, tuple[str, str | int]] = {}
    for question, number in offered:
        unit = snapshot.units[number]
        place = unit.article_id, unit.section or unit.passage
        if len(chosen) < MOST and place not in chosen.values() and not was_asked(question, [*asked, *chosen]):
            chosen[question] = place
    return tuple(chosen)


def first_unit(article_id: str, snapshot: Snapshot) -> int:
    """The number of a guide's first unit."""
    return bisect_left(snapshot.units, article_id, key=lambda unit: unit.article_id)


def _number(suggestion: Suggestion, snapshot: Snapshot) -> int:
    """Of the unit that answers."""
    return first_unit(suggestion.article_id, snapshot) + suggestion.unit


def _stems(question: str) -> set[str]:
    return set(terms(" ".join(filter(is_topical, WORD.findall(question)))))
