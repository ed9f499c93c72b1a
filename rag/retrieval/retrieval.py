"""Units that may answer a question: dense and lexical retrieval, fused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.language.lexical import terms
from rag.seams import Snapshot
from rag.types import Hit, Vectors

DEPTH = 200
"""How many units each retriever gives."""
WORDS_WEIGHT = 0.3
"""What words count beside meaning, chosen on a batch left out; see docs/evaluation.md."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The units that a retriever gave, with what each retriever says of all of them."""

    numbers: tuple[int, ...]
    """Of the units, ascending."""
    dense: Vectors
    """Scores by meaning, in the order of `numbers`: mean 0, deviation 1."""
    lexical: Vectors
    """Scores by words, in the order of `numbers`: mean 0, deviation 1."""
    cosines: dict[int, float]
    """Of the units that the dense retriever returned."""

    @property
    def fused(self) -> Vectors:
        """Both together.

        z-score fusion, after "An Analysis of Fusion Functions for Hybrid Retrieval" (Bruch et al., 2023), which found
        convex combinations of normalised scores ahead of reciprocal ranks.
        """
        return self.dense + np.float32(WORDS_WEIGHT) * self.lexical


def retrieve(texts: Sequence[str], vectors: Vectors, snapshot: Snapshot, k: int) -> list[Hit]:
    """The k best units for any of the texts, best first; a unit counts by the text that it fits best.

    `vectors` has a row for each text.
    """
    best: dict[int, Hit] = {}
    for text, vector in zip(texts, vectors, strict=True):
        found = find_candidates(text, vector, snapshot)
        lowest = min(found.cosines.values(), default=0.0)
        for number, score in zip(found.numbers, found.fused.tolist(), strict=True):
            if number not in best or score > best[number].score:
                best[number] = Hit(snapshot.units[number], score, found.cosines.get(number, lowest), number)
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.number))[:k]


def find_candidates(text: str, vector: Vectors, snapshot: Snapshot) -> Candidates:
    """What both retrievers find for a text and its vector."""
    cosines = dict(snapshot.dense(vector, DEPTH))
    words = dict(snapshot.lexical(terms(text), DEPTH))
    numbers = tuple(sorted({*cosines, *words}))
    return Candidates(numbers, _standardised(cosines, numbers), _standardised(words, numbers), cosines)


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
