"""An event loop in a thread of its own, which requests of several threads share."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from threading import Lock, Thread, current_thread
from typing import Any, TypeVar

T = TypeVar("T")
END_SECONDS = 2.0
"""Longest wait for what runs to end, where the loop is closed."""


class Loop:
    """Begins at its first task; `close`, or the end of whoever holds it, cancels what runs and ends the thread."""

    def __init__(self, ending: Callable[[], Awaitable[None]]) -> None:
        self._ending = ending
        """Awaited in the loop when it is closed."""
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: Callable[[], object] = lambda: None

    def run(self, task: Coroutine[Any, Any, T]) -> Future[T]:
        """Starts a task, in the context of the calling thread: LangChain's callbacks are found there."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                thread = Thread(target=_run, args=(self._loop,), name="career-model", daemon=True)
                thread.start()
                self._end = weakref.finalize(self, _end, self._loop, thread, self._ending)
            return asyncio.run_coroutine_threadsafe(task, self._loop)

    def close(self) -> None:
        """Cancels what runs, and ends the thread."""
        with self._lock:
            self._end()
            self._loop = None


def _run(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()


def _end(loop: asyncio.AbstractEventLoop, thread: Thread, ending: Callable[[], Awaitable[None]]) -> None:
    async def cancel() -> None:
        running = asyncio.all_tasks() - {asyncio.current_task()}
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await ending()
        await loop.shutdown_asyncgens()
        loop.stop()

    asyncio.run_coroutine_threadsafe(cancel(), loop)
    if thread is not current_thread():  # where the garbage collector comes by in the loop itself, nobody can wait
        thread.join(END_SECONDS)
