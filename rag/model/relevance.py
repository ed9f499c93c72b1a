"""Whether a model's sentence speaks of what was asked: an order in a guide leads elsewhere more often than not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.asking.question import Question, same_matter
from rag.seams import Encoder
from rag.text.lexical import terms

FEWEST_COSINE = 0.2
"""A sentence without a term of the question is about something else below this cosine similarity to it."""


class Relevance:
    """What was asked, to lay sentences beside."""

    def __init__(self, questions: Sequence[Question], encoder: Encoder) -> None:
        self._encoder = encoder
        self._terms = {stem for question in questions for term in question.terms for stem in same_matter(term.stem)}
        self._vectors = encoder.encode([question.text for question in questions])

    def __call__(self, sentence: str) -> bool:
        """Whether the sentence, without its markers, is about one of the questions."""
        if self._terms.intersection(terms(sentence)):
            return True
        return float(np.max(self._vectors @ self._encoder.encode([sentence])[0])) >= FEWEST_COSINE
