"""Currencies beyond those that amounts are read with: "CA$48,000", "SEK 36,000", "14 euro cents"."""

from __future__ import annotations

import re

_CODES = (
    "CAD AUD NZD SGD HKD CHF SEK NOK DKK JPY CNY RMB PLN CZK HUF BRL MXN ZAR AED ILS KRW TRY "
    "NGN THB PHP KES RON USD EUR GBP INR"
).split()
CROWNS = "crowns"
"""Of Sweden, Norway or Denmark."""
_WORDS = {
    r"canadian dollars?": "CAD",
    r"australian dollars?": "AUD",
    r"new zealand dollars?": "NZD",
    r"singapore(?:an)? dollars?": "SGD",
    r"hong kong dollars?": "HKD",
    r"(?:us|american) dollars?": "USD",
    r"(?:swiss )?francs?": "CHF",
    r"swedish (?:kronor|krona|crowns)": "SEK",
    r"norwegian (?:kroner|krone|crowns)": "NOK",
    r"danish (?:kroner|krone|crowns)": "DKK",
    r"czech (?:koruna|korun|crowns?)": "CZK",
    r"kronor|krona|kroner|krone|crowns": CROWNS,
    r"naira": "NGN",
    r"(?:south korean )?won": "KRW",
    r"baht": "THB",
    r"(?:turkish )?lira": "TRY",
    r"forints?": "HUF",
    r"yen": "JPY",
    r"yuan|renminbi": "CNY",
    r"z[łl]oty(?:ch|s)?": "PLN",
    r"reais": "BRL",
    r"(?:mexican )?pesos?": "MXN",
    r"rand": "ZAR",
    r"dirhams?": "AED",
    r"shekels?": "ILS",
}
_LEADING = {
    "¥": "JPY",
    "₦": "NGN",
    "₩": "KRW",
    "₺": "TRY",
    "₽": "RUB",
    "₱": "PHP",
    "₫": "VND",
    "₴": "UAH",
    "₪": "ILS",
    "฿": "THB",
}
SIGNS = "".join(_LEADING)
"""Signs of currencies that stand before a figure, beyond those that amounts are read with."""
_SIGNS = _LEADING | {"zł": "PLN", "kr": "SEK", "fr.": "CHF"}
_CENTS = re.compile(
    r"(?P<one>\d+(?:\.\d+)?)(?:(?P<to>\s?(?:-|–|to|and)\s?)(?P<two>\d+(?:\.\d+)?))?\s(?:(?P<of>euro|us"
    r"|american)[\s-])?(?P<unit>cents?|pence)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?:\b({'|'.join(_CODES)})|([{SIGNS}]))\s?$")
_AFTER = re.compile(
    rf"^\s?(?:({'|'.join(_CODES)})\b|({'|'.join(_WORDS)})\b|([{SIGNS}]|zł|kr\b|fr\.)|(canadian|australian)\b)",
    re.IGNORECASE,
)
NAMED_CURRENCY = re.compile("|".join(rf"(?P<w{n}>\b(?:{words})\b)" for n, words in enumerate(_WORDS)), re.IGNORECASE)


_ADJECTIVE = re.compile(r"(\d[\dKk,.]*) (?:Canadian|Australian)\b")


def without_cents(text: str) -> str:
    """The text with its cents as fractions: "14 euro cents" is "€0.14"."""
    return _CENTS.sub(_fractions, text)


def without_currencies(text: str) -> str:
    """The text without the names of currencies: "46 Canadian dollars" names no place."""
    return _ADJECTIVE.sub(r"\1 ", NAMED_CURRENCY.sub(" ", text))


def currency_beside(text: str, start: int, end: int) -> str:
    """The code of the currency that stands right before or behind `text[start:end]`, or ``."""
    before = _BEFORE.search(text[max(0, start - 8) : start])
    if before:
        return before.group(1) or _SIGNS[before.group(2)]
    after = _AFTER.match(text[end : end + 30])
    if not after:
        return ""
    if after.group(4):
        return "CAD" if after.group(4).lower() == "canadian" else "AUD"
    return (
        (after.group(1) or "").upper() or _SIGNS.get((after.group(3) or "").lower(), "") or _named(after.group(2) or "")
    )


def _named(words: str) -> str:
    match = NAMED_CURRENCY.search(words)
    return list(_WORDS.values())[int(str(match.lastgroup)[1:])] if match else ""


def _fractions(match: re.Match[str]) -> str:
    sign = (
        "£" if match.group("unit").lower() == "pence" else "€" if (match.group("of") or "").lower() == "euro" else "$"
    )
    ends = [f"{sign}{float(number) / 100:g}" for number in (match.group("one"), match.group("two")) if number]
    return (match.group("to") or "").join(ends)
