"""Recursive character splitting, as most tutorials have it: what the product's own splitting is measured against."""

from __future__ import annotations

SIZE = 1000
SEPARATORS = ("\n\n", "\n", " ", "")
"""Coarsest first; LangChain's own."""


def split(text: str, size: int = SIZE) -> list[str]:
    """Chunks of at most `size` characters, in order, without white space around them and without overlap.

    The text is cut at the coarsest separator that it has; pieces that are still too long are cut at the next ones, and
    neighbours are joined while they fit.
    """
    return [chunk for piece in _split(text, size, SEPARATORS) if (chunk := piece.strip())]


def _split(text: str, size: int, separators: tuple[str, ...]) -> list[str]:
    place = next(i for i, separator in enumerate(separators) if separator in text)
    separator, finer = separators[place], separators[place + 1 :]
    chunks: list[str] = []
    fitting = ""
    for piece in _pieces(text, separator):
        if len(piece) >= size:
            chunks += [fitting, *_split(piece, size, finer)]
            fitting = ""
        elif len(fitting) + len(piece) > size:
            chunks.append(fitting)
            fitting = piece
        else:
            fitting += piece
    return [*chunks, fitting]


def _pieces(text: str, separator: str) -> list[str]:
    """The text cut before each separator, which stays at the head of its piece."""
    first, *rest = text.split(separator) if separator else list(text)
    return [first, *(separator + piece for piece in rest)]
