"""Whether the model that the settings name answers at all."""

from __future__ import annotations

import time
from contextlib import closing

from rag.model.generation import open_generator
from rag.settings import Settings
from rag.types import Message

_ASKED = (Message("user", "Reply with the one word: ready"),)


def probe(settings: Settings) -> float:
    """Seconds until the model's first word, within its deadline. Raises ModelError, SettingsError."""
    generation = open_generator(settings).generate(_ASKED)
    started = time.perf_counter()
    with closing(generation):
        next(piece for piece in generation if piece)
    return time.perf_counter() - started
