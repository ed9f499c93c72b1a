"""Whom and what a text names: speakers, people and things with capitals, levels, places and roles, times."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.claims.currencies import without_currencies
from rag.claims.lexicon import REPORTS
from rag.claims.numerals import with_digits
from rag.claims.quantities import STEP, YEAR
from rag.lexical import WORD, terms
from rag.places import PLACE
from rag.roles import Role, find_disciplines, roles, same_role
from rag.seniority import levels

_NAME = r"(?:(?:van|von|de|der|da|di)\s)?[A-Z][\w-]*(?:\s(?:(?:van|von|de|der|da|di|la|al|bin|of|&)\s)*[A-Z][\w-]*)*"
_SPEAKER = re.compile(
    rf"\b(?:[Aa]ccording to|[Aa]s per|[Cc]iting|[Qq]uoting|[Pp]er)\s(?:the\s)?(?P<to>{_NAME})"
    rf"|(?P<by>{_NAME})\s(?:(?:also|even|still|himself|herself|therefore|only|really|explicitly|openly|further)\s)?(?:{REPORTS})\b"
    rf"|\b(?:says|writes|said|notes|warns|argues|reports|adds|thinks|believes|finds)\s(?P<says>{_NAME})"
    rf"|\b[Ii]n\s(?P<of>{_NAME}?)['’]s?\s(?:\w+\s)?(?:view|opinion|experience|words|estimate|eyes|terms|telling|account|book|judg\w+)"
    rf"|\b[Ff]or\s(?P<for>{_NAME}),"
)
_TITLES = re.compile(r"^(?:Dr|Prof|Mr|Mrs|Ms|The|In|As|And|But|While|Both|So|For)\.?\s+")
_NOBODY = frozenset(
    """he she they it the this that these those one you we i who which what guide author article passage text source
    speaker video in for so but and yes no both neither everyone nobody people companies engineers here there also""".split()
)
_QUALIFIED = re.compile(
    r"\b(early|mid|late|end of|beginning of|start of|spring|summer|autumn|winter)[\s-]+(?:of\s)?((?:19|20)\d\ds?)",
    re.IGNORECASE,
)
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?")
_CALENDAR = re.compile(
    rf"(?:{'|'.join(_MONTHS)}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?"
)
_VERB_LEAD = re.compile(
    r"\b(?:to\s|can\s|may\s|might\s|could\s|will\s|that\s|and\s|which\s)?leads?\s(?:to|the|a|an|into|by|them|you|him|her|teams?\sof)\b|\bhead(?:s|ed)?\s(?:to|for|start|count)\b|\bentry\s(?:to|into|requirement|barrier|route)\w*|\bstaff\s(?:of|members?|shortages?|turnover)\b|\bgraduate(?:s|d)?\sfrom\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\b(first|second|third|fourth|fifth|final|last)[- ]year\s[a-z]", re.IGNORECASE)
_DEMONYM = re.compile(r"(?:aian|egian|ian|ean|an|ese|ish|ic|i)s?$")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])(?!\w)")
_ALIASES = (
    ("us", "u.s", "usa", "u.s.a", "united states", "america", "american", "americans"),
    ("uk", "u.k", "united kingdom", "britain", "british"),
    ("sf", "san francisco", "bay area"),
    ("nyc", "new york", "new york city"),
    ("la", "los angeles"),
    ("eu", "european union"),
    ("bangalore", "bengaluru"),
    ("germany", "german"),
    ("france", "french"),
    ("india", "indian"),
    ("canada", "canadian"),
    ("spain", "spanish"),
    ("china", "chinese"),
    ("netherlands", "dutch", "holland"),
    ("europe", "european"),
    ("switzerland", "swiss"),
    ("sweden", "swedish"),
    ("poland", "polish"),
    ("ireland", "irish"),
    ("scotland", "scottish"),
    ("remote", "remotely", "from home", "from anywhere"),
    ("norway", "norwegian"),
    ("austria", "austrian"),
    ("denmark", "danish"),
    ("finland", "finnish"),
    ("portugal", "portuguese"),
    ("italy", "italian"),
    ("belgium", "belgian"),
    ("greece", "greek"),
    ("turkey", "turkish"),
    ("hungary", "hungarian"),
    ("czech republic", "czechia", "czech"),
    ("romania", "romanian"),
    ("ukraine", "ukrainian"),
    ("russia", "russian"),
    ("japan", "japanese"),
    ("korea", "korean"),
    ("vietnam", "vietnamese"),
    ("australia", "australian"),
    ("new zealand", "kiwi"),
    ("brazil", "brazilian"),
    ("mexico", "mexican"),
    ("argentina", "argentinian", "argentine"),
    ("nigeria", "nigerian"),
    ("kenya", "kenyan"),
    ("egypt", "egyptian"),
    ("israel", "israeli"),
    ("pakistan", "pakistani"),
    ("england", "english"),
    ("wales", "welsh"),
)


def speakers(text: str) -> list[str]:
    """The names of those who, by the text, say or think something."""
    found = (next(filter(None, match.groups())) for match in _SPEAKER.finditer(text))
    names = (_TITLES.sub("", name).strip(" .") for name in found)
    return [re.sub(r"['’]s?$", "", name) for name in names if name and name.lower() not in _NOBODY]


def names(text: str) -> list[str]:
    """The words that stand for one thing: capitals inside a sentence, or inside the word, without nations' months."""
    found: list[str] = []
    text = without_currencies(text)
    for match in WORD.finditer(text):
        word, before = match.group(), text[: match.start()].rstrip(" “\"'(‘")
        begins = not before or before[-1] in ".!?:|"
        inner = any(char.isupper() for char in word[1:])
        if (
            _CALENDAR.fullmatch(word)
            or word[0].isdigit()
            or not any(char.isupper() for char in word)
            or word in ("I", "A")
            or word.startswith(("I'", "I’"))
        ):
            continue
        if not begins or inner:
            found.append(re.sub(r"['’]s$", "", word))
    return found


