"""A question to evidence: units are found, the windows around the best are read, and each gets a probability."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from rag.encoding.models import SHIPPED
from rag.errors import telling_lacks
from rag.language.lexical import WORD
from rag.language.sentences import sentence_spans
from rag.language.words import is_topical
from rag.reading.weighing import stands_alone, talk, weigh
from rag.reading.windows import windows
from rag.retrieval.retrieval import retrieve
from rag.seams import Encoder, Reader, Snapshot
from rag.types import Evidence, Hit, Timings, Vectors, Window

READ = 6
"""Windows that are read for a question."""
FOUND = 120
"""Units that retrieval gives; the windows that hold the best of them are read."""
ABOUT = 0.4
"""The cosine with a question from which on it is about a word: "hospitals" in one, not "literally" in another."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the guides have on a question."""

    hits: tuple[Hit, ...]
    """As retrieval found them, best first."""
    evidence: tuple[Evidence, ...]
    """The units that were read, the likeliest first."""
    windows: tuple[Window, ...]
    """All that something was found in, the best found first; the first READ of them were read."""
    answered: float = 0.0
    """The probability that the guides answer."""
    retrieve_ms: float = 0.0
    read_ms: float = 0.0

    @property
    def timings(self) -> Timings:
        """How long it took."""
        return Timings(retrieve=self.retrieve_ms, read=self.read_ms)


class Judge:
    """Judges one snapshot's units. Safe for several threads."""

    def __init__(self, snapshot: Snapshot, encoder: Encoder, reader: Reader) -> None:
        self._snapshot = snapshot
        self._encoder = encoder
        self.reader = reader
        self._windows = windows(snapshot.units, snapshot.articles)
        self._place = {number: at for at, window in enumerate(self._windows) for number in window.numbers}

    def stands_alone(self, question: str, vector: Vectors) -> bool | None:
        """Whether a question stands alone: names something, and its vector says so. None of another encoder's."""
        if not any(is_topical(word) for word in WORD.findall(question)):
            return False
        return stands_alone(vector) if self._encoder.id.name == SHIPPED else None

    def talk(self, message: str) -> str | None:
        """The kind of small talk that a message is; None of any other, and of another encoder's."""
        return talk(self._encoder.encode([message])[0]) if self._encoder.id.name == SHIPPED else None

    def about(self, question: str, words: Sequence[str]) -> list[str]:
        """Those of a question's words that it is about, and not only says."""
        vectors = self._encoder.encode([question, *words])
        return [word for word, vector in zip(words, vectors[1:], strict=True) if float(vector @ vectors[0]) >= ABOUT]

    @telling_lacks("The guides can't be searched")
    def search(self, question: str) -> list[Hit]:
        """The units found for a question, best first, whether or not they answer it."""
        return retrieve([question], self._encoder.encode([question]), self._snapshot, FOUND)

    def judge(self, question: str, before: Sequence[str] = (), background: str = "") -> Judged:
        """The evidence for a message: as a whole, or for what of it asks, where that is the better evidence.

        So nobody is refused for what they tell beside a question that stands alone.
        """
        started = time.perf_counter()
        asking = _asking(question)
        vectors = self._encoder.encode([question, asking] if asking else [question])
        encode_ms = (time.perf_counter() - started) * 1000
        if not asking or not self.stands_alone(asking, vectors[1]):
            whole = self._judge(question, vectors[:1], before, background)
            return replace(whole, retrieve_ms=whole.retrieve_ms + encode_ms)
        both = [self._judge(asking, vectors[1:], (), background), self._judge(question, vectors[:1], (), background)]
        retrieve_ms = encode_ms + sum(each.retrieve_ms for each in both)
        return replace(
            max(both, key=lambda each: each.answered),
            retrieve_ms=retrieve_ms,
            read_ms=sum(each.read_ms for each in both),
        )

    def _judge(self, question: str, vectors: Vectors, before: Sequence[str], background: str) -> Judged:
        """The evidence for a text; `vectors` holds its vector, shape (1, dimensions).

        One that stands alone is searched and read as if it were the first. Any other is searched by itself and behind
        the question before it, whichever is nearer to a unit, and read with the two questions before it. A background
        is read, and never searched.
        """
        started = time.perf_counter()
        texts, earlier = [question], background
        if before and not self.stands_alone(question, vectors[0]):
            texts.append(f"{before[-1]} {question}")
            vectors = np.concatenate([vectors, self._encoder.encode(texts[1:])])
            earlier = " ".join(filter(None, [background, *before[-2:]]))
        hits = retrieve(texts, vectors, self._snapshot, FOUND)
        found_in = [self._windows[at] for at in dict.fromkeys(self._place[hit.number] for hit in hits)]
        read = found_in[:READ]
        found = time.perf_counter()
        logits = self.reader.read(question, earlier, read)
        numbers = [number for window in read for number in window.numbers]
        cosines = (self._snapshot.vectors(numbers) @ vectors.T).max(axis=1).tolist() if numbers else []
        evidence = [
            Evidence(number, 0.0, logit, cosine)
            for number, logit, cosine in zip(numbers, chain.from_iterable(logits), cosines, strict=True)
        ]
        weighed, answered = weigh(evidence, self._snapshot.units)
        return Judged(
            hits=tuple(hits),
            evidence=weighed,
            windows=tuple(found_in),
            answered=answered,
            retrieve_ms=(found - started) * 1000,
            read_ms=(time.perf_counter() - found) * 1000,
        )


def _asking(message: str) -> str:
    """The sentences of a message that ask; empty where all do or none."""
    sentences = [message[start:end] for start, end in sentence_spans(message)]
    asking = [each for each in sentences if each.endswith("?")]
    return " ".join(asking) if len(asking) < len(sentences) else ""
