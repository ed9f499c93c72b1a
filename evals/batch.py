"""Questions on a batch of guides, scored by the rows that a reader says answer them.

A batch is a folder: `texts/` the guides, `guides/*.tsv` the same a row a line (number, section, text), and
`questions.jsonl` with `answers`, `also` and `near` rows. A row counts as quoted where a citation of its guide and the
row hold most of each other's words in order.
"""

from __future__ import annotations

import difflib
import json
import re
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from evals.asking import Asked
from evals.scoring import Share
from rag.errors import UsageError
from rag.progress import Progress, Step
from rag.types import Answer, Turn

LONG = 200
"""Words; a longer answer is never right."""
LISTS = ("list", "steps")
"""Kinds of which half of the rows have to be quoted; of others one."""
_WORD = re.compile(r"[\w$€£%]+(?:[.,]\d+)*")
_SAME = 0.7

Row = tuple[str, int]
"""A guide's name without its suffix, and the number of the row in it."""


@dataclass(frozen=True, slots=True)
class BatchCase:
    """A question with the rows that answer it and those that are good further reading."""

    id: str
    kind: str
    question: str
    history: tuple[Turn, ...]
    answers: tuple[Row, ...]
    also: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class BatchSet:
    """A batch's rows by guide, and its questions."""

    rows: Mapping[str, Sequence[str]]
    cases: tuple[BatchCase, ...]


@dataclass(frozen=True, slots=True)
class BatchScore:
    """One answer scored."""

    case: BatchCase
    answer: Answer
    refused: bool
    right: bool
    first: bool
    """Whether the first quote is one that answers."""
    good: int
    """Quotes that answer or are good further reading."""
    quotes: int
    words: int


@dataclass(frozen=True, slots=True)
class BatchTotals:
    """The scores counted. `clean` is over quotes, all others over questions."""

    right: Share
    first: Share
    clean: Share
    refused: Share
    falsely_refused: Share
    words_median: float
    kinds: Mapping[str, Share]
    """By kind: answered right, or refused where no guide answers."""


def read_batch_set(folder: Path) -> BatchSet:
    """The batch in a folder. Raises UsageError."""
    try:
        rows = {path.stem: _rows(path) for path in sorted((folder / "guides").glob("*.tsv"))}
        lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
        cases = tuple(_case(json.loads(line)) for line in lines if line.strip())
    except OSError as error:
        raise UsageError(f"{folder} can't be read as a batch of questions ({error.strerror}).") from None
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise UsageError(f"{folder} is no batch of questions ({type(error).__name__}: {error}).") from None
    return BatchSet(rows, cases)


def scored(asked: BatchSet, assistant: Asked, progress: Progress) -> Iterator[BatchScore]:
    """Each question asked of the assistant, in quotes, and its answer scored."""
    for number, case in enumerate(asked.cases):
        progress(Step("Asking questions", number, len(asked.cases)))
        yield score(case, assistant.ask(case.question, case.history, mode="quotes").answer(), asked.rows)


def score(case: BatchCase, answer: Answer, rows: Mapping[str, Sequence[str]]) -> BatchScore:
    """One answer against the rows that should be quoted."""
    refused = answer.status == "not_in_guides"
    words = len(re.sub(r"\[\d+\]", "", answer.answer).split())
    quotes = [] if refused else [(PurePath(each.guide).stem, each.quote) for each in answer.citations]
    hit = {row for row in case.answers for quote in quotes if _is(quote, row, rows)}
    wanted = (len(case.answers) + 1) // 2 if case.kind in LISTS else 1
    fair = (*case.answers, *case.also)
    return BatchScore(
        case=case,
        answer=answer,
        refused=refused,
        right=bool(case.answers) and not refused and len(hit) >= wanted and words <= LONG,
        first=bool(quotes) and any(_is(quotes[0], row, rows) for row in case.answers),
        good=sum(any(_is(quote, row, rows) for row in fair) for quote in quotes),
        quotes=len(quotes),
        words=words,
    )


def total(scores: Iterable[BatchScore]) -> BatchTotals:
    """The scores counted."""
    scores = list(scores)
    asked = [each for each in scores if each.case.answers]
    nothing = [each for each in scores if not each.case.answers]
    kinds = {
        kind: [each for each in scores if each.case.kind == kind] for kind in sorted({s.case.kind for s in scores})
    }
    return BatchTotals(
        right=Share(sum(each.right for each in asked), len(asked)),
        first=Share(sum(each.first for each in asked), len(asked)),
        clean=Share(sum(each.good for each in asked), sum(each.quotes for each in asked)),
        refused=Share(sum(each.refused for each in nothing), len(nothing)),
        falsely_refused=Share(sum(each.refused for each in asked), len(asked)),
        words_median=statistics.median([each.words for each in asked if not each.refused] or [0]),
        kinds={
            kind: Share(sum(each.right if each.case.answers else each.refused for each in some), len(some))
            for kind, some in kinds.items()
        },
    )


def same(quote: str, row: str) -> bool:
    """Whether one holds at least 0.7 of the other's words, in order; few words must all be there."""
    short, long = sorted((_words(quote), _words(row)), key=len)
    if not short:
        return False
    blocks = difflib.SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks()
    both = sum(block.size for block in blocks)
    return both >= _SAME * len(short) and (len(short) >= 3 or both == len(short))


def _is(quote: tuple[str, str], row: Row, rows: Mapping[str, Sequence[str]]) -> bool:
    return quote[0] == row[0] and same(quote[1], rows[row[0]][row[1]])


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text.replace("|", " "))]


def _rows(path: Path) -> list[str]:
    return [line.split("\t", 2)[2] for line in path.read_text(encoding="utf-8").splitlines()]


def _case(row: Mapping[str, Any]) -> BatchCase:
    return BatchCase(
        id=row["id"],
        kind=row["kind"],
        question=row["question"],
        history=tuple(Turn(question) for question in row["history"]),
        answers=tuple((guide, int(number)) for guide, number in row["answers"]),
        also=tuple((guide, int(number)) for guide, number in row["also"]),
    )
