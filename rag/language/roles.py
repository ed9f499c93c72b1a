"""Roles that a text names: "site reliability engineers", "frontend developer", "nurses"."""

from __future__ import annotations

from rag.language.lexical import WORD, terms
from rag.language.lists import read_words
from rag.language.words import STOPWORDS

_HEADS, _CRAFTS = read_words("role_heads"), read_words("crafts")
_ONE_HEAD = {"developer": "engineer", "programmer": "engineer", "dev": "engineer", "admin": "administrator"}
_NOT_PART = STOPWORDS | read_words("no_part_of_roles")

Role = frozenset[str]
"""The stems that tell a role from others: {"ml", "engin"}, {"data", "scientist"}, {"nurs"}."""


def roles(text: str) -> frozenset[Role]:
    """The roles that a text names."""
    found: set[Role] = set()
    words = [match.group().lower() for match in WORD.finditer(text)]
    for at, word in enumerate(words):
        head = _head(word)
        if head:
            first = at
            while first > 0 and at - first < 2 and words[first - 1] not in _NOT_PART and not _head(words[first - 1]):
                first -= 1
            if first < at or head in _CRAFTS:
                found.add(frozenset(terms(" ".join(words[first:at]))) | {terms(head)[0]})
    return frozenset(found)


def same_role(one: Role, other: Role) -> bool:
    """Whether two are one role, or one of them is the craft alone that the other is a kind of."""
    return one == other or (min(len(one), len(other)) == 1 and (one <= other or other <= one))


def _head(word: str) -> str | None:
    single = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    return _ONE_HEAD.get(single, single) if single in _HEADS | _CRAFTS else None
