"""Whether a model's sentence speaks of what was asked: an order in a guide leads elsewhere more often than not."""

from __future__ import annotations

import numpy as np

from rag.language.lexical import WORD, terms
from rag.language.words import is_topical
from rag.seams import Encoder

FEWEST_COSINE = 0.2
"""A sentence without a word of the question is about something else below this cosine similarity to it."""


class Relevance:
    """What was asked, to lay sentences beside."""

    def __init__(self, question: str, encoder: Encoder) -> None:
        self._encoder = encoder
        self._stems = {stem for word in WORD.findall(question) if is_topical(word) for stem in terms(word)}
        self._vector = encoder.encode([question])[0]

    def __call__(self, sentence: str) -> bool:
        """Whether the sentence, without its markers, is about the question."""
        if self._stems.intersection(terms(sentence)):
            return True
        return float(np.dot(self._vector, self._encoder.encode([sentence])[0])) >= FEWEST_COSINE
