"""What kind of answer a question wants, by how it asks."""

from __future__ import annotations

import re
from enum import StrEnum

from rag.text.lexical import terms


class Asks(StrEnum):
    """The kind of answer a question wants."""

    AUTHOR = "author"
    MOMENT = "moment"
    AGE = "age"
    SHARE = "share"
    DURATION = "duration"
    GROWTH = "growth"
    COST = "cost"
    MONEY = "money"
    COUNT = "count"
    YEAR = "year"
    REASON = "reason"
    PERSON = "person"
    NAMES = "names"
    MANNER = "manner"
    YES_NO = "yes or no"
    OPEN = "open"


QUANTITIES = frozenset({Asks.COST, Asks.MONEY, Asks.DURATION, Asks.SHARE, Asks.GROWTH, Asks.COUNT, Asks.AGE})
"""Kinds that only a figure answers."""
MEASURES = frozenset(
    stem
    for word in (
        "salary pay paid earn income compensation wage make cost price priciest pricey expensive cheap cheapest tag "
        "tuition fee share percent percentage fraction proportion rate growth grow grew increase long old age much "
        "many number money charge slice chunk portion biggest largest smallest"
    ).split()
    for stem in terms(word)
)
"""Words that name the quantity itself; a figure of the right kind stands for them."""

