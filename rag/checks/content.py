"""The words of a text that carry what it says, and how far other words carry the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rag.checks.currencies import NAMED_CURRENCY
from rag.checks.lexicon import HEDGE, NEGATORS, REPORT, VIEW
from rag.language.lexical import WORD, stem_of, terms
from rag.language.numerals import with_digits
from rag.language.opposites import against, alike
from rag.language.words import concepts, is_topical
from rag.types import Vectors

NAME_WEIGHT = 1.5
"""A name counts more than another word: it stands for one thing and for no other."""
SAID = 0.6
"""Credit from which a word counts as said."""
SAME, AKIN, KIN = 0.9, 0.85, 0.6
"""Credit for a word of the same meaning, for another form of the word, and for one of the same root."""
_FAR, _NEAR, _MOST = 0.35, 0.75, 0.8
"""Cosine of two words that have nothing, or everything a vector can show, in common; and the credit for the latter."""
_SHORTEST_ROOT = 4
_UNITS = frozenset(
    """percent percentage per cent cents dollar dollars euro euros pound pounds usd eur gbp inr sek chf cad year years
    yearly month months monthly week weeks weekly day days hour hours hourly minute minutes annual annually annum times
    fold thousand million billion half third quarter more beyond additional two three four five six seven eight nine
    ten eleven twelve""".split()
)
"""Words of figures, which are compared as figures."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries meaning, at `text[start:end]`."""

    text: str
    stem: str
    start: int
    end: int
    weight: float
    is_name: bool
    short: frozenset[str] = frozenset()
    """The initials that it makes with its neighbours: "pm" of "product manager"."""


def content_words(text: str) -> list[Word]:
    """The words of a text that carry what it says; numbers, function words, hedges and report verbs left out."""
    found: list[Word] = []
    matches = list(WORD.finditer(text))
    skipped = [
        match.span()
        for pattern in (REPORT, NEGATORS, VIEW, NAMED_CURRENCY, *HEDGE.values())
        for match in pattern.finditer(text)
    ]
    for at, match in enumerate(matches):
        word = match.group()
        if not is_topical(word) or word[0].isdigit() or word.lower() in _UNITS:
            continue
        is_name = word[0].isupper() and (match.start() > 0 or not word[1:].islower())
        if any(start <= match.start() and match.end() <= end for start, end in skipped):
            continue
        found.append(
            Word(word, stem_of(word), *match.span(), NAME_WEIGHT if is_name else 1.0, is_name, _initials(matches, at))
        )
    return found


def _initials(matches: Sequence[re.Match[str]], at: int) -> frozenset[str]:
    runs = [
        (first, size)
        for size in (2, 3)
        for first in range(max(0, at - size + 1), at + 1)
        if first + size <= len(matches)
    ]
    made = {"".join(m.group()[0].lower() for m in matches[first : first + size]) for first, size in runs}
    return frozenset(f"^{short}" for short in made if short.isalpha())


def stems(text: str) -> frozenset[str]:
    """All stems of a text; short forms of neighbouring words ("ml" for "machine learning") count, too."""
    words = terms(with_digits(text))
    pairs = {" ".join(words[at : at + size]) for size in (2, 3, 4) for at in range(len(words) - size + 1)}
    short = {
        "".join(word[0] for word in words[at : at + size]) for size in (2, 3, 4) for at in range(len(words) - size + 1)
    }
    known = {form for form in short if len(form) > 1}
    written = {f"^{form.lower()}" for form in re.findall(r"\b[A-Z]{2,4}\b", text)}
    return frozenset(words) | pairs | {f"~{form}" for form in known} | written


def credit(word: Word, said: frozenset[str]) -> float:
    """How far the stems of a text (see `stems`) say a word, 0 to 1, by forms and known meanings alone."""
    own = word.stem
    if own in said:
        return 1.0
    if word.short & said:
        return SAME
    parts = terms(word.text)[1:]
    if parts and all(part in said for part in parts):
        return 1.0
    contrary = against(own, said)
    if alike().get(own, frozenset()) & said:
        return SAME
    if (concepts().get(own, frozenset()) - contrary) & said:
        return SAME
    if word.is_name or own in ("ml", "ai", "qa"):
        return SAME if f"~{own}" in said else 0.0
    root = own[:_SHORTEST_ROOT]
    near = (other for other in said if other.startswith(root) and " " not in other and other not in contrary)
    return max((_kinship(own, other) for other in near), default=0.0)


def said_stem(stem: str, said: frozenset[str]) -> bool:
    """Whether the stems of a text say a stem in some form."""
    return credit(Word(stem, stem, 0, 0, 1.0, False), said) >= KIN


def opposite(word: Word, said: frozenset[str]) -> str | None:
    """The stem among those of a text that says the opposite of the word, where none says the word itself."""
    return min(against(word.stem, said), default=None) if credit(word, said) < KIN else None


def nearness(words: Iterable[str], others: Iterable[str], vectors: Mapping[str, Vectors]) -> dict[str, float]:
    """Credit of each word by the nearest of the others' vectors, 0 to 1; opposites are near, too, and count nothing."""
    other = [text for text in others if text in vectors]
    result: dict[str, float] = {}
    for text in words:
        fair = [vectors[o] for o in other if not (terms(text) and against(terms(text)[0], frozenset(terms(o))))]
        best = float(np.max(np.stack(fair) @ vectors[text])) if fair and text in vectors else 0.0
        result[text] = _MOST * min(max((best - _FAR) / (_NEAR - _FAR), 0.0), 1.0)
    return result


def _kinship(stem: str, other: str) -> float:
    """Whether two stems come of one word: "orchestr" and "orchestrat"; "deploy" and "redeploy" don't."""
    shorter, longer = sorted((stem, other), key=len)
    if len(shorter) < _SHORTEST_ROOT:
        return 0.0
    if longer.startswith(shorter) and len(longer) - len(shorter) <= 4:
        return AKIN
    common = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    return KIN if common >= 5 and common >= 0.6 * len(longer) else 0.0
