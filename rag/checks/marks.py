"""What sets a statement apart from others of its kind: level, place, year and month."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from rag.checks.cited import Cited
from rag.checks.lines import Line
from rag.checks.quantities import STEP, YEAR
from rag.language.numerals import with_digits
from rag.language.places import PLACE, same_place
from rag.language.seniority import levels

Kind = Callable[[str], Mapping[str, str]]
"""A text to what it names of a kind: one name for each -> how the text writes it."""
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?")
_VERB_LEAD = re.compile(
    r"\b(?:to\s|can\s|may\s|might\s|could\s|will\s|that\s|and\s|which\s)?leads?\s(?:to|the|a|an|into|by|them|you|him"
    r"|her|teams?\sof)\b|\bhead(?:s|ed)?\s(?:to|for|start|count)\b|\bentry\s(?:to|into|requirement|barrier|route)\w*"
    r"|\bstaff\s(?:of|members?|shortages?|turnover)\b|\bgraduate(?:s|d)?\sfrom\b",
    re.IGNORECASE,
)
_SOME_PLACES = re.compile(
    r"\b(?:some|many|most|several|other|few)\s(?:states|countries|cities|regions|provinces)\b", re.I
)
"""Places without a name, which are not the one that is named elsewhere."""
_ORDINAL = re.compile(r"\b(first|second|third|fourth|fifth|final|last)[- ]year\b", re.IGNORECASE)
_QUALIFIED = re.compile(
    r"\b(early|mid|late|end of|beginning of|start of|spring|summer|autumn|winter)[\s-]+(?:of\s)?((?:19|20)\d\ds?)",
    re.IGNORECASE,
)
_LEVELS = {"entry": "entry level", "mid": "mid-level", "intern": "interns"}
_PUBLISHED = re.compile(
    r"\b(?:published|dated|as of|wrote|writing|written|(?:guide|article|post|video|page) (?:of|from))\b", re.IGNORECASE
)


def levels_in(text: str) -> dict[str, str]:
    """Levels of seniority (see rag.language.seniority; "leads to" names none) and steps of a scale such as "band 7"."""
    steps = {f"{name} {number}".lower(): f"{name} {number}" for name, number in STEP.findall(with_digits(text))}
    ordinal = {f"{number} year".lower(): f"the {number} year".lower() for number in _ORDINAL.findall(text)}
    return {level: _LEVELS.get(level, level) for level in sorted(levels(_VERB_LEAD.sub(" ", text)))} | steps | ordinal


def places_in(text: str) -> dict[str, str]:
    """Places; "San Francisco" and "SF" are one."""
    found = (part for match in PLACE.finditer(text) for part in match.group().split("/"))
    some = {match.group().lower(): match.group() for match in _SOME_PLACES.finditer(text)}
    return {same_place(place): place for place in found} | some


def years_in(text: str) -> dict[str, str]:
    """Years and decades."""
    return {match.group(): match.group() for match in YEAR.finditer(text)}


def months_in(text: str) -> dict[str, str]:
    """Months by their first three letters; "may" is a verb more often."""
    found = (m for m in _MONTH.finditer(text) if m.group() != "May" or re.match(r"\s\d", text[m.end() :]))
    return {match.group()[:3].lower(): match.group() for match in found}


def seasons_in(text: str) -> dict[str, str]:
    """Parts of years: "late 2025"."""
    return {f"{part} {year}".lower(): f"{part} {year}".lower() for part, year in _QUALIFIED.findall(text)}


KINDS: tuple[Kind, ...] = (levels_in, places_in, years_in, months_in)
DATES: tuple[Kind, ...] = (years_in, months_in)


def marks(text: str) -> frozenset[str]:
    """All that a text names of any kind."""
    return frozenset(name for kind in KINDS for name in kind(text))


def published(text: str, line: Line) -> frozenset[str]:
    """The year and month in a text that may be those of the passage's publication."""
    date = re.match(r"(\d{4})(?:-(\d\d))?", line.passage.published or "")
    if not date or not _PUBLISHED.search(text):
        return frozenset()
    month = int(date.group(2) or 0)
    return frozenset([date.group(1), *([_MONTHS[month - 1][:3].lower()] if 1 <= month <= len(_MONTHS) else [])])


def apart(
    wanted: Mapping[str, str], there: Mapping[str, str], all_there: Mapping[str, str], cited: Cited
) -> str | None:
    """Why what a statement names can't stand, where its line names others, or the passages none of it."""
    if not wanted or wanted.keys() <= there.keys():
        return None
    strange = [written for name, written in wanted.items() if name not in there]
    if there:
        return f"{cited.label} says it of {_listed(there.values())}, not of {_listed(strange)}"
    if not wanted.keys() <= all_there.keys():
        return f"{cited.label} does not say it of {_listed(strange)}"
    return None


def other_season(text: str, said: str, cited: Cited) -> str | None:
    """Why a part of a year can't stand, where the line names another part of that year."""
    wanted, there = seasons_in(text), seasons_in(said)
    strange = [season for season in wanted if season not in there]
    same = [season for season in there if any(season.split()[-1] == other.split()[-1] for other in strange)]
    return f"{cited.label} says it of {_listed(same)}, not of {_listed(strange)}" if strange and same else None


def _listed(names: Iterable[str]) -> str:
    return " and ".join(sorted(names))
