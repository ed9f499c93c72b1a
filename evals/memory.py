"""Guides in memory as an index of the product's own making: parsed, split and encoded by it; searches are exact.

For sets of thousands of documents, which nobody wants in an index of their own: no database is written, and the vectors
alone are kept (see `StoredVectors`), so that a second run, or one after a break, encodes nothing twice.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ingest.articles import parse
from rag.errors import ArticleError
from rag.indexing import views
from rag.language.lexical import LexicalIndex
from rag.progress import Progress, Step
from rag.seams import Encoder
from rag.types import Article, EncoderId, Figure, Manifest, ParsedArticle, Suggestion, Unit, Vectors

GROUP = 512
"""Texts encoded and kept at a time: what a break costs at most."""


class MemorySnapshot:
    """A Snapshot in memory."""

    def __init__(self, parsed: Sequence[ParsedArticle], vectors: Vectors, encoder: EncoderId) -> None:
        self.articles: dict[str, Article] = {one.article.id: one.article for one in parsed}
        self.units: list[Unit] = [unit for one in parsed for unit in one.units]
        self.figures: list[Figure] = [figure for one in parsed for figure in one.figures]
        self.suggestions: list[Suggestion] = []
        self.manifest = Manifest("memory", "", encoder, views.PIPELINE, "", {}, len(self.units))
        self._vectors = vectors
        self._lexical = LexicalIndex.build(stems for one in parsed for stems in views.lexical_terms(one))

    def dense(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """See rag.seams.Snapshot; ties by number."""
        # Not `@`: on a busy machine its threads wait for one another, a hundred times longer than the sum takes.
        scores = np.einsum("ij,j->i", self._vectors, vector.ravel())
        best = np.argsort(-scores, kind="stable")[:k]
        return [(int(number), float(scores[number])) for number in best]

    def vectors(self, numbers: Sequence[int]) -> Vectors:
        """See rag.seams.Snapshot."""
        rows: Vectors = self._vectors[list(numbers)]
        return rows

    def lexical(self, terms: Sequence[str], k: int) -> list[tuple[int, float]]:
        """See rag.seams.Snapshot."""
        return self._lexical.search(terms, k)


class StoredVectors:
    """An encoder whose vectors stay in a folder: the same texts, asked for together again, are read from there."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._folder = folder / f"vectors-{encoder.id.sha256[:16]}"

    @property
    def id(self) -> EncoderId:
        return self._encoder.id

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimensions). Raises OSError where they can't be kept."""
        path = self._folder / f"{hashlib.sha256(chr(0).join(texts).encode()).hexdigest()[:32]}.npy"
        kept = _kept(path, len(texts))
        if kept is not None:
            return kept
        vectors = self._encoder.encode(texts)
        self._folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            np.save(file, vectors)
        os.replace(part, path)  # whoever is killed while writing leaves no half file under the name
        return vectors


def _kept(path: Path, texts: int) -> Vectors | None:
    """The vectors in a file; None where there is none, or one that can't be used."""
    try:
        vectors: Vectors = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return vectors if vectors.dtype == np.float32 and vectors.ndim == 2 and len(vectors) == texts else None


def index_in_memory(guides: Mapping[str, bytes], encoder: Encoder, progress: Progress) -> MemorySnapshot:
    """The guides (id -> bytes of the file) as ingest reads, splits and encodes them; what it can't read is left out."""
    parsed: list[ParsedArticle] = []
    for number, (id, data) in enumerate(sorted(guides.items())):
        progress(Step("Reading guides", number, len(guides)))
        try:
            parsed.append(parse(data, id))
        except ArticleError:
            continue
    pairs = [(unit, one.article) for one in parsed for unit in one.units]
    texts = [views.searched_text(unit, article) for unit, article in pairs]
    starts = range(0, len(texts), GROUP)
    rows: list[Vectors] = []
    for number, start in enumerate(starts):
        progress(Step("Encoding guides", number, len(starts)))
        rows.append(encoder.encode(texts[start : start + GROUP]))
    whole = np.concatenate(rows) if rows else np.zeros((0, 0), dtype=np.float32)
    return MemorySnapshot(parsed, whole, encoder.id)
