"""Which words stand in no guide at all: the one thing about a gap that can be said without judging."""

from __future__ import annotations

from itertools import pairwise

from rag.indexing.views import named
from rag.language.lexical import WORD, terms
from rag.language.places import PLACE
from rag.language.words import is_topical
from rag.seams import Snapshot

_SHORTEST = 3


class Vocabulary:
    """All words and stems of a snapshot's guides."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._stems: set[str] = set()
        for article in snapshot.articles.values():
            self._stems.update(terms(f"{named(article)} {article.author or ''} {article.text}"))
        for unit in snapshot.units:  # names of rows and columns, headings
            self._stems.update(terms(f"{unit.section or ''} {unit.context}"))

    def unknown(self, text: str) -> list[str]:
        """The words of a text that name something and stand, with their stems, in no guide; each once.

        The word behind "how" asks for an amount ("how long") and names nothing.
        """
        words = [word for before, word in pairwise(["", *WORD.findall(text)]) if before.lower() != "how"]
        named = dict.fromkeys(word for word in words if len(word) >= _SHORTEST and is_topical(word))
        return [word for word in named if self._stems.isdisjoint(terms(word))]

    def unknown_places(self, text: str) -> list[str]:
        """The places that a text names and no guide does."""
        places = dict.fromkeys(match.group() for match in PLACE.finditer(text))
        return [place for place in places if self._stems.isdisjoint(terms(place))]
