"""What stands in the rows of a collection on a Chroma server: the vectors of a generation, or its files in pieces."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rag.errors import ServerError
from rag.indexing.chroma import PAGE, Chroma, Collection
from rag.indexing.store import inside
from rag.types import Vectors

PIECE = 4000
"""Characters of a piece: Chroma Cloud takes 4096 bytes in a value."""


class ServedVectors:
    """A VectorStore in a collection of a server."""

    def __init__(self, chroma: Chroma, collection: Collection) -> None:
        self._chroma, self._id = chroma, collection.id

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Adds new ids with their vectors."""
        for rows in _batches(len(ids)):
            coded = [base64.b64encode(row.astype("<f4").tobytes()).decode() for row in vectors[rows]]
            self._chroma.rows(self._id, "add", ids=list(ids[rows]), embeddings=coded)

    def count(self) -> int:
        """How many ids there are."""
        return self._chroma.count(self._id)

    def ids(self) -> list[str]:
        """All ids, in no order."""
        return [id for rows in _pages(self._chroma, self._id) for id in rows["ids"]]

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The vectors of ids, in their order. Raises KeyError where one is missing."""
        found: dict[str, Any] = {}
        for batch in _batches(len(ids)):
            wanted = list(ids[batch])
            rows = self._chroma.rows(self._id, "get", ids=wanted, limit=len(wanted), include=["embeddings"])
            found |= dict(zip(rows["ids"], rows["embeddings"], strict=True))
        return np.array([found[id] for id in ids], dtype=np.float32)

    def nearest(self, vectors: Vectors, k: int) -> list[list[tuple[str, float]]]:
        """For each vector the k nearest ids with their cosine, best first."""
        found: list[list[tuple[str, float]]] = []
        for rows in _batches(len(vectors)):
            asked = {"query_embeddings": vectors[rows].tolist(), "n_results": k, "include": ["distances"]}
            told = self._chroma.rows(self._id, "query", **asked)
            for ids, distances in zip(told["ids"], told["distances"], strict=True):
                found.append([(id, 1.0 - float(each)) for id, each in zip(ids, distances, strict=True)])
        return found

    def copy(self, base: ServedVectors, ids: Sequence[str]) -> None:
        """Adds ids with the vectors that they have in the base."""
        for rows in _batches(len(ids)):
            self.add(ids[rows], base.vectors(ids[rows]))

    def close(self) -> None:
        """Nothing: the connection is the server's, and others use it."""


def upload(chroma: Chroma, collection: Collection, folder: Path) -> None:
    """Brings the folder's files to the server. Raises ServerError."""
    pieces = list(_pieces(folder))
    for rows in _batches(len(pieces)):
        places = range(len(pieces))[rows]
        vectors = [[float(place)] for place in places]  # no row goes without one
        chroma.rows(collection.id, "add", ids=list(map(str, places)), embeddings=vectors, metadatas=pieces[rows])
    if chroma.count(collection.id) != len(pieces):
        raise ServerError(f"{chroma} lost a part of what was written, so the old index stays; run the ingest again.")


def _pieces(folder: Path) -> Iterator[dict[str, Any]]:
    """The folder's files, compressed, as values that a row's metadata takes.

    Metadata, since a row's document goes into an index of all its letters: ten times the work, twelve times the disk.
    """
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = base64.b64encode(zlib.compress(path.read_bytes())).decode()
        for piece, start in enumerate(range(0, len(data), PIECE)):
            name = path.relative_to(folder).as_posix()
            yield {"file": name, "piece": piece, "data": data[start : start + PIECE]}


def download(chroma: Chroma, collection: Collection, folder: Path, **wanted: Any) -> None:
    """Brings files to the folder, and nowhere else. Raises ValueError for what isn't whole."""
    files: dict[str, dict[int, str]] = {}
    try:
        for rows in _pages(chroma, collection.id, include=["metadatas"], **wanted):
            for row in rows["metadatas"]:
                files.setdefault(str(row["file"]), {})[int(row["piece"])] = str(row["data"])
        coded = {name: "".join(pieces[place] for place in range(len(pieces))) for name, pieces in files.items()}
        whole = {name: zlib.decompress(base64.b64decode(text)) for name, text in coded.items()}
    except (KeyError, TypeError, zlib.error):
        raise ValueError("a part of its files is missing") from None
    for name, data in whole.items():
        if not inside(name):
            raise ValueError(f"{name!r} names no file of a generation")
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _batches(rows: int) -> Iterator[slice]:
    return (slice(start, start + PAGE) for start in range(0, rows, PAGE))


def _pages(chroma: Chroma, id: str, include: Sequence[str] = (), **wanted: Any) -> Iterator[Any]:
    """All rows of a collection, page by page."""
    start, page = 0, PAGE
    while page == PAGE:
        rows = chroma.rows(id, "get", limit=PAGE, offset=start, include=list(include), **wanted)
        page = len(rows["ids"])
        start += page
        yield rows
