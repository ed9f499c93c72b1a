"""The levels of seniority that a text names."""

from __future__ import annotations

import re

from rag.language.lists import read_groups

_BY_WORD = {word: level for level, *words in read_groups("levels") for word in (level, *words)}
_SPACED = re.compile(r"\b(entry|mid) level\b")


def levels(text: str) -> frozenset[str]:
    """The levels that a text names, of: entry, mid, senior, staff, lead, intern."""
    words = re.findall(r"[a-z]+(?:-[a-z]+)?", _SPACED.sub(r"\1-level", text.lower()))
    return frozenset(_BY_WORD[word] for word in words if word in _BY_WORD)


_TITLES = {
    "entry-level": r"entry[- ]level",
    "junior": r"juniors?",
    "mid-level": r"mid[- ]?(?:level|career|senior)",
    "senior": r"seniors?",
    "staff": r"staff(?!\s(?:of|members?|shortage|turnover))",
    "principal": r"principals?",
    "lead": r"(?:tech|team)[- ]leads?|lead\s(?:\w+\s)?(?:engineer|developer|scientist|architect)s?",
    "head": r"head\sof",
    "internship": r"internships?|interns?",
    "graduate": r"(?:new|recent|fresh)\sgrad(?:uate)?s?",
}
LEVEL = re.compile("|".join(rf"\b(?P<l{n}>{p})\b" for n, p in enumerate(_TITLES.values())), re.IGNORECASE)
"""A level where it surely is one: "lead engineer", not "leads to"."""


def first_level(text: str) -> str | None:
    """The first level that a text names, as `rag.types.Figure` has it."""
    match = LEVEL.search(text)
    return list(_TITLES)[int(str(match.lastgroup)[1:])] if match else None
