"""An answer on its way to a face: its pieces as they come, and then the whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace

from rag.types import Answer


def since(started: float) -> float:
    """Milliseconds since a moment of time.perf_counter()."""
    return (time.perf_counter() - started) * 1000


class Reply:
    """An answer as it comes: iterate it for pieces, ask it for the whole. Leaving early ends what still runs."""

    def __init__(self, pieces: Iterator[str], made: Callable[[], Answer], started: float) -> None:
        self._pieces = pieces
        self._made = made
        self._started = started
        self._first_ms: float | None = None
        self._total_ms: float | None = None

    def __iter__(self) -> Iterator[str]:
        try:
            for piece in self._pieces:
                if piece and self._first_ms is None:
                    self._first_ms = since(self._started)
                yield piece
        except GeneratorExit:
            if isinstance(self._pieces, Generator):  # now, and not when somebody collects what is left
                self._pieces.close()
            raise
        self._total_ms = self._total_ms or since(self._started)

    def answer(self) -> Answer:
        """The whole answer, once it is there."""
        for _ in self:
            pass
        total = self._total_ms or since(self._started)
        made = self._made()
        return replace(made, timings_ms=replace(made.timings_ms, total=total, first_token=self._first_ms or total))


def at_once(made: Answer, started: float) -> Reply:
    """A reply that is there already."""
    return Reply(iter(made.answer.splitlines(keepends=True)), lambda: made, started)
