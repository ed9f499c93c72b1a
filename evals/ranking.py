"""Metrics over a ranking of documents, each as trec_eval and BEIR have it.

A ranking is document ids, best first; `relevant` maps ids to grades from 1 up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

DEPTH, SHORT = 10, 4


@dataclass(frozen=True, slots=True)
class Ranked:
    """Means over queries, each 0 to 1."""

    ndcg_at_10: float
    """Normalised discounted cumulative gain: the grade over log2(place + 1), against the best order's."""
    recall_at_10: float
    """Share of the relevant documents in the first ten."""
    mrr_at_10: float
    """One over the place of the first relevant document; 0 where none is in the first ten."""
    hits_at_4: float
    """Share of queries with a relevant document in the first four."""


def measure(rankings: Iterable[tuple[Sequence[str], Mapping[str, int]]]) -> Ranked:
    """The means over queries, each a ranking and what is relevant."""
    rankings = list(rankings)
    count = max(1, len(rankings))
    return Ranked(
        ndcg_at_10=sum(ndcg(*one) for one in rankings) / count,
        recall_at_10=sum(recall(*one) for one in rankings) / count,
        mrr_at_10=sum(reciprocal_rank(*one) for one in rankings) / count,
        hits_at_4=sum(hit(*one) for one in rankings) / count,
    )


def ndcg(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = DEPTH) -> float:
    """nDCG at a depth, 0 to 1."""
    gained = _gain([relevant.get(id, 0) for id in ranking[:depth]])
    best = _gain(sorted(relevant.values(), reverse=True)[:depth])
    return gained / best if best else 0.0


def recall(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = DEPTH) -> float:
    """Share of the relevant documents among the first, 0 to 1."""
    return sum(id in relevant for id in ranking[:depth]) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = DEPTH) -> float:
    """One over the place of the first relevant document."""
    return next((1 / place for place, id in enumerate(ranking[:depth], start=1) if id in relevant), 0.0)


def hit(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = SHORT) -> float:
    """1 where a relevant document is among the first."""
    return float(any(id in relevant for id in ranking[:depth]))


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(place + 1) for place, grade in enumerate(grades, start=1))
