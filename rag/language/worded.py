"""Amounts that are said without their digits or unit: "a third", "1 in 5", "six figures", "mid-90s", "a decade"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.language.money import currency
from rag.language.numerals import ONES

Worded = tuple[int, int, float, float, str]
"""Start, end, low, high, unit."""

_NUMBERS = {word: n for word, n in ONES.items() if 1 <= n <= 10}
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)})"
_PARTS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "sixth": 100 / 6, "tenth": 10.0}
_SHARE = re.compile(
    r"(?<![\w-])(?:(?P<many>an?|one|two|three|four)[\s-](?P<part>third|quarter|fifth|sixth|tenth)s?"
    r"|(?:(?:an?|one)\s)?(?P<half>half))(?=\s(?:of|the|as|less|more|fewer|its|their|all|who|say|are|have|in|on|from|since)\b|[.,;)]|$)"
    r"(?!\s(?:of\s)?(?:a|an)\s(?:year|month|day|hour|dozen|million|billion)\b)",
    re.IGNORECASE,
)
_NEVER_SHARE = re.compile(
    r"\b(?:and a|first|second|last|the|other|this|that|every|per|fiscal|each)\s$|\d\s$", re.IGNORECASE
)
_IN = re.compile(
    rf"(?<![\w$.])(?P<some>{_NUMBER})(?:\s[a-z]+){{0,2}}?\s(?:out\sof|in|of)\s(?:every\s)?(?P<all>{_NUMBER}|100)\b"
    r"(?!\s?(?:%|percent|years?|months?|weeks?|days?|hours?|minutes?))",
    re.IGNORECASE,
)
_WHOLES = frozenset({3, 4, 5, 6, 8, 10, 20, 50, 100, 1000})
_FIGURES = re.compile(
    r"(?:(?P<part>low|mid|middle|high|upper)[\s-])?\b(?P<many>five|six|seven|[5-7])[\s-]figures?\b", re.IGNORECASE
)
_PART_OF = {"low": (1.0, 3.0), "mid": (4.0, 6.0), "middle": (4.0, 6.0), "high": (7.0, 9.99), "upper": (7.0, 9.99)}
_DECADE_OF_PAY = re.compile(
    r"(?P<money>[$€£])?\b(?P<part>low|mid|middle|high|upper|early|late)[\s-](?:to[\s-](?:low|mid|high|upper)[\s-])?"
    r"(?P<sign>[$€£])?(?P<ten>\d{2,3})(?P<k>[kK])?['’]?[sS]\b",
    re.IGNORECASE,
)
_LOW, _MIDDLE, _HIGH = (0, 3), (4, 6), (7, 9)
_ENDS = {"low": _LOW, "early": _LOW, "mid": _MIDDLE, "middle": _MIDDLE, "high": _HIGH, "upper": _HIGH, "late": _HIGH}
_PAY = re.compile(r"\b(?:salar|pay|paid|earn|wage|income|compensation|offer|mak(?:e|ing)|rate)", re.IGNORECASE)
_AGES = re.compile(r"\bage[ds]?\s(?:of\s|between\s)?(?P<low>\d{2})\s?(?:-|–|to|and)\s?(?P<high>\d{2})\b", re.IGNORECASE)
_FIXED = tuple(
    (re.compile(pattern, re.IGNORECASE), value, unit)
    for pattern, value, unit in (
        (r"\b(?:an?|one|the (?:past|last|next)|past|last|next) decade\b", 10.0, "years"),
        (r"\b(?:a|one) year and a half\b", 18.0, "months"),
        (r"\bhalf a year\b", 6.0, "months"),
        (r"\bhalf an hour\b", 30.0, "minutes"),
        (r"\ba fortnight\b", 2.0, "weeks"),
        (r"\ba couple of years\b", 2.0, "years"),
        (r"\ba couple of months\b", 2.0, "months"),
        (r"\ba couple of weeks\b", 2.0, "weeks"),
        (r"\b(?:doubled|twofold|twice as (?:much|many|high|large|big|fast|long|likely))\b", 2.0, "times"),
        (r"\b(?:tripled|threefold)\b", 3.0, "times"),
        (r"\b(?:quadrupled|fourfold)\b", 4.0, "times"),
        (r"\bfivefold\b", 5.0, "times"),
        (r"\btenfold\b", 10.0, "times"),
        (r"\bhalved\b", 50.0, "percent"),
    )
)
_HALF_MORE = re.compile(
    rf"\b(?P<many>an?|{_NUMBER}) (?:(?P<first>year|month|week|day|hour) and a half|and a half"
    r" (?P<unit>year|month|week|day|hour)s)\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(?:within|in|after|takes?|took|for|about|around|roughly|nearly|almost|over|under|least|than|only|just|spend|spent"
    r"|lasts?|lasted|needs?|wait|waited)\s(?P<span>(?:an?|the next|the past|the last)\s(?P<unit>year|month|week))\b"
    r"(?!['’]s|\s(?:and a half|ago|earlier|later|in review|of the))",
    re.IGNORECASE,
)


def worded(text: str) -> list[Worded]:
    """What is said in words, in order, without two that overlap. Percent for shares; no currency is supplied."""
    found: list[Worded] = []
    kinds = (_ages, _fixed, _half_more, _ones, _in, _shares, _figures, _tens)
    for each in (each for kind in kinds for each in kind(text)):
        if not any(each[0] < other[1] and other[0] < each[1] for other in found):
            found.append(each)
    return sorted(found)


def _shares(text: str) -> Iterator[Worded]:
    for match in _SHARE.finditer(text):
        if _NEVER_SHARE.search(text[: match.start()]):
            continue
        many = {"two": 2, "three": 3, "four": 4}.get((match.group("many") or "").lower(), 1)
        share = round(many * _PARTS[(match.group("part") or "half").lower()], 1)
        if share < 100:
            yield *match.span(), share, share, "percent"


def _in(text: str) -> Iterator[Worded]:
    for match in _IN.finditer(text):
        some, whole = (_number(match.group(name)) for name in ("some", "all"))
        if 0 < some < whole and whole in _WHOLES:
            share = round(100 * some / whole, 1)
            yield *match.span(), share, share, "percent"


def _figures(text: str) -> Iterator[Worded]:
    for match in _FIGURES.finditer(text):
        one = 10.0 ** (_number(match.group("many")) - 1)
        part = (match.group("part") or "").lower()
        low, high = (one * end for end in _PART_OF.get(part, (1.0, 10.0)))
        yield *match.span(), low, high - (0 if part else 1), ""


def _tens(text: str) -> Iterator[Worded]:
    """ "The mid-90s" where pay is spoken of; elsewhere it is years."""
    for match in _DECADE_OF_PAY.finditer(text):
        sign = match.group("money") or match.group("sign")
        if sign or match.group("k") or _PAY.search(text):
            first, last = _ENDS[match.group("part").lower()]
            ten = int(match.group("ten")) // 10 * 10
            yield *match.span(), 1e3 * (ten + first), 1e3 * (ten + last), currency(sign or "") or ""


def _ages(text: str) -> Iterator[Worded]:
    for match in _AGES.finditer(text):
        yield match.start("low"), match.end(), float(match.group("low")), float(match.group("high")), "years"


def _fixed(text: str) -> Iterator[Worded]:
    for pattern, value, unit in _FIXED:
        for match in pattern.finditer(text):
            yield *match.span(), value, value, unit


def _half_more(text: str) -> Iterator[Worded]:
    """ "Three and a half years", "a year and a half"."""
    for match in _HALF_MORE.finditer(text):
        many = match.group("many").lower()
        value = (1 if many in ("a", "an") else _number(many)) + 0.5
        yield *match.span(), value, value, f"{(match.group('unit') or match.group('first')).lower()}s"


def _ones(text: str) -> Iterator[Worded]:
    """ "Within a year": one of a unit where it is a duration and no rate ("$5 a year")."""
    for match in _ONE.finditer(text):
        yield *match.span("span"), 1.0, 1.0, f"{match.group('unit').lower()}s"


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]
