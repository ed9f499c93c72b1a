"""What a statement is about, so that it can be told whether two are about the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.language.lexical import terms
from rag.language.lists import read_groups, read_words
from rag.language.numerals import YEAR
from rag.language.places import PLACE, one_name
from rag.language.roles import Role, roles, same_role
from rag.language.seniority import levels
from rag.language.words import LIGHT, STOPWORDS

_WORD = re.compile(r"[^\W\d_][\w'’]*(?:[-/&.][^\W\d_][\w'’]*)*[+#]*")
_EMPTY = {stem for word in LIGHT | read_words("measuring") for stem in terms(word)}
_QUALIFIERS = tuple(tuple(f" {' '.join(terms(phrase))} " for phrase in group) for group in read_groups("qualifiers"))
_SUPPOSED = tuple(f" {' '.join(terms(phrase))} " for group in read_groups("supposed") for phrase in group)
_IF = re.compile(r"(?:^|[,;—–]\s?)(?:even )?if\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a stretch of text is about."""

    words: frozenset[str]
    """Stems of its content words, without those of the other fields."""
    names: frozenset[str]
    """Stems of what it writes like a name."""
    roles: frozenset[Role]
    levels: frozenset[str]
    places: frozenset[str]
    qualifiers: frozenset[int]
    """What part or kind of a quantity it means, base pay, net or part-time, by the lines of their list."""


@lru_cache(maxsize=4096)
def subject(text: str, known: tuple[str, ...] = ()) -> Subject:
    """What a text is about. `known` are words that name nothing in it: who says it, and where it is from."""
    spoken = {stem for word in known for stem in terms(word)}
    places = frozenset(one_name(match.group()) for match in PLACE.finditer(text))
    bare = YEAR.sub(" ", PLACE.sub(" ", text))
    named = roles(bare)
    of_roles = {stem for role in named for stem in role}
    words, names = set(), set()
    for match in _WORD.finditer(bare):
        word = match.group()
        (stem, *_) = terms(word) or ("",)
        if not stem or word.lower() in STOPWORDS or stem in spoken or stem in _EMPTY or levels(word):
            continue
        if _is_name(word, bare[: match.start()]) and stem not in of_roles:
            names.add(stem)
        words.add(stem)
    said = _stems(text)
    qualifiers = frozenset(n for n, group in enumerate(_QUALIFIERS) if any(phrase in said for phrase in group))
    return Subject(frozenset(words), frozenset(names), named, levels(text), places, qualifiers)


def supposed(text: str) -> bool:
    """Whether a text only supposes what it says."""
    said = _stems(text)
    return any(phrase in said for phrase in _SUPPOSED) or bool(_IF.search(text))


def same_scope(one: Subject, other: Subject) -> bool:
    """Whether two subjects are bounded alike: roles, levels, places, names, and what part of a quantity they mean."""
    if (one.levels, one.places, one.qualifiers) != (other.levels, other.places, other.qualifiers):
        return False
    if not (one.names <= other.names | other.words and other.names <= one.names | one.words):
        return False
    both = bool(one.roles and other.roles)
    return not both or any(same_role(a, b) for a in one.roles for b in other.roles)


def _stems(text: str) -> str:
    """The stems of a text with a blank on each side."""
    return f" {' '.join(terms(text))} "


def _is_name(word: str, before: str) -> bool:
    """Whether a word is written like a name: capitals inside, or one at its head inside a sentence."""
    inner = any(char.isupper() for char in word[1:])
    at_head = not before.strip() or before.rstrip()[-1:] in ".!?:›·|"
    return inner or (word[0].isupper() and not at_head)
