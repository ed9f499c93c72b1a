"""Roles that a text names: "site reliability engineers", "frontend developer", and disciplines such as "MLOps"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.language.lexical import WORD, terms
from rag.language.words import STOPWORDS

_HEADS = frozenset(
    """engineer developer scientist analyst architect administrator admin tester programmer designer researcher
    consultant technician manager specialist operator dev""".split()
)
_CRAFTS = frozenset(
    """accountant carpenter dentist doctor electrician journalist lawyer midwife nurse paramedic pharmacist physician
    plumber surgeon teacher translator welder""".split()
)
"""Heads that say what somebody does without a word before them."""
ROLE_NOUNS = _HEADS | _CRAFTS
_ONE_HEAD = {"developer": "engineer", "programmer": "engineer", "dev": "engineer", "admin": "administrator"}
_NOT_PART = STOPWORDS | frozenset(
    """entry-level entry mid-level mid level junior senior staff principal lead head experienced aspiring typical
    average most many good strong traditional existing working dedicated enough solid regular hiring self-taught
    broader real""".split()
)
_SHORT = {
    "machine learning": "ml",
    "site reliability": "sre",
    "quality assurance": "qa",
    "artificial intelligence": "ai",
}

Role = frozenset[str]
"""The stems that tell a role from others: {"ml", "engin"}, {"data", "scientist"}; a bare discipline is {"mlop"}."""


def roles(text: str, disciplines: frozenset[str] = frozenset()) -> frozenset[Role]:
    """The roles a text names. `disciplines` are stems that name a role by themselves; see `find_disciplines`."""
    found: set[Role] = set()
    words = [match.group().lower() for match in WORD.finditer(_shortened(text))]
    used: set[int] = set()
    for at, word in enumerate(words):
        head = _head(word)
        if head:
            first = at
            while first > 0 and at - first < 2 and words[first - 1] not in _NOT_PART and not _head(words[first - 1]):
                first -= 1
            used.update(range(first, at + 1))
            if first < at or head in _CRAFTS:
                found.add(frozenset(terms(" ".join(words[first:at]))) | {terms(head)[0]})
    found |= {
        frozenset(terms(word)[:1]) for at, word in enumerate(words) if at not in used and terms(word)[0] in disciplines
    }
    return frozenset(found)


def find_disciplines(texts: Iterable[str]) -> frozenset[str]:
    """Stems of one-word names that guides put before a role's noun and write with capitals inside: DevOps, SRE."""
    found: set[str] = set()
    for text in texts:
        for match in re.finditer(r"\b([A-Za-z]*[a-z]?[A-Z][A-Za-z]*[A-Z][A-Za-z]*|[A-Z]{2,4})\s+(\w+)", text):
            if _head(match.group(2).lower()):
                found.add(terms(match.group(1))[0])
    return frozenset(found)


def same_role(asked: Role, said: Role) -> bool:
    """Whether evidence on one role speaks of the other: one's modifiers are among the other's."""
    one, other = _modifiers(asked), _modifiers(said)
    return one <= other or other <= one


def _modifiers(role: Role) -> frozenset[str]:
    heads = {terms(head)[0] for head in _HEADS}
    return frozenset(role - heads) or role


def _head(word: str) -> str | None:
    single = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    single = re.sub(r"ive$", "ife", single) if single not in ROLE_NOUNS else single  # midwives
    return _ONE_HEAD.get(single, single) if single in ROLE_NOUNS else None


def _shortened(text: str) -> str:
    for long, short in _SHORT.items():
        text = re.sub(rf"\b{long}\b", short, text, flags=re.IGNORECASE)
    return re.sub(r"\bengineering\b", "engineer", text)
