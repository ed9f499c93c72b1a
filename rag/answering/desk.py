"""What judges and what answers from one snapshot, together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rag.answering.answering import Answerer, Asked
from rag.answering.choosing import answers
from rag.reading.judging import Judge, Judged
from rag.types import Answer


@dataclass(frozen=True, slots=True)
class Desk:
    """Safe for several threads."""

    judge: Judge
    answerer: Answerer

    def judged(self, asked: Asked) -> Judged:
        """The evidence for what is asked."""
        return self.judge.judge(asked.standalone, asked.before, asked.background)

    def quoted(self, asked: Asked) -> Answer:
        """The answer in the guides' own words: retrieve, read, decide, answer."""
        judged = self.judged(asked)
        return replace(self.answerer.answer(asked, judged), timings_ms=judged.timings)

    def answers(self, question: str) -> bool:
        """Whether the guides answer a question that stands alone, and have all of its words."""
        return not self.answerer.words().unknown(question) and answers(self.judge.judge(question).evidence)
