"""The figures of a text: value or range with unit, rate ("a week") and bound ("up to")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from rag.checks.currencies import SIGNS, currency_beside, without_cents
from rag.language.amounts import find_amounts
from rag.language.numerals import with_digits
from rag.language.rates import rate


class Bound(StrEnum):
    """How a text limits a figure."""

    EXACT = "exactly"
    ABOUT = "about"
    FROM = "from"
    AT_LEAST = "at least"
    AT_MOST = "up to"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure at `text[start:end]` of a normalised text; `low == high` for a single value."""

    text: str
    start: int
    end: int
    low: float
    high: float
    unit: str
    """As in `rag.types.Figure`, or another currency's code."""
    rate: str = ""
    """As `rag.language.rates.rate` gives it, or `` where none is said."""
    bound: Bound = Bound.EXACT


YEAR = re.compile(r"(?<![\w$€£₹¥.,])(?:19|20)\d\d(?:s\b)?(?![\w%]|[,.]\d)")
STEP = re.compile(
    r"\b(band|tier|step|level|grade|stage|phase|class|group|part|year|type|form|layer|chapter)\s(\d{1,2})\b",
    re.IGNORECASE,
)
"""A number that names a step of a scale and counts nothing."""
DURATIONS = frozenset("years months weeks days hours minutes".split())
_SMALLER = {"years": ("months", 12.0), "weeks": ("days", 7.0), "hours": ("minutes", 60.0)}
"""Units of time and how many of a smaller one they make."""
_BARE = re.compile(r"(?<![\w.])(?<![A-Za-z]-)\d+(?:[.,]\d+)*(?![^\W\d])")
_ANY_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_WORDS = {
    Bound.ABOUT: (
        r"about|around|roughly|approximately|approx\.?|nearly|almost|close to|some|circa|ca\.|an estimated|just under"
        r"|maybe|perhaps"
    ),
    Bound.FROM: r"start(?:s|ing)?(?: \w+){0,4} (?:at|from|on)|begin(?:s|ning)? at|from|after",
    Bound.AT_LEAST: (
        r"at least|as little as|as low as|as few as|no less than|no fewer than|not less than|a minimum of|minimum"
        r"|upwards of|exceed(?:s|ed|ing)?|beyond|more than"
        r"|above|north of|just over|well over|higher than|better than|over|pass(?:es|ed)"
    ),
    Bound.AT_MOST: (
        r"up to|at most|as high as|as much as|as many as|no more than|not more than|a maximum of|maximum|under|below"
        r"|less than|fewer than"
        r"|can reach|could reach|may reach|might reach|top(?:s|ping)? out at|capped at|lower than|within"
        r"|never take more than"
        r"|not (?:\w+ ){0,2}(?:more|longer) than|(?:go|goes) (?:up )?to"
    ),
}
_BEFORE = {
    bound: re.compile(
        rf"\b(?:{words})(?:\s(?:of|the|a))?\s*$" + (r"|[~≈]\s*$" if bound is Bound.ABOUT else ""), re.IGNORECASE
    )
    for bound, words in _WORDS.items()
}
_AFTER = {
    Bound.AT_LEAST: re.compile(
        r"^\s*(?:\+|or (?:more|above|higher|longer|over|beyond)|and (?:more|up|above|beyond|over)|at least"
        r"|(?:is|as) (?:the|a) (?:minimum|least))"
    ),
    Bound.AT_MOST: re.compile(
        r"^\s*(?:or (?:less|fewer|below)|at (?:the )?most|tops|at best|(?:is|are|as) (?:the|a) (?:most|maximum|limit"
        r"|cap|ceiling|upper))\b"
    ),
    Bound.ABOUT: re.compile(r"^\s*(?:or so|or thereabouts|give or take|-?ish)\b"),
}
_DENIED = re.compile(r"\b(?:no|not|never|nothing|none|nobody|cannot)\b|n['’]t\b", re.IGNORECASE)
_TO = re.compile(rf"\s*(?:to|-|–|or)\s*[A-Z{SIGNS}]{{0,3}}\s?")
_AND = re.compile(rf"\s*and\s*[A-Z{SIGNS}]{{0,3}}\s?")
_MEANS_DURING = ("over", "within", "from")


def normalised(text: str) -> str:
    """The text as `quantities` reads it: number words as digits, one form of currency."""
    return without_cents(with_digits(text))


