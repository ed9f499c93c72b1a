"""How well the evidence's probability tells questions that the guides answer from others, on SQuAD 2.0's format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evals.guides import guide, guide_id
from evals.roc import roc_area
from evals.squad import SquadArticle, SquadQuestion, holds
from rag.answering.answering import Answerer
from rag.answering.choosing import answers, choose
from rag.progress import Progress, Step
from rag.reading.judging import Judge


@dataclass(frozen=True, slots=True)
class Judged:
    """A question of an article, and what the product made of it."""

    id: str
    group: str
    """The article that the question was asked of."""
    answerable: bool
    score: float
    """Probability of the likeliest unit, 0 to 1."""
    similarity: float
    """Highest cosine of the question and any unit."""
    refused: bool
    holds_answer: bool
    """Whether something quoted holds an answer that the set gives."""


@dataclass(frozen=True, slots=True)
class Answerability:
    """What comes out over a set of questions; areas are under the ROC curve, 0.5 to 1."""

    answerable: int
    unanswerable: int
    evidence_area: float
    similarity_area: float
    refused: int
    """Of the unanswerable, at the product's own threshold."""
    falsely_refused: int
    """Of the answerable."""
    hold_answer: int
    """Answerable questions that were answered with a quote that holds an answer of the set."""

    @property
    def answered(self) -> int:
        """Answerable questions that were answered."""
        return self.answerable - self.falsely_refused


def as_guides(articles: Sequence[SquadArticle]) -> dict[str, bytes]:
    """Each article as the file of a guide, by id."""
    return {
        guide_id(f"{number:03} {article.title}"): guide(article.title, article.paragraphs)
        for number, article in enumerate(articles, start=1)
    }


def ask(articles: Sequence[SquadArticle], judge: Judge, answerer: Answerer, progress: Progress) -> Iterator[Judged]:
    """Each question asked of all the articles at once, in the order of the file."""
    total, done = sum(len(article.questions) for article in articles), 0
    for article in articles:
        for question in article.questions:
            progress(Step("Asking questions", done, total))
            done += 1
            yield _judged(article, question, judge, answerer)


def measure(judged: Sequence[Judged]) -> Answerability:
    """The questions counted."""
    labels = [each.answerable for each in judged]
    answerable = [each for each in judged if each.answerable]
    unanswerable = [each for each in judged if not each.answerable]
    return Answerability(
        answerable=len(answerable),
        unanswerable=len(unanswerable),
        evidence_area=roc_area([each.score for each in judged], labels),
        similarity_area=roc_area([each.similarity for each in judged], labels),
        refused=sum(each.refused for each in unanswerable),
        falsely_refused=sum(each.refused for each in answerable),
        hold_answer=sum(each.holds_answer and not each.refused for each in answerable),
    )


def _judged(article: SquadArticle, question: SquadQuestion, judge: Judge, answerer: Answerer) -> Judged:
    judged = judge.judge(question.text)
    shown = choose(judged.evidence, answerer.book)
    quotes = [answerer.snapshot.units[number].text for number in shown]
    return Judged(
        id=question.id,
        group=article.title,
        answerable=bool(question.answers),
        score=judged.answered,
        similarity=max((hit.cosine for hit in judged.hits), default=-1.0),
        refused=not answers(judged),
        holds_answer=any(holds(quote, answer) for quote in quotes for answer in question.answers),
    )
