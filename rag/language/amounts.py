"""Amounts in a text: values and ranges with their unit, told apart from years, dates, versions and numbers in names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.language.money import PREFIX, SUFFIX, currency
from rag.language.numerals import ONES, TENS
from rag.language.worded import worded

_WORDS = ONES | TENS
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9}
_SCALES |= {"trillion": 1e12, "lakh": 1e5, "lakhs": 1e5, "lpa": 1e5, "crore": 1e7, "crores": 1e7, "cr": 1e7}
_PERIODS = {"yr": "years", "year": "years", "month": "months", "mo": "months", "week": "weeks", "day": "days"}
_PERIODS |= {"hr": "hours", "hour": "hours", "minute": "minutes", "min": "minutes"}

_GROUPED = r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?"  # 40,116 and the Indian 1,50,000
_DOTTED = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?"  # 60.000,50
_APART = r"\d{1,3}(?:['’\u00a0]\d{3})+(?:[.,]\d{1,2})?"  # 60'000 and, with a blank that doesn't break, 60 000
_DIGITS = rf"{_APART}|{_GROUPED}|{_DOTTED}(?![\d.])|\d{{1,15}}(?:\.\d{{1,6}}|,\d{{1,2}}(?!\d))?"
_WORD = rf"(?:{'|'.join(TENS)})-(?:{'|'.join(list(ONES)[1:10])})\b|(?:{'|'.join(_WORDS)})\b"
_NUMBER = rf"(?:(?>{_DIGITS})|(?<![\w-])(?i:{_WORD}))"
_SCALE = r"(?:(?i:k|thousand|million|billion|trillion|mn|bn|lakhs?|lpa|crores?)\b|[MB]\b|(?<=[\d])[mb]\b|cr\b)"
_TIME = r"years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?"
_UNIT = rf"(?:%|×|{SUFFIX}|(?i:percentage[ -]points?|per\s?cent|x|fold|times(?!\s(?:a|per|each)\b)|{_TIME})\b)"
_AMOUNT = (
    rf"(?P<cur{{n}}>{PREFIX})?\s?(?P<num{{n}}>{_NUMBER})(?:[\s-]?(?P<scale{{n}}>{_SCALE}))?"
    rf"(?P<more{{n}}>\+|\s(?i:plus|or\smore)(?=\s(?i:{_TIME}|percent)\b))?"
    rf"(?:[\s-]?(?P<unit{{n}}>{_UNIT}))?"
)
_JOINT = r"(?:\s?[-–—‑−]\s?|\s+to\s+)"
_RANGE = re.compile(
    rf"(?<![\w.#])(?<!\d[,:/-])(?<![A-Za-z][-/])(?:(?P<between>(?i:between))\s+)?{_AMOUNT.replace('{n}', '1')}"
    rf"(?:(?:{_JOINT}|(?P<joint>\s+(?:and|or)\s+)){_AMOUNT.replace('{n}', '2')})?(?P<open>\+)?(?![\w$€£₹]|[.,:/]\d|-\w)"
)
_SINGLE = re.compile(
    rf"(?<![\w.#])(?<!\d[,:/])(?<![A-Za-z][-/]){_AMOUNT.replace('{n}', '1')}(?P<open>\+)?(?!\w|[.,:]\d|/\d)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_PHONE = r"(?<!\w)(?:\+\d{1,3}[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}\b|\+\d[\d\s-]{8,}\d"
_NUMERIC_DATE = r"\b\d{4}-\d\d?-\d\d?\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
_TIME_OR_RATIO = r"\b\d{1,2}:\d\d(?::\d\d)?\b|\b\d+/\d+\b"  # 10:30, 24/7
_DATE = (
    rf"(?i:\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}})?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}\s\d{{4}}\b)"
)
_VERSION = r"\b(?!\d{1,3}(?:\.\d{3})+\b(?!\.))v?\d+(?:\.\d+){2,}\b|\bv\d[\d.]*\b"
_STATUS = r"\b[45]\d\d(?=\s(?:errors?|status|responses?)\b)|\b(?:error|status|HTTP)\s\d{3}\b"
_NO_AMOUNT = re.compile(
    "|".join((r"https?://\S+|\S{1,64}@\S+", _PHONE, _NUMERIC_DATE, _TIME_OR_RATIO, _DATE, _VERSION, _STATUS))
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERED = re.compile(
    r"(?:^|\b(?i:step|chapter|part|phase|stage|level|tier|section|week|day|page|version|figure|table|model|nos?\.))\s?$"
)
"""What a number stands behind that is a name's or a list's, as "Step 2"; at the very beginning it is a list's."""
_NAME = re.compile(r"(?<=\S\s)[A-Z][\w+#.]*\s$")
_COUNTED_ON = frozenset({*_PERIODS.values(), "percent", "times"})
"""Units of which "one or two" is a range; of prices it is two."""
DAYS = {"minutes": 1 / 1440, "hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}
"""How many days a unit of time has."""
_COUNTED = re.compile(r"\s(?:[a-z-]+\s){0,2}[a-z-]+s\b")
_COUNTED_IN_WORDS = re.compile(
    r"\s(?!(?:of|to|or|and|in|times|different|separate)\b)(?:[a-z-]+\s)?[a-z-]{2,}(?<![su])s\b"
)
_POINTING = re.compile(r"\b(?:the|these|those|this|that|both|between|our|your|their|its)\s(?:\w+\s)?$", re.IGNORECASE)
_FEWEST = 10
"""A smaller bare number counts only where the things follow: "3 courses"."""
_LONGEST = 20_000
"""Characters: in a longer text nothing is looked for; no person wrote it as one row or sentence."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value or range at `text[start:end]`; `low == high` for a single value. `unit` is as in `rag.types.Figure`."""

    start: int
    end: int
    low: float
    high: float
    unit: str


def find_amounts(text: str) -> list[Amount]:
    """The amounts in a text, in order; numbers in words count only with a unit ("two years", not "one deeply")."""
    if len(text) > _LONGEST:
        return []
    said = [Amount(*each) for each in worded(text)]
    barred = [match.span() for match in _NO_AMOUNT.finditer(text)] + [(each.start, each.end) for each in said]
    found = [amount for match in _RANGE.finditer(text) for amount in _read(match)]
    found = [a for a in found if not any(a.start < end and start < a.end for start, end in barred)]
    return sorted([*found, *said], key=lambda amount: amount.start)


def _read(match: re.Match[str]) -> Iterator[Amount]:
    """The amount of a match, or both where "to" or a dash between two that differ in unit makes no range."""
    if not match.group("num2"):
        yield from _single(match)
        return
    yield from (_ranged(match) or _each(match))


def _ranged(match: re.Match[str]) -> tuple[Amount, ...] | None:
    """The range of a match; empty where it is one that counts nothing, None where the two stand for themselves."""
    units = _unit(match, 1), _unit(match, 2)
    if not (match.group("cur1") or match.group("scale1")) and (
        match.group("cur2") or (match.group("scale2") and _YEAR.fullmatch(match.group("num1")))
    ):
        return None  # "from 12 thousand in 2024 to 14 thousand", "on tier 1 to $79,000"
    high = _value(match, 2, match.group("scale2"))
    low = _value(match, 1, match.group("scale1") or match.group("scale2"))
    if low > high and not match.group("scale1"):
        low = _value(match, 1, None)
    unit = units[1] or units[0]
    joint = (match.group("joint") or "").strip().lower()
    joined = not joint or (joint == "and" and match.group("between")) or (joint == "or" and unit in _COUNTED_ON)
    if joined and all(units) and units[0] != units[1]:
        times = _same_time(low, high, *units)
        if times:
            return (Amount(_start(match, 1), match.end(), *times),)
    if not joined or low > high or (all(units) and units[0] != units[1]):
        return None
    years = not any(units) and all(_YEAR.fullmatch(match.group(f"num{n}")) for n in (1, 2))
    if years or not (unit or match.group("scale2") or _counts_range(match)):
        return ()
    return (Amount(_start(match, 1), match.end(), low, high, unit),)


def _same_time(low: float, high: float, one: str, other: str) -> tuple[float, float, str] | None:
    """ "6 months to 1 year" in the smaller of the two units; None where no duration is longer than the other."""
    if one not in DAYS or other not in DAYS:
        return None
    unit = min(one, other, key=lambda name: DAYS[name])
    first, last = (
        value if name == unit else float(round(value * DAYS[name] / DAYS[unit]))
        for value, name in ((low, one), (high, other))
    )
    return (first, last, unit) if first <= last else None


def _each(match: re.Match[str]) -> Iterator[Amount]:
    for number in (1, 2):
        single = _SINGLE.match(match.string, _start(match, number))
        if single:
            yield from _single(single)


def _start(match: re.Match[str], number: int) -> int:
    return match.start(f"cur{number}") if match.group(f"cur{number}") else match.start(f"num{number}")


def _single(match: re.Match[str]) -> Iterator[Amount]:
    unit, digits, number = _unit(match, 1), match.group("num1"), _value(match, 1, match.group("scale1"))
    start = _start(match, 1)
    if unit or match.group("scale1") or _counts(match, digits, start):
        yield Amount(start, match.end(), number, number, unit)


def _counts_range(match: re.Match[str]) -> bool:
    """Whether a bare range counts something: "200-300 jobs", not "(0-1)" or "three to four"."""
    digits = [match.group(f"num{number}").replace(",", "") for number in (1, 2)]
    things = bool(_COUNTED.match(match.string[match.end() : match.end() + 40]))
    return all(text.isdigit() for text in digits) and (things or int(digits[1]) >= _FEWEST)


def _counts(match: re.Match[str], digits: str, start: int) -> bool:
    """Whether a bare number counts something: no year, no word, not part of a name ("Python 3", "Step 2")."""
    if not digits[0].isdigit():
        return _counts_in_words(match, start)
    if _YEAR.fullmatch(digits) or not digits.replace(",", "").isdigit():
        return False
    if re.fullmatch(_GROUPED, digits) or match.group("more1") or match.group("open"):
        return True
    before, after = match.string[max(0, start - 30) : start], match.string[match.end() : match.end() + 40]
    if _COUNTED.match(after):
        return not _NUMBERED.search(before or "x") and not _NAME.search(before)
    alone = re.match(r"\s+[^\W\d]|\s*(?:$|[|,;)])", after)
    return (
        bool(alone)
        and int(digits.replace(",", "")) >= _FEWEST
        and not (_NUMBERED.search(before) or _NAME.search(before))
    )


def _counts_in_words(match: re.Match[str], start: int) -> bool:
    """Whether a number in words counts things that follow: "seven videos", not "the two roles" or "one of them"."""
    before, after = match.string[max(0, start - 30) : start], match.string[match.end() : match.end() + 40]
    things = _COUNTED_IN_WORDS.match(after)
    return bool(things) and match.group("num1").lower() != "one" and not _POINTING.search(before)


def _unit(match: re.Match[str], number: int) -> str:
    prefix, unit = match.group(f"cur{number}"), (match.group(f"unit{number}") or "").lower()
    money = currency(prefix or unit)
    if money or (match.group(f"scale{number}") or "").lower() == "lpa":
        return money or "INR"  # lakhs per annum are rupees
    if unit.startswith(("%", "per")):
        return "percent"
    if unit in ("x", "×", "times", "fold"):
        return "times"
    return _PERIODS.get(unit.rstrip("s"), "")


def _is_money(match: re.Match[str]) -> bool:
    named = (match.groupdict().get(f"{name}{number}") for name in ("cur", "unit") for number in (1, 2))
    return any(name and currency(name) for name in named)


def _value(match: re.Match[str], number: int, scale: str | None) -> float:
    digits = match.group(f"num{number}").lower()
    if not digits[0].isdigit():
        value = float(sum(_WORDS[word] for word in digits.split("-")))
    elif re.fullmatch(_APART, digits):
        value = float(re.sub(r"['’\u00a0]", "", digits).replace(",", "."))
    elif re.fullmatch(_DOTTED, digits) and (digits.count(".") > 1 or "," in digits or (_is_money(match) and not scale)):
        value = float(digits.replace(".", "").replace(",", "."))  # "€60.000"
    elif re.fullmatch(_GROUPED, digits):
        value = float(digits.replace(",", ""))
    else:
        value = float(re.sub(r"\.(?=.*\.)", "", digits).replace(",", "."))
    return value * _SCALES.get((scale or "").lower(), 1.0)
