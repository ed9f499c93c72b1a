"""The figures of a text: value or range with unit, rate ("a week"), bound ("up to") and the words that stand with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rag.amounts import find_amounts
from rag.claims.numerals import with_digits


class Bound(StrEnum):
    """How a text limits a figure."""

    EXACT = ""
    ABOUT = "about"
    AT_LEAST = "at least"
    AT_MOST = "up to"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure at `text[start:end]` of a text with digits (see `with_digits`); `low == high` for a single value."""

    text: str
    start: int
    end: int
    low: float
    high: float
    unit: str
    """As in `rag.types.Figure`, but months for years."""
    rate: str
    """`hour`, `day`, `week`, `month`, `year`, or `` where none is said."""
    bound: Bound


YEAR = re.compile(r"(?<![\w$€£₹.,])(?:19|20)\d\d(?:s\b)?(?![\w%]|[,.]\d)")
_MONTHS_A_YEAR = 12
_BARE = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?:\.\d+)?")
_ANY_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_RATE = re.compile(
    r"^[+\s]*(?:(?:or (?:more|less)|and up|plus|gross|net|before tax|usd|dollars|euros|pounds)\s)?\(?(?:[a-z]+\s){0,1}?"
    r"(?:(?:an?|per|each|every|the)\s|/\s?)(?P<of>hour|hr|day|week|wk|month|mo|year|yr|annum)\b",
    re.IGNORECASE,
)
_ADVERB = re.compile(r"^[+\s]*(?P<of>hourly|daily|weekly|monthly|yearly|annually|annual)\b", re.IGNORECASE)
_HEADED = re.compile(
    r"\b(?P<of>hourly|daily|weekly|monthly|yearly|annual|annually)\b|\b(?:an?|per)\s(?P<per>hour|day|week|month|year)\b"
    r"|/\s?(?P<slash>hour|hr|day|week|month|mo|year|yr)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(r"\b(hourly|daily|weekly|monthly|annual|yearly)\s(?:\w+\s){0,4}$", re.IGNORECASE)
_RATES = {"hr": "hour", "hourly": "hour", "daily": "day", "wk": "week", "weekly": "week", "mo": "month"}
_RATES |= {"monthly": "month", "yr": "year", "annum": "year", "yearly": "year", "annual": "year", "annually": "year"}
_ABOUT = r"about|around|roughly|approximately|approx\.?|nearly|almost|close to|some|circa|ca\.|~|an estimated|just under"
_AT_LEAST = (
    r"at least|no less than|no fewer than|a minimum of|minimum|upwards of|exceed(?:s|ing)?|beyond|more than|above"
    r"|start(?:s|ing)? (?:at|from)|begin(?:s|ning)? at|north of|just over|well over|higher than|better than|over"
)
_AT_MOST = (
    r"up to|at most|as much as|as many as|no more than|not more than|a maximum of|maximum|under|below|less than"
    r"|fewer than|can reach|could reach|may reach|might reach|top(?:s|ping)? out at|capped at|lower than|within"
)
_BEFORE = tuple(
    (bound, re.compile(rf"\b(?:{words})(?:\s+(?:of|the|about|a))?\s*$|(?:~|≈)\s*$", re.IGNORECASE))
    for bound, words in ((Bound.AT_MOST, _AT_MOST), (Bound.AT_LEAST, _AT_LEAST), (Bound.ABOUT, _ABOUT))
)
_AFTER = (
    (Bound.AT_LEAST, re.compile(r"^\s*(?:\+|or (?:more|above|higher|longer|over)|and (?:more|up|above)|at least)")),
    (Bound.AT_MOST, re.compile(r"^\s*(?:or (?:less|fewer|below)|at (?:the )?most|tops|at best)\b")),
    (Bound.ABOUT, re.compile(r"^\s*(?:or so|or thereabouts|give or take|-?ish)\b")),
)
_ENDS = ("hours", "days", "weeks", "months", "years", "minutes")


def quantities(text: str, header: str = "") -> list[Quantity]:
    """The figures of a text in order, years and dates left out. `header` may name the rate of a row's figures."""
    digits = with_digits(text)
    found = list(_read(digits, header))
    spans = [(q.start, q.end) for q in found]
    years = [match.span() for match in YEAR.finditer(digits)]
    for match in _BARE.finditer(digits):
        if not any(match.start() < end and start < match.end() for start, end in [*spans, *years]):
            value = _number(match.group())
            bound = _bound(digits, match.start(), match.end(), "")
            found.append(Quantity(match.group(), match.start(), match.end(), value, value, "", "", bound))
    return sorted(found, key=lambda quantity: quantity.start)


def digit_groups(text: str) -> list[str]:
    """All groups of digits of a text as written, number words included; also those in names, dates and times."""
    return _ANY_DIGITS.findall(with_digits(text))


def _read(digits: str, header: str) -> Iterator[Quantity]:
    for amount in find_amounts(digits):
        written = digits[amount.start : amount.end]
        if YEAR.fullmatch(written.strip()):
            continue
        times = _MONTHS_A_YEAR if amount.unit == "years" else 1
        unit = "months" if amount.unit == "years" else amount.unit
        low, high = round(amount.low * times, 6), round(amount.high * times, 6)
        rate = _rate(digits, amount.start, amount.end, header)
        bound = _bound(digits, amount.start, amount.end, amount.unit)
        if amount.low != amount.high and bound is Bound.AT_LEAST:
            bound = Bound.EXACT  # "$240K-$350K+" is told as "$240K to $350K", too
        yield Quantity(written, amount.start, amount.end, low, high, unit, rate, bound)


def _rate(text: str, start: int, end: int, header: str) -> str:
    match = _RATE.match(text[end:]) or _ADVERB.match(text[end:])
    if match:
        found = match.group("of").lower()
        return _RATES.get(found, found)
    headed = _LEADING.search(text[:start]) or _HEADED.search(header)
    found = next(filter(None, headed.groups()), "").lower() if headed else ""
    return _RATES.get(found, found)


def _bound(text: str, start: int, end: int, unit: str) -> Bound:
    for bound, pattern in _AFTER:
        if pattern.match(text[end:]) or (bound is Bound.AT_LEAST and text[start:end].rstrip().endswith(("+", "plus"))):
            return bound
    before = text[max(0, start - 30) : start]
    for bound, pattern in _BEFORE:
        match = pattern.search(before)
        # "over five years" tells how long something went on.
        if match and not (unit in _ENDS and match.group().strip().lower() in ("over", "within")):
            return bound
    return Bound.EXACT


def _number(digits: str) -> float:
    plain = digits.replace(",", "")
    whole, *parts = plain.split(".")
    return float(f"{whole}.{parts[0]}") if len(parts) == 1 else float(whole) if not parts else float("".join([whole, *parts]))