@lru_cache(maxsize=4096)
def quantities(text: str, header: str = "") -> tuple[Quantity, ...]:
    """The figures of a text in order, years, dates and steps left out. `header` may name the rate of a cell."""
    digits = normalised(text)
    found = [_in_currency(q, digits) for q in _read(digits, header)]
    barred = [m.span() for pattern in (YEAR, STEP) for m in pattern.finditer(digits)]
    found = [q for q in found if not any(q.start < end and start < q.end for start, end in barred)]
    spans = [*barred, *((q.start, q.end) for q in found)]
    for match in _BARE.finditer(digits):
        if not any(match.start() < end and start < match.end() for start, end in spans):
            value = _number(match.group())
            bound = _bound(digits, match.start(), match.end(), "")
            of = rate(digits, *match.span(), header) or ""
            bare = Quantity(match.group(), *match.span(), value, value, "", of, bound)
            found.append(_in_currency(bare, digits))
    return tuple(_joined(sorted(found, key=lambda quantity: quantity.start), digits))


def digit_groups(text: str) -> list[str]:
    """All groups of digits of a text, number words included; also those in names, dates and times."""
    return _ANY_DIGITS.findall(with_digits(text))


def _read(digits: str, header: str) -> Iterator[Quantity]:
    for amount in find_amounts(digits):
        bound = _bound(digits, amount.start, amount.end, amount.unit)
        if amount.low != amount.high and bound is not Bound.ABOUT:
            bound = Bound.EXACT  # "$240K-$350K+" is told as "$240K to $350K", too
        of = rate(digits, amount.start, amount.end, header) or ""
        yield Quantity(
            digits[amount.start : amount.end],
            amount.start,
            amount.end,
            amount.low,
            amount.high,
            amount.unit,
            of,
            bound,
        )


def _in_currency(quantity: Quantity, digits: str) -> Quantity:
    if quantity.unit not in ("", "USD"):
        return quantity
    code = currency_beside(digits, quantity.start, quantity.end)
    return replace(quantity, unit=code) if code else quantity


def _joined(found: Sequence[Quantity], digits: str) -> list[Quantity]:
    """The figures, with two that a "to" joins as one range: "6 months to 1 year", "SEK 33,500 to 39,000"."""
    result: list[Quantity] = []
    for quantity in found:
        last = result[-1] if result else None
        if last and _go_together(last, quantity, digits):
            low, high = in_months(replace(last, unit=last.unit or quantity.unit)), in_months(quantity)
            same = low.unit == high.unit
            if same and low.low == low.high and high.low == high.high and low.low < high.low:
                text = digits[last.start : quantity.end]
                result[-1] = replace(high, text=text, start=last.start, low=low.low, bound=last.bound)
                continue
        result.append(quantity)
    return result


def _go_together(low: Quantity, high: Quantity, digits: str) -> bool:
    between = digits[low.end : high.start]
    led = re.search(rf"\bbetween\s[A-Z{SIGNS}]{{0,3}}\s?$", digits[: low.start])
    return bool(_TO.fullmatch(between) or (led and _AND.fullmatch(between)))


def in_months(quantity: Quantity) -> Quantity:
    """The figure in months where it is in years, in days where in weeks, in minutes where in hours; else as it is."""
    if quantity.unit not in _SMALLER:
        return quantity
    unit, factor = _SMALLER[quantity.unit]
    return replace(quantity, unit=unit, low=round(quantity.low * factor, 6), high=round(quantity.high * factor, 6))


def _bound(text: str, start: int, end: int, unit: str) -> Bound:
    for bound, pattern in _AFTER.items():
        if pattern.match(text[end:]) or (bound is Bound.AT_LEAST and text[start:end].rstrip().endswith(("+", "plus"))):
            return bound
    before = re.split(r"[.;:,]\s", text[max(0, start - 60) : start])[-1]
    matches = [(bound, match) for bound, pattern in _BEFORE.items() if (match := pattern.search(before))]
    matches = [(b, m) for b, m in matches if not m.group().endswith("than the ")]  # compares with a figure
    # "No fewer than" holds "fewer than"; and "over five years" tells how long something went on.
    matches = [(b, m) for b, m in matches if not (unit in DURATIONS and m.group().strip().lower() in _MEANS_DURING)]
    found = max(matches, key=lambda pair: len(pair[1].group()), default=None)
    if found is None:
        return Bound.EXACT
    # "No test should go beyond four hours" is a bound from above.
    return Bound.AT_MOST if found[0] is Bound.AT_LEAST and _DENIED.search(before[: found[1].start()]) else found[0]


def _number(digits: str) -> float:
    whole, *parts = digits.replace(",", "").split(".")
    return float(f"{whole}.{parts[0]}") if len(parts) == 1 else float("".join([whole, *parts]))
