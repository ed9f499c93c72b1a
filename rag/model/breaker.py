"""Lets a model rest that failed several times in a row."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock


class Breaker:
    """Counts failures in a row; after `failures` of them no call goes for `rest_seconds`, then one goes to try.

    Safe for several threads.
    """

    def __init__(self, failures: int, rest_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = failures
        self._rest_seconds = rest_seconds
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._until = 0.0

    def rest_seconds(self) -> float:
        """0 where a call may go, else how long the rest still lasts. Whoever is told 0 must `record` what came."""
        with self._lock:
            if self._failures < self._most:
                return 0.0
            now = self._clock()
            if now < self._until:
                return self._until - now
            self._until = now + self._rest_seconds  # the others rest on until this one call has told how it went
            return 0.0

    def record(self, success: bool | None) -> None:
        """Counts a call's end; None for one that says nothing of the server, such as one that its reader stopped."""
        with self._lock:
            if success:
                self._failures = 0
            elif success is None:
                self._until = self._clock()
            else:
                self._failures += 1
                self._until = self._clock() + self._rest_seconds
