"""The one object that faces talk to: questions in, answers with citations out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath
from threading import Lock

import numpy as np

from rag.coverage import THRESHOLD, coverage
from rag.disagreement import described, disagreements
from rag.encoder import open_encoder
from rag.errors import GuideUnknown, UsageError
from rag.followup import resolve, standalone
from rag.index import open_index
from rag.matching import Evidence
from rag.parts import parts
from rag.question import Asks, Question, read_question
from rag.quoting import quote, select
from rag.ranking import rank
from rag.refusal import NOTHING, missing_sentence
from rag.retrieval import retrieve
from rag.settings import Settings, read_settings
from rag.suggestions import first_questions, follow_ups
from rag.talk import REPLY, is_talk
from rag.types import (
    VIEWS,
    Answer,
    Article,
    Citation,
    Coverage,
    Encoder,
    GuideInfo,
    Hit,
    Manifest,
    Mode,
    PassageIndex,
    Snapshot,
    Timings,
    Turn,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a question, with what was found for it."""

    question: Question
    hits: tuple[Hit, ...]
    coverage: Coverage
    chosen: tuple[Hit, ...]

    @property
    def covered(self) -> bool:
        """Whether the guides answer it."""
        return bool(self.chosen) and self.coverage.score >= THRESHOLD


