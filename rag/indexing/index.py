"""The index for readers: the newest published generation, opened once and kept until a newer one is there."""

from __future__ import annotations

import hashlib
import shlex
import threading
import weakref
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType

from rag.errors import CareerError, IndexMissing, IndexUnusable, ServerError, telling_lacks
from rag.indexing.store import check_seal, read_articles, read_manifest, read_suggestions
from rag.indexing.views import PIPELINE
from rag.language.lexical import LexicalIndex
from rag.seams import Place, VectorStore
from rag.settings import Settings
from rag.types import Article, EncoderId, Figure, IndexedArticle, Manifest, Suggestion, Unit, Vectors

LEXICAL = "lexical"


class Generation:
    """A Snapshot: one generation, there until nobody has it any more; searched from `open_search` on."""

    _lexical: LexicalIndex
    _vectors: VectorStore

    def __init__(
        self, place: Place, folder: Path, resources: ExitStack, indexed: Sequence[IndexedArticle] | None = None
    ) -> None:
        """Opens the files, save articles at hand; `resources` closes. Raises what broken files make readers raise."""
        self._place, self._folder, self._resources = place, folder, resources
        self._searchable = False
        check_seal(folder)
        self.manifest = read_manifest(folder)
        self.indexed = indexed = indexed or read_articles(folder)
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
            self._vectors = self._place.vectors(self._folder, self._resources)
            if self._vectors.count() != len(self.units):
                raise ValueError("its parts don't fit each other")
        except ServerError:
            raise
        except Exception as error:
            raise _unreadable(self._place, error) from error
        self._searchable = True

    def dense(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """The k nearest units as (unit number, cosine), best first, ties by number. Raises IndexUnusable."""
        k = min(k, len(self.units))
        try:
            found = self._vectors.nearest(vector.reshape(1, -1), k)[0] if k > 0 else []
            hits = [(self._numbers[id], cosine) for id, cosine in found]
        except ServerError:
            raise
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


def open_generation(place: Place, name: str) -> Generation:
    """The generation of that name. Raises FileNotFoundError if it went, IndexUnusable where it can't be read."""
    resources = ExitStack()
    try:
        folder = place.hold(name, resources)
    except (CareerError, FileNotFoundError):
        raise
    except Exception as error:
        raise _unreadable(place, error) from error
    try:
        generation = Generation(place, folder, resources)
    except Exception as error:
        resources.close()
        raise _unreadable(place, error) from error
    weakref.finalize(generation, resources.close)
    return generation


def _unreadable(place: Place, error: Exception) -> IndexUnusable:
    return IndexUnusable(f"The index in {place} can't be read ({_reason(error)})")


def _reason(error: Exception) -> str:
    """An exception as the middle of a line."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) < 200 else f"{text[:200]}..."


class StoredIndex:
    """A PassageIndex over a place. Safe for several threads; `encoder` None where nothing is going to be encoded."""

    def __init__(self, place: Place, encoder: EncoderId | None, ingest_command: str) -> None:
        self._place = place
        self._encoder = encoder
        self._ingest_command = ingest_command
        self._open: Generation | None = None
        self._lock = threading.Lock()

    def snapshot(self, *, search: bool = True) -> Generation:
        """The current generation, the one from before if that is still it; see PassageIndex. Raises MachineError."""
        with self._lock, telling_lacks(f"The index in {self._place} can't be read"):
            name = self._current()
            if self._open is None or self._open.manifest.generation != name:
                self._open = None  # whoever still reads the old one keeps it open
                self._open = self._reopen(name)
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

    def _current(self) -> str:
        try:
            name = self._place.current()
        except (OSError, ValueError) as error:
            raise self._unusable(f"The index can't be read ({error})") from None
        if name is None:
            raise IndexMissing(f"There is no index in {self._place}; make it with `{self._ingest_command}`.")
        return name

    def _reopen(self, name: str) -> Generation:
        """The generation of that name, or the one that took its place meanwhile."""
        while True:
            try:
                generation = open_generation(self._place, name)
                break
            except FileNotFoundError:
                if (newer := self._current()) == name:
                    raise self._unusable(f"The index in {self._place} has lost its files") from None
                name = newer
            except IndexUnusable as error:
                raise self._unusable(str(error)) from error.__cause__
        manifest = generation.manifest
        if self._encoder not in (None, manifest.encoder):
            raise self._unusable(f"The index in {self._place} was made with another encoder ({manifest.encoder.name})")
        if manifest.pipeline != PIPELINE:
            raise self._unusable(f"The index in {self._place} was made by another version")
        return generation

    def _unusable(self, what: str) -> CareerError:
        return IndexUnusable(f"{what}; remake it with `{self._ingest_command}`.")


def exists(place: Place) -> bool:
    """Whether anything was published there, whole or not."""
    try:
        return place.current() is not None
    except ValueError:
        return True


def open_place(settings: Settings) -> Place:
    """Where the settings have the index. Raises SettingsError."""
    if settings.on_server:
        from rag.indexing.served import Server  # late: a folder needs no HTTP

        return Server(settings)
    from rag.indexing.generations import Folder

    return Folder(settings.index_path)


def current_manifest(place: Place) -> Manifest | None:
    """What the current generation was made from; None where there is none that can be read. Writes nothing."""
    try:
        name = place.current()
        return place.manifest(name) if name else None
    except (OSError, ValueError):
        return None


def outdated(settings: Settings) -> bool:
    """Whether the index is one that nobody named and that another version of this product made: it is made anew."""
    manifest = None if settings.index_named else current_manifest(open_place(settings))
    return manifest is not None and manifest.pipeline != PIPELINE


def ingest_command(settings: Settings) -> str:
    """What a user types to make the index."""
    named = settings.index_named and not settings.on_server  # which the environment names, and no flag
    return f"career ingest --index {shlex.quote(str(settings.index_path))}" if named else "career ingest"


def open_index(settings: Settings, encoder: EncoderId | None) -> StoredIndex:
    """The index that the settings name. Opens nothing before the first snapshot."""
    return StoredIndex(open_place(settings), encoder, ingest_command(settings))
