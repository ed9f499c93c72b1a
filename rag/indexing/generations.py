"""The folder of an index: generations, the pointer to the current one, who holds which. No reader waits for a writer.

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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import IndexBusy, UsageError

POINTER, LOCK, GENERATIONS, HELD, PART = "current", "ingest.lock", "generations", "held", ".part"
NAME = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}")


def new_name() -> str:
    """A name that no generation had before; later ones sort behind earlier ones."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"


def current(root: Path) -> Path | None:
    """The current generation's folder; None where none was published. Raises ValueError where the pointer is broken."""
    try:
        name = (root / POINTER).read_text(encoding="ascii")
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not NAME.fullmatch(name):
        raise ValueError(f"{root / POINTER} names no generation")
    return root / GENERATIONS / name


def exists(root: Path) -> bool:
    """Whether anything was published there, whole or not."""
    return (root / POINTER).is_file()


def hold(generation: Path) -> int:
    """A handle that keeps the generation there until `release`. Raises FileNotFoundError if it is gone."""
    handle = os.open(generation / HELD, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        os.stat(generation / HELD)  # it may have gone between opening and locking
    except BaseException:
        os.close(handle)
        raise
    return handle


def release(handle: int, generation: Path) -> None:
    """Lets a generation go. One that is retired goes from the disk too, where nobody else holds it."""
    os.close(handle)
    with suppress(OSError, ValueError):  # who may not write leaves it to the next ingest
        if current(generation.parent.parent) not in (None, generation):
            _remove_unheld(generation)


@contextmanager
def writing(root: Path, timeout_seconds: float) -> Iterator[None]:
    """Keeps all other ingests out. Raises IndexBusy when another one runs, UsageError where nothing can be written."""
    lock = FileLock(root / LOCK)
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=timeout_seconds)
    except Timeout:
        raise IndexBusy(f"Another ingest is writing to {root}; wait for it and try again.") from None
    except OSError as error:
        raise UsageError(
            f"The index can't be written to {root} ({error.strerror}); give another folder with --index."
        ) from None
    try:
        clean(root)
        yield
    finally:
        lock.release()


def clean(root: Path) -> None:
    """Removes what a crash left and each retired generation that no reader holds. Wants the ingest lock held."""
    try:
        keep = current(root)
    except ValueError:
        return  # which one is retired is not known before the next publishing
    for folder in (root / GENERATIONS).glob("*"):
        ours = NAME.fullmatch(folder.name.removesuffix(PART))
        if ours and folder != keep:
            _remove_unheld(folder)


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


@contextmanager
def building(root: Path, name: str) -> Iterator[Path]:
    """An empty folder for a new generation; it is the current one when the block ends well, and gone otherwise."""
    part = root / GENERATIONS / f"{name}{PART}"
    try:
        part.mkdir(parents=True)
        yield part
        (part / HELD).touch()
        for path in (*part.rglob("*"), part):
            sync(path)
        os.rename(part, part.with_suffix(""))
        sync(part.parent)
        fresh = root / f"{POINTER}{PART}"
        fresh.unlink(missing_ok=True)  # in an index from elsewhere it could be a link
        fresh.write_text(name, encoding="ascii")
        sync(fresh)
        os.replace(fresh, root / POINTER)
        sync(root)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def sync(path: Path) -> None:
    """Brings one file or folder's entries to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
