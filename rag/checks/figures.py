"""The figures that a text states, each with the words that it is told of: those of its part, row or column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from rag.checks.content import content_words
from rag.checks.phrases import Phrase
from rag.checks.quantities import Quantity, normalised, quantities

if TYPE_CHECKING:
    from rag.checks.lines import Line

_STRONG = re.compile(r"[,;:]\s|\s\|\s|\s[—–-]\s")
_JOINED = re.compile(r"\s(?=(?:and|or|but|while|whereas|although|though|versus|vs\.?|against|compared|than)\s)")
_RELATIVE = re.compile(r"[,;:]?\s*(?:where|which|who|that|when)\b")
_LISTED = re.compile(
    r"\s(?:and|or|to|versus|than|against|after|while|although|though|but)\s|[,;]\s(?:and|or|after|while|although|though|but)?"
)
_WEAK = re.compile(r"\s(?=(?:to|from|after|before|with|plus|in|at)\s)")
_NOTHING_COUNTED = re.compile(
    r"\s*(?:$|[.,;:)|]|(?:in|for|at|on|to|and|or|as|with|from|by|when|where|while|if|after|before|than)\b)"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure and the words that stand with it."""

    quantity: Quantity
    own: Phrase
    """The words of its part of the sentence, or of its cell with the names of row and column."""
    whole: Phrase
    """The sentence, with digits."""
    alone: bool
    """Whether it is the sentence's only figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Stated):
    """A figure of a cited line."""

    line: Line


def stated(text: str) -> list[Stated]:
    """The figures of a sentence, each with its part of the sentence."""
    whole = Phrase(normalised(text))
    digits = whole.text
    found = quantities(text)
    edges = [0, *(_edge(digits, a, b) for a, b in pairwise(found)), len(digits)]
    return [
        Stated(q, Phrase(digits[a:b]), whole, len(found) == 1) for q, a, b in zip(found, edges, edges[1:], strict=False)
    ]


def carried(found: Sequence[Stated]) -> list[Stated]:
    """The figures with the units and rates that are said once for several: "6 months in one and 9 in the other"."""
    result: list[Stated] = []
    for one in found:
        quantity = one.quantity
        for earlier in reversed(result):
            before = earlier.quantity
            if before.unit and (_is_elliptic(one) or quantity.unit == before.unit):
                rate = quantity.rate or (before.rate if quantity.unit or before.rate else "")
                quantity = replace(quantity, unit=before.unit, rate=rate)
                break
        result.append(replace(one, quantity=quantity))
    return result


def _is_elliptic(one: Stated) -> bool:
    """Whether a bare figure stands for one with the unit said before: no thing that it counts follows."""
    if one.quantity.unit:
        return False
    return bool(_NOTHING_COUNTED.match(one.whole.text[one.quantity.end :]))


def in_line(line: Line) -> tuple[Said, ...]:
    """The figures of a line; of a row, each cell's with the names of its column and row."""
    if not line.cells:
        return tuple(
            Said(quantity=s.quantity, own=s.own, whole=s.whole, alone=s.alone, line=line)
            for s in carried(stated(line.text))
        )
    return tuple(_in_row(line))


def _in_row(line: Line) -> Iterator[Said]:
    headers = line.header if len(line.header) == len(line.cells) else ("",) * len(line.cells)
    figures = [quantities(cell, header) for cell, header in zip(line.cells, headers, strict=True)]
    names = " | ".join(cell for cell, found in zip(line.cells, figures, strict=True) if not found) or line.cells[0]
    whole = Phrase(normalised(line.text))
    for cell, header, found in zip(line.cells, headers, figures, strict=True):
        for one, quantity in zip(stated(cell), found, strict=False):
            own = one.own.text if len(found) > 1 else normalised(cell)
            names_and_own = Phrase(f"{names} | {header} | {own}")
            yield Said(quantity=quantity, own=names_and_own, whole=whole, alone=False, line=line)


def _edge(text: str, before: Quantity, after: Quantity) -> int:
    """Where the words of one figure end and those of the next begin."""
    for pattern in (_STRONG, _JOINED, _WEAK):
        cuts = [match.start() for match in pattern.finditer(text, before.end, after.start)]
        if not cuts:
            continue
        last = cuts[-1]
        if content_words(text[last : after.start]):
            return last
        if _RELATIVE.match(text[last:]):
            return cuts[-2] if len(cuts) > 1 else before.end
        worded = [cut for cut in cuts if content_words(text[cut : after.start])]
        return last if _LISTED.match(text[last:]) or not worded else worded[-1]
    return before.end
