"""Units that may answer a question: dense and lexical retrieval, fused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.seams import Encoder, Snapshot
from rag.text.lexical import terms
from rag.text.words import STOPWORDS, concepts
from rag.types import VIEWS, Hit, Vectors

DEPTH = 200
"""How many units each retriever gives."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The units that a retriever gave, with what each retriever says of all of them."""

    numbers: tuple[int, ...]
    """Of the units, ascending."""
    dense: Vectors
    """Scores by meaning, in the order of `numbers`: mean 0, deviation 1 in each view, and the mean of the views."""
    lexical: Vectors
    """Scores by words of the unit and the sentences beside it, in the order of `numbers`: mean 0, deviation 1."""
    own_words: Vectors
    """The same by the unit's own words."""
    cosines: tuple[dict[int, float], ...]
    """Of each dense view, what it returned."""

    @property
    def fused(self) -> Vectors:
        """Both together. Two dense views are one retriever: their mean weighs as much as the words do."""
        return self.dense + self.lexical


def find_candidates(question: str, snapshot: Snapshot, encoder: Encoder) -> Candidates:
    """What both retrievers find for a question."""
    vector = encoder.encode([question])
    dense = [dict(snapshot.dense(vector, view, DEPTH)) for view in VIEWS]
    stems = search_terms(question)
    around, own = dict(snapshot.lexical_around(stems, DEPTH)), dict(snapshot.lexical(stems, DEPTH))
    numbers = tuple(sorted(set(around).union(own, *dense)))
    views: Vectors = np.mean([_standardised(view, numbers) for view in dense], axis=0, dtype=np.float32)
    return Candidates(numbers, views, _standardised(around, numbers), _standardised(own, numbers), tuple(dense))


def retrieve(question: str, snapshot: Snapshot, encoder: Encoder, k: int = 60) -> list[Hit]:
    """The k best units for a question. What stands beside a unit helps to find it; what it says itself ranks it.

    The scores of each retriever (cosine in each dense view, BM25) are standardised over the candidates and added:
    z-score fusion, after "An Analysis of Fusion Functions for Hybrid Retrieval" (Bruch et al., 2023), which found
    convex combinations of normalised scores ahead of reciprocal ranks.
    """
    found = find_candidates(question, snapshot, encoder)
    best = np.argsort(-found.fused, kind="stable")[:k]
    scores = found.dense + found.own_words
    by_score = best[np.argsort(-scores[best], kind="stable")]
    return [_hit(snapshot, found.numbers[i], float(scores[i]), found.cosines) for i in by_score]


def _hit(snapshot: Snapshot, number: int, score: float, dense: Sequence[dict[int, float]]) -> Hit:
    cosines = [view.get(number, min(view.values(), default=0.0)) for view in dense]
    return Hit(snapshot.units[number], score, max(cosines), sum(cosines) / len(cosines), number)


def _standardised(scores: dict[int, float], numbers: Sequence[int]) -> Vectors:
    """Scores of the candidates with mean 0 and deviation 1.

    A candidate that wasn't returned gets the lowest score; where less was returned than asked for, it scored nothing.
    """
    lowest = min(scores.values()) if len(scores) >= DEPTH else 0.0
    if not numbers:
        return np.zeros(0, dtype=np.float32)
    values = np.array([scores.get(number, lowest) for number in numbers], dtype=np.float32)
    deviation = float(values.std())
    result: Vectors = (values - values.mean()) / deviation if deviation > 1e-9 else np.zeros_like(values)
    return result


def search_terms(question: str) -> list[str]:
    """Stems to search for: the question's topical words twice, and once each what means the same."""
    words = [word for word in question.split() if word.strip("?!.,;:'\"()").lower() not in STOPWORDS]
    stems = [stem for word in words for stem in terms(word)]
    same = sorted({s for stem in stems for s in concepts().get(stem, ()) if " " not in s} - set(stems))
    return [*stems, *stems, *same]
