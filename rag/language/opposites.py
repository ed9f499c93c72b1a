"""Words of English that say the opposite of one another."""

from __future__ import annotations

from functools import cache

from rag.language.lexical import stem_of
from rag.language.lists import read_lines

_OPPOSITES = tuple(read_lines("opposites"))
_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "mis")
"""Before a word they make its opposite."""
_SHORTEST = 4


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Stem -> the stems that mean its opposite."""
    table: dict[str, frozenset[str]] = {}
    for pair in _OPPOSITES:
        sides = [_stems(side) for side in pair.split(" / ")]
        for one, other in (sides, sides[::-1]):
            for stem in one:
                table[stem] = table.get(stem, frozenset()) | (other - one)
    return table


def against(stem: str, said: frozenset[str]) -> frozenset[str]:
    """The stems of a text that say the opposite of a stem, by the table or by a prefix ("unpaid")."""
    found = opposites().get(stem, frozenset()) & said
    made = {prefix + stem for prefix in _PREFIXES if len(stem) >= _SHORTEST} & said
    bare = {stem[len(p) :] for p in _PREFIXES if stem.startswith(p) and len(stem) - len(p) >= _SHORTEST} & said
    swapped = {
        other + stem[len(one) :] for one, other in (("over", "under"), ("under", "over")) if stem.startswith(one)
    }
    return found | made | bare | (swapped & said)


@cache
def alike() -> dict[str, frozenset[str]]:
    """Stem -> the stems on its own side of a pair of opposites: they say the same of a thing."""
    table: dict[str, frozenset[str]] = {}
    for pair in _OPPOSITES:
        for side in pair.split(" / "):
            stems = _stems(side)
            for stem in stems:
                table[stem] = table.get(stem, frozenset()) | stems
    return table


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem_of, words.split()))
