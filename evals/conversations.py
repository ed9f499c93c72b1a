"""Whether a question that stands alone is answered as if it were the first: `python -m evals.conversations BATCH`.

Conversations of four turns from a batch's questions that are no follow-ups, shuffled across topics. Each turn's quotes
are compared with those of the same question asked first.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from evals.asking import Asked, index_of
from evals.batch import BatchCase, read_batch_set
from rag.assistant import open_assistant
from rag.progress import silent
from rag.settings import read_settings
from rag.types import Answer, Turn

CONVERSATIONS, TURNS = 60, 4


def main(folder: Path) -> int:
    """Prints how many turns were answered as if they were the first, and the others; 1 if there are others."""
    cases = [case for case in read_batch_set(folder).cases if not case.history]
    chosen = random.Random(7)
    talks = [chosen.sample(cases, TURNS) for _ in range(CONVERSATIONS)]
    with closing(open_assistant(index_of(folder / "texts", read_settings(), silent))) as assistant:
        changed = [each for talk in talks for each in changes(talk, assistant)]
    later = CONVERSATIONS * (TURNS - 1)
    print(f"{later - len(changed)}/{later} turns answered as if they were the first")
    for talk, place in changed:
        print(f"  {talk[place].question} (after {talk[place - 1].question})")
    return bool(changed)


def changes(talk: Sequence[BatchCase], assistant: Asked) -> Iterator[tuple[Sequence[BatchCase], int]]:
    """The turns that are answered otherwise than by themselves."""
    for place in range(1, len(talk)):
        before = [Turn(case.question) for case in talk[:place]]
        first = assistant.ask(talk[place].question, (), mode="quotes").answer()
        later = assistant.ask(talk[place].question, before, mode="quotes").answer()
        if _said(first) != _said(later):
            yield talk, place


def _said(answer: Answer) -> tuple[str, tuple[str, ...]]:
    return answer.status, tuple(citation.quote for citation in answer.citations)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
