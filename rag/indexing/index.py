"""The index for readers: the newest published generation, opened once and kept until a newer one is there."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import tempfile
import threading
import weakref
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from rag.errors import CareerError, IndexMissing, IndexUnusable, telling_lacks
from rag.indexing import generations
from rag.indexing.store import check_seal, read_articles, read_manifest, read_suggestions
from rag.indexing.views import PIPELINE
from rag.language.lexical import LexicalIndex
from rag.settings import Settings
from rag.types import Article, EncoderId, Figure, IndexedArticle, Manifest, Suggestion, Unit, Vectors

if TYPE_CHECKING:
    from rag.indexing.vectors import VectorStore

CHROMA, LEXICAL, MEMORY = "chroma", "lexical", "/dev/shm"


class Generation:
    """A Snapshot: one published generation, on disk until nobody has it any more; searched from `open_search` on."""

    _lexical: LexicalIndex
    _vectors: VectorStore

    def __init__(self, folder: Path, resources: ExitStack) -> None:
        """Opens the files; what must be closed goes on `resources`. Raises what broken files make readers raise."""
        self._folder, self._resources = folder, resources
        self._searchable = False
        check_seal(folder)
        self.manifest = read_manifest(folder)
        indexed = read_articles(folder)
        self.articles: Mapping[str, Article] = MappingProxyType(
            {each.parsed.article.id: each.parsed.article for each in indexed}
        )
        self.units: Sequence[Unit] = tuple(unit for each in indexed for unit in each.parsed.units)
        self.figures: Sequence[Figure] = tuple(figure for each in indexed for figure in each.parsed.figures)
        self.suggestions: Sequence[Suggestion] = tuple(read_suggestions(folder))
        self._ids = tuple(id for each in indexed for id in unit_ids(each))
        self._numbers = {id: number for number, id in enumerate(self._ids)}
        counts = {each.parsed.article.id: len(each.parsed.units) for each in indexed}
        fit = all(0 <= each.unit < counts.get(each.article_id, 0) for each in self.suggestions)
        if not fit or self.manifest.units != len(self.units) or set(self.manifest.digests) != set(self.articles):
            raise ValueError("its parts don't fit each other")

    def open_search(self) -> None:
        """Opens what searching takes, once; by one thread at a time. Raises IndexUnusable."""
        if self._searchable:
            return
        try:
            self._lexical = LexicalIndex.load(self._folder / LEXICAL)
            self._vectors = _open_vectors(self._folder / CHROMA, self._resources)
            if self._vectors.count() != len(self.units):
                raise ValueError("its parts don't fit each other")
        except Exception as error:
            raise _unreadable(self._folder, error) from error
        self._searchable = True

    def dense(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """The k nearest units as (unit number, cosine), best first, ties by number. Raises IndexUnusable."""
        k = min(k, len(self.units))
        try:
            hits = [(self._numbers[id], cosine) for id, cosine in self._vectors.nearest(vector, k)] if k > 0 else []
        except Exception as error:
            raise IndexUnusable(f"The index's vectors can't be searched ({_reason(error)}); run the ingest.") from error
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def vectors(self, numbers: Sequence[int]) -> Vectors:
        """The vectors of units, in the order of `numbers`."""
        return self._vectors.vectors([self._ids[number] for number in numbers])

    def lexical(self, terms: Sequence[str], k: int) -> list[tuple[int, float]]:
        """The k best units by BM25 over `rag.language.lexical.terms` as (unit number, score), best first."""
        return self._lexical.search(terms, k)


def unit_ids(indexed: IndexedArticle) -> list[str]:
    """The names of an article's units in the vector store; a changed article shares none with what it was before."""
    source = hashlib.sha256(f"{indexed.parsed.article.id}\0{indexed.digest}".encode()).hexdigest()[:24]
    return [f"{source}-{place}" for place in range(len(indexed.parsed.units))]


def _open_vectors(folder: Path, resources: ExitStack) -> VectorStore:
    """The vectors in place, else in a private copy in the temporary folder, else in one in memory.

    Opening Chroma writes, so a folder that can't be written, or whose disk is full, is left alone.
    """
    writable = os.access(folder, os.W_OK) and os.access(folder / "chroma.sqlite3", os.W_OK)
    return _open_at((str(folder), None, MEMORY) if writable else (None, MEMORY), folder, resources)


