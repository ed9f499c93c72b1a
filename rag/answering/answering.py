"""Evidence to an answer in quotes, or to a refusal with what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rag.answering.choosing import answers, choose
from rag.answering.comparison import compare, compared
from rag.answering.suggestions import follow_ups
from rag.answering.vocabulary import Vocabulary
from rag.citing import cite, spoken
from rag.figures.book import FigureBook
from rag.figures.disagreement import described, disagreements
from rag.reading.judging import Judge, Judged
from rag.seams import Snapshot
from rag.types import Answer, Citation, Sentence, UnitKind

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

    def answer(self, asked: Asked, judged: Judged) -> Answer:
        """The answer that the evidence gives."""
        if not answers(judged.evidence):
            return self.refuse(asked, judged)
        sides = compared(asked.standalone)
        table = compare(sides, judged.evidence, self.snapshot)
        numbers = table.numbers if table else choose(judged.evidence, self.book)
        text, sentences, citations = quote(numbers, self.snapshot)
        cited = {number: place for place, number in enumerate(numbers, 1)}
        words = self._words
        unknown = [side for side in sides or () if words.unknown(side)]
        missing = tuple(dict.fromkeys([*unknown, *words.unknown_places(asked.standalone)]))
        return Answer(
            question=asked.question,
            standalone_question=asked.standalone,
            status="partial" if missing else "answered",
            answer=text,
            sentences=tuple(sentences),
            citations=tuple(citations),
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

    @cached_property
    def _words(self) -> Vocabulary:
        return Vocabulary(self.snapshot)

    def _missing(self, question: str) -> str:
        unknown = self._words.unknown(question)
        told = 0 < len(unknown) <= MOST_UNKNOWN
        return f"{NOT_ANSWERED} No guide mentions {_listed(unknown)}." if told else NOT_ANSWERED


@dataclass(frozen=True, slots=True)
class Desk:
    """What judges and what answers from one snapshot, together. Safe for several threads."""

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
        """Whether the guides answer a question that stands alone."""
        return answers(self.judge.judge(question).evidence)


def quote(numbers: Sequence[int], snapshot: Snapshot) -> tuple[str, list[Sentence], list[Citation]]:
    """The units as an answer's text, its sentences and their citations.

    One guide is a paragraph, items of a list a line each.
    """
    paragraphs: list[str] = []
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    previous = None
    for place, number in enumerate(numbers, 1):
        unit = snapshot.units[number]
        article = snapshot.articles[unit.article_id]
        said = spoken(unit, article, place, named=article.id != previous)
        if article.id != previous:
            paragraphs.append(said)
        else:
            follows = unit.kind in (UnitKind.ITEM, UnitKind.ROW)
            paragraphs[-1] += f"\n- {said}" if follows else f" {said}" if "\n" not in paragraphs[-1] else f"\n\n{said}"
        sentences.append(Sentence(said, (place,), "quote"))
        citations.append(cite(unit, article, place))
        previous = article.id
    return "\n\n".join(paragraphs), sentences, citations


def _listed(words: Sequence[str]) -> str:
    marked = [f"“{word}”" for word in words]
    return " or ".join(filter(None, [", ".join(marked[:-1]), marked[-1]]))