def named_in(name: str, said: frozenset[str]) -> bool:
    """Whether the stems of a text (see `content.stems`) hold a name, in any of its usual forms."""
    lower = name.lower().strip(".")
    forms = {lower, *(alias for group in _ALIASES if lower in group for alias in group)}
    for form in forms:
        first, *parts = terms(form) or [form]
        if (
            first in said
            or " ".join(terms(form)) in said
            or f"~{form}" in said
            or (parts and all(p in said for p in parts))
        ):
            return True
    plain = terms(lower.rstrip("s"))
    root = _DEMONYM.sub("", lower)
    return bool(plain and plain[0] in said) or (
        len(root) >= 4 and root != lower and any(s.startswith(root) for s in said)
    )


def places(text: str) -> frozenset[str]:
    """The places that a text names, each by one of its names."""
    found = (part.lower().rstrip(".") for match in PLACE.finditer(text) for part in match.group().split("/"))
    return frozenset(next((group[0] for group in _ALIASES if place in group), place) for place in found)


def without_places(text: str, said: str) -> str:
    """The text without the places that another text names, too, in whatever form."""
    there = places(said)
    return PLACE.sub(lambda match: " " if places(match.group()) <= there else match.group(), text)


def named_levels(text: str) -> frozenset[str]:
    """The levels that a text names (see rag.seniority; "leads to" names none), and steps such as "band 7"."""
    numbered = {f"{name} {number}".lower() for name, number in STEP.findall(with_digits(text))}
    ordinal = {f"{number} year".lower() for number in _ORDINAL.findall(text)}
    return levels(_VERB_LEAD.sub(" ", text)) | numbered | ordinal


def times(text: str) -> frozenset[str]:
    """The years, decades and months that a text names."""
    return years(text) | months(text)


def named_roles(text: str, around: Iterable[str]) -> frozenset[Role]:
    """The roles that a text names. `around` are texts whose ways of writing tell which words name a role."""
    return roles(_POSSESSIVE.sub("s", text), find_disciplines([text, *around]))


def share_role(some: frozenset[Role], others: frozenset[Role]) -> bool:
    """Whether every role of some is one of the others."""
    return all(any(same_role(role, other) for other in others) for role in some)


def years(text: str) -> frozenset[str]:
    """The years and decades that a text names."""
    return frozenset(match.group() for match in YEAR.finditer(text))


def parts_of_years(text: str) -> dict[str, frozenset[str]]:
    """Year -> the parts of it that a text names: "early", "late"."""
    found: dict[str, frozenset[str]] = {}
    for part, year in _QUALIFIED.findall(text):
        found[year] = found.get(year, frozenset()) | {part.lower()}
    return found


def months(text: str) -> frozenset[str]:
    """The months that a text names, in three letters; "may" is a verb more often."""
    return frozenset(
        match.group()[:3].lower()
        for match in _MONTH.finditer(text)
        if match.group() != "May" or re.match(r"\s\d", text[match.end() :])
    )


def month_of(date: str | None) -> str | None:
    """The month of an ISO date, in three letters."""
    match = re.match(r"\d{4}-(\d\d)", date or "")
    return _MONTHS[int(match.group(1)) - 1][:3].lower() if match and 1 <= int(match.group(1)) <= 12 else None
