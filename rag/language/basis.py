"""On what a figure rests: a source that the text names, the author's own estimate, or a forecast."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.language.amounts import find_amounts
from rag.language.leeway import leeway
from rag.language.numerals import years
from rag.types import Grounds


@dataclass(frozen=True, slots=True)
class Basis:
    """The words that tell on what a figure rests, and what kind of ground that is."""

    words: str
    grounds: Grounds


_NAME = r"(?:[A-Z][\w&’'-]*|[\w-]+\.(?:com|org|io|net|fyi))(?:\s(?:(?:of|for|and|the|van|de)\s)?[A-Z0-9][\w&’'.-]*)*"
_STUDY = r"(?:survey|study|report|poll|census|research|data|statistics|stats|figures|numbers|index|analysis)"
_SOURCES = (
    rf"(?i:according to|as reported by|reported by|cited by|source:)\s(?:(?:a|an|the|data from|figures from)\s)*"
    rf"(?:(?:19|20)\d\d\s)?(?:[\w-]+\s){{0,3}}?(?:(?i:{_STUDY})\s(?:by|from|of)\s)?(?:the\s)?{_NAME}(?:\s(?i:{_STUDY}))?",
    rf"(?i:according to|as per)\s(?:(?i:a|an|the)\s)(?:[\w-]+\s){{0,4}}?(?i:{_STUDY})"
    rf"(?:\s(?:by|from|of)\s(?:the\s)?{_NAME})?",
    rf"(?i:a |the |one |our )?(?:(?:19|20)\d\d\s)?(?:[\w-]+\s){{0,2}}?(?i:{_STUDY})\s(?:by|from|of)\s(?:the\s)?{_NAME}",
    rf"(?:(?i:the|a)\s)?(?:(?:19|20)\d\d\s)?{_NAME}(?:['’]s?)?\s(?:(?:19|20)\d\d\s)?(?:[a-z-]+\s){{0,2}}"
    r"(?i:survey|study|poll|census|report(?!s|ed|ing))\b",
    rf"\b(?:per|via)\s(?=Glassdoor|Indeed|LinkedIn|Payscale|Levels|BLS){_NAME}",
    rf"{_NAME}\s(?:reports|reported|found|finds|puts|lists|measured|surveyed|counted)\b(?=\s)",
)
_SOURCE = re.compile("|".join(f"(?:{each})" for each in _SOURCES))
_UNNAMED = re.compile(
    r"(?:an? |the )?(?:commonly|widely|often|frequently|much)[- ](?:cited|quoted|repeated)[^,.;:()]{0,30}?"
    r"(?:stat|figure|number|claim)\w*|\breal stat\w*|(?:an? |the )?(?:industry|official|hiring)"
    r" (?:stat|statistic|survey|report|data)s?\b"
    r"|\b(?:a|one|some|several|recent|various) (?:\w+ )?(?:survey|study|report|poll|statistic)s?"
    r"(?= (?:say|show|found|find|put|suggest|state|claim|report|estimate)s?\b)|\b(?:studies|surveys|statistics) (?:say"
    r"|show|suggest|find|found)\b",
    re.IGNORECASE,
)
_ESTIMATE = re.compile(
    r"\b(?:as an? (?:\w+ ){0,3}(?:judge?ment|estimate|opinion|guess|rule of thumb)|in my (?:\w+ )?(?:experience|opinion"
    r"|view|estimate)|i(?:['’]d| would) (?:say|guess|estimate|put|reckon)|i (?:think|guess|believe|estimate|reckon"
    r"|suspect)|my (?:\w+ )?(?:guess|estimate|hunch|rule of thumb)|(?:rough|back-of-the-envelope|ballpark) (?:estimate"
    r"|calculation|figure)|(?:as a )?rule of thumb|ballpark|editorial judge?ment|estimat(?:es|ed|e) that|in (?:his|her"
    r"|their) (?:experience|view|estimate)|give or take|or so|anecdotally|(?:our|an?) estimate)\b",
    re.IGNORECASE,
)
_FORECAST = re.compile(
    r"\b(?:projected|forecast(?:s|ed)?|expected to|is set to|will (?:reach|grow|rise|be worth|hit)|predicted"
    r"|projections?)\b",
    re.IGNORECASE,
)


def basis(
    text: str, start: int, end: int, author: str | None = None, clause: tuple[int, int] | None = None
) -> Basis | None:
    """On what the amount at `text[start:end]` rests. An author who is named as the source is none; None: nothing said.

    `clause` is the stretch that speaks of this amount, inside which a forecast has to stand.
    """
    for match in _SOURCE.finditer(text):
        if not _is_author(match.group(), author):
            return Basis(match.group().strip(), "source")
    unnamed = _UNNAMED.search(text)
    if unnamed:
        return Basis(unnamed.group().strip(), "unnamed source")
    first, last = clause or (0, len(text))
    forecast = _FORECAST.search(text, first, last)
    if forecast:
        return Basis(forecast.group(), "forecast")
    estimate = _ESTIMATE.search(text)
    if estimate:
        return Basis(estimate.group(), "estimate")
    said = leeway(text, start)
    return Basis(said.words, "estimate") if said.vague else None


def stated_year(text: str) -> str | None:
    """The one year for which a text states a figure; None for several, for none, and where it foretells."""
    named = years(text)
    if len(named) != 1 or _FORECAST.search(text) or not any(amount.unit for amount in find_amounts(text)):
        return None
    return named.pop()


def _is_author(words: str, author: str | None) -> bool:
    """Whether the words name nobody but the author, or the guide itself."""
    names = set(re.findall(r"\w{3,}", (author or "").lower()))
    named = {name.lower() for name in re.findall(r"\b[A-Z]\w{2,}", words)} - {"according", "the"}
    said = re.search(r"\bthe (?:article|guide|author|video|speaker|post)\b", words)
    return bool(said) or (bool(named) and named <= names)
