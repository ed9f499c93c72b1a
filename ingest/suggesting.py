"""Which of the questions that guides give themselves are suggested: plain questions that the guides answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.answering.choosing import answers
from rag.answering.suggestions import MOST_OF_A_GUIDE, candidates
from rag.model.form import is_question
from rag.progress import Progress, Step
from rag.reading.judging import Judge
from rag.seams import Encoder, Reader, Snapshot
from rag.types import IndexedArticle, Suggestion

MOST_TRIED = 60
"""Questions that one ingest judges: each costs as much as one that is asked."""


def suggested(
    articles: Sequence[IndexedArticle], snapshot: Snapshot, encoder: Encoder, reader: Reader, progress: Progress
) -> Iterator[Suggestion]:
    """The questions of these articles that the snapshot answers, some of each guide in turn."""
    tried = [[one for one in candidates(each.parsed) if is_question(one.question)] for each in articles]
    in_turn = [some[place] for place in range(MOST_OF_A_GUIDE) for some in tried if place < len(some)][:MOST_TRIED]
    judge = Judge(snapshot, encoder, reader)
    for number, each in enumerate(in_turn):
        progress(Step("Judging questions to suggest", number, len(in_turn)))
        if answers(judge.judge(each.question).evidence):
            yield each
