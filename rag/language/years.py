"""The years, and the months of years, that a text names."""

from __future__ import annotations

import re

YEAR = re.compile(r"(?<![\w$€£₹#.,-])(?:19|20)\d\d(?:s\b|\b(?![,.]\d|%))")
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s?[-–—/]\s?(\d\d)\b(?![-\d])")
_MONTH = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s(?:\d{1,2},?\s)?(?:of\s)?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def years(text: str) -> set[str]:
    """The years that a text names; of "the 2010s", the first."""
    return {match.group().rstrip("s") for match in YEAR.finditer(text)}


def months(text: str) -> set[str]:
    """The months of years that a text names, as "Jan 2025"."""
    return {f"{match[1].capitalize()} {match[2]}" for match in _MONTH.finditer(text)}


def with_spans(text: str) -> str:
    """The text with "2024-34" as "2024 2034"."""
    return _SPAN.sub(lambda match: f"{match[1]} {match[1][:2]}{match[2]}", text)
