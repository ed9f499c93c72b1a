"""How much of what answers a question is among 2,000 retrieved characters: by the product's splitting, and in chunks.

Recall is counted in letters and digits: cleaning changes white space and marks, and nobody misses those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.chunking import Chunking
from evals.recursive import split
from rag.progress import Progress, Step
from rag.reading.windows import windows
from rag.retrieval.retrieval import find_candidates
from rag.seams import Encoder, Snapshot

_SUFFIX = ".md"
BUDGET = 2000
"""Characters that are retrieved; what goes past them is cut off."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that can be retrieved, and where its letters stand among those of its corpus."""

    corpus: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """What came out of one way to split and search, over all questions."""

    recall: float
    """Share of a question's gold letters that were retrieved, 0 to 1; the mean."""
    whole: float
    """Share of the questions of which every gold letter was retrieved."""


@dataclass(frozen=True, slots=True)
class Chunks:
    """The same questions by the product's splitting with both its retrievers, by meaning alone, and in plain chunks."""

    questions: int
    characters: int
    fused: Found
    dense: Found
    recursive: Found
    """Chunks of `evals.recursive.SIZE` characters, found by meaning."""


class Letters:
    """The letters and digits of a text, in lower case, with their places."""

    def __init__(self, text: str) -> None:
        self._before = np.concatenate([[0], np.cumsum([char.isalnum() for char in text])])
        self._all = letters(text)

    def between(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the text as a range of its letters."""
        return int(self._before[start]), int(self._before[end])

    def find(self, text: str, after: int) -> tuple[int, int] | None:
        """Where the letters of another text stand: first from the letter `after` on, else anywhere."""
        wanted = letters(text)
        place = self._all.find(wanted, after)
        place = place if place >= 0 else self._all.find(wanted)
        return (place, place + len(wanted)) if wanted and place >= 0 else None


def letters(text: str) -> str:
    """The letters and digits of a text, in lower case, as many as it has of them."""
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text if char.isalnum())


def as_guides(chunking: Chunking) -> dict[str, bytes]:
    """Each corpus as the file of a guide, just as it is."""
    return {f"{name}{_SUFFIX}": text.encode() for name, text in chunking.corpora.items()}


def evaluate(chunking: Chunking, snapshot: Snapshot, encoder: Encoder, kept: Encoder, progress: Progress) -> Chunks:
    """The recall of all questions; `snapshot` is of `as_guides(chunking)`, and `kept` encodes the chunks."""
    texts = {name: Letters(text) for name, text in chunking.corpora.items()}
    units, chunks = _units(snapshot, texts), _chunks(chunking, texts)
    read = {
        number: window.numbers for window in windows(snapshot.units, snapshot.articles) for number in window.numbers
    }
    vectors = kept.encode([chunk.text for chunk in chunks])
    shares: dict[str, list[float]] = {"fused": [], "dense": [], "recursive": []}
    for number, asked in enumerate(chunking.questions):
        progress(Step("Asking questions", number, len(chunking.questions)))
        gold = [(span.corpus, *texts[span.corpus].between(span.start, span.end)) for span in asked.spans]
        found = find_candidates(asked.question, encoder.encode([asked.question])[0], snapshot)
        for name, scores in (("fused", found.fused), ("dense", found.dense)):
            best = [found.numbers[place] for place in np.argsort(-scores, kind="stable")]
            shares[name].append(recall((units[n] for n in _with_neighbours(best, read)), gold))
        nearest = np.argsort(-(vectors @ encoder.encode([asked.question])[0]), kind="stable")
        shares["recursive"].append(recall((chunks[place] for place in nearest), gold))
    return Chunks(len(chunking.questions), BUDGET, **{name: _found(each) for name, each in shares.items()})


def recall(pieces: Iterable[Piece], gold: Sequence[tuple[str, int, int]], budget: int = BUDGET) -> float:
    """Share of the gold letters (corpus, from, to) among the pieces' first `budget` characters, 0 to 1."""
    wanted = {(corpus, place) for corpus, start, end in gold for place in range(start, end)}
    left = budget
    got: set[tuple[str, int]] = set()
    for piece in pieces:
        end = min(piece.end, piece.start + len(letters(piece.text[:left])))
        got.update((piece.corpus, place) for place in range(piece.start, end))
        left -= len(piece.text)
        if left <= 0:
            break
    return len(wanted & got) / len(wanted)


def _with_neighbours(numbers: Iterable[int], read: Mapping[int, Sequence[int]]) -> Iterator[int]:
    """The units, each with those that are read with it; each unit once."""
    seen: set[int] = set()
    for number in numbers:
        if number not in seen:
            new = [each for each in read[number] if each not in seen]
            seen.update(new)
            yield from new


def _units(snapshot: Snapshot, texts: Mapping[str, Letters]) -> list[Piece]:
    """The snapshot's units. One that stands nowhere in its corpus, changed by cleaning, has no letters there."""
    pieces: list[Piece] = []
    after = dict.fromkeys(texts, 0)
    for unit in snapshot.units:
        corpus = unit.article_id.removesuffix(_SUFFIX)
        start, end = texts[corpus].find(unit.text, after[corpus]) or (0, 0)
        after[corpus] = max(start, after[corpus])  # a row's cells start before it ends
        pieces.append(Piece(corpus, unit.text, start, end))
    return pieces


def _chunks(chunking: Chunking, texts: Mapping[str, Letters]) -> list[Piece]:
    pieces: list[Piece] = []
    for corpus, text in chunking.corpora.items():
        end = 0
        for chunk in split(text):
            start = text.index(chunk, end)
            end = start + len(chunk)
            pieces.append(Piece(corpus, chunk, *texts[corpus].between(start, end)))
    return pieces


def _found(shares: Sequence[float]) -> Found:
    return Found(sum(shares) / len(shares), sum(share == 1 for share in shares) / len(shares))
