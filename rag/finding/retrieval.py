"""Units that may answer a question: dense and lexical retrieval, fused."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.seams import Encoder, Snapshot
from rag.text.lexical import terms
from rag.text.words import STOPWORDS, concepts
from rag.types import VIEWS, Hit, Vectors

DEPTH = 200
"""How many units each retriever gives."""


def retrieve(question: str, snapshot: Snapshot, encoder: Encoder, k: int = 60) -> list[Hit]:
    """The k best units for a question, best first.

    The scores of each retriever (cosine in each dense view, BM25) are standardised over the candidates and added:
    z-score fusion, after "An Analysis of Fusion Functions for Hybrid Retrieval" (Bruch et al., 2023), which found
    convex combinations of normalised scores ahead of reciprocal ranks.
    """
    vector = encoder.encode([question])
    dense = [dict(snapshot.dense(vector, view, DEPTH)) for view in VIEWS]
    lexical = dict(snapshot.lexical(search_terms(question), DEPTH))
    numbers = sorted(set(lexical).union(*dense))
    if not numbers:
        return []
    # Two dense views are one retriever: their mean weighs as much as the words do.
    fused = sum(_standardised(view, numbers) for view in dense) / len(dense) + _standardised(lexical, numbers)
    best = np.argsort(-fused, kind="stable")[:k]
    return [_hit(snapshot, numbers[i], float(fused[i]), dense) for i in best]


def _hit(snapshot: Snapshot, number: int, score: float, dense: Sequence[dict[int, float]]) -> Hit:
    cosines = [view.get(number, min(view.values(), default=0.0)) for view in dense]
    return Hit(snapshot.units[number], score, max(cosines), sum(cosines) / len(cosines), number)


def _standardised(scores: dict[int, float], numbers: Sequence[int]) -> Vectors:
    """Scores of the candidates with mean 0 and deviation 1; a candidate that wasn't returned gets the lowest score."""
    lowest = min(scores.values(), default=0.0)
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
