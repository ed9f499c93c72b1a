"""An encoder that remembers: the sentences of one answer are checked against the same few passages."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from rag.seams import Encoder
from rag.types import EncoderId, Vectors

_MOST = 20_000
"""Texts remembered: about 30 MB of vectors."""


class RememberingEncoder:
    """An encoder in front of another one; a text that was encoded lately costs nothing."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: OrderedDict[str, Vectors] = OrderedDict()

    @property
    def id(self) -> EncoderId:
        return self._encoder.id

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimensions); what isn't known yet goes to the encoder in one batch."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        fresh = dict(zip(new, self._encoder.encode(new), strict=True)) if new else {}
        rows = [fresh[text] if text in fresh else self._known[text] for text in texts]
        self._known.update(fresh)
        for text in texts:
            self._known.move_to_end(text)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return np.stack(rows) if rows else self._encoder.encode([])
