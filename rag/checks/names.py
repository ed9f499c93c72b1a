"""Whom and what a text names: those who speak, and all that is written with a capital."""

from __future__ import annotations

import re

from rag.checks.currencies import without_currencies
from rag.checks.lexicon import REPORTS
from rag.language.lexical import WORD, terms
from rag.language.places import ALIASES, PLACE, same_place

_NAME = r"(?:(?:van|von|de|der|da|di)\s)?[A-Z][\w-]*(?:\s(?:(?:van|von|de|der|da|di|la|al|bin|of|&)\s)*[A-Z][\w-]*)*"
_SPEAKER = re.compile(
    rf"\b(?:[Aa]ccording to|[Aa]s per|[Cc]iting|[Qq]uoting|[Pp]er)\s(?:the\s)?(?P<to>{_NAME})"
    rf"|(?P<by>{_NAME})\s(?:(?:also|even|still|himself|herself|therefore|only|really|explicitly|openly"
    rf"|further)\s)?(?:{REPORTS})\b"
    rf"|\b(?:says|writes|said|notes|warns|argues|reports|adds|thinks|believes|finds)\s(?P<says>{_NAME})"
    rf"|\b[Ii]n\s(?P<of>{_NAME}?)['’]s?\s(?:\w+\s)?(?:view|opinion|experience|words|estimate|eyes|terms|telling"
    rf"|account|book|judg\w+)"
    rf"|\b[Ff]or\s(?P<for>{_NAME}),"
)
_TITLES = re.compile(r"^(?:Dr|Prof|Mr|Mrs|Ms|The|In|As|And|But|While|Both|So|For)\.?\s+")
_NOBODY = frozenset(
    """he she they it the this that these those one you we i who which what guide author article passage text source
    speaker video in for so but and yes no both neither everyone nobody people companies engineers here there
    also""".split()
)
_CALENDAR = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?"
)
_DEMONYM = re.compile(r"(?:aian|egian|ian|ean|an|ese|ish|ic|i)s?$")


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
    forms = {lower, *(alias for group in ALIASES if lower in group for alias in group)}
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


def without_places(text: str, said: str) -> str:
    """The text without the places that another text names, too, in whatever form."""
    there = {same_place(part) for match in PLACE.finditer(said) for part in match.group().split("/")}
    return PLACE.sub(
        lambda match: " " if all(same_place(part) in there for part in match.group().split("/")) else match.group(),
        text,
    )
