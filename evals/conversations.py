"""Whether what was said before does harm, to questions that stand alone and to those that are suggested.

`python -m evals.conversations BATCH`: conversations of four turns from a batch's questions that are no follow-ups,
shuffled across topics. Each turn's quotes are compared with those of the same question asked first.

`python -m evals.conversations --suggestions [FOLDER]`: each question that the folder's guides suggest, asked by itself
and behind each other one, or behind each two others where it does not stand alone. None may be refused.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import permutations
from pathlib import Path

from evals.asking import Asked, index_of
from evals.batch import BatchCase, read_batch_set
from evals.memory import StoredVectors
from rag.assistant import Assistant, open_assistant
from rag.encoding.encoder import open_encoder
from rag.indexing.index import open_index
from rag.progress import silent
from rag.reading.judging import Judge
from rag.reading.reader import LazyReader
from rag.settings import ROOT, read_settings
from rag.types import Answer, Turn, Window

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


class Remembering:
    """The reader that ships; what it read once, with the same before it, it need not read again."""

    def __init__(self) -> None:
        self._reader = LazyReader()
        self._read: dict[tuple[str, str, tuple[int, ...]], list[float]] = {}

    def read(self, question: str, earlier: str, windows: Sequence[Window]) -> list[list[float]]:
        """See Reader."""
        keys = [(question, earlier, window.numbers) for window in windows]
        fresh = [window for key, window in zip(keys, windows, strict=True) if key not in self._read]
        scores = self._reader.read(question, earlier, fresh)
        self._read |= {(question, earlier, one.numbers): each for one, each in zip(fresh, scores, strict=True)}
        return [self._read[key] for key in keys]

    def knows(self, word: str) -> bool:
        """See Reader."""
        return self._reader.knows(word)


def suggestions(folder: Path) -> int:
    """Prints how often a suggested question was refused, and behind what; 1 if one was."""
    settings = index_of(folder, read_settings(), silent)
    encoder = StoredVectors(open_encoder(settings), settings.cache.expanduser().absolute() / "evals")
    reader, index = Remembering(), open_index(settings, encoder.id)
    snapshot = index.snapshot()
    judge = Judge(snapshot, encoder, reader)
    questions = list(dict.fromkeys(each.question for each in snapshot.suggestions))
    asked, refused, alone = 0, list[str](), 0
    with closing(Assistant(settings, index, encoder, reader)) as assistant:
        for question in questions:
            others = [each for each in questions if each != question]
            stands = judge.stands_alone(question, encoder.encode([question])[0])
            alone += bool(stands)
            for before in [(), *permutations(others, 1), *(() if stands else permutations(others, 2))]:
                answer = assistant.ask(question, [Turn(each) for each in before], mode="quotes").answer()
                asked += 1
                if answer.status == "not_in_guides":
                    refused.append(f"  {question} (after {' / '.join(before)})")
    print(f"{len(questions)} suggestions, {alone} of which stand alone; asked {asked} times, refused {len(refused)}")
    print("\n".join(refused), end="\n" if refused else "")
    return bool(refused)


def _said(answer: Answer) -> tuple[str, tuple[str, ...]]:
    return answer.status, tuple(citation.quote for citation in answer.citations)


if __name__ == "__main__":
    if sys.argv[1] == "--suggestions":
        sys.exit(suggestions(Path(sys.argv[2]) if sys.argv[2:] else ROOT / "corpus"))
    sys.exit(main(Path(sys.argv[1])))
