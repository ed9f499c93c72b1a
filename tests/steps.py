"""Steps of what writes, counted; at one the process ends, or from it on the disk fails. See tests/crashing.py."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rag.indexing import chroma, vectors
from rag.types import Vectors
from tests.fakes import HashEncoder

KILLED, TOLD, WENT_ON = 86, 87, 88
"""How a work ended that came to its last step: on the spot, with a line of ours, or well."""
FAULTS = {"full": errno.ENOSPC, "read-only": errno.EROFS}
WRITING = {"open to write", "make folder", "bring to the disk", "copy the database", "open Chroma", "add to Chroma"}
CHANGES = {"os.rename": "rename", "os.remove": "remove", "os.mkdir": "make folder", "os.rmdir": "remove folder"}
CHANGING = {*CHANGES.values(), "delete from Chroma"}
"""What a full disk refuses, and what one that is read-only refuses beside it."""
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Steps:
    """Counts steps under a folder, and ends the process at the last one that is wanted, or lets the disk fail."""

    def __init__(self, root: Path, last: int, disk: str = "") -> None:
        self.root, self.last, self.disk, self.seen = str(root), last, disk, list[str]()

    def step(self, name: str, here: bool = True) -> None:
        self.seen.append(name)
        if len(self.seen) < self.last or not self.last:
            return
        if not self.disk:
            os._exit(KILLED)
        if here and (
            name in WRITING or (self.disk == "read-only" and name in (*CHANGES.values(), "delete from Chroma"))
        ):
            raise OSError(FAULTS[self.disk], os.strerror(FAULTS[self.disk]))

    def watch(self) -> None:
        """From here on steps are counted, until the process ends."""
        sys.addaudithook(self._heard)
        sync = os.fsync

        def fsync(handle: int) -> None:
            self.step("bring to the disk")
            sync(handle)

        os.fsync = fsync  # type: ignore[assignment]
        self._count_chroma()

    def _heard(self, event: str, arguments: Sequence[Any]) -> None:
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES and self._ours(arguments[0]):
            self.step("open to write")
        elif event in CHANGES and (self._ours(arguments[0]) or arguments[-1] not in (-1, None)):
            self.step(CHANGES[event])
        elif event == "sqlite3.connect":
            self.step("copy the database", self._ours(arguments[0]))

    def _ours(self, path: object) -> bool:
        return isinstance(path, str | os.PathLike) and str(path).startswith(self.root)

    def _count_chroma(self) -> None:
        step, ours, whole = self.step, self._ours, vectors.VectorStore

        class Counted(whole):  # type: ignore[misc, valid-type]
            def __init__(self, folder: Path, *, create: bool = False) -> None:
                step("open Chroma", ours(folder))
                super().__init__(folder, create=create)

            def add(self, ids: Sequence[str], rows: Vectors) -> None:
                step("add to Chroma")
                super().add(ids, rows)

            def delete(self, ids: Sequence[str]) -> None:
                step("delete from Chroma")
                super().delete(ids)

            def close(self) -> None:
                step("close Chroma")
                super().close()

        vectors.VectorStore = Counted  # type: ignore[misc]
        ask = chroma.Chroma._response

        def asked(server: chroma.Chroma, method: str, path: str, *more: Any) -> Any:
            if method != "GET":
                step(f"{method} to the server")
            return ask(server, method, path, *more)

        chroma.Chroma._response = asked  # type: ignore[method-assign, assignment]


class CountedEncoder(HashEncoder):
    """Each encoding is a step."""

    def __init__(self, steps: Steps) -> None:
        super().__init__()
        self._steps = steps

    def encode(self, texts: Sequence[str]) -> Vectors:
        self._steps.step("encode")
        return super().encode(texts)
