"""The index on a Chroma server, a Place: generations are collections; see docs/decisions/chroma-server.md.

INDEX.turn.N          whose turn it is to write, and the current generation (turns.py)
INDEX.reader.TOKEN    that somebody reads a generation: its metadata says which one, and until when
INDEX.vectors.NAME    the vectors of a generation
INDEX.files.NAME      its other files, compressed and cut in pieces
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from rag.errors import ServerError
from rag.indexing.chroma import Chroma, Collection, Missing
from rag.indexing.generations import NAME
from rag.indexing.rows import ServedVectors, download, upload
from rag.indexing.store import MANIFEST, read_manifest
from rag.indexing.turns import Turns
from rag.seams import VectorStore
from rag.settings import Settings
from rag.types import Manifest

READER_SECONDS = 600.0
"""How long a generation stays for a reader that died. A question asks for more once a third is over: no answer takes
as long as the rest."""
HNSW = {"space": "cosine", "max_neighbors": 32, "ef_search": 1000}
"""As in a folder (vectors.py). When what was added comes to the disk is the server's business."""
KINDS = ("vectors", "files")


@dataclass(slots=True)
class _Lease:
    """That this process reads a generation."""

    collection: Collection
    generation: str
    renewed: float


class Server:
    """A Place: the collections of one database whose names begin with the index's."""

    copies = False

    def __init__(self, settings: Settings) -> None:
        """Asks nothing yet. Raises SettingsError."""
        self._chroma, self._index = Chroma(settings), settings.chroma_index
        self._turns = Turns(self._chroma, self._index)
        self._leases: dict[str, _Lease] = {}

    def __str__(self) -> str:
        return f"{self._chroma} (index {self._index})"

    def current(self) -> str | None:
        """The current generation; see Turns. What this process reads is asked for anew, where it is time."""
        for token, lease in list(self._leases.items()):
            if time.monotonic() - lease.renewed > READER_SECONDS / 3:
                self._renew(token, lease)
        return self._turns.current()

    def manifest(self, generation: str) -> Manifest:
        """What a generation was made from. Raises OSError or ValueError."""
        with ExitStack() as resources:
            folder = _private(generation, resources)
            download(self._chroma, self._found("files", generation), folder, where={"file": MANIFEST})
            return read_manifest(folder)

    def hold(self, generation: str, resources: ExitStack) -> Path:
        """Its files in a folder of this process's own. Raises FileNotFoundError where it is gone, ValueError."""
        token = secrets.token_hex(8)
        with ExitStack() as opened:
            self._lease(token, generation)
            opened.callback(self._release, token)
            if self._turns.current() != generation:  # if it is, whoever retires it later sees the lease
                raise FileNotFoundError(generation)
            folder = _private(generation, opened)
            download(self._chroma, self._found("files", generation), folder)
            resources.push(opened.pop_all())
        return folder

    def vectors(self, folder: Path, resources: ExitStack) -> VectorStore:
        """The vectors of the generation in a folder. Raises FileNotFoundError."""
        return ServedVectors(self._chroma, self._found("vectors", folder.name))

    def begin_vectors(
        self, folder: Path, base: Path | None, kept: Sequence[str], gone: Sequence[str] | None
    ) -> VectorStore:
        """A new collection, with the vectors of `kept` from the base's."""
        store = ServedVectors(self._chroma, self._chroma.create(self._name("vectors", folder.name), hnsw=HNSW))
        if base:
            store.copy(ServedVectors(self._chroma, self._found("vectors", base.name)), kept)
        return store

    @contextmanager
    def writing(self, timeout_seconds: float) -> Iterator[None]:
        """Keeps all other ingests out, as long as this process lives. Raises IndexBusy, ServerError."""
        with self._turns.taken(timeout_seconds):
            self.clean()
            yield

    @contextmanager
    def building(self, generation: str) -> Iterator[Path]:
        """An empty folder for a new generation's files; it is current when the block ends well. Raises IndexBusy."""
        with ExitStack() as resources:
            folder = _private(generation, resources)
            try:
                yield folder
                upload(self._chroma, self._chroma.create(self._name("files", generation)), folder)
            except BaseException:
                with suppress(ServerError):
                    self._remove(generation)
                raise
            self._turns.publish(generation)  # from here on it may be the current one, whatever is raised

    def clean(self) -> None:
        """Removes each generation that is neither current nor read, and the leases of readers that died."""
        try:
            keep = {self._turns.current()}
        except ValueError:
            return  # which one is retired is not known before the next publishing
        now = self._chroma.time()
        for lease in self._chroma.collections(self._name("reader", "")):
            if lease.until > now:
                keep.add(lease.generation)
            else:
                self._chroma.delete(lease.name)
        for begin in (self._name(kind, "") for kind in KINDS):
            for each in self._chroma.collections(begin):
                generation = each.name.removeprefix(begin)
                if NAME.fullmatch(generation) and generation not in keep:
                    self._chroma.delete(each.name)

    def _lease(self, token: str, generation: str) -> None:
        """Says that this process reads the generation."""
        now = time.monotonic()
        made = self._chroma.create(self._name("reader", token), self._reading(generation))
        self._leases[token] = _Lease(made, generation, now)

    def _renew(self, token: str, lease: _Lease) -> None:
        """Says that it goes on doing so."""
        now = time.monotonic()
        try:
            self._chroma.describe(lease.collection.id, self._reading(lease.generation))
        except Missing:  # it lapsed while this process slept, or another thread let it go
            lease.collection = self._chroma.create(lease.collection.name, self._reading(lease.generation))
            if token not in self._leases:
                self._chroma.delete(lease.collection.name)
        lease.renewed = now

    def _reading(self, generation: str) -> dict[str, str | float]:
        return {"generation": generation, "until": self._chroma.time() + READER_SECONDS}

    def _release(self, token: str) -> None:
        """Lets a generation go. One that is retired goes from the server too, where nobody else reads it."""
        lease = self._leases.pop(token)
        with suppress(ServerError, ValueError):  # else it lapses, and the next ingest removes both
            self._chroma.delete(lease.collection.name)
            if self._turns.current() == lease.generation:
                return
            readers = self._chroma.collections(self._name("reader", ""))
            if lease.generation not in {each.generation for each in readers}:
                self._remove(lease.generation)

    def _name(self, kind: str, rest: str) -> str:
        return f"{self._index}.{kind}.{rest}"

    def _found(self, kind: str, generation: str) -> Collection:
        try:
            return self._chroma.collection(self._name(kind, generation))
        except Missing:
            raise FileNotFoundError(f"its {kind} are gone") from None

    def _remove(self, generation: str) -> None:
        for kind in KINDS:
            self._chroma.delete(self._name(kind, generation))


def _private(generation: str, resources: ExitStack) -> Path:
    """An empty folder of that name, which goes when `resources` are closed."""
    folder = Path(tempfile.mkdtemp(prefix="career-index-"))
    resources.callback(shutil.rmtree, folder, ignore_errors=True)
    (folder / generation).mkdir()
    return folder / generation
