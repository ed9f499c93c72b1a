"""Figures of a statement against those of the lines that it cites: value, unit, rate, bound, and what each is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.claims.content import content_words, credit, stems
from rag.claims.numerals import with_digits
from rag.claims.quantities import Bound, Quantity, quantities
from rag.claims.types import Line

_CUT = re.compile(
    r"[,;:]\s|\s\|\s|\s[—–-]\s|\s(?=(?:and|or|but|while|whereas|versus|vs\.?|against|compared|than|to|from|after|before|with"
    r"|plus|in)\s)"
)
_OWN, _LINE = 1.0, 0.5
"""How much a word counts that stands with a figure, and one elsewhere in its sentence."""
RIVAL_MARGIN = 0.45
"""A figure is another's when the words of a sentence fit that other one by so much better."""
_ENDPOINT = {Bound.AT_LEAST: "low", Bound.AT_MOST: "high"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure and the words that stand with it."""

    quantity: Quantity
    own: str
    """The words of its part of the sentence, or of its cell with the names of row and column."""
    whole: str
    line: Line | None = None


def stated(text: str) -> list[Stated]:
    """The figures of a sentence, each with its part of the sentence."""
    digits = with_digits(text)
    found = quantities(text)
    edges = [0, *(_edge(digits, a, b) for a, b in zip(found, found[1:], strict=False)), len(digits)]
    return [Stated(q, digits[start:end], digits) for q, start, end in zip(found, edges, edges[1:], strict=False)]


@lru_cache(maxsize=512)
def stated_in(line: Line) -> tuple[Stated, ...]:
    """The figures of a line; of a row, each cell's with the names of its column and row."""
    if not line.cells:
        return tuple(Stated(s.quantity, s.own, s.whole, line) for s in stated(line.text))
    return tuple(_in_row(line))


def _in_row(line: Line) -> Iterator[Stated]:
    headers = line.header if len(line.header) == len(line.cells) else ("",) * len(line.cells)
    figures = [quantities(cell, header) for cell, header in zip(line.cells, headers, strict=True)]
    names = " | ".join(cell for cell, found in zip(line.cells, figures, strict=True) if not found) or line.cells[0]
    for cell, header, found in zip(line.cells, headers, figures, strict=True):
        for one, quantity in zip(stated(cell), found, strict=False):
            own = one.own if len(found) > 1 else cell
            yield Stated(quantity, f"{names} | {header} | {own}", with_digits(line.text), line)


def same_value(asked: Quantity, said: Quantity) -> bool:
    """Whether a figure's value or range stands in another; an end of a range is told as its bound."""
    if (asked.low, asked.high) == (said.low, said.high):
        return True
    if said.low == said.high or asked.low != asked.high:
        return False
    return bool(_ENDPOINT.get(asked.bound)) and asked.low == getattr(said, _ENDPOINT[asked.bound])


def differs(asked: Quantity, said: Quantity, header: str = "") -> str | None:
    """How two figures of one value differ, as a reason; None where they are the same."""
    if asked.unit != said.unit and asked.unit and not _named_unit(asked.unit, f"{said.unit} {header}"):
        return f"figure “{asked.text}” stands there as “{said.text}”"
    if asked.rate and asked.rate != (said.rate or "year"):
        return f"figure “{asked.text}” a {asked.rate} stands there {f'by the {said.rate}' if said.rate else 'without that'}"
    if said.rate in ("hour", "day", "week", "month") and not asked.rate:
        return f"figure “{asked.text}” leaves out “a {said.rate}”"
    if asked.low == asked.high and (said.low == said.high) and not _bound_kept(asked.bound, said.bound):
        return f"the passage says “{said.bound.value or 'exactly'}” of figure “{asked.text}”"
    return None


def _bound_kept(asked: Bound, said: Bound) -> bool:
    return asked is said or (said is Bound.EXACT and asked is Bound.ABOUT)


_UNIT_WORDS = {
    "USD": r"\$|dollar|usd", "EUR": "€|euro", "GBP": "£|pound|gbp", "INR": "₹|rupee|inr|lpa", "percent": "%|percent|per cent|share",
    "times": r"\btimes\b|fold", "months": "month|year", "weeks": "week", "days": r"\bday", "hours": "hour", "minutes": "minute",
}


def _named_unit(unit: str, text: str) -> bool:
    return bool(re.search(_UNIT_WORDS.get(unit, r"(?!)"), text, re.IGNORECASE))


def fit(asked: Stated, said: Stated) -> float:
    """How well the words with one figure are said with the other; comparable among figures for one sentence only."""
    assert said.line is not None
    own = stems(said.own)
    rest = stems(f"{said.whole} {said.line.context}")
    own_asked = {word.stem for word in content_words(asked.own)}
    total = 0.0
    for word in content_words(asked.whole):
        weight = word.weight * (_OWN if word.stem in own_asked else _LINE)
        total += weight * max(credit(word, own), _LINE * credit(word, rest))
    return total


def rival(asked: Stated, chosen: Stated, all_said: Sequence[Stated]) -> Stated | None:
    """Another figure of the same unit that the words of the sentence fit clearly better than the chosen one."""
    own = fit(asked, chosen)
    others = [
        said
        for said in all_said
        if said.quantity.unit == chosen.quantity.unit and not same_value(asked.quantity, said.quantity)
    ]
    best = max(others, key=lambda said: fit(asked, said), default=None)
    return best if best is not None and fit(asked, best) > own + RIVAL_MARGIN else None


def _edge(text: str, before: Quantity, after: Quantity) -> int:
    """Where the words of one figure end and those of the next begin."""
    cuts = [match.start() for match in _CUT.finditer(text, before.end, after.start)]
    worded = [cut for cut in cuts if content_words(text[cut : after.start])]
    if worded:
        return worded[-1]
    return cuts[-1] if cuts else before.end
