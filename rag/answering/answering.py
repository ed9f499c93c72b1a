"""Evidence to an answer in quotes, or to a refusal with what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.answering.choosing import answers, choose
from rag.answering.comparison import compare, compared
from rag.answering.suggestions import first_questions, follow_ups
from rag.answering.talk import reply_to, talked
from rag.answering.vocabulary import Vocabulary
from rag.citing import cite, spoken
from rag.figures.book import FigureBook
from rag.figures.disagreement import described, disagreements
from rag.reading.judging import Judge, Judged
from rag.seams import Snapshot
from rag.types import Answer, Citation, Sentence, UnitKind

NEAREST, NEARBY = 3, 0.08
"""How many units a refusal shows, and from which probability on: of less likely ones hardly any is on the matter."""
NEAR = 0.25
"""The cosine below which a unit has nothing to do with a question."""
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
    answers: str = ""
    """The earlier ones, as far as they are known."""


class Answerer:
    """Answers from one snapshot in quotes. Safe for several threads."""

    def __init__(self, snapshot: Snapshot, judge: Judge) -> None:
        self.snapshot = snapshot
        self._judge = judge
        self.book = FigureBook(snapshot)

    @cached_property
    def words(self) -> Vocabulary:
        """The words of the guides."""
        return Vocabulary(self.snapshot)

    def answer(self, asked: Asked, judged: Judged) -> Answer:
        """The answer that the evidence gives."""
        if not answers(judged):
            return self.refuse(asked, judged)
        sides = compared(asked.standalone)
        table = compare(sides, judged.evidence, self.snapshot)
        numbers = table.numbers if table else choose(judged.evidence, self.book)
        text, sentences, citations = quote(numbers, self.snapshot)
        cited = {number: place for place, number in enumerate(numbers, 1)}
        unknown = [side for side in sides or () if self.words.unknown(side)]
        if len(unknown) > 1:  # "true or folklore": words that no guide has are no two things of the guides
            sides, unknown = None, []
        missing = tuple(dict.fromkeys([*unknown, *self.words.unknown_places(asked.standalone)]))
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
            follow_ups=self.follow_ups(asked, numbers),
        )

    def refuse(self, asked: Asked, judged: Judged) -> Answer:
        """The answer that no guide answers, with words that none has and what comes nearest; to small talk, a reply."""
        if kind := self._judge.talk(asked.question):
            titles = [article.title or article.id for article in self.snapshot.articles.values()]
            return talked(asked.question, reply_to(kind, titles), first_questions(self.snapshot, asked.before))
        nearest = self.nearest(judged)
        numbers = [each.number for each in judged.evidence[:1]] if nearest else []
        return Answer(
            question=asked.question,
            standalone_question=asked.standalone,
            status="not_in_guides",
            answer=self._missing(asked.standalone),
            nearest=nearest,
            not_covered=(asked.standalone,),
            follow_ups=self.follow_ups(asked, numbers) or self.follow_ups(asked, []),
        )

    def nearest(self, judged: Judged) -> tuple[Citation, ...]:
        """The units that come nearest, likeliest first; none where not one is near."""
        units, articles = self.snapshot.units, self.snapshot.articles
        best = [units[each.number] for each in judged.evidence[:NEAREST] if each.probability >= NEARBY]
        return tuple(cite(unit, articles[unit.article_id], place) for place, unit in enumerate(best, 1))

    def follow_ups(self, asked: Asked, numbers: Sequence[int]) -> tuple[str, ...]:
        """Questions that go on from the units shown; where none are, those to begin with."""
        return follow_ups(numbers, self.snapshot, [*asked.before, asked.question, asked.standalone], asked.answers)

    def _missing(self, question: str) -> str:
        unknown = self._judge.about(question, self.words.unknown(question))
        told = 0 < len(unknown) <= MOST_UNKNOWN
        return f"{NOT_ANSWERED} No guide mentions {_listed(unknown)}." if told else NOT_ANSWERED


def is_near(judged: Judged) -> bool:
    """Whether anything that was found has to do with the question."""
    return any(hit.cosine >= NEAR for hit in judged.hits)


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
