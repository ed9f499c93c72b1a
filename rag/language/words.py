"""What is known of English words without any guide: which words carry no topic."""

from __future__ import annotations

import re

from rag.language.lexical import WORD, terms
from rag.language.lists import read_words

STOPWORDS = read_words("stopwords")
"""Function words, and the words people use to talk to an assistant about what guides say."""

LIGHT = read_words("light")
"""Nouns that stand for what follows them ("the recipe for ..."): what they name is not a topic of its own."""

_ALSO_NAMES = frozenset({"it", "us"})
"""Function words that name something where they are written in capitals: a field, a country."""
_CONTRACTED = re.compile(r"(?:n't|'(?:s|re|ve|ll|d|m))$")


def is_topical(word: str) -> bool:
    """Whether a word names something that a text may be about."""
    lower = word.lower()
    if word.isupper() and lower in _ALSO_NAMES:
        return True
    if lower in STOPWORDS or lower in LIGHT or _CONTRACTED.sub("", lower) in STOPWORDS:
        return False
    return len(lower) > 1 or lower.isdigit()


def new_words(text: str, known: str) -> list[str]:
    """The words of a text that name something and stand, with their stems, nowhere in what is known."""
    stems = set(terms(known))
    return [word for word in WORD.findall(text) if is_topical(word) and stems.isdisjoint(terms(word))]
