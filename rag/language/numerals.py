"""Numbers in words as digits ("twenty-five thousand", "three point five", "twenty twenty-four"), and years."""

from __future__ import annotations

import re

ONES = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
"""Up to nineteen, in order."""
TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SMALL = ONES | TENS
_SCALES = {"hundred": 100, "thousand": 1000, "grand": 1000, "million": 10**6, "billion": 10**9}
_WORD = "|".join([*_SMALL, *_SCALES])
_FIRST_SMALL, _FIRST_SCALE = "|".join(_SMALL), "|".join(_SCALES)
_NUMBER = re.compile(
    rf"\b(?:(?:an?\s+)(?=(?:{_FIRST_SCALE})\b)|(?=(?:{_FIRST_SMALL})\b))"
    rf"(?:{_WORD})(?:(?:[-\s]+(?:and\s+)?)(?:{_WORD}))*\b",
    re.IGNORECASE,
)
_UNIT = r"(?:year|month|week|day|hour|minute|percent|per\s?cent|dollar|euro|pound|time)s?\b"
_POINT = re.compile(r"(?<=\d) point (?=\d)")

YEAR = re.compile(r"(?<![\w$€£₹#.,-])(?:19|20)\d\d(?:s\b|\b(?![,.]\d|%))")
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s?[-–—/]\s?(\d\d)\b(?![-\d])")
_MONTH = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s(?:\d{1,2},?\s)?(?:of\s)?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def with_digits(text: str) -> str:
    """The text with its number words as digits; "one" stays a word unless it counts a unit of measure."""
    text = re.sub(r"(?<=\d)\s?(?:grand)\b", " thousand", _NUMBER.sub(_digits, text))
    return _POINT.sub(".", text)


def _digits(match: re.Match[str]) -> str:
    words = [word for word in re.split(r"[-\s]+", match.group().lower()) if word not in ("and", "a", "an")]
    if words == ["one"] and not re.match(rf"[\s-]+{_UNIT}", match.string[match.end() :], re.IGNORECASE):
        return match.group()
    if "and" in match.group().lower().split() and not set(words) & _SCALES.keys():
        parts = re.split(r"\s+and\s+", match.group().lower())
        return " and ".join(_together(re.split(r"[-\s]+", part)) for part in parts)
    return _together(words)


def _together(words: list[str]) -> str:
    """The number that words make, or the numbers, where they make no single one ("two three"); years as people say."""
    numbers: list[int] = []
    total = current = 0
    last = None
    for word in words:
        if word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, current = total + current, 0
        else:
            if last in _SMALL and not (last in TENS and word in ONES and ONES[word] < 10):
                numbers.append(total + current)
                total = current = 0
            current += _SMALL.get(word, 0)
        last = word
    numbers.append(total + current)
    if len(numbers) == 2 and numbers[0] in (19, 20) and 10 <= numbers[1] < 100:
        return str(100 * numbers[0] + numbers[1])
    return " ".join(map(str, numbers))


def years(text: str) -> set[str]:
    """The years that a text names; of "the 2010s", the first."""
    return {match.group().rstrip("s") for match in YEAR.finditer(text)}


def months(text: str) -> set[str]:
    """The months of years that a text names, as "Jan 2025"."""
    return {f"{match[1].capitalize()} {match[2]}" for match in _MONTH.finditer(text)}


def with_spans(text: str) -> str:
    """The text with "2024-34" as "2024 2034"."""
    return _SPAN.sub(lambda match: f"{match[1]} {match[1][:2]}{match[2]}", text)
