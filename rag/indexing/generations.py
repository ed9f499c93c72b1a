"""The folder of an index, a Place: generations, the pointer to the current one, who holds which. No reader waits.

INDEX/current                 name of the current generation, replaced at once
INDEX/ingest.lock             held by the one ingest
INDEX/generations/NAME/       a published generation; its `held` file carries its readers' shared locks
INDEX/generations/NAME.part/  one being built; rubbish, when nobody holds the ingest lock
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from rag.errors import IndexBusy, UsageError
from rag.indexing.store import PART, read_manifest
from rag.types import Manifest

if TYPE_CHECKING:
    from rag.indexing.vectors import VectorStore

POINTER, LOCK, GENERATIONS, HELD = "current", "ingest.lock", "generations", "held"
CHROMA, MEMORY = "chroma", "/dev/shm"
NAME = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}")


def new_name() -> str:
    """A name that no generation had before; later ones sort behind earlier ones."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"


class Folder:
    """A Place: a folder of this machine."""

    copies = True

    def __init__(self, root: Path) -> None:
        self._root = root

    def __str__(self) -> str:
        return str(self._root)

    def current(self) -> str | None:
        """The current generation; None where none was published. Raises OSError, ValueError for a broken pointer."""
        try:
            name = (self._root / POINTER).read_text(encoding="ascii")
        except (FileNotFoundError, NotADirectoryError):
            return None
        if not NAME.fullmatch(name):
            raise ValueError(f"{self._root / POINTER} names no generation")
        return name

    def manifest(self, generation: str) -> Manifest:
        """What a generation was made from. Raises OSError or ValueError."""
        return read_manifest(self._folder(generation))

    def hold(self, generation: str, resources: ExitStack) -> Path:
        """The generation's folder, which stays until then. Raises FileNotFoundError if it is gone."""
        folder = self._folder(generation)
        handle = os.open(folder / HELD, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            os.stat(folder / HELD)  # it may have gone between opening and locking
        except BaseException:
            os.close(handle)
            raise
        resources.callback(self._release, handle, folder)
        return folder

    def _release(self, handle: int, folder: Path) -> None:
        """Lets a generation go. One that is retired goes from the disk too, where nobody else holds it."""
        os.close(handle)
        with suppress(OSError, ValueError):  # who may not write leaves it to the next ingest
            if self.current() not in (None, folder.name):
                _remove_unheld(folder)

    def vectors(self, folder: Path, resources: ExitStack) -> VectorStore:
        """The vectors in place, else in a private copy in the temporary folder, else in one in memory.

        Opening Chroma writes, so a folder that can't be written, or whose disk is full, is left alone.
        """
        source = folder / CHROMA
        writable = os.access(source, os.W_OK) and os.access(source / "chroma.sqlite3", os.W_OK)
        return _open_at((str(source), None, MEMORY) if writable else (None, MEMORY), source, resources)

    def begin_vectors(
        self, folder: Path, base: Path | None, kept: Sequence[str], gone: Sequence[str] | None
    ) -> VectorStore:
        """The vectors of `kept`: the base's without the `gone`, or made anew where that is None."""
        from rag.indexing.vectors import VectorStore, copy_store

        target, source = folder / CHROMA, base and base / CHROMA
        carried = None
        if source and gone is None:
            with closing(VectorStore(source)) as old:  # closed before the next one is opened for writing
                carried = old.vectors(kept)
        elif source:
            copy_store(source, target)
        with ExitStack() as opened:
            store = VectorStore(target, create=not target.exists())
            opened.callback(store.close)
            store.delete(gone or ())
            if carried is not None:
                store.add(kept, carried)
            opened.pop_all()
        return store

    @contextmanager
    def writing(self, timeout_seconds: float) -> Iterator[None]:
        """Keeps all other ingests out. Raises IndexBusy when another one runs, UsageError where none can write."""
        lock = FileLock(self._root / LOCK)
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=timeout_seconds)
        except Timeout:
            raise IndexBusy(f"Another ingest is writing to {self}; wait for it and try again.") from None
        except OSError as error:
            raise UsageError(
                f"The index can't be written to {self} ({error.strerror}); give another folder with --index."
            ) from None
        try:
            self.clean()
            yield
        finally:
            lock.release()

    def clean(self) -> None:
        """Removes what a crash left and each retired generation that no reader holds. Wants the ingest lock held."""
        try:
            keep = self.current()
        except ValueError:
            return  # which one is retired is not known before the next publishing
        for folder in (self._root / GENERATIONS).glob("*"):
            ours = NAME.fullmatch(folder.name.removesuffix(PART))
            if ours and folder.name != keep:
                _remove_unheld(folder)

    @contextmanager
    def building(self, generation: str) -> Iterator[Path]:
        """An empty folder for a new generation; it is the current one when the block ends well, and gone otherwise."""
        part = self._root / GENERATIONS / f"{generation}{PART}"
        try:
            part.mkdir(parents=True)
            yield part
            (part / HELD).touch()
            for path in (*part.rglob("*"), part):
                sync(path)
            os.rename(part, part.with_suffix(""))
            sync(part.parent)
            fresh = self._root / f"{POINTER}{PART}"
            fresh.unlink(missing_ok=True)  # in an index from elsewhere it could be a link
            fresh.write_text(generation, encoding="ascii")
            sync(fresh)
            os.replace(fresh, self._root / POINTER)
            sync(self._root)
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def _folder(self, generation: str) -> Path:
        return self._root / GENERATIONS / generation


def _remove_unheld(generation: Path) -> None:
    """Removes the generation unless a reader holds it; from its `held` file's removal on none can."""
    with suppress(FileNotFoundError):  # one that is half built or half removed
        handle = os.open(generation / HELD, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(generation / HELD)
        except BlockingIOError:
            return
        finally:
            os.close(handle)
    shutil.rmtree(generation, ignore_errors=True)


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


def sync(path: Path) -> None:
    """Brings one file or folder's entries to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
