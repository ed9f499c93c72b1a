"""Chroma's room: the vectors of one generation, by unit id. Nothing of Chroma leaves it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, cast

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings

from rag.types import Vectors

HNSW = {
    "space": "cosine",
    "max_neighbors": 32,
    "ef_search": 1000,  # finds all of the true 50 nearest of 20,000 vectors, in 4 ms
    "num_threads": 1,  # the same graph from the same input
    "batch_size": 1,
    "sync_threshold": 1,  # all is on disk when a write returns; with 2 or more, readers write what is pending
}
BATCH = 5000
"""Chroma takes 5461 rows at a time."""
DATABASE, UNITS = "chroma.sqlite3", "units"


@cache
def _settings() -> Settings:
    """Chroma's settings, which take a tenth of a second to make; a client writes its path into those it is given."""
    return Settings(anonymized_telemetry=False)


class VectorStore:
    """An open Chroma folder. Close it before the next one of the same process is opened for writing."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        if not create:
            _check_database(folder)  # Chroma would make an empty one
        self._client: Any = None
        try:
            self._client = chromadb.PersistentClient(path=str(folder), settings=_settings().model_copy())
            self._units: Any = (
                self._client.create_collection(UNITS, embedding_function=None, configuration=cast(Any, {"hnsw": HNSW}))
                if create
                else self._client.get_collection(UNITS, embedding_function=None)
            )
        except BaseException as error:
            self.close()
            SharedSystemClient._identifier_to_system.pop(str(folder), None)  # else a half-opened one is given next time
            if type(error).__name__ == "PanicException":  # what Rust didn't expect, as too many open files
                raise RuntimeError(str(error)) from None
            raise

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Adds new ids with their vectors."""
        for start in range(0, len(ids), BATCH):
            rows = slice(start, start + BATCH)
            self._units.add(ids=list(ids[rows]), embeddings=vectors[rows])

    def delete(self, ids: Sequence[str]) -> None:
        """Removes ids."""
        for start in range(0, len(ids), BATCH):
            self._units.delete(ids=list(ids[start : start + BATCH]))

    def count(self) -> int:
        """How many ids there are."""
        return int(self._units.count())

    def ids(self) -> list[str]:
        """All ids, in no order."""
        return cast(list[str], self._units.get(include=[])["ids"])

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The vectors of ids, in their order. Raises KeyError where one is missing."""
        found: dict[str, Any] = {}
        for start in range(0, len(ids), BATCH):
            answer = self._units.get(ids=list(ids[start : start + BATCH]), include=["embeddings"])
            found |= dict(zip(answer["ids"], answer["embeddings"], strict=True))
        return np.array([found[id] for id in ids], dtype=np.float32)

    def nearest(self, vectors: Vectors, k: int) -> list[list[tuple[str, float]]]:
        """For each vector the k nearest ids with their cosine, best first."""
        answer = self._units.query(query_embeddings=vectors, n_results=k, include=["distances"])
        return [
            [(id, 1.0 - float(distance)) for id, distance in zip(ids, distances, strict=True)]
            for ids, distances in zip(answer["ids"], answer["distances"], strict=True)
        ]

    def close(self) -> None:
        """Ends Chroma's threads and file handles."""
        if self._client:
            self._client.close()


def _check_database(folder: Path) -> None:
    if not (folder / DATABASE).is_file():
        raise FileNotFoundError(f"{DATABASE} is missing")


def copy_store(source: Path, target: Path) -> None:
    """A copy that is whole even while others have the source open: they write to the database, never to the rest."""
    _check_database(source)
    target.mkdir(parents=True, exist_ok=True)
    for path in source.glob("*/*"):
        (target / path.parent.name).mkdir(exist_ok=True)
        shutil.copyfile(path, target / path.parent.name / path.name)  # not the mode: the source may be read-only
    # Where nothing can be written nothing writes, and no journal can be played back either.
    mode = "mode=rw" if os.access(source, os.W_OK) else "mode=ro&immutable=1"
    uri = f"{(source / DATABASE).as_uri()}?{mode}"
    with closing(sqlite3.connect(uri, uri=True)) as old, closing(sqlite3.connect(target / DATABASE)) as new:
        old.backup(new)
