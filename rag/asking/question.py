"""A question as typed to what it asks: the kind of answer, and the words that evidence must speak of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from rag.asking.asks import Asks, asks
from rag.asking.vocabulary import Vocabulary
from rag.text.lexical import WORD, terms
from rag.text.numerals import ONES
from rag.text.seniority import levels
from rag.text.words import FILLERS, LIGHT, STOPWORDS, concepts, phrases_of_concepts

_ALSO_NAMES = frozenset({"it", "us"})
"""Function words that name something where they are written in capitals: a field, a country."""
_HOW_MANY = re.compile(
    rf"\b(?:which|what|of (?:the|these|those))\s+({'|'.join(list(ONES)[2:13])}|[2-9]|1[0-2])\s+(?=[a-z])", re.IGNORECASE
)
"""How many things are asked about ("which three tools"): the answer names them and need not count them."""
_CONTRACTED = re.compile(r"(?:n't|'(?:s|re|ve|ll|d|m))$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or a phrase that means one thing, that evidence should speak of."""

    word: str
    stem: str
    """Its stem; of several words, their stems with spaces between."""
    weight: float
    """Inverse document frequency in the guides."""
    is_name: bool = False
    """Written with a capital, or so written in the guides: it stands for one thing and for no other."""
    inherited: bool = False
    """Comes from an earlier question of the conversation."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was read."""

    text: str
    """As typed, with misspelt words corrected."""
    asks: Asks
    terms: tuple[Term, ...]
    years: frozenset[str]
    levels: frozenset[str]


def read_question(
    text: str, vocabulary: Vocabulary, is_english: Callable[[str], bool], inherited: frozenset[str] = frozenset()
) -> Question:
    """The question, misspelt words corrected, with its kind and terms. `inherited` are stems of earlier questions."""
    text = WORD.sub(lambda match: vocabulary.correct(match.group(), is_english), text)
    found = tuple(_terms(text, vocabulary, inherited))
    return Question(text, asks(text), found, frozenset(_YEAR.findall(text)), levels(text))


def told_terms(text: str, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """The terms of what an asker says of themselves: they weigh like inherited ones, and nothing misses them."""
    found = _terms(text, vocabulary, frozenset())
    return tuple(replace(term, inherited=True, is_name=False) for term in found)


def _terms(text: str, vocabulary: Vocabulary, inherited: frozenset[str]) -> Iterator[Term]:
    shouted = len(text.split()) > 1 and (text.isupper() or text.istitle())
    seen: set[str] = set()
    counts = {match.start(1) for match in _HOW_MANY.finditer(text)}
    for place, match in enumerate(_phrase_or_word().finditer(text)):
        word = match.group()
        stem = _stem(word)
        if stem in seen or match.start() in counts:
            continue
        if not asks_about(word.lower() if shouted else word) or _YEAR.fullmatch(word):
            continue
        seen.add(stem)
        capital = word[0].isupper() and (place > 0 or not word[1:].islower())
        is_name = (capital and not shouted) or stem in vocabulary.names
        yield Term(word, stem, vocabulary.idf(stem), is_name, stem in inherited)


def _stem(word: str) -> str:
    """The word's stem; of a phrase, or a joined word that is no word by itself ("MLOps-specific"), its parts' stems."""
    if " " in word:
        return " ".join(terms(word))
    whole, *joined = terms(word)
    return " ".join(joined) if joined and whole not in concepts() else whole


@cache
def _phrase_or_word() -> re.Pattern[str]:
    """Words, and the phrases that mean one thing ("San Francisco", "large language model")."""
    phrases = sorted(phrases_of_concepts(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})s?\b|{WORD.pattern}", re.IGNORECASE)


def is_topical(word: str) -> bool:
    """Whether a word of a question names something that guides may speak of."""
    lower = word.lower()
    if word.isupper() and lower in _ALSO_NAMES:
        return True
    if lower in STOPWORDS or lower in LIGHT or _CONTRACTED.sub("", lower) in STOPWORDS:
        return False
    return len(lower) > 1 or lower.isdigit()


def asks_about(word: str) -> bool:
    """Whether a word of a question names something that an answer has to speak of."""
    return is_topical(word) and word.lower() not in FILLERS


def same_matter(stem: str) -> frozenset[str]:
    """The stem and the stems and phrases that mean the same in talk of careers."""
    return concepts().get(stem, frozenset()) | {stem}
