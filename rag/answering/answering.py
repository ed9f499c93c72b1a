"""Evidence to an answer in quotes, or to a refusal with what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answering.choosing import answers, choose
from rag.answering.comparison import compare, compared
from rag.answering.quoting import quote
from rag.answering.suggestions import follow_ups
from rag.answering.vocabulary import Vocabulary
from rag.citing import cite
from rag.figures.book import FigureBook
from rag.figures.disagreement import described, disagreements
from rag.reading.judging import Judged
from rag.seams import Snapshot
from rag.types import Answer, Citation

NEAREST, NEAR = 3, 0.25
"""How many units a refusal shows, and the cosine below which one has nothing to do with the question."""
MOST_UNKNOWN = 2
"""Words that are named for standing in no guide; where there are more, they are the asker's way of speaking."""
NOT_ANSWERED = "The guides don't answer this."


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked."""

    question: str
    """As typed."""
    standalone: str
    """As the user's model put it; else as typed."""
    before: tuple[str, ...] = ()
    """The earlier questions, oldest first."""
    background: str = ""


class Answerer:
    """Answers from one snapshot in quotes. Safe for several threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.book = FigureBook(snapshot)
        self._vocabulary: Vocabulary | None = None

    def answer(self, asked: Asked, judged: Judged) -> Answer:
        """The answer that the evidence gives."""
        if not answers(judged.evidence):
            return self.refuse(asked, judged)
        sides = compared(asked.standalone)
        table = compare(sides, judged.evidence, self.snapshot)
        numbers = table.numbers if table else choose(judged.evidence, self.book)
        quoted = quote(numbers, self.snapshot)
        cited = {number: place for place, number in enumerate(numbers, 1)}
        words = self.words()
        unknown = [side for side in sides or () if words.unknown(side)]
        missing = tuple(dict.fromkeys([*unknown, *words.unknown_places(asked.standalone)]))
        return Answer(
            question=asked.question,
            standalone_question=asked.standalone,
            status="partial" if missing else "answered",
            answer=quoted.text,
            sentences=quoted.sentences,
            citations=quoted.citations,
            not_covered=missing,
            disagreements=described(asked.standalone, list(disagreements(numbers, self.book)), cited, self.book),
            comparison=table.cited(cited) if table else None,
            background=(asked.background,) if asked.background else (),
            follow_ups=tuple(follow_ups(numbers, self.snapshot)),
        )

    def refuse(self, asked: Asked, judged: Judged) -> Answer:
        """The answer that says that no guide answers: which words none has, and what comes nearest."""
        return Answer(
            question=asked.question,
            standalone_question=asked.standalone,
            status="not_in_guides",
            answer=self._missing(asked.standalone),
            nearest=self.nearest(judged),
            not_covered=(asked.standalone,),
            follow_ups=tuple(follow_ups([each.number for each in judged.evidence[:1]], self.snapshot)),
        )

    def nearest(self, judged: Judged) -> tuple[Citation, ...]:
        """The units that come nearest, likeliest first; none where not one is near."""
        if not judged.hits or max(hit.cosine for hit in judged.hits) < NEAR:
            return ()
        units, articles = self.snapshot.units, self.snapshot.articles
        best = [units[each.number] for each in judged.evidence[:NEAREST]]
        return tuple(cite(unit, articles[unit.article_id], place) for place, unit in enumerate(best, 1))

    def words(self) -> Vocabulary:
        """All that the guides have."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self.snapshot)
        return self._vocabulary

    def _missing(self, question: str) -> str:
        unknown = self.words().unknown(question)
        told = 0 < len(unknown) <= MOST_UNKNOWN
        return f"{NOT_ANSWERED} No guide mentions {_listed(unknown)}." if told else NOT_ANSWERED


def _listed(words: Sequence[str]) -> str:
    marked = [f"“{word}”" for word in words]
    return " or ".join(filter(None, [", ".join(marked[:-1]), marked[-1]]))
