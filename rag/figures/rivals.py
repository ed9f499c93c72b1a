"""Whether two figures give one quantity another value: the same unit, subject, scope and time, and no overlap."""

from __future__ import annotations

import math
import re

from rag.figures.subjects import Subject, same_scope, subject, supposed
from rag.language.amounts import DAYS
from rag.language.leeway import leeway, open_ends
from rag.language.money import CURRENCIES
from rag.language.numerals import years
from rag.language.places import one_name
from rag.language.seniority import levels
from rag.types import Article, Figure, Unit

_DURATION_SLACK = 0.02
"""Months, weeks and years are no whole multiples of each other."""
_YEARS_APART = 2
"""Guides that were published so far apart speak of different times, but for how long something takes."""
_ALIKE, _LEAST_ALIKE, _MANY = 0.45, 0.3, 3
"""Share of words, of all of both, that two subjects have in common: with few words in common, and with that many."""


def apart(
    one: Figure,
    other: Figure,
    units: tuple[Unit, Unit],
    articles: tuple[Article, Article],
) -> bool:
    """Whether two figures are on the same quantity, and their values or ranges don't meet."""
    if not _comparable(one, other) or one_voice(one, other):
        return False
    if any(supposed(unit.text) for unit in units):
        return False
    if _meet(one, units[0], other, units[1]) or not _same_time(one, other, articles):
        return False
    bylines = [word for article in articles for word in (article.author or "").split()]
    about = [
        subject(figure.of.replace("…", " "), (*bylines, *(figure.says or "").split(), *(figure.basis or "").split()))
        for figure in (one, other)
    ]
    return _same_subject(about[0], about[1])


def one_voice(one: Figure, other: Figure) -> bool:
    """Whether two figures name one source: guides that repeat one survey are one voice."""
    if one.grounds != "source" or other.grounds != "source":
        return False
    names = [_source(figure.basis or "") for figure in (one, other)]
    named = [years(figure.basis or "") for figure in (one, other)]
    return bool(names[0] & names[1]) and (not all(named) or bool(named[0] & named[1]))


def _source(words: str) -> frozenset[str]:
    """The names in the words for a source."""
    return frozenset(name.lower() for name in re.findall(r"\b[A-Z][\w.&’'-]+", words)) - {"according", "the", "a"}


def _comparable(one: Figure, other: Figure) -> bool:
    """Whether unit, rate, level and place are the same. Pay is by the year where nothing says by what."""
    if one.unit != other.unit and not (one.unit in DAYS and other.unit in DAYS):
        return False
    same_rate = one.per == other.per or (one.unit in CURRENCIES and (one.per or "year") == (other.per or "year"))
    same_level = levels(one.level or "") == levels(other.level or "")
    return same_rate and same_level and one_name(one.place or "") == one_name(other.place or "")


def _meet(one: Figure, unit: Unit, other: Figure, other_unit: Unit) -> bool:
    a, b = _bounds(one, unit), _bounds(other, other_unit)
    slack = _DURATION_SLACK if one.unit != other.unit else 1e-9
    if a[0] <= b[1] * (1 + slack) and b[0] <= a[1] * (1 + slack):
        return True
    return _rounded(one, unit, other) or _rounded(other, other_unit, one)


def _bounds(figure: Figure, unit: Unit) -> tuple[float, float]:
    """Lowest and highest value meant: "$200K or more" and "up to 30%" are open at one end. Durations in days."""
    below, above = open_ends(unit.text, figure.start - unit.start, figure.end - unit.start)
    scale = DAYS.get(figure.unit, 1.0)
    return (-math.inf if below else figure.low * scale), (math.inf if above else figure.high * scale)


def _rounded(rough: Figure, unit: Unit, other: Figure) -> bool:
    """Whether a value that is told roughly is the other one rounded to as many digits."""
    if rough.low != rough.high or rough.low <= 0 or rough.unit != other.unit:
        return False
    if not leeway(unit.text, rough.start - unit.start).vague:
        return False
    digits = len(f"{rough.low:.10g}".replace(".", "").strip("0")) or 1
    step = 10 ** (math.floor(math.log10(rough.low)) - digits + 1)
    return any(abs(end - rough.low) <= step / 2 for end in (other.low, other.high))


def _same_time(one: Figure, other: Figure, articles: tuple[Article, Article]) -> bool:
    """Whether they may hold for one time: no other year in the words, and guides not published years apart."""
    stated = [years(figure.as_of or "") for figure in (one, other)]
    if any(
        year and figure.as_of != article.published
        for year, figure, article in zip(stated, (one, other), articles, strict=True)
    ):
        return stated[0] == stated[1]
    if one.unit in DAYS or not all(stated):
        return True
    return abs(int(min(stated[0])) - int(min(stated[1]))) < _YEARS_APART


def _same_subject(one: Subject, other: Subject) -> bool:
    if not same_scope(one, other):
        return False
    of_roles = {stem for about in (one, other) for role in about.roles for stem in role}
    a, b = one.words - of_roles, other.words - of_roles
    if not a and not b:
        return bool(one.roles and other.roles)  # "A chef earns ...": the role is all they are on
    if not a or not b:
        return False
    both = len(a & b)
    if both < min(2, len(a), len(b)):
        return False
    return both / len(a | b) >= (_ALIKE if both < _MANY else _LEAST_ALIKE) or both == min(len(a), len(b)) > 1
