"""Search by words: BM25 over stems. One analyser serves guides and questions."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import Stemmer

from rag.language.numerals import ONES

WORD = re.compile(r"[^\W_]+(?:[-'.&/][^\W_]+)*[+#]*")
"""Letters and digits; what joins a name or number (`ci/cd`, `entry-level`, `4.5`, `r&d`, `c++`) stays inside."""
JOINTS = re.compile(r"[-/]")


_DIGITS = {word: str(n) for word, n in ONES.items() if 2 <= n <= 12}
"""Numbers as words are found as digits ("two years", "2 years"); "one" is too often a pronoun."""


def terms(text: str) -> list[str]:
    """The stems of a text's words, in order; a word of several words (`entry-level`) gives itself and its parts."""
    return [stem for word in WORD.findall(text.lower().replace("’", "'")) for stem in _stems(word)]


@lru_cache(1 << 16)
def _stems(word: str) -> tuple[str, ...]:
    parts = JOINTS.split(word)
    words = [word, *parts] if len(parts) > 1 else [word.removesuffix("'s")]
    # A stemmer keeps state and is cheap to make, so each call has its own and threads can't meet in one.
    return tuple(Stemmer.Stemmer("english").stemWords([_DIGITS.get(each, each) for each in words]))


@contextmanager
def without_scipy() -> Iterator[None]:
    """Keeps bm25s from loading scipy, which it can use, doesn't need, and takes a fifth of a second to load."""
    hidden = "scipy.sparse" not in sys.modules
    if hidden:
        sys.modules["scipy.sparse"] = None  # type: ignore[assignment]  # importing it raises ImportError
    try:
        yield
    finally:
        if hidden:
            del sys.modules["scipy.sparse"]


class LexicalIndex:
    """BM25 scores of numbered texts for stemmed terms."""

    def __init__(self, scorer: Any) -> None:
        self._scorer = scorer

    @classmethod
    def build(cls, texts: Iterable[Sequence[str]]) -> LexicalIndex:
        """An index of texts, each given as its stems; a text's number is its place."""
        documents = list(texts)
        if not any(documents):
            return cls(None)
        with without_scipy():
            import bm25s  # late: who only reads guides needs none of it

        scorer = bm25s.BM25()
        scorer.index(documents, show_progress=False)
        return cls(scorer)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """An index that was saved in the folder. Raises OSError or ValueError."""
        if not folder.is_dir():
            return cls(None)
        with without_scipy():
            import bm25s

        return cls(bm25s.BM25.load(folder, show_progress=False))

    def save(self, folder: Path) -> None:
        """Writes the index into the folder; an index without a word leaves none."""
        if self._scorer is not None:
            self._scorer.save(folder, show_progress=False)

    def search(self, stems: Sequence[str], k: int) -> list[tuple[int, float]]:
        """The k best texts as (number, score), best first, ties by number; zero scores left out."""
        if self._scorer is None or not stems:
            return []
        scores = np.asarray(self._scorer.get_scores(list(stems)))
        best = np.argsort(-scores, kind="stable")[:k]
        return [(int(number), float(scores[number])) for number in best if scores[number] > 0]
