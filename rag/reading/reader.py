"""The reader: a question and windows to a score for each of their units, by the shipped model on onnxruntime."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import onnxruntime
from tokenizers import Tokenizer

from rag.encoding.models import MODELS, shipped_files
from rag.reading.tokens import Tokens, batch
from rag.types import Window


class OnnxReader:
    """The reader in a file. Safe for several threads."""

    def __init__(self, graph: Path, tokenizer: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads would burn a core
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokens = Tokens(self._tokenizer)

    def knows(self, word: str) -> bool:
        """Whether a word in small letters is whole in its vocabulary, as common words and names are."""
        return self._tokenizer.token_to_id(word) is not None

    def read(self, question: str, earlier: str, windows: Sequence[Window]) -> list[list[float]]:
        """For each window a logit of each of its units: above 0 it rather answers than not.

        One window a run: nothing is padding, and as weights and states are scaled in eight bits by what a run holds, a
        window's scores don't hang on what else is read.
        """
        scores: list[list[float]] = []
        for window in windows:
            made = batch([self._tokens.input(question, earlier, window)])
            scores.append(self._session.run(None, dict(made))[0][0].tolist()[: len(window.numbers)])
        return scores


class LazyReader:
    """The shipped reader, opened at the first question."""

    def __init__(self, folder: Path = MODELS) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._opened: OnnxReader | None = None

    def read(self, question: str, earlier: str, windows: Sequence[Window]) -> list[list[float]]:
        """See OnnxReader.read. Raises EncoderError at the first call."""
        return self._open().read(question, earlier, windows)

    def knows(self, word: str) -> bool:
        """See OnnxReader.knows. Raises EncoderError at the first call."""
        return self._open().knows(word)

    def _open(self) -> OnnxReader:
        with self._lock:
            if self._opened is None:
                graph, tokenizer = shipped_files("reader", self._folder)
                self._opened = OnnxReader(graph, tokenizer)
            return self._opened
