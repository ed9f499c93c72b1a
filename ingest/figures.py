"""Figures that units state: values and ranges with their unit, what they are of, and the span they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.types import Article, Figure, Unit

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "hundred": 100,
}  # fmt: skip
_CURRENCY = {"$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "usd": "USD", "dollars": "USD", "eur": "EUR",
             "euros": "EUR", "gbp": "GBP", "inr": "INR", "rupees": "INR"}  # fmt: skip
_SCALE = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "million": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "lakh": 1e5,
    "lpa": 1e5,
}
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{2,3}})+|\d+)(?:\.\d+)?|(?i:\b(?:{'|'.join(_WORDS)})\b)"
_ONE = rf"(?P<cur{{n}}>(?:US)?\$|€|£|₹)?\s?(?P<val{{n}}>{_NUMBER})\s?(?P<scale{{n}}>(?i:k|thousand|million|billion|bn|lakh|lpa)\b|[MB]\b)?\+?"
_UNIT = (
    r"(?P<unit>(?i:%|percent\b|per\s?cent\b|percentage\s+points?\b|x\b|×|times\b|years?\b|yrs?\b|months?\b|weeks?\b|days?\b|hours?\b"
    r"|minutes?\b|dollars\b|euros?\b|usd\b|eur\b|gbp\b|inr\b|rupees\b))?"
)
_FIGURE = re.compile(
    rf"(?<![\w.])(?:{_ONE.replace('{n}', '1')}\s?(?:-|–|—|‑|−|\bto\b|\band\b)\s?)?{_ONE.replace('{n}', '2')}[\s-]?{_UNIT}"
)
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_LEVEL = re.compile(
    r"\b(entry[- ]level|junior|mid[- ]level|mid|senior|staff|principal|lead|head|intern(?:ship)?|graduate)\b",
    re.IGNORECASE,
)


def find_figures(units: Sequence[Unit], article: Article) -> tuple[Figure, ...]:
    """All figures of an article's units; years and numbers inside names or version marks are none."""
    return tuple(figure for unit in units for figure in _in_unit(unit, article))


def _in_unit(unit: Unit, article: Article) -> Iterator[Figure]:
    for match in _FIGURE.finditer(unit.text):
        figure = _figure(match, unit, article)
        if figure:
            yield figure


def _figure(match: re.Match[str], unit: Unit, article: Article) -> Figure | None:
    text = match.group().strip()
    kind = _kind(match)
    if not kind and (_YEAR.match(text) or not any(c.isdigit() for c in text)):
        return None  # a bare number word ("one deeply") counts nothing
    high = _value(match, "2", "2")
    low = _value(match, "1", "1" if match.group("scale1") else "2") if match.group("val1") else high
    if low > high:  # "2024 and 16": two numbers, no range
        low = high
    start = unit.start + match.start() + (len(match.group()) - len(match.group().lstrip()))
    level = _LEVEL.search(unit.text)
    return Figure(
        article_id=article.id,
        start=start,
        end=start + len(text),
        text=text,
        low=low,
        high=high,
        unit=kind,
        of=" ".join(filter(None, [unit.context, unit.text])),
        level=level.group(1).lower() if level else None,
        says=article.author,
        as_of=article.published,
    )


def _kind(match: re.Match[str]) -> str:
    currency = (match.group("cur1") or match.group("cur2") or "").lower()
    unit = (match.group("unit") or "").lower()
    if currency or unit in _CURRENCY:
        return _CURRENCY[currency or unit]
    if unit.startswith(("%", "per")):
        return "percent"
    if unit in ("x", "×", "times"):
        return "times"
    return "years" if unit.startswith("yr") else unit and unit.rstrip("s") + "s"


def _value(match: re.Match[str], number: str, scale: str) -> float:
    text = match.group(f"val{number}").lower()
    value = float(_WORDS[text]) if text in _WORDS else float(text.replace(",", ""))
    return value * _SCALE.get((match.group(f"scale{scale}") or "").lower(), 1.0)
