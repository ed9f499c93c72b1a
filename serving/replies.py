"""A reply that is read in threads, so that a server's event loop is free and whoever asked can leave at any moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator

from anyio import CancelScope
from anyio.to_thread import run_sync

from rag.seams import Pieces
from rag.types import Answer


async def _nowhere(piece: str) -> None:
    """Takes a piece that nobody waits for."""


async def whole(reply: Pieces, each: Callable[[str], Awaitable[None]] = _nowhere) -> Answer:
    """The whole answer; `each` is given its text as it comes. Where this is cancelled, what still runs is ended.

    A reply that waits for a model gives an empty piece several times a second, and each is a chance to leave.
    """
    pieces = _pieces(reply)
    try:
        while (piece := await run_sync(next, pieces, None)) is not None:
            if piece:
                await each(piece)
    finally:
        with CancelScope(shield=True):
            await run_sync(pieces.close)
    return await run_sync(reply.answer)


def _pieces(reply: Pieces) -> Generator[str]:
    """The pieces as a generator, which can be closed: that closes what they come from."""
    yield from reply