def _open_at(places: Sequence[str | None], folder: Path, resources: ExitStack) -> VectorStore:
    """The vectors in the first of these places that takes them. Raises what the first one raised."""
    from rag.indexing.vectors import VectorStore, copy_store  # late: who only reads guides needs no Chroma

    try:
        with ExitStack() as opened:
            source = folder
            if places[0] != str(folder):
                source = Path(tempfile.mkdtemp(prefix="career-index-", dir=places[0])) / CHROMA
                opened.callback(shutil.rmtree, source.parent, ignore_errors=True)
                copy_store(folder, source)
            store = VectorStore(source)
            opened.callback(store.close)
            resources.push(opened.pop_all())
            return store
    except Exception:
        with suppress(Exception):
            if places[1:]:
                return _open_at(places[1:], folder, resources)
        raise


def open_generation(folder: Path) -> Generation:
    """The generation in the folder. Raises FileNotFoundError if it went, IndexUnusable where it can't be read."""
    resources = ExitStack()
    resources.callback(generations.release, generations.hold(folder), folder)
    try:
        generation = Generation(folder, resources)
    except Exception as error:
        resources.close()
        raise _unreadable(folder, error) from error
    weakref.finalize(generation, resources.close)
    return generation


def _unreadable(folder: Path, error: Exception) -> IndexUnusable:
    return IndexUnusable(f"The index in {folder.parent.parent} can't be read ({_reason(error)})")


def _reason(error: Exception) -> str:
    """An exception as the middle of a line."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) < 200 else f"{text[:200]}..."


class StoredIndex:
    """A PassageIndex over a folder. Safe for several threads; `encoder` None where nothing is going to be encoded."""

    def __init__(self, root: Path, encoder: EncoderId | None, ingest_command: str) -> None:
        self._root = root
        self._encoder = encoder
        self._ingest_command = ingest_command
        self._open: Generation | None = None
        self._lock = threading.Lock()

    def snapshot(self, *, search: bool = True) -> Generation:
        """The current generation, the one from before if that is still it; see PassageIndex. Raises MachineError."""
        with self._lock, telling_lacks(f"The index in {self._root} can't be read"):
            folder = self._current()
            if self._open is None or self._open.manifest.generation != folder.name:
                self._open = None  # whoever still reads the old one keeps it open
                self._open = self._reopen(folder)
            if search:
                try:
                    self._open.open_search()
                except IndexUnusable as error:
                    self._open = None
                    raise self._unusable(str(error)) from error.__cause__
            return self._open

    def close(self) -> None:
        """Lets go of the open generation; the next snapshot opens it again."""
        with self._lock:
            self._open = None

    def _current(self) -> Path:
        try:
            folder = generations.current(self._root)
        except (OSError, ValueError) as error:
            raise self._unusable(f"The index can't be read ({error})") from None
        if folder is None:
            raise IndexMissing(f"There is no index in {self._root}; make it with `{self._ingest_command}`.")
        return folder

    def _reopen(self, folder: Path) -> Generation:
        """The generation in the folder, or in the one that took its place meanwhile."""
        while True:
            try:
                generation = open_generation(folder)
                break
            except FileNotFoundError:
                if (newer := self._current()) == folder:
                    raise self._unusable(f"The index in {self._root} has lost its files") from None
                folder = newer
            except IndexUnusable as error:
                raise self._unusable(str(error)) from error.__cause__
        manifest = generation.manifest
        if self._encoder not in (None, manifest.encoder):
            raise self._unusable(f"The index in {self._root} was made with another encoder ({manifest.encoder.name})")
        if manifest.pipeline != PIPELINE:
            raise self._unusable(f"The index in {self._root} was made by another version")
        return generation

    def _unusable(self, what: str) -> CareerError:
        return IndexUnusable(f"{what}; remake it with `{self._ingest_command}`.")


def current_manifest(root: Path) -> Manifest | None:
    """What the current generation was made from; None where there is none that can be read. Writes nothing."""
    try:
        folder = generations.current(root)
        return read_manifest(folder) if folder else None
    except (OSError, ValueError):
        return None


def outdated(settings: Settings) -> bool:
    """Whether the index is one that nobody named and that another version of this product made: it is made anew."""
    manifest = None if settings.index_named else current_manifest(settings.index_path)
    return manifest is not None and manifest.pipeline != PIPELINE


def ingest_command(settings: Settings) -> str:
    """What a user types to make the index."""
    return f"career ingest --index {shlex.quote(str(settings.index_path))}" if settings.index_named else "career ingest"


def open_index(settings: Settings, encoder: EncoderId | None) -> StoredIndex:
    """The index that the settings name. Opens nothing before the first snapshot."""
    return StoredIndex(settings.index_path, encoder, ingest_command(settings))
