"""What an amount is paid or counted by: the hour, week, month or year, where the text says so."""

from __future__ import annotations

import re

_WORDS = {"hr": "hour", "hourly": "hour", "daily": "day", "wk": "week", "weekly": "week", "mo": "month"}
_WORDS |= {"monthly": "month", "yr": "year", "annum": "year", "yearly": "year", "annual": "year", "annually": "year"}
_WORDS |= {"p.a": "year", "pa": "year", "p.h": "hour", "quarterly": "quarter"}
_OF = r"hour|hr|night|day|weekend|week|wk|month|mo|quarter|year|yr|annum|decade|semester|lesson|credit|word|page|shift"
_BEHIND = re.compile(
    rf"[+\s]*\(?(?:(?!in\b|for\b|of\b|within\b|over\b|and\b|or\b|to\b)[a-z]+\s){{0,2}}?(?:(?:an?|per|each|every)\s|/\s?)"
    rf"(?P<of>{_OF})\b",
    re.IGNORECASE,
)
_ADVERB = re.compile(
    r"[+\s]*\(?(?:gross\s|net\s)?(?P<of>hourly|daily|weekly|monthly|quarterly|yearly|annually|annual|p\.a|pa\b|p\.h)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:(?P<of>hourly|daily|weekly|monthly|annual|yearly)\s(?:[\w-]+\s){0,7}|per\s(?P<per>hour|day|week|month|year),?\s"
    r"(?:[\w-]+\s){0,4})\W?$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?P<of>hourly|daily|weekly|monthly|yearly|annual|annually|p\.a)\b"
    r"|\b(?:an?|per)\s(?P<per>hour|day|week|month|year|annum|semester|credit)\b"
    r"|/\s?(?P<slash>hour|hr|day|week|month|mo|year|yr)\b",
    re.IGNORECASE,
)
_LPA = re.compile(r"\bLPA\b|\bper annum\b", re.IGNORECASE)


def rate(text: str, start: int, end: int, named: str = "") -> str | None:
    """What counts the amount at `text[start:end]`: `hour`, `year`, ...; see `rag.types.Figure.per`.

    `named` names it from outside, as a column does. None where nothing says.
    """
    match = _BEHIND.match(text, end) or _ADVERB.match(text, end) or _BEFORE.search(text[max(0, start - 80) : start])
    match = match or _NAMED.search(named)
    if match:
        found = str(next(filter(None, match.groups()))).lower()
        return _WORDS.get(found, found)
    return "year" if _LPA.search(text[start:end]) or _LPA.search(named) else None
