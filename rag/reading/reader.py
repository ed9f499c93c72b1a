"""The reader: a question and windows to a score for each of their units, by the shipped model on onnxruntime."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import Tokenizer

from rag.encoding.encoder import open_session
from rag.encoding.models import MODELS, shipped_files
from rag.reading.tokens import Tokens, batch
from rag.types import Window

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


class LazyReader:
    """The shipped reader, opened when it is first asked, which may raise EncoderError. Safe for several threads."""

    def __init__(self, folder: Path = MODELS) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._opened: tuple[InferenceSession, Tokenizer, Tokens] | None = None

    def knows(self, word: str) -> bool:
        """Whether a word in small letters is whole in its vocabulary, as common words and names are."""
        return self._open()[1].token_to_id(word) is not None

    def read(self, question: str, earlier: str, windows: Sequence[Window]) -> list[list[float]]:
        """For each window a logit of each of its units: above 0 it rather answers than not.

        One window a run: nothing is padding, and as weights and states are scaled in eight bits by what a run holds, a
        window's scores don't hang on what else is read.
        """
        session, _, tokens = self._open()
        scores: list[list[float]] = []
        for window in windows:
            made = batch([tokens.input(question, earlier, window)])
            scores.append(session.run(None, dict(made))[0][0].tolist()[: len(window.numbers)])
        return scores

    def _open(self) -> tuple[InferenceSession, Tokenizer, Tokens]:
        with self._lock:
            if self._opened is None:
                graph, path = shipped_files("reader", self._folder)
                tokenizer = Tokenizer.from_file(str(path))
                self._opened = open_session(graph), tokenizer, Tokens(tokenizer)
            return self._opened
