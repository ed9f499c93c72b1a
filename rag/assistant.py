"""The one object that faces talk to: questions in, answers with citations out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from threading import Lock

from rag.answering import answer
from rag.encoder import LazyEncoder
from rag.errors import GuideUnknown, UsageError
from rag.finding import Finder
from rag.followup import standalone
from rag.index import open_index
from rag.matching import Evidence
from rag.settings import Settings, read_settings
from rag.suggestions import first_questions
from rag.talk import reply_to_talk
from rag.types import Answer, Article, Encoder, GuideInfo, Manifest, Mode, PassageIndex, Snapshot, Timings, Turn


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

    def __init__(self, settings: Settings, index: PassageIndex, encoder: Encoder) -> None:
        self._settings = settings
        self._index = index
        self._encoder = encoder
        self._lock = Lock()
        self._finder_of: tuple[Snapshot, Finder] | None = None

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, mode: str | None = None, background: str | None = None
    ) -> Reply:
        """The answer to a question. Raises UsageError for an empty or over-long one, or a mode that isn't set up."""
        started = time.perf_counter()
        self._check(question, mode)
        reply = reply_to_talk(question)
        if reply:
            return Reply(replace(self._talk(question, reply), timings_ms=Timings(total=_since(started))))
        finder = self._finder()
        alone = standalone(question, history)
        found = finder.find(alone)
        retrieved = _since(started)
        composed = answer(question, alone.text, found, finder)
        done = _since(started)
        return Reply(replace(composed, timings_ms=Timings(total=done, retrieve=retrieved, first_token=done)))

    def guides(self) -> tuple[GuideInfo, ...]:
        """The guides, by id."""
        snapshot = self._index.snapshot()
        passages: dict[str, set[int]] = {id: set() for id in snapshot.articles}
        for unit in snapshot.units:
            passages[unit.article_id].add(unit.passage)
        return tuple(
            GuideInfo(a.id, a.title, a.author, a.published, a.url, len(passages[a.id]))
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
        finder = self._finder()
        return tuple(first_questions(finder.evidence.snapshot.units, finder.covers))

    @property
    def manifest(self) -> Manifest:
        """What the current index was made from."""
        return self._index.snapshot().manifest

    def close(self) -> None:
        """Lets go of the index."""
        self._finder_of = None
        self._index.close()

    def _check(self, question: str, mode: str | None) -> None:
        if not question.strip():
            raise UsageError("The question is empty; type what you want to know.")
        most = self._settings.max_question_chars
        if len(question) > most:
            raise UsageError(f"The question has {len(question):,} characters; ask it in at most {most:,}.")
        if mode not in (None, "auto", "quotes", "model"):
            raise UsageError(f"There is no mode {mode!r}; it is auto, quotes or model.")
        if mode == "model":
            raise UsageError("No model is set up; leave --mode out and the answer is made of quotes.")

    def _finder(self) -> Finder:
        """The finder over the newest snapshot."""
        with self._lock:
            snapshot = self._index.snapshot()
            if self._finder_of is None or self._finder_of[0] is not snapshot:
                self._finder_of = snapshot, Finder(Evidence(snapshot), self._encoder)
            return self._finder_of[1]

    def _talk(self, question: str, reply: str) -> Answer:
        return Answer(
            question=question,
            standalone_question=question,
            status="not_in_guides",
            answer=reply,
            follow_ups=self.first_questions(),
        )


def _since(started: float) -> float:
    """Milliseconds."""
    return (time.perf_counter() - started) * 1000


def open_assistant(settings: Settings | None = None, encoder: Encoder | None = None) -> Assistant:
    """The assistant over the index that the settings name. Index and encoder are opened at the first question."""
    settings = settings or read_settings()
    encoder = encoder or LazyEncoder(settings)
    return Assistant(settings, open_index(settings, encoder.id), encoder)