class Reply:
    """An answer as it comes: iterate it for pieces of text, ask it for the whole."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[str]:
        yield from self._answer.answer.splitlines(keepends=True)

    def answer(self) -> Answer:
        """The whole answer."""
        return self._answer


class Assistant:
    """Answers questions from the newest published index. Safe for several threads."""

    mode: Mode = "quotes"
    model: str | None = None

    def __init__(self, settings: Settings, index: PassageIndex, encoder: Encoder | None = None) -> None:
        self._settings = settings
        self._index = index
        self._encoder = encoder
        self._lock = Lock()
        self._evidence = lru_cache(maxsize=2)(Evidence)

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, mode: str | None = None, background: str | None = None
    ) -> Reply:
        """The answer to a question. Raises UsageError for an empty or over-long one, or a mode that isn't set up."""
        started = time.perf_counter()
        self._check(question, mode)
        if is_talk(question):
            return Reply(self._talk(question, started))
        evidence = self._evidence(self._index.snapshot())
        alone = standalone(question, history)
        found = self._find(alone.text, alone.inherited, evidence)
        retrieved = time.perf_counter()
        answer = self._answer(question, alone.text, found, evidence)
        timings = Timings(total=_ms(started), retrieve=(retrieved - started) * 1000, first_token=_ms(started))
        return Reply(replace(answer, timings_ms=timings))

    def guides(self) -> tuple[GuideInfo, ...]:
        """The guides, by id."""
        snapshot = self._index.snapshot()
        counts: dict[str, set[int]] = {}
        for unit in snapshot.units:
            counts.setdefault(unit.article_id, set()).add(unit.passage)
        return tuple(
            GuideInfo(a.id, a.title, a.author, a.published, a.url, len(counts.get(a.id, ())))
            for a in snapshot.articles.values()
        )

    def guide(self, name: str) -> Article:
        """The guide with that path, stem or title. Raises GuideUnknown."""
        articles = self._index.snapshot().articles
        if name in articles:
            return articles[name]
        wanted = name.strip().casefold()
        found = [
            a for a in articles.values() if wanted in (PurePosixPath(a.id).stem.casefold(), (a.title or "").casefold())
        ]
        if len(found) == 1:
            return found[0]
        what = f"{len(found)} guides go by the name" if found else "No guide goes by the name"
        raise GuideUnknown(f"{what} {name!r}; `career guides` lists them by path.")

    def first_questions(self) -> tuple[str, ...]:
        """Questions to begin with, which the guides answer."""
        evidence = self._evidence(self._index.snapshot())
        return tuple(first_questions(evidence, lambda text: self._covers(text, evidence)))

    @property
    def manifest(self) -> Manifest:
        """What the current index was made from."""
        return self._index.snapshot().manifest

    def close(self) -> None:
        """Lets go of the index."""
        self._evidence.cache_clear()
        self._index.close()

    def _check(self, question: str, mode: str | None) -> None:
        if not question.strip():
            raise UsageError("The question is empty; type what you want to know.")
        if len(question) > self._settings.max_question_chars:
            most = self._settings.max_question_chars
            raise UsageError(f"The question has {len(question):,} characters; ask it in at most {most:,}.")
        if mode not in (None, "auto", "quotes", "model"):
            raise UsageError(f"There is no mode {mode!r}; it is auto, quotes or model.")
        if mode == "model":
            raise UsageError("No model is set up; leave --mode out and the answer is made of quotes.")

    @property
    def encoder(self) -> Encoder:
        """The encoder, opened at the first question."""
        with self._lock:
            if self._encoder is None:
                self._encoder = open_encoder(self._settings)
            return self._encoder

    def _find(self, text: str, inherited: frozenset[str], evidence: Evidence) -> list[Part]:
        """The parts of a question with their evidence. A part that leaves something out takes it from the one before."""
        found: list[Part] = []
        before = ""
        for piece in parts(text):
            alone = resolve(piece, before)
            found.append(self._part(alone.text, inherited | alone.inherited, evidence))
            before = alone.text
        return found

    def _part(self, text: str, inherited: frozenset[str], evidence: Evidence) -> Part:
        question = read_question(text, evidence.vocabulary, self.encoder.knows, inherited)
        hits = tuple(rank(question, retrieve(question.text, evidence.snapshot, self.encoder), evidence))
        covered = coverage(question, hits, evidence, self._fit(evidence.snapshot))
        return Part(question, hits, covered, tuple(select(question, hits, evidence)))

    def _covers(self, text: str, evidence: Evidence) -> Part | None:
        part = self._part(text, frozenset(), evidence)
        return part if part.covered else None

    def _fit(self, snapshot: Snapshot):  # type: ignore[no-untyped-def]
        def fit(texts: Sequence[str], numbers: Sequence[int]) -> list[list[float]]:
            vectors = self.encoder.encode(texts)
            views = [vectors @ snapshot.vectors(view, numbers).T for view in VIEWS]
            best: list[list[float]] = np.max(views, axis=0).tolist()
            return best

        return fit

    def _answer(self, asked: str, alone: str, found: Sequence[Part], evidence: Evidence) -> Answer:
        answered = [part for part in found if part.covered]
        if not answered:
            return self._refusal(asked, alone, found[0], evidence)
        hits = list({hit.number: hit for part in answered for hit in part.chosen}.values())
        quoted = quote(hits, evidence, moment=answered[0].question.asks is Asks.MOMENT)
        numbers = {hit.number: number for number, hit in enumerate(hits, 1)}
        pairs = list(disagreements(hits, evidence))
        left = [part.question.text for part in found if not part.covered]
        return Answer(
            question=asked,
            standalone_question=alone,
            status="partial" if left else "answered",
            answer=quoted.text,
            citations=quoted.citations,
            not_covered=tuple(left),
            disagreements=described(pairs, numbers, evidence),
            follow_ups=tuple(follow_ups(answered[0].hits, hits, evidence, lambda text: self._covers(text, evidence))),
        )

    def _refusal(self, asked: str, alone: str, part: Part, evidence: Evidence) -> Answer:
        text = missing_sentence(part.question, part.coverage) if part.chosen else NOTHING
        citations: tuple[Citation, ...] = ()
        if part.chosen and part.chosen[0].cosine >= _NEAR:
            nearest = quote(part.chosen[:1], evidence)
            text, citations = f"{text} Nearest: {nearest.text}", nearest.citations
        return Answer(
            question=asked,
            standalone_question=alone,
            status="not_in_guides",
            answer=text,
            citations=citations,
            not_covered=(alone,),
            follow_ups=tuple(
                follow_ups(part.hits, part.chosen[:1], evidence, lambda text: self._covers(text, evidence))
            ),
        )

    def _talk(self, question: str, started: float) -> Answer:
        return Answer(
            question=question,
            standalone_question=question,
            status="not_in_guides",
            answer=REPLY,
            follow_ups=self.first_questions(),
            timings_ms=Timings(total=_ms(started), first_token=_ms(started)),
        )


_NEAR = 0.4
"""A refusal shows the nearest unit from this cosine similarity on; below, it has nothing to do with the question."""


def _ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def open_assistant(settings: Settings | None = None, encoder: Encoder | None = None) -> Assistant:
    """The assistant over the index that the settings name. Opens nothing before the first question."""
    settings = settings or read_settings()
    return Assistant(settings, open_index(settings, encoder.id if encoder else None), encoder)
