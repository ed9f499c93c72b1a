"""Currencies as texts name them: by sign, code or word. Their unit is the ISO code."""

from __future__ import annotations

from rag.language.lists import read_groups

_GROUPS = read_groups("currencies")
CURRENCIES = frozenset(code for code, *_ in _GROUPS)
"""Units that are money."""
_CODES = [code.lower() for code, *_ in _GROUPS]
_WORDS_TOO = frozenset(["try"])
"""Codes that are words in small letters: "try 3 courses" tells of no lira."""
_CODE = rf"(?i:{'|'.join(code for code in _CODES if code not in _WORDS_TOO)})|{'|'.join(_WORDS_TOO).upper()}"
_ALL = {name.lower(): code for code, *names in _GROUPS for name in (code, *names)}

PREFIX = (
    r"(?:(?<![A-Za-z$])(?i:US|CAD?|CDN|C|AU?|NZ|S|HK|R|MX)\$|[$€£₹¥₩₪]"
    rf"|\b(?:{_CODE}|(?i:rs\.?))\b)"
)
"""What stands before an amount of money; its groups are none."""
SUFFIX = (
    r"(?:[€₩₪]|zł|(?:(?i:(?:(?:us|canadian|australian)\s)?dollars?|euros?|pounds?|rupees?|(?:swiss\s)?francs?|zlotys?"
    rf"|yen|yuan|dirhams?|shekels?)|{_CODE})\b(?![\s-]cents?\b))"
)
"""What stands behind one; of "14 euro cents" nothing does, for they are no 14 euros."""


def currency(written: str) -> str | None:
    """The currency that a sign, code or word stands for, singular or plural, in any case; None for no such word."""
    word = " ".join(written.lower().split())
    return _ALL.get(word) or _ALL.get(word.rstrip("s"))
