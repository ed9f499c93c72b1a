"""Which words stand in no guide at all: the one thing about a gap that can be said without judging.

And which of them may be a slip for a word that does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rag.indexing.views import named
from rag.language.lexical import WORD, terms
from rag.language.places import PLACE
from rag.language.words import is_topical
from rag.seams import Snapshot

_SHORTEST = 3
_SHORTEST_SLIP, _ALIKE = 4, 0.8
"""Letters of a word that may be a slip, and how alike it is to the word that was meant: one slip in five letters."""


class Vocabulary:
    """All words and stems of a snapshot's guides."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._stems: set[str] = set()
        self._spelled: dict[str, str] = {}
        """Each word in small letters, as guides mostly spell it."""
        spellings: Counter[str] = Counter()
        for article in snapshot.articles.values():
            self._stems.update(terms(f"{named(article)} {article.author or ''} {article.text}"))
            spellings.update(WORD.findall(article.text))
        for spelling, _ in reversed(spellings.most_common()):
            self._spelled[spelling.lower()] = spelling
        for unit in snapshot.units:  # names of rows and columns, headings
            self._stems.update(terms(f"{unit.section or ''} {unit.context}"))

    def unknown(self, text: str) -> list[str]:
        """The words of a text that name something and stand, with their stems, in no guide; each once.

        The word behind "how" asks for an amount ("how long") and names nothing.
        """
        words = [word for before, word in pairwise(["", *WORD.findall(text)]) if before.lower() != "how"]
        named = dict.fromkeys(word for word in words if len(word) >= _SHORTEST and is_topical(word))
        return [word for word in named if self._stems.isdisjoint(terms(word))]

    def slips(self, text: str, known: Callable[[str], bool]) -> dict[str, str]:
        """The words of a text that no guide has and nobody knows, each with the guides' word that is nearest, if any.

        Nearest by the share of letters that are neither put in, left out, changed, nor swapped with a neighbour.
        """
        found = {}
        for word in dict.fromkeys(WORD.findall(text)):
            small = word.lower()
            odd = len(small) >= _SHORTEST_SLIP and small.isalpha() and not known(small)
            if odd and self._stems.isdisjoint(terms(small)):
                nearest = process.extractOne(
                    small, self._spelled.keys(), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE
                )
                if nearest:
                    found[word] = self._spelled[nearest[0]]
        return found

    def unknown_places(self, text: str) -> list[str]:
        """The places that a text names and no guide does."""
        places = dict.fromkeys(match.group() for match in PLACE.finditer(text))
        return [place for place in places if self._stems.isdisjoint(terms(place))]
