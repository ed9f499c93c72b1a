"""Whether a sentence gives a figure that the passages give of something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.checks.content import SAID, Word, credit
from rag.checks.figure_values import same_value
from rag.checks.figures import Said, Stated
from rag.checks.marks import marks
from rag.checks.quantities import in_months

_RIVAL = 1.0
"""Weight of words by which another figure has to fit a sentence better, to be the one that is meant."""
_RIVAL_ELSEWHERE = 2.0
"""The same for a figure in another sentence or row."""
_DIMENSION = frozenset("pay paid salari earn wage incom make money get start".split())
"""Stems that say of any amount of money what it is, and tell none from another."""
_SMALLEST_BARE = 1000.0
"""Smaller bare numbers count things of many kinds; a larger one may be a price without its currency."""


def rival(asked: Stated, chosen: Said, all_said: Sequence[Said], authors: frozenset[str]) -> Said | None:
    """Another figure of the same unit that is meant by what the sentence says of its own.

    It says something with the figure that stands with the other one and not with the chosen one, which in turn stands
    with something that the sentence lacks: "researchers" where the sentence has "designers". `authors` are stems of
    names that stand with every figure.
    """
    words = asked.own.words or (asked.whole.words if asked.alone else ())
    named = marks(asked.own.text) or (marks(asked.whole.text) if asked.alone else frozenset())
    if not asked.alone:
        named -= marks(_over_all(asked.whole.text))
    for other in all_said:
        same_kind = in_months(other.quantity).unit == in_months(chosen.quantity).unit
        differs = same_kind and not same_value(asked.quantity, other.quantity)
        if differs and _contrast(asked, words, named, chosen, other, authors):
            return other
    return None


def _contrast(
    asked: Stated, words: Sequence[Word], named: frozenset[str], chosen: Said, other: Said, authors: frozenset[str]
) -> bool:
    here, there = chosen.own.stems, other.own.stems
    if chosen.line != other.line and not chosen.line.cells:
        here, there = chosen.line.phrase.stems, other.line.phrase.stems
    around = here | _around(chosen)
    dimension = _DIMENSION if chosen.quantity.unit.isupper() else frozenset(["compar"])
    words = [w for w in words if w.stem not in dimension]
    extra = [
        w
        for w in words
        if credit(w, there) >= SAID > credit(w, around if w.is_name else here) and w.stem not in authors
    ]
    in_claim = asked.whole.stems
    lacking = [
        w
        for w in chosen.own.words
        if w.stem not in dimension and credit(w, in_claim) < SAID and credit(w, there) < SAID
    ]
    if any(w.is_name for w in extra) and any(w.is_name for w in lacking):
        return True
    if not chosen.quantity.unit and max(asked.quantity.high, other.quantity.high) < _SMALLEST_BARE:
        return any(w.is_name for w in extra) and bool(lacking)
    gain = sum(w.weight for w in extra) + len(named & (marks(other.own.text) - marks(chosen.own.text)))
    miss = sum(w.weight for w in lacking) + len(marks(chosen.own.text) - marks(asked.whole.text))
    if gain < _RIVAL or miss < _RIVAL:
        return False
    if chosen.line == other.line:
        return True
    if gain < _RIVAL_ELSEWHERE:
        return False
    return gain > _distinct(words, here, there) + len(named & (marks(chosen.own.text) - marks(other.own.text)))


def _over_all(text: str) -> str:
    """What stands before the first comma of a sentence, and so with all of it: "Between 2012 and 2020, ..."."""
    return text.split(",")[0] if re.match(r"(?:In|Between|Since|From|By|During|Until|At|On)\b[^,]{3,40},", text) else ""


def _around(said: Said) -> frozenset[str]:
    return said.line.headed.stems if not said.line.cells and said.alone else frozenset()


def _distinct(words: Sequence[Word], own: frozenset[str], other: frozenset[str]) -> float:
    """The weight of the words that one text says and the other doesn't."""
    return sum(word.weight for word in words if credit(word, own) >= SAID > credit(word, other))