_SUM = r"(?:salar(?:y|ies)|pay|compensation|income|wages?|costs?|prices?|fees?|tuition|going rate)"
_PAYING = rf"(?:earns?|pays?|paid|makes?|gets?|charges?|{_SUM})"
_OF = r"(?:for|of|in|at|as|with|to|on|per|after|without)"
_VERBS = r"(?:how|why|when|where|who|is|are|was|do|does|did|can|should|would|will|has|have|i|you|we)"
_PATTERNS: dict[Asks, tuple[str, ...]] = {
    Asks.AUTHOR: (
        r"\bwho (?:wrote|writes|made|makes|authored|published|recorded|speaks|talks)\b",
        r"\bwho is (?:speaking|talking|behind)\b",
        r"\bwho (?:is|was) the (?:author|speaker|writer)\b|\b(?:author|writer|speaker) of (?:the|this|that)\b",
        r"\bwhose (?:article|guide|video|post|view|channel)\b|\b(?:written|made|recorded) by whom\b",
    ),
    Asks.MOMENT: (
        r"\b(?:where|when|at (?:what|which) (?:time|point|minute|moment|second))\b.*"
        r"\b(?:video|recording|talk|transcript|episode|clip)\b",
        r"\btime ?stamp\b|\bminute mark\b|\bat (?:what|which) (?:minute|second)\b",
    ),
    Asks.AGE: (r"\bhow old\b|\b(?:what|average|median)\b.{0,20}\bage\b",),
    Asks.SHARE: (
        r"\b(?:what|which|how (?:large|big|high))\b.{0,12}"
        r"\b(?:share|percent(?:age)?|fraction|proportion|portion|rate)\b",
        r"^\W*what(?:'s|’s| is| are)\b.{0,40}\b(?<!going )(?<!hourly )(?<!daily )(?<!day )(?<!pay )"
        r"(?:rate|share|percentage|proportion)\b",
        r"\b(?:lowest|highest|best|worst)\s+(?!hourly|daily|day|pay|salary|billing|going|freelance)[\w-]+\s+"
        r"(?:rate|share|percentage|proportion)\b",
        r"\b(?:biggest|largest|smallest)\s+(?:slice|share|chunk|portion)\s+of\b",
        r"\bhow much of\b|\bwhat part of\b|\bhow (?:large|big) a part\b|\bpercent(?:age)?s?\b",
    ),
    Asks.DURATION: (
        r"\bhow long\b|\bhow (?:fast|quick(?:ly)?|soon)\b(?!.{0,60}\b(?:growing|rising|increasing)\b)",
        r"\b(?:longest|shortest)\b",
        r"\bhow many (?:more )?(?:years?|months?|weeks?|days?|hours?|minutes?)\b",
        r"\b(?:years|months) of experience\b|\bhow much (?:\S+ ){0,3}(?:time|experience)\b",
    ),
    Asks.GROWTH: (
        r"\bby how much\b|\bby what factor\b",
        r"\bhow (?:much|fast|strongly)\b.{0,60}\b(?:grow(?:ing|n|th)?|grew|increas(?:e|ing)|ris(?:e|en|ing))\b",
    ),
    Asks.COST: (
        rf"^\W*(?:(?!{_VERBS}\b)\S+\s+){{0,6}}(?:costs?|prices?|fees?|tuition)\s+{_OF}\s.*$",
        r"\b(?:how (?:much|high|expensive|cheap)|what)\b.{0,80}\b(?:costs?|prices?|fees?|tuition|charges?)\b",
        r"\b(?:lowest|highest|smallest|largest|biggest)\s+(?:\S+\s+)?(?:costs?|prices?|fees?|tuition)\b",
        r"\b(?:cheapest|priciest|dearest|(?:most|least) expensive|price tag)\b",
        r"^\W*(?:(?!how\b|why\b|is\b|are\b|do\b|does\b)\S+\s+){0,6}(?:costs?|prices?|fees?|tuition)(?:\s+\S+){0,3}\W*$",
    ),
    Asks.MONEY: (
        r"\bpays?\s+(?:the\s+)?(?:most|best|least|worst)\b|\b(?:best|worst|highest|lowest)[- ]pa(?:id|ying)\b",
        rf"^\W*(?:(?!{_VERBS}\b)\S+\s+){{0,6}}{_SUM}\s+{_OF}\s.*$",
        rf"\bhow (?:much|high)\b.{{0,80}}\b{_PAYING}\b|\b{_PAYING}\b.{{0,40}}\bhow much\b",
        r"\bhow (?:well|much|good).{0,20}\bpa(?:y|id)\b",
        r"\bwhat (?:do|does|did|would|will|can|could|should|might)\b.{0,60}"
        r"\b(?:earn|make|cost|pay|get|charge|bring (?:in|home)|take home)\b",
        rf"\bwhat(?:'s| is| are)?\b.{{0,40}}\b{_SUM}\b",
        rf"^\W*(?:(?!how\b|why\b|is\b|are\b|do\b|does\b)\S+\s+){{0,6}}{_SUM}(?:\s+\S+){{0,3}}\W*$",
        r"\bhow (?:large|big)\b.{0,40}\bmarket\b|\bmarket\b.{0,30}\b(?:size|value|worth)",
    ),
    Asks.COUNT: (r"\bhow many\b|\bhow often\b",),
    Asks.YEAR: (r"^\W*(?:since |until |by )?when\b|\b(?:what|which) year\b",),
    Asks.REASON: (r"\bwhy\b|\bhow come\b|\bwhat (?:is )?the reason\b",),
    Asks.PERSON: (r"\bwho(?:m|se)?\b",),
    Asks.NAMES: (
        r"\b(?:which|name (?:the|some|a few)|list)\b",
        r"\bwhat (?:do|does|should|can|could|would) (?:\S+ ){1,4}use (?:to|for|in|at)\b",
        r"\bwhat (?:\S+ ){0,3}(?:tools|skills|courses|roles|titles|companies|topics|names|technologies|platforms"
        r"|frameworks|languages|universities|programs|degrees|certificates)\b",
    ),
    Asks.MANNER: (r"^\W*how (?:do|does|can|could|should|would|to|might)\b",),
    Asks.YES_NO: (
        r"^\W*(?:so |and |but |or )?(?:is|are|am|do|does|did|can|could|should|will|would|has|have|was|were|must)\b",
    ),
}
_COMPILED = {kind: re.compile("|".join(patterns), re.IGNORECASE) for kind, patterns in _PATTERNS.items()}


_COUNTED = re.compile(r"\bhow many (?:more )?(year|month|week|day|hour|minute)s?\b", re.IGNORECASE)
_UNITS_OF_TIME = ("minutes", "hours", "days", "weeks", "months", "years")
DURATIONS = frozenset(_UNITS_OF_TIME)


def time_units(question: str) -> frozenset[str]:
    """The units of time in which a duration answers: for "how many hours" hours and the nearest, for "how long" any."""
    counted = _COUNTED.search(question)
    if counted is None:
        return DURATIONS
    place = _UNITS_OF_TIME.index(f"{counted[1].lower()}s")
    return frozenset(_UNITS_OF_TIME[max(place - 1, 0) : place + 2])


def asks(question: str) -> Asks:
    """The kind of answer a question wants: the first in the order of `Asks` whose wording it has."""
    return next((kind for kind, pattern in _COMPILED.items() if pattern.search(question)), Asks.OPEN)
