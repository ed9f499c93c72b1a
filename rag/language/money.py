"""Currencies as texts name them: by sign, code or word. Their unit is the ISO code."""

from __future__ import annotations

_SIGNS = {"$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "₩": "KRW", "₪": "ILS", "zł": "PLN"}
_SIGNS |= {"c$": "CAD", "ca$": "CAD", "cad$": "CAD", "cdn$": "CAD"}
_SIGNS |= {"a$": "AUD", "au$": "AUD", "nz$": "NZD", "s$": "SGD"}
_SIGNS |= {"hk$": "HKD", "r$": "BRL", "mx$": "MXN", "rs": "INR", "rs.": "INR"}
_CODES = "usd eur gbp inr cad aud nzd sgd hkd chf sek nok dkk jpy cny pln czk huf brl mxn zar aed ils krw try".split()
_WORDS_TOO = frozenset(["try"])
"""Codes that are words in small letters: "try 3 courses" tells of no lira."""
_NAMES = {"dollar": "USD", "euro": "EUR", "pound": "GBP", "rupee": "INR", "zloty": "PLN", "yen": "JPY", "yuan": "CNY"}
_NAMES |= {"swiss franc": "CHF", "franc": "CHF", "canadian dollar": "CAD", "australian dollar": "AUD"}
_NAMES |= {"us dollar": "USD", "dirham": "AED", "shekel": "ILS", "kronor": "SEK", "krona": "SEK"}
CURRENCIES = frozenset(_SIGNS.values()) | {code.upper() for code in _CODES}
"""Units that are money."""
_CODE = rf"(?i:{'|'.join(code for code in _CODES if code not in _WORDS_TOO)})|{'|'.join(_WORDS_TOO).upper()}"
_ALL = _SIGNS | {code: code.upper() for code in _CODES} | _NAMES

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
