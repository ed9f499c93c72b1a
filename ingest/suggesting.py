"""Which of the questions that guides give themselves are suggested: plain ones, standing alone, that they answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answering.choosing import LIMITS, answers
from rag.model.form import is_question
from rag.progress import Progress, Step
from rag.reading.judging import Judge
from rag.seams import Encoder, Reader, Snapshot
from rag.types import IndexedArticle, ParsedArticle, Suggestion, Unit

MOST_OF_A_GUIDE = 12
"""Questions that are tried of each guide."""
MOST_TRIED = 60
"""Questions that one ingest judges: each costs as much as one that is asked."""


@dataclass(frozen=True, slots=True)
class Given:
    """A question that a guide gives itself."""

    question: str
    article_id: str
    heading: bool
    """Whether it is a heading; else the guide's front matter names it."""

    def may_be_answered_by(self, unit: Unit) -> bool:
        """Whether it is the guide's own unit, and of a heading one that stands under it."""
        under = not self.heading or self.question in (unit.section or "").split(" › ")
        return under and unit.article_id == self.article_id


def candidates(parsed: ParsedArticle) -> list[Given]:
    """The plain questions that a guide gives itself: in its front matter, then as headings.

    A colon in a heading comes behind who speaks, or an episode's name.
    """
    article = parsed.article
    headings = dict.fromkeys((unit.section or "").split(" › ")[-1] for unit in parsed.units)
    asking = [each for each in headings if ":" not in each and each not in (article.title, *article.questions)]
    given = [Given(each, article.id, False) for each in article.questions]
    given += [Given(each, article.id, True) for each in asking]
    return [each for each in given if is_question(each.question)][:MOST_OF_A_GUIDE]


def suggested(
    articles: Sequence[IndexedArticle], snapshot: Snapshot, encoder: Encoder, reader: Reader, progress: Progress
) -> Iterator[Suggestion]:
    """The questions of these articles that stand alone and that their own guide answers, some of each in turn."""
    tried = [candidates(each.parsed) for each in articles]
    in_turn = [some[place] for place in range(MOST_OF_A_GUIDE) for some in tried if place < len(some)][:MOST_TRIED]
    judge = Judge(snapshot, encoder, reader)
    units = {each.parsed.article.id: each.parsed.units for each in articles}
    for done, each in enumerate(in_turn):
        progress(Step("Judging questions to suggest", done, len(in_turn)))
        alone = judge.stands_alone(each.question, encoder.encode([each.question])[0])
        if alone or (alone is None and not each.heading):  # what the encoder can't tell, an author knows
            judged = judge.judge(each.question)
            likely = [one for one in judged.evidence if one.probability >= LIMITS.further]
            read = (snapshot.units[one.number] for one in likely)
            if answers(judged) and (unit := next(filter(each.may_be_answered_by, read), None)):
                yield Suggestion(each.question, each.article_id, units[each.article_id].index(unit))
