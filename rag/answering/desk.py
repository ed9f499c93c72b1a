"""What judges and what answers from one snapshot, together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rag.answering.answering import Answerer, Asked
from rag.answering.choosing import answers
from rag.errors import telling_lacks
from rag.language.lexical import WORD
from rag.reading.judging import Judge, Judged
from rag.types import Answer


@dataclass(frozen=True, slots=True)
class Desk:
    """Safe for several threads."""

    judge: Judge
    answerer: Answerer

    @telling_lacks("The question can't be answered")
    def judged(self, asked: Asked) -> tuple[Asked, Judged]:
        """The evidence for what is asked: as typed, or without slips of the pen where that is the better evidence.

        With it, what was asked as it was read.
        """
        judged = self.judge.judge(asked.standalone, asked.before, asked.background)
        slips = self.answerer.words.slips(asked.standalone, self.judge.reader.knows)
        if not slips:
            return asked, judged
        meant = WORD.sub(lambda word: slips.get(word[0], word[0]), asked.standalone)
        read = self.judge.judge(meant, asked.before, asked.background)
        retrieve_ms, read_ms = read.retrieve_ms + judged.retrieve_ms, read.read_ms + judged.read_ms
        if read.answered > judged.answered:
            asked, judged = replace(asked, standalone=meant), read
        return asked, replace(judged, retrieve_ms=retrieve_ms, read_ms=read_ms)

    def quoted(self, asked: Asked) -> Answer:
        """The answer in the guides' own words: retrieve, read, decide, answer."""
        read_as, judged = self.judged(asked)
        notice = f"Read as “{read_as.standalone}”." if read_as is not asked else None
        return replace(self.answerer.answer(read_as, judged), timings_ms=judged.timings, notice=notice)

    def answers(self, question: str) -> bool:
        """Whether the guides answer a question that stands alone, and have all of its words."""
        return not self.answerer.words.unknown(question) and answers(self.judge.judge(question))
