"""How well the product finds documents: its splitting, both retrievers, and the reader over what they found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.beir import Collection, Document
from evals.guides import guide
from evals.ranking import Ranked, measure
from rag.progress import Progress, Step
from rag.reading.windows import windows
from rag.retrieval.retrieval import Candidates, find_candidates
from rag.seams import Encoder, Reader, Snapshot
from rag.types import Vectors

READ, READER = 30, 0.25
"""Documents that are read again, and what the reader's logit counts beside the fused score."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The same queries by the product's own path, with and without the reader, and by its two retrievers alone."""

    queries: int
    documents: int
    read: Ranked
    """The first READ documents by the reader's evidence, then as they were found."""
    fused: Ranked
    dense: Ranked
    lexical: Ranked


def as_guides(documents: Sequence[Document]) -> dict[str, bytes]:
    """Each document as the file of a guide; its id is its place."""
    return {f"{place:08}.md": guide(document.title, [document.text]) for place, document in enumerate(documents)}


def evaluate(
    collection: Collection, snapshot: Snapshot, encoder: Encoder, reader: Reader, progress: Progress
) -> Retrieval:
    """The metrics over all queries; `snapshot` is of `as_guides(collection.documents)`."""
    rankings: dict[str, list[tuple[list[str], Mapping[str, int]]]] = {
        "read": [],
        "fused": [],
        "dense": [],
        "lexical": [],
    }
    reread = _Reread(snapshot, reader)
    for number, query in enumerate(collection.queries):
        progress(Step("Asking queries", number, len(collection.queries)))
        found = find_candidates(query.text, encoder.encode([query.text])[0], snapshot)
        ids = {
            name: _documents(found.numbers, getattr(found, name), snapshot) for name in ("fused", "dense", "lexical")
        }
        ids["read"] = [*reread(query.text, ids["fused"][:READ], found), *ids["fused"][READ:]]
        for name, ranked in rankings.items():
            ranked.append(([collection.documents[int(id[:8])].id for id in ids[name]], query.relevant))
    return Retrieval(
        queries=len(collection.queries),
        documents=len(collection.documents),
        read=measure(rankings["read"]),
        fused=measure(rankings["fused"]),
        dense=measure(rankings["dense"]),
        lexical=measure(rankings["lexical"]),
    )


def _documents(numbers: Sequence[int], scores: Vectors, snapshot: Snapshot) -> list[str]:
    """The articles of the units, best first; an article is as good as its best unit."""
    best = np.argsort(-scores, kind="stable")
    return list(dict.fromkeys(snapshot.units[numbers[place]].article_id for place in best))


class _Reread:
    """The first documents by what retrieval and the reader say of the window that holds a document's best unit."""

    def __init__(self, snapshot: Snapshot, reader: Reader) -> None:
        self._snapshot = snapshot
        self._reader = reader
        cut = windows(snapshot.units, snapshot.articles)
        self._window = {number: window for window in cut for number in window.numbers}

    def __call__(self, query: str, documents: Sequence[str], found: Candidates) -> list[str]:
        best: dict[str, tuple[float, int]] = {}
        for number, score in zip(found.numbers, found.fused.tolist(), strict=True):
            id = self._snapshot.units[number].article_id
            best[id] = max(best.get(id, (score, number)), (score, number))
        rows = self._reader.read(query, "", [self._window[best[id][1]] for id in documents])
        scores = {id: best[id][0] + READER * max(row) for id, row in zip(documents, rows, strict=True)}
        return sorted(documents, key=lambda id: -scores[id])
