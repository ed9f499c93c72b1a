"""Whether two figures give one quantity another value: the same unit, subject, scope and time, and no overlap."""

from __future__ import annotations

import math
import re

from rag.figures.subjects import Subject, place_of, same_scope, shared, subject, supposed, unshared
from rag.language.lexical import terms
from rag.language.money import CURRENCIES
from rag.language.seniority import levels
from rag.types import Article, Figure, Unit

_DAYS = {"minutes": 1 / 1440, "hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}
_DURATION_SLACK = 0.02
"""Months, weeks and years are no whole multiples of each other."""
_YEARS_APART = 2
"""Guides that were published so far apart speak of different times, but for how long something takes."""
_ABOVE = re.compile(
    r"\s*(?:\+|or more|or above|or higher|or longer|and (?:more|up|above|beyond)|upwards?|at (?:the )?least)"
)
_BELOW = re.compile(r"\s*(?:or less|or fewer|at (?:the )?most|tops|at best|max\b)")
_FROM = re.compile(
    r"\b(?:at least|more than|over|above|from|upwards of|no less than|a minimum of|exceeds?|starts? at|north of"
    r"|starting (?:at|from)|beyond|well over)\s*(?:[$€£₹]\s*)?$",
    re.IGNORECASE,
)
_UP_TO = re.compile(
    r"\b(?:up to|at most|no more than|as much as|as many as|under|below|less than|fewer than|a maximum of|within"
    r"|(?:can|could|may|might) (?:\w+ )?(?:reach|go up to|climb to|hit)|capped at|tops? out at)\s*$",
    re.IGNORECASE,
)
_ROUGH = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|approx\.?|nearly|almost|some|circa|close to|maybe|perhaps"
    r"|just (?:under|over))\s|[~≈]\s?)(?:[$€£₹]\s*)?$",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|never|nobody|no longer|without|instead of|rather than)\b|n['’]t\b", re.IGNORECASE)
_ALIKE, _LEAST_ALIKE, _MANY = 0.45, 0.3, 3
"""Share of words, of all of both, that two subjects have in common: with few words in common, and with that many."""


def apart(
    one: Figure,
    other: Figure,
    units: tuple[Unit, Unit],
    articles: tuple[Article, Article],
    *,
    disciplines: frozenset[str],
) -> bool:
    """Whether two figures are on the same quantity, and their values or ranges don't meet."""
    if not _comparable(one, other) or not _same_level(one, other) or not _same_place(one, other):
        return False
    if one_voice(one, other):
        return False
    if supposed(units[0].text) or supposed(units[1].text):
        return False
    if _denied(one, units[0]) or _denied(other, units[1]):
        return False
    if _meet(one, units[0], other, units[1]) or not _same_time(one, other, articles):
        return False
    known = tuple(word for article in articles for word in (article.author or "").split())
    about = [
        subject(_said_of(f), disciplines, (*known, *(f.says or "").split(), *(f.basis or "").split()))
        for f in (one, other)
    ]
    return _same_subject(about[0], about[1])


def one_voice(one: Figure, other: Figure) -> bool:
    """Whether two figures name one source: guides that repeat one survey are one voice."""
    if one.grounds != "source" or other.grounds != "source":
        return False
    names = [_source(figure.basis or "") for figure in (one, other)]
    years = [set(re.findall(r"\b(?:19|20)\d\d\b", figure.basis or "")) for figure in (one, other)]
    return bool(names[0] & names[1]) and (not all(years) or bool(years[0] & years[1]))


def _source(words: str) -> frozenset[str]:
    """The names in the words for a source."""
    return frozenset(name.lower() for name in re.findall(r"\b[A-Z][\w.&’'-]+", words)) - {"according", "the", "a"}


def _comparable(one: Figure, other: Figure) -> bool:
    if one.unit in _DAYS and other.unit in _DAYS:
        return one.per == other.per
    if one.unit != other.unit:
        return False
    if one.unit in CURRENCIES:
        return (one.per or "year") == (other.per or "year")
    return one.per == other.per


def _meet(one: Figure, unit: Unit, other: Figure, other_unit: Unit) -> bool:
    a, b = _bounds(one, unit), _bounds(other, other_unit)
    slack = _DURATION_SLACK if one.unit != other.unit else 1e-9
    if a[0] <= b[1] * (1 + slack) and b[0] <= a[1] * (1 + slack):
        return True
    return _rounded(one, unit, other) or _rounded(other, other_unit, one)


def _bounds(figure: Figure, unit: Unit) -> tuple[float, float]:
    """Lowest and highest value meant: "$200K or more" and "up to 30%" are open at one end. Durations in days."""
    before, after = unit.text[: figure.start - unit.start], unit.text[figure.end - unit.start :]
    above = figure.text.rstrip().endswith(("+", "plus")) or _ABOVE.match(after)
    above = above or _FROM.search(before) or re.search(r"\bor more\b", figure.text)
    below = _UP_TO.search(before) or _BELOW.match(after)
    scale = _DAYS.get(figure.unit, 1.0)
    return (-math.inf if below else figure.low * scale), (math.inf if above else figure.high * scale)


def _rounded(rough: Figure, unit: Unit, other: Figure) -> bool:
    """Whether a value that is told roughly is the other one rounded to as many digits."""
    if rough.low != rough.high or rough.unit != other.unit or not _ROUGH.search(unit.text[: rough.start - unit.start]):
        return False
    if rough.low <= 0:
        return False
    digits = len(f"{rough.low:.10g}".replace(".", "").strip("0")) or 1
    step = 10 ** (math.floor(math.log10(rough.low)) - digits + 1)
    return any(abs(end - rough.low) <= step / 2 for end in (other.low, other.high))


def _same_time(one: Figure, other: Figure, articles: tuple[Article, Article]) -> bool:
    """Whether they may hold for one time: no other year in the words, and guides not published years apart."""
    years = [_year(figure.as_of) for figure in (one, other)]
    told = [
        year if year and figure.as_of != article.published else None
        for year, figure, article in zip(years, (one, other), articles, strict=True)
    ]
    if any(told):
        return years[0] == years[1]
    lasting = one.unit in _DAYS
    return lasting or not all(years) or abs((years[0] or 0) - (years[1] or 0)) < _YEARS_APART


def _year(date: str | None) -> int | None:
    match = re.search(r"\b(?:19|20)\d\d\b", date or "")
    return int(match.group()) if match else None


def _said_of(figure: Figure) -> str:
    return figure.of.replace("…", " ")


def _same_level(one: Figure, other: Figure) -> bool:
    return levels(one.level or "") == levels(other.level or "")


def _same_place(one: Figure, other: Figure) -> bool:
    return place_of(one.place) == place_of(other.place)


def _denied(figure: Figure, unit: Unit) -> bool:
    """Whether the words right before a figure deny it."""
    before = re.split(r"[,;:.]\s", unit.text[: figure.start - unit.start])[-1]
    return bool(_DENIED.search(" ".join(before.split()[-4:])))


def _same_subject(one: Subject, other: Subject) -> bool:
    if not same_scope(one, other):
        return False
    of_roles = {stem for about in (one, other) for role in about.roles for stem in role}
    a, b = (about.words - _QUANTITY - of_roles for about in (one, other))
    if not a and not b:
        return bool(one.roles and other.roles)  # "A chef earns ...": the role is all they are on
    if not a or not b:
        return False
    here, there = shared(a, b)
    union = here + len(unshared(a, b)) + len(unshared(b, a))
    least = min(here, there)
    if least < min(2, len(a), len(b)):
        return False
    return least / union >= (_ALIKE if least < _MANY else _LEAST_ALIKE) or least == min(len(a), len(b)) > 1


_QUANTITY = frozenset(
    terms(
        "salary pay paid earn earns make makes get gets cost costs charge charges take takes last lasts share number"
        " amount rate grow grew growth demand total compensation expect usually often only just"
    )
) - frozenset(terms("demand growth grow"))
