"""Dates that articles state: read to ISO 8601, and told apart as the date of publication."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import chain

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month{n}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day{n}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year{n}>(?:19|20)\d\d)"
_FORMS = (rf"{_MONTH}\s{_DAY},?\s{_YEAR}", rf"{_DAY}\.?\s(?:of\s)?{_MONTH},?\s{_YEAR}", rf"{_MONTH},?\s{_YEAR}")
_WRITTEN = "|".join(form.format(n=n) for n, form in enumerate(_FORMS))
_NUMBERS = r"(?P<yearn>(?:19|20)\d\d)[-/.](?P<monthn>\d{1,2})[-/.](?P<dayn>\d{1,2})(?:T[\d:.Z+-]*)?"
_DATE = re.compile(rf"\b(?:{_WRITTEN}|{_NUMBERS})\b", re.IGNORECASE)
_WEEKDAY = r"(?:(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?,?\s)?"
_PUBLISHED = r"(?:first )?(?:published|posted|written|date|publication date|published (?:by|in) [^:|·•]{1,40})"
_UPDATED = r"(?:last |page |article |blog )*(?:updated|modified|revised|reviewed)"
_STATED = r"(?:^|[|·•(–—]\s*|\b)(?:{verb})\s*(?:on|at|date)?\s*[:–—-]?\s*" + _WEEKDAY
_BESIDE = re.compile(
    rf"{_STATED.format(verb=f'{_PUBLISHED}|{_UPDATED}')}$|{_WEEKDAY}$"
    r"|\d+\s?-?min(?:ute)?s?(?: read)?|\bon\b|[^\w'’.-]+",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^\W*(?i:(?:written |posted )?by)\s(?:[^\W\d_a-z][\w.'’-]*\s?){1,4}$")
PARTS = re.compile(r"\s[·•|]\s")
"""What parts a line that says several things of a page: "by Ann · 3 May 2024 · 12 comments"."""
_EDGE, _PART_WORDS = 12, 6
_LONGEST_WORDS = 30


def iso(text: str) -> str | None:
    """The first date in a text as `YYYY-MM-DD`, or `YYYY-MM` where it names no day; None where there is none.

    Dates such as 03/04/2025 are read differently in different countries, so they are none.
    """
    match = _DATE.search(text)
    return _iso(match) if match else None


def find_published(lines: Sequence[str]) -> str | None:
    """The date of publication that the lines at an article's top or end state, else that of its last update.

    "Published March 3, 2025" says it, as does a date alone on its line or behind a byline, but no date in a sentence.
    """
    head, end = lines[:_EDGE], lines[_EDGE:][-_EDGE:]
    for verb in (_PUBLISHED, _UPDATED):
        stated = re.compile(_STATED.format(verb=verb) + "$", re.IGNORECASE)
        for line in (*head, *end):
            for match in _DATE.finditer(line) if len(line.split()) <= _LONGEST_WORDS else ():
                if stated.search(line[: match.start()]) and (date := _iso(match)):
                    return date
    texts = (*head, *chain.from_iterable(map(_short_parts, head)))
    return next((date for text in texts if is_dateline(text) and (date := iso(text))), None)


def _short_parts(line: str) -> list[str]:
    """What a line says of its page, one thing beside the other; nothing where a part is longer than that."""
    parts = PARTS.split(line)
    return parts if len(parts) > 1 and all(len(part.split()) <= _PART_WORDS for part in parts) else []


def is_dateline(line: str) -> bool:
    """Whether a line holds a date and nothing but what stands beside one: a byline, or minutes to read."""
    if not _DATE.search(line) or len(line.split()) > _LONGEST_WORDS:
        return False
    beside = _DATE.sub("\0", line).split("\0")
    left = " ".join(" ".join(_BESIDE.sub(" ", part) for part in beside).split())
    return not left.strip(" .'’-") or bool(_BYLINE.match(left))


def _iso(match: re.Match[str]) -> str | None:
    parts = {key[:-1]: value for key, value in match.groupdict().items() if value}
    month = parts["month"].lower()
    number = int(month) if month.isdecimal() else _MONTHS.index(month[:3]) + 1
    try:
        day = datetime.date(int(parts["year"]), number, int(parts.get("day", "1")))
    except ValueError:
        return None
    return day.isoformat() if "day" in parts else day.strftime("%Y-%m")
