"""What the guides have on a question: its parts, each with the units found, how far they cover it, what to quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.asking.followup import Standalone, resolve
from rag.asking.parts import parts
from rag.asking.question import Question, read_question
from rag.finding.coverage import THRESHOLD, coverage
from rag.finding.matching import Evidence
from rag.finding.quoting import select
from rag.finding.ranking import rank
from rag.finding.retrieval import retrieve
from rag.seams import Encoder
from rag.types import VIEWS, Coverage, Hit, Vectors


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a question, with what was found for it."""

    question: Question
    hits: tuple[Hit, ...]
    """Best first."""
    coverage: Coverage
    chosen: tuple[Hit, ...]
    """What to quote, in the order of the answer."""

    @property
    def covered(self) -> bool:
        """Whether the guides answer it."""
        return bool(self.chosen) and self.coverage.score >= THRESHOLD


class Finder:
    """Finds evidence in one snapshot. Safe for several threads."""

    def __init__(self, evidence: Evidence, encoder: Encoder) -> None:
        self.evidence = evidence
        self._encoder = encoder

    def find(self, question: Standalone) -> list[Part]:
        """The parts of a question with their evidence. What a part leaves out it takes from the one before."""
        found: list[Part] = []
        before = ""
        for piece in parts(question.text):
            alone = resolve(piece, before)
            found.append(self.part(alone.text, question.inherited | alone.inherited))
            before = alone.text
        return found

    def part(self, text: str, inherited: frozenset[str] = frozenset()) -> Part:
        """The evidence for a question of one part."""
        question = read_question(text, self.evidence.vocabulary, self._encoder.knows, inherited)
        found = retrieve(question.text, self.evidence.snapshot, self._encoder)
        hits = tuple(rank(question, found, self.evidence))
        covered = coverage(question, hits, self.evidence, self.fit)
        return Part(question, hits, covered, tuple(select(question, hits, self.evidence)))

    def covers(self, text: str) -> bool:
        """Whether the guides answer a question."""
        return self.part(text).covered

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See rag.seams.Encoder."""
        return self._encoder.encode(texts)

    def fit(self, texts: Sequence[str], numbers: Sequence[int]) -> list[list[float]]:
        """For each text its best cosine over the views with each unit."""
        vectors = self._encoder.encode(texts)
        views = [vectors @ self.evidence.snapshot.vectors(view, numbers).T for view in VIEWS]
        best: list[list[float]] = np.max(views, axis=0).tolist()
        return best
