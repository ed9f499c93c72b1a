"""Numbers in words as digits: "twenty-five thousand", "two thirds of", "a decade", "9 out of 10"."""

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
_SHARES = {"half": 50, "third": 33, "quarter": 25, "fifth": 20, "tenth": 10}
_SHARE = re.compile(
    r"\b(?P<n>an?|one|two|three|four|\d)[\s-]+(?P<part>half|third|quarter|fifth|tenth)s?"
    r"(?=\s+(?:of|the|its|their|in|less|more|fewer|on|from|since)\b|[,.]|$)",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"(?<!and a )(?<![\w-])(?:one )?half(?![\w-])(?!\s(?:an?|dozen|hour|year|day|month|time)\b)", re.IGNORECASE
)
_IN = re.compile(
    r"\b(?:(\d+)|(?P<one>one)(?=\s[a-z]+\s))(?:\s(?P<of>(?!out\b)[a-z]+))?\s+(?:out of|in|of)\s+"
    r"(?:every\s+)?(10|100|\d)\b"
    r"(?!\s?(?:%|percent|years|months|weeks|days))",
    re.IGNORECASE,
)
_FIXED = (
    (r"(?<=\d )(months|weeks|days) to an? (?=year|month|week)", r"\1 to 1 "),
    (r"\bhalf a year to a year\b", "6 months to 1 year"),
    (r"\ba (year|month|week) to (?=an? |one |\d)", r"1 \1 to "),
    (r"\b(?:a|one) (\w+) or two\b", r"1 or 2 \1s"),
    (r"\b(?:half a|a half) dozen\b", "6"),
    (r"\b(?:a|one) dozen\b", "12"),
    (r"\b(?:a|one) year and a half\b", "18 months"),
    (r"\bhalf a year\b", "6 months"),
    (r"\b(?:a|one) decade\b", "10 years"),
    (r"\b(?:twice|double|doubles|doubled|doubling|twofold)\b", "2 times"),
    (r"\b(?:thrice|triple|triples|tripled|tripling|threefold)\b", "3 times"),
    (r"\b(?:halve[sd]?|halving)\b", "cut by 50%"),
    (r"\b(?:quadrupled?|fourfold)\b", "4 times"),
    (r"\b(?:a )?fortnight\b", "2 weeks"),
    (r"\ba couple of\b", "2"),
    (r"\bhalf an hour\b", "30 minutes"),
    (r"\b(?:two|2) dozen\b", "24"),
    *(
        (rf"\bevery {word} (?!day|week|month|year|time)([a-z]+)\b", rf"one \1 in {n}")
        for n, word in enumerate("third fourth fifth sixth seventh eighth ninth tenth".split(), 3)
    ),
    *(
        (rf"\bevery {word} (day|week|month|year)\b", rf"every {n} \1s")
        for n, word in enumerate("second third fourth fifth sixth seventh eighth ninth tenth".split(), 2)
    ),
    (r"\btenfold\b", "10 times"),
)
_WRITTEN = tuple((re.compile(pattern, re.IGNORECASE), digits) for pattern, digits in _FIXED)
_ANY_WRITTEN = re.compile("|".join(f"(?:{pattern})" for pattern, _ in _FIXED), re.IGNORECASE)
"""Tells in one go that none of them is there, as is so of most texts."""
_HALF_MORE = re.compile(rf"\b(an?|{'|'.join(ONES)}|\d+) and a half (years|months|weeks|days|hours)\b", re.IGNORECASE)
_VAGUE_TWO = re.compile(
    r"\b((?:the|these|those|his|her|their) )two(?= (?!years|months|weeks|days|hours)\w+s\b)", re.IGNORECASE
)
""""The two roles" points to what was named and counts nothing."""


_POINT = re.compile(r"(?<=\d) point (?=\d)")


def with_digits(text: str) -> str:
    """The text with its number words as digits; "one" stays a word unless it counts a unit of measure."""
    text = _HALF_MORE.sub(_half_more, _VAGUE_TWO.sub(r"\1", text))
    if _ANY_WRITTEN.search(text):
        for pattern, digits in _WRITTEN:
            text = pattern.sub(digits, text)
    text = _HALF.sub("50%", _SHARE.sub(_share, text))
    text = re.sub(r"(?<=\d)\s?(?:grand)\b", " thousand", _NUMBER.sub(_digits, text))
    return _IN.sub(_share_of, _POINT.sub(".", text))


def _half_more(match: re.Match[str]) -> str:
    number = match.group(1).lower()
    return f"{ONES.get(number, int(number) if number.isdigit() else 1)}.5 {match.group(2)}"


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


def _share(match: re.Match[str]) -> str:
    many = (match.group("n") or "a").lower()
    times = int(many) if many.isdigit() else {"two": 2, "three": 3, "four": 4}.get(many, 1)
    part = match.group("part").lower()
    return f"{67 if (part, times) == ('third', 2) else times * _SHARES[part]}%"


def _share_of(match: re.Match[str]) -> str:
    some, all_ = int(match.group(1) or 1), int(match.group(4))
    fair = 0 < some < all_ and (all_ in (10, 100) or (all_ in (3, 4, 5) and not match.group("of")))
    return f"{100 * some / all_:.0f}% {match.group('of') or ''}".strip() if fair else match.group()
