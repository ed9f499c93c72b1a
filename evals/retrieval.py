"""How well the product finds documents: its splitting, both retrievers and their fusion, and each retriever alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.beir import Collection, Document
from evals.guides import guide
from evals.ranking import Ranked, measure
from rag.finding.retrieval import find_candidates
from rag.progress import Progress, Step
from rag.seams import Encoder, Snapshot
from rag.types import Vectors


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The same queries by the product's own path and by its two parts."""

    queries: int
    documents: int
    fused: Ranked
    dense: Ranked
    lexical: Ranked


def as_guides(documents: Sequence[Document]) -> dict[str, bytes]:
    """Each document as the file of a guide; its id is its place."""
    return {f"{place:08}.md": guide(document.title, [document.text]) for place, document in enumerate(documents)}


def evaluate(collection: Collection, snapshot: Snapshot, encoder: Encoder, progress: Progress) -> Retrieval:
    """The metrics over all queries; `snapshot` is of `as_guides(collection.documents)`."""
    rankings: dict[str, list[tuple[list[str], Mapping[str, int]]]] = {"fused": [], "dense": [], "lexical": []}
    for number, query in enumerate(collection.queries):
        progress(Step("Asking queries", number, len(collection.queries)))
        found = find_candidates(query.text, snapshot, encoder)
        for name, ranked in rankings.items():
            scores: Vectors = getattr(found, name)
            ids = _documents(found.numbers, scores, snapshot)
            ranked.append(([collection.documents[int(id[:8])].id for id in ids], query.relevant))
    return Retrieval(
        queries=len(collection.queries),
        documents=len(collection.documents),
        fused=measure(rankings["fused"]),
        dense=measure(rankings["dense"]),
        lexical=measure(rankings["lexical"]),
    )


def _documents(numbers: Sequence[int], scores: Vectors, snapshot: Snapshot) -> list[str]:
    """The articles of the units, best first; an article is as good as its best unit."""
    best = np.argsort(-scores, kind="stable")
    return list(dict.fromkeys(snapshot.units[numbers[place]].article_id for place in best))
