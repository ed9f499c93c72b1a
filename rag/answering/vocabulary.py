"""Which words stand in no guide, or may be slips for one that does: what can be said of a gap without judging."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance.OSA import normalized_similarity

from rag.indexing.views import named
from rag.language.lexical import WORD, terms
from rag.language.places import PLACE
from rag.language.words import is_topical
from rag.seams import Snapshot

_SHORTEST = 3
_SHORTEST_SLIP, _ALIKE = 4, 0.8
"""Letters of a word that may be a slip, and how alike it is to the word that was meant (optimal string alignment)."""


class Vocabulary:
    """All words and stems of a snapshot's guides."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._stems: set[str] = set()
        self._articles = snapshot.articles
        for article in snapshot.articles.values():
            self._stems.update(terms(f"{named(article)} {article.author or ''} {article.text}"))
        for unit in snapshot.units:  # names of rows and columns, headings
            self._stems.update(terms(f"{unit.section or ''} {unit.context}"))

    @cached_property
    def _spelled(self) -> dict[str, str]:
        """Each word in small letters, as guides mostly spell it; made at the first word that may be a slip."""
        spellings = Counter(word for article in self._articles.values() for word in WORD.findall(article.text))
        return {spelling.lower(): spelling for spelling, _ in reversed(spellings.most_common())}

    def unknown(self, text: str) -> list[str]:
        """The words of a text that name something and stand, with their stems, in no guide; each once.

        The word behind "how" asks for an amount ("how long") and names nothing.
        """
        words = [word for before, word in pairwise(["", *WORD.findall(text)]) if before.lower() != "how"]
        named = dict.fromkeys(word for word in words if len(word) >= _SHORTEST and is_topical(word))
        return [word for word in named if self._stems.isdisjoint(terms(word))]

    def slips(self, text: str, known: Callable[[str], bool]) -> dict[str, str]:
        """The words of a text that no guide has and nobody knows, each with the guides' nearest, if any."""
        found = {}
        for word in dict.fromkeys(WORD.findall(text)):
            small = word.lower()
            odd = len(small) >= _SHORTEST_SLIP and small.isalpha() and not known(small)
            if odd and self._stems.isdisjoint(terms(small)):
                near = process.extractOne(
                    small, self._spelled.keys(), scorer=normalized_similarity, score_cutoff=_ALIKE
                )
                if near:
                    found[word] = self._spelled[near[0]]
        return found

    def unknown_places(self, text: str) -> list[str]:
        """The places that a text names and no guide does."""
        places = dict.fromkeys(match.group() for match in PLACE.finditer(text))
        return [place for place in places if self._stems.isdisjoint(terms(place))]
