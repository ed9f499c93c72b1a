"""Whose turn it is to write to an index on a Chroma server, and by that, which generation is current.

A turn is a collection, INDEX.turn.N. Its metadata says until when it is held, and names the current generation. Only
one writer can make the turn behind a lapsed one, and takes the older ones away before it publishes: so the turn that
a reader knows is right as long as it is there, and with a lost one nothing can be published.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from rag.errors import IndexBusy, ServerError
from rag.indexing.chroma import Chroma, Collection, Missing, Taken
from rag.indexing.generations import NAME

SECONDS = 60.0
"""How long a writer that died keeps others out; one that lives asks for more four times as often."""
POLL_SECONDS = 0.5


class Turns:
    """The turns of one index."""

    def __init__(self, chroma: Chroma, index: str) -> None:
        self._chroma, self._index = chroma, index
        self._begin = f"{index}.turn."
        self._known: str | None = None
        self._mine: Collection | None = None
        self._named = ""
        self._writes = threading.Lock()

    def current(self) -> str | None:
        """The current generation; None where there is none. Raises ValueError for a broken pointer, ServerError."""
        turn = None
        if self._known:
            with suppress(Missing):
                turn = self._chroma.collection(self._known)
        turn = turn or self._newest()
        self._known = turn.name if turn else None
        if turn and turn.generation and not NAME.fullmatch(turn.generation):
            raise ValueError(f"{turn.name} names no generation")
        return turn.generation or None if turn else None

    @contextmanager
    def taken(self, timeout_seconds: float) -> Iterator[None]:
        """Keeps all others out, as long as this process lives. Raises IndexBusy, ServerError."""
        self._mine = self._begun(time.monotonic() + timeout_seconds)
        ended = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(ended,), name="renewing", daemon=True)
        renewing.start()
        try:
            yield
        finally:
            ended.set()
            renewing.join()
            with suppress(ServerError):  # else it lapses
                self._hold(ended=True)

    def publish(self, generation: str) -> None:
        """Makes it the current one. Raises IndexBusy where the turn was lost."""
        self._check_mine()
        before, self._named = self._named, generation
        try:
            self._hold()
            self._check_mine()
        except (Missing, IndexBusy):
            self._named = before
            raise self._lost() from None

    def _check_mine(self) -> None:
        newest = self._newest()
        if not (newest and self._mine and newest.id == self._mine.id):
            raise self._lost()

    def _lost(self) -> IndexBusy:
        return IndexBusy(f"Another ingest took over {self._where}, not having heard of this one; run it again.")

    @property
    def _where(self) -> str:
        return f"{self._chroma} (index {self._index})"

    def _all(self) -> list[Collection]:
        return sorted(self._chroma.collections(self._begin), key=_number)

    def _newest(self) -> Collection | None:
        turns = self._all()
        if not turns:
            self._chroma.check_database()
        return turns[-1] if turns else None

    def _begun(self, deadline: float) -> Collection:
        """A turn of one's own. Raises IndexBusy."""
        while True:
            before, now = self._newest(), self._chroma.time()
            if before is None or before.until <= now:
                number = _number(before) + 1 if before else 1
                metadata = {"until": now + SECONDS, "generation": before.generation if before else ""}
                with suppress(Taken):
                    mine = self._chroma.create(f"{self._begin}{number}", metadata)
                    self._take_over(mine)
                    return mine
            if time.monotonic() >= deadline:
                most = f"one that was cut off keeps others out for {SECONDS:.0f} seconds"
                raise IndexBusy(f"Another ingest is writing to {self._where}; wait for it and try again ({most}).")
            time.sleep(POLL_SECONDS)

    def _take_over(self, mine: Collection) -> None:
        """Takes older turns away, with what was published by the last of them while this one was made."""
        older = [each for each in self._all() if _number(each) < _number(mine)]
        self._named = (older[-1] if older else mine).generation
        self._chroma.describe(mine.id, {**mine.metadata, "generation": self._named})
        for each in older:
            self._chroma.delete(each.name)

    def _hold(self, *, ended: bool = False) -> None:
        """Says until when the turn is held, and what is published. Raises Missing where it was lost."""
        with self._writes:  # else a renewal could put back what was published before
            if self._mine:
                until = 0.0 if ended else self._chroma.time() + SECONDS
                self._chroma.describe(self._mine.id, {"until": until, "generation": self._named})

    def _renew(self, ended: threading.Event) -> None:
        while not ended.wait(SECONDS / 4):
            with suppress(ServerError):  # whether the turn was lost is seen when something is published
                self._hold()


def _number(turn: Collection) -> int:
    digits = turn.name.rsplit(".", 1)[1]
    return int(digits) if digits.isdecimal() else 0
