"""Answers on their way: each is written in a thread of its own, so that neither a click nor another page stops it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Protocol

from rag.errors import CareerError
from ui.state import Exchange, Said

if TYPE_CHECKING:
    from rag.types import Answer

FAILED = "Something went wrong here; the program's log says what. Ask again."


class Pieces(Protocol):
    """A reply of the assistant's."""

    def __iter__(self) -> Iterator[str]: ...

    def answer(self) -> Answer: ...


class Asking:
    """A question that is being answered. `ended` gets the exchange once, from whichever thread ends it,
    and gives the number that it is kept under, or 0."""

    def __init__(self, question: str, ask: Callable[[], Pieces], ended: Callable[[Exchange], int]) -> None:
        self.question = question
        self.written = ""
        self._said: Said | None = None
        self._ended = ended
        self._ask = ask
        self._lock = Lock()
        self._done = Event()

    def start(self) -> None:
        """Begins; whoever is told of the end knows of it by then."""
        Thread(target=self._run, name="asking", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Whether it is over, waiting so long for it."""
        return self._done.wait(seconds)

    def stop(self) -> None:
        """Ends it with what was written so far."""
        self._end(Exchange(self.question, written=self.written))

    def said(self) -> Said:
        """What became of the question, once it is over."""
        assert self._said
        return self._said

    def _run(self) -> None:
        try:
            self._end(self._answered())
        except CareerError as error:
            self._end(Exchange(self.question, error=str(error)))
        except Exception:  # whoever runs this finds it there, and whoever asked can go on
            logging.getLogger(__name__).exception("An answer failed")
            self._end(Exchange(self.question, error=FAILED))

    def _answered(self) -> Exchange:
        reply = self._ask()
        for piece in reply:
            self.written += piece
            if self._done.is_set():  # leaving the reply early lets its model go
                return Exchange(self.question, written=self.written)
        return Exchange(self.question, reply.answer())

    def _end(self, exchange: Exchange) -> None:
        with self._lock:
            if self._said is None:
                self._said = Said(self._ended(exchange), exchange)
                self._done.set()
