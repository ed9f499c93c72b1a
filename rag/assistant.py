"""The one object that faces talk to: questions in, answers with citations out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from threading import Lock

from rag.asking.followup import standalone
from rag.asking.talk import reply_to_talk
from rag.checks.checking import check
from rag.checks.types import CitedPassage
from rag.encoding.encoder import LazyEncoder
from rag.errors import GuideUnknown, UsageError
from rag.finding.finding import Finder
from rag.finding.matching import Evidence
from rag.indexing.index import open_index
from rag.model.modelling import Modelled
from rag.model.passages import NumberedPassage
from rag.model.relevance import Relevance
from rag.quotes.answering import answer
from rag.quotes.suggestions import first_questions
from rag.seams import Encoder, Generator, PassageIndex, Snapshot
from rag.settings import Settings, read_settings
from rag.types import Answer, Article, GuideInfo, Manifest, Mode, Timings, Turn


class Reply:
    """An answer as it comes: iterate it for pieces, ask it for the whole. Leaving early ends what still runs."""

    def __init__(self, pieces: Iterator[str], made: Callable[[], Answer], retrieve_ms: float, started: float) -> None:
        self._pieces = pieces
        self._made = made
        self._started = started
        self._retrieve_ms = retrieve_ms
        self._first_ms: float | None = None
        self._total_ms: float | None = None

    def __iter__(self) -> Iterator[str]:
        for piece in self._pieces:
            if piece and self._first_ms is None:
                self._first_ms = _since(self._started)
            yield piece
        self._total_ms = self._total_ms or _since(self._started)

    def answer(self) -> Answer:
        """The whole answer, once it is there."""
        for _ in self:
            pass
        total = self._total_ms or _since(self._started)
        timings = Timings(total=total, retrieve=self._retrieve_ms, first_token=self._first_ms or total)
        return replace(self._made(), timings_ms=timings)


class Assistant:
    """Answers questions from the newest published index. Safe for several threads."""

    def __init__(
        self, settings: Settings, index: PassageIndex, encoder: Encoder, generator: Generator | None = None
    ) -> None:
        self._settings = settings
        self._index = index
        self._encoder = encoder
        self._generator = generator
        self._lock = Lock()
        self._finder_of: tuple[Snapshot, Finder] | None = None

    @property
    def mode(self) -> Mode:
        """Which mode answers where a question names none."""
        return "model" if self._generator or not self._settings.no_model else "quotes"

    @property
    def model(self) -> str | None:
        """The model that answers; None where quotes do."""
        return self._settings.model if self.mode == "model" else None

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, mode: str | None = None, background: str | None = None
    ) -> Reply:
        """The answer to a question. Raises UsageError for an empty or over-long one, or a mode that isn't set up."""
        started = time.perf_counter()
        self._check(question, mode)
        reply = reply_to_talk(question)
        if reply:
            return _at_once(self._talk(question, reply), 0.0, started)
        finder = self._finder()
        alone = standalone(question, history)
        found = finder.find(alone)
        retrieve_ms = _since(started)
        by_model = mode == "model" or (mode in (None, "auto") and self.mode == "model")
        if not by_model or not any(part.covered for part in found):
            return _at_once(answer(question, alone.text, found, finder), retrieve_ms, started)
        modelled = Modelled(
            asked=question,
            alone=alone.text,
            found=found,
            finder=finder,
            generator=self._opened_generator(),
            check=self._carried,
            relevant=Relevance([part.question for part in found], self._encoder),
            context_tokens=self._settings.model_context_tokens,
            background=background,
        )
        return Reply(modelled.pieces(), modelled.made, retrieve_ms, started)

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
        if mode == "model" and self.mode != "model":
            raise UsageError(f"No model is set up: {self._settings.no_model}. Without --mode, quotes answer.")

    def _finder(self) -> Finder:
        """The finder over the newest snapshot."""
        with self._lock:
            snapshot = self._index.snapshot()
            if self._finder_of is None or self._finder_of[0] is not snapshot:
                self._finder_of = snapshot, Finder(Evidence(snapshot), self._encoder)
            return self._finder_of[1]

    def _opened_generator(self) -> Generator:
        with self._lock:
            if self._generator is None:
                from rag.model.generation import open_generator  # late: quotes need none of it

                self._generator = open_generator(self._settings)
            return self._generator

    def _carried(self, sentence: str, passages: Sequence[NumberedPassage]) -> str | None:
        """Why a model's sentence may not be shown; None where what it cites carries it."""
        cited = [CitedPassage(p.number, p.text, p.guide, p.author, p.published, p.context) for p in passages]
        return check(sentence, cited, self._encoder).reason

    def _talk(self, question: str, reply: str) -> Answer:
        return Answer(
            question=question,
            standalone_question=question,
            status="not_in_guides",
            answer=reply,
            follow_ups=self.first_questions(),
        )


def _at_once(made: Answer, retrieve_ms: float, started: float) -> Reply:
    """A reply that is there already."""
    return Reply(iter(made.answer.splitlines(keepends=True)), lambda: made, retrieve_ms, started)


def _since(started: float) -> float:
    """Milliseconds."""
    return (time.perf_counter() - started) * 1000


def open_assistant(settings: Settings | None = None, encoder: Encoder | None = None) -> Assistant:
    """The assistant over the index that the settings name. Index and encoder are opened at the first question."""
    settings = settings or read_settings()
    encoder = encoder or LazyEncoder(settings)
    return Assistant(settings, open_index(settings, encoder.id), encoder)
