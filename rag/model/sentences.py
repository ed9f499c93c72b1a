"""Sentences of a text that is still being written, each as soon as it is sure where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.language.sentences import LOOK_AHEAD, sentence_ends
from rag.model.markers import split_off

_WORD = re.compile(r"\w*\W")


class Sentences:
    """Cuts a text into sentences with the markers behind them. However it comes in pieces, they are the same."""

    def __init__(self) -> None:
        self._held = ""

    @property
    def rest(self) -> str:
        """What came and isn't a whole sentence yet."""
        return self._held

    def add(self, piece: str) -> Iterator[str]:
        """The sentences that the piece completes."""
        self._held += piece
        while (end := self._end()) is not None:
            yield self._held[:end]
            self._held = self._held[end:]

    def _end(self) -> int | None:
        """Where the first sentence ends, with its markers; None where it can't be told yet. A line's end is one."""
        blank = len(self._held) - len(self._held.lstrip())
        line, newline, _ = self._held[blank:].partition("\n")
        bare, places = split_off(line, whole=bool(newline))
        for end in sentence_ends(bare):
            rest = bare[end:].lstrip()
            if bare[: end - 1].isdigit():  # the number of a list's item
                continue
            # Enough has to follow a full stop to know that a sentence ends there.
            if rest and (newline or len(rest) >= LOOK_AHEAD or _WORD.match(rest)):
                return blank + places[len(bare) - len(rest)]
        return blank + len(line) if newline else None
