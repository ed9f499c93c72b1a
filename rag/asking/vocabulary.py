"""The words of the guides: how often each stem occurs, how it is written, and what a misspelt word was meant to be."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from rag.text.lexical import WORD, terms
from rag.text.words import LIGHT, STOPWORDS, concepts

_SHORTEST_CORRECTED = 5


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Counted once a snapshot."""

    frequencies: Counter[str]
    """Stem -> number of units that have it."""
    words: frozenset[str]
    """Words as written, in lower case."""
    names: frozenset[str]
    """Stems of words that the guides write with a capital inside sentences as a rule."""
    units: int

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """The vocabulary of unit texts (each with its context)."""
        frequencies: Counter[str] = Counter()
        words: set[str] = set()
        upper: Counter[str] = Counter()
        total: Counter[str] = Counter()
        count = 0
        for text in texts:
            count += 1
            frequencies.update(set(terms(text)))
            for place, match in enumerate(WORD.finditer(text)):
                word = match.group()
                words.add(word.lower())
                if place:
                    total[word.lower()] += 1
                    upper[word.lower()] += word[0].isupper() or any(c.isupper() for c in word[1:])
        names = {stem for word, n in upper.items() if n > 1 and n >= 0.8 * total[word] for stem in terms(word)}
        return cls(frequencies, frozenset(words), frozenset(names), count)

    def knows(self, stem: str) -> bool:
        """Whether the guides use the word in any form; of a phrase, all its words."""
        return all(part in self.frequencies for part in stem.split(" "))

    def idf(self, stem: str) -> float:
        """Inverse document frequency, at least 0; a stem that no unit has gets the largest value."""
        rarest = min(self.frequencies.get(part, 0) for part in stem.split(" "))
        return math.log(1 + (self.units + 1) / (rarest + 0.5))

    def correct(self, word: str, is_english: Callable[[str], bool]) -> str:
        """The guides' word that a misspelt one was meant to be; the word itself where it is no misspelling."""
        lower = word.lower()
        if len(word) < _SHORTEST_CORRECTED or lower in self.words or lower in STOPWORDS or lower in LIGHT:
            return word
        if (
            any(self.knows(stem) or stem in concepts() for stem in terms(lower))
            or is_english(lower)
            or is_english(lower.rstrip("s"))
        ):
            return word
        limit = 1 if len(word) < 7 else 2
        known = (w for w in self.words | _concept_words() if w[0] == lower[0] and len(w) >= _SHORTEST_CORRECTED - 1)
        near = [(DamerauLevenshtein.distance(lower, w, score_cutoff=limit), -self.idf(w), w) for w in known]
        best = min((entry for entry in near if entry[0] <= limit), default=None)
        return best[2] if best else word


def _concept_words() -> frozenset[str]:
    return frozenset(stem for stem in concepts() if " " not in stem)
