"""Raised numbers: powers stay with their number, footnotes' marks leave it, since they would read as its digits."""

from __future__ import annotations

import re

_POWERS = str.maketrans("0123456789-+n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ")
_ENDING = re.compile(r"st|nd|rd|th|er|re|e|ème|o|a|º|ª|TM|SM|®|™")
_MARK = re.compile(r"[\d,;\s*†‡§¶–-]+|[a-z]|note\s?\d+", re.IGNORECASE)
_HAS_POWER = re.compile(r"(?:(?<![\d.,$€£₹])10|(?<![^\W_])(?:[A-Za-z]|[kcdm]m|ft|in|yd|mi|sec)|\))$")
WRITTEN = re.compile(r"(?<=[\d.!?”\"%])[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?!\w)")
"""A raised number as characters of its own, behind a number or a sentence's end."""


def raised(before: str, text: str) -> str | None:
    """How raised text is written behind what stands before it; None where it is a footnote's mark."""
    mark = text.strip().strip("[]()").strip()
    if re.fullmatch(r"[-+]?\d{1,3}|n", mark) and has_power(before):
        return mark.translate(_POWERS)
    if not mark or (
        _ENDING.fullmatch(mark) and before[-1:].isalnum() and not (len(mark) == 1 and before[-2:].isalpha())
    ):
        return mark
    return None if _MARK.fullmatch(mark) else f" {mark}"


def has_power(before: str) -> bool:
    """Whether a number raised behind this text is a power: of ten, of a letter, of a unit of length."""
    return bool(_HAS_POWER.search(before))
