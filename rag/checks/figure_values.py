"""Whether two figures are one: value, unit, rate and bound of what is claimed against what is said."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.checks.currencies import CROWNS
from rag.checks.figures import Stated
from rag.checks.lexicon import NEGATORS
from rag.checks.quantities import Bound, Quantity, in_months

_ADVERBS = {"hour": "hourly", "day": "daily", "week": "weekly", "month": "monthly", "year": "yearly|annual|annually"}
_HALF = 50.0
_NEAR = 20
_ROUND = frozenset((10, 20, 25, 30, 33, 40, 50, 60, 67, 70, 75, 80, 90))
_ROUNDING = 2.0
"""Percentage points by which a rounded share may differ from the exact one."""


def same_value(asked: Quantity, said: Quantity) -> bool:
    """Whether a figure's value or range stands in another; an end of a range may be told as its start or end."""
    if asked.unit and said.unit:
        asked, said = in_months(asked), in_months(said)
    if (asked.low, asked.high) == (said.low, said.high) or _rounded(asked, said) or _entailed(asked, said):
        return True
    if said.low == said.high or asked.low != asked.high:
        return False
    low = asked.bound in (Bound.AT_LEAST, Bound.FROM) and asked.low == said.low
    return low or (asked.bound is Bound.AT_MOST and asked.high == said.high)


def _rate_named(rate: str, whole: str) -> bool:
    """Whether a sentence names a rate somewhere else: "In a normal week", "hourly pay"."""
    return bool(rate) and bool(re.search(rf"\b(?:{rate}s?|{_ADVERBS.get(rate, rate)})\b", whole, re.IGNORECASE))


def _entailed(asked: Quantity, said: Quantity) -> bool:
    """Whether a share of "fewer than half" or "more than half" follows from the exact one."""
    if not asked.unit == said.unit == "percent" or not asked.low == asked.high == _HALF or said.low != said.high:
        return False
    return (asked.bound is Bound.AT_MOST and said.low < _HALF) or (asked.bound is Bound.AT_LEAST and said.low > _HALF)


def _rounded(asked: Quantity, said: Quantity) -> bool:
    """Whether a share told as "almost half" or "about 80 %" is the exact one, rounded."""
    single = asked.low == asked.high and said.low == said.high
    shares = asked.unit == said.unit == "percent" and asked.bound is Bound.ABOUT and asked.low in _ROUND
    return single and shares and abs(asked.low - said.low) <= _ROUNDING


def differs(stated: Stated, meant: Stated, header: str) -> str | None:
    """How two figures of one value differ, as a reason; None where they don't. `header` names a cell's column."""
    asked, said = stated.quantity, meant.quantity
    one, other = in_months(asked), in_months(said)
    if not asked.unit and _names_unit(other.unit, stated.whole.text[asked.end : asked.end + _NEAR]):
        one = replace(one, unit=other.unit)  # "20 study days"
    if not said.unit and _names_unit(one.unit, meant.whole.text[said.end : said.end + _NEAR]):
        other = replace(other, unit=one.unit)
    shown = asked.text.strip()
    if {one.unit, other.unit} == {"", "times"} and " times" in f"{one.text} {other.text}":
        return None  # "applied 200 times" is told of "200 applications"
    if (
        one.unit != other.unit
        and not ({one.unit, other.unit} < {CROWNS, "SEK", "NOK", "DKK"} and CROWNS in (one.unit, other.unit))
        and not (not other.unit and one.unit and _names_unit(one.unit, header))
    ):
        return f"figure “{shown}” has another unit there: “{said.text.strip()}”"
    named = _rate_named(asked.rate, meant.whole.text) if asked.rate else _rate_named(said.rate, stated.whole.text)
    if (
        asked.rate != said.rate
        and not ("" in (asked.rate, said.rate) and named)
        and (asked.rate or "year", said.rate or "year") != ("year", "year")
    ):
        if asked.rate and said.rate:
            return f"figure “{shown}” is by the {said.rate} there, not by the {asked.rate}"
        return (
            f"figure “{shown}” a {asked.rate} stands there without it"
            if asked.rate
            else f"“{shown}” leaves out “a {said.rate}”"
        )
    if _entailed(asked, said):
        return None
    compares = asked.bound in (Bound.AT_LEAST, Bound.AT_MOST) and said.bound is Bound.EXACT
    if compares and _COMPARED.search(meant.whole.text):
        return None  # "she learned more from one than from two years of school" tells of "more than two years"
    if (
        asked.low == asked.high
        and said.low == said.high
        and not _bound_kept(asked.bound, said.bound, stated.whole.text)
    ):
        return f"figure “{shown}” is “{said.bound.value}” there"
    return None


_COMPARED = re.compile(r"\b(?:more|less|fewer|\w+er)\b(?=.*\bthan\b)", re.IGNORECASE)
_TELLS = {
    Bound.ABOUT: re.compile(
        r"\b(?:estimat\w+|approximat\w+|rough\w*|around|about|maybe|perhaps|ballpark|close|or so|slightly)\b", re.I
    ),
    Bound.AT_MOST: re.compile(
        r"\b(?:most|maximum|max|limit\w*|ceiling|cap\w*|can|may|could|might|longer|beyond|exceed\w*)\b", re.I
    ),
    Bound.AT_LEAST: re.compile(
        r"\+|\b(?:least|minimum|more|over|exceed\w*|beyond|threshold|once|pass\w*|from|upward\w*)\b", re.I
    ),
}
"""What tells of a bound elsewhere in a sentence."""


def _bound_kept(asked: Bound, said: Bound, whole: str) -> bool:
    if asked in (Bound.EXACT, Bound.FROM) and said in _TELLS and _TELLS[said].search(whole):
        return True
    if {asked, said} == {Bound.AT_LEAST, Bound.AT_MOST} and NEGATORS.search(whole):
        return True  # "more than nine hours are not allowed"
    exact = (Bound.EXACT, Bound.FROM)
    if asked is said or (said in exact and asked in (*exact, Bound.ABOUT)):
        return True
    return {asked, said} <= {Bound.FROM, Bound.AT_LEAST}


_UNIT_WORDS = {
    "USD": r"\$|dollar|usd",
    "EUR": "€|euro|eur",
    "GBP": "£|pound|gbp",
    "INR": "₹|rupee|inr|lpa",
    "percent": "%|percent|per cent|share",
    "times": r"\btimes\b|fold",
    "months": "month|year",
    "days": r"\bday|week",
    "minutes": "minute|hour",
}


def _names_unit(unit: str, header: str) -> bool:
    return bool(re.search(_UNIT_WORDS.get(unit, unit.lower()), header, re.IGNORECASE))
