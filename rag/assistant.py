"""The one object that faces talk to: questions in, answers with citations out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from threading import Lock

from rag.asking.conversation import Asked, read_conversation, with_rewritten
from rag.asking.followup import Standalone
from rag.asking.talk import reply_to_talk
from rag.encoding.encoder import LazyEncoder
from rag.errors import GuideUnknown, UsageError
from rag.finding.comparing import compared
from rag.finding.finding import Finder
from rag.finding.listing import list_figures
from rag.finding.matching import Evidence
from rag.finding.voices import cite
from rag.indexing.index import open_index
from rag.model.carrying import Carrying
from rag.model.modelling import Modelled
from rag.model.relevance import Relevance
from rag.model.rewriting import Rewriting
from rag.quotes.answering import answer
from rag.quotes.suggestions import first_questions
from rag.seams import Encoder, Generator, PassageIndex, Snapshot
from rag.settings import Settings, read_settings
from rag.types import Answer, Article, Citation, GuideInfo, Manifest, Mode, Stated, Timings, Turn, Usage


class Reply:
    """An answer as it comes: iterate it for pieces, ask it for the whole. Leaving early ends what still runs."""

    def __init__(self, pieces: Iterator[str], made: Callable[[], Answer], started: float) -> None:
        self._pieces = pieces
        self._made = made
        self._started = started
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
        made = self._made()
        return replace(made, timings_ms=replace(made.timings_ms, total=total, first_token=self._first_ms or total))


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
        self._compared_of: tuple[Finder, tuple[Stated, ...]] | None = None

    @property
    def mode(self) -> Mode:
        """Which mode answers where a question names none."""
        return "model" if self._generator or not self._settings.no_model else "quotes"

    @property
    def model(self) -> str | None:
        """The model that answers; None where quotes do."""
        return self._settings.model if self.mode == "model" else None

    @property
    def no_model(self) -> str | None:
        """Why no model answers, and what to set; None where one does."""
        return self._settings.no_model if self.mode == "quotes" else None

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, mode: str | None = None, background: str | None = None
    ) -> Reply:
        """The answer to a question. Raises UsageError for an empty or over-long one, or a mode that isn't set up."""
        started = time.perf_counter()
        self._check(question, mode)
        reply = reply_to_talk(question)
        if reply:
            return _at_once(self._talk(question, reply), started)
        is_career = self._finder().is_career
        by_model = mode == "model" or (mode in (None, "auto") and self.mode == "model")
        asked = read_conversation(question, history, background, is_career)
        if not by_model or not any(turn.question.strip() for turn in history):
            return self._reply(question, asked, by_model, started)
        rewriting = Rewriting(question, history, self._opened_generator(), self._settings.model_context_tokens)
        return self._rewritten(question, asked, rewriting, started)

    def _rewritten(self, question: str, asked: Asked, rewriting: Rewriting, started: float) -> Reply:
        """The reply to a follow-up that the model rewrites first; `asked` is what text alone makes of it."""
        replies: list[Reply] = []

        def pieces() -> Iterator[str]:
            yield from rewriting
            now = with_rewritten(asked, rewriting.question, self._finder().is_career) if rewriting.question else asked
            replies.append(self._reply(question, now, True, time.perf_counter()))
            yield from replies[0]

        def made() -> Answer:
            reply = replies[0] if replies else self._reply(question, asked, False, started)
            answered = reply.answer()
            return replace(answered, usage=_sum(rewriting.usage, answered.usage))

        return Reply(pieces(), made, started)

    def _reply(self, question: str, asked: Asked, by_model: bool, started: float) -> Reply:
        """The reply to a question that was read."""
        finder = self._finder()
        looked = time.perf_counter()
        found = finder.find(asked.alone, asked.said, asked.now)
        timings = Timings(retrieve=_since(looked))
        if not by_model or not any(part.covered for part in found):
            made = answer(question, asked.shown, found, finder, asked.said)
            return _at_once(replace(made, timings_ms=timings), started)
        modelled = Modelled(
            asked=question,
            alone=asked.shown,
            said=asked.said,
            found=found,
            finder=finder,
            generator=self._opened_generator(),
            check=Carrying(self._encoder),
            relevant=Relevance([part.question for part in found], self._encoder),
            context_tokens=self._settings.model_context_tokens,
        )
        return Reply(modelled.pieces(), lambda: replace(modelled.made(), timings_ms=timings), started)

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

    def figures(self, topic: str | None = None) -> tuple[Stated, ...]:
        """The figures that the guides state, guide by guide in the order of the text; on a topic, those that fit it."""
        return tuple(list_figures(self._index.snapshot(), topic))

    def compared_figures(self) -> tuple[Stated, ...]:
        """All figures, each with those of other guides that give the same another value."""
        finder = self._finder()
        if self._compared_of is None or self._compared_of[0] is not finder:
            self._compared_of = finder, compared(self.figures(), finder.evidence)
        return self._compared_of[1]

    def search(self, question: str, most: int) -> tuple[Citation, ...]:
        """The units found for a question, best first, whether or not they answer it."""
        finder = self._finder()
        hits = {hit.number: hit for part in finder.find(Standalone(question)) for hit in part.hits}
        articles = finder.evidence.snapshot.articles
        best = list(hits.values())[:most]
        return tuple(cite(hit.unit, articles[hit.unit.article_id], place) for place, hit in enumerate(best, 1))

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
        self._finder_of = self._compared_of = None
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

    def _talk(self, question: str, reply: str) -> Answer:
        return Answer(
            question=question,
            standalone_question=question,
            status="not_in_guides",
            answer=reply,
            follow_ups=self.first_questions(),
        )


def _at_once(made: Answer, started: float) -> Reply:
    """A reply that is there already."""
    return Reply(iter(made.answer.splitlines(keepends=True)), lambda: made, started)


def _sum(one: Usage | None, other: Usage | None) -> Usage | None:
    """What two calls took together; None where neither told."""
    if not (one and other):
        return one or other
    return Usage(one.input_tokens + other.input_tokens, one.output_tokens + other.output_tokens)


def _since(started: float) -> float:
    """Milliseconds."""
    return (time.perf_counter() - started) * 1000


def open_assistant(settings: Settings | None = None, encoder: Encoder | None = None) -> Assistant:
    """The assistant over the index that the settings name. Index and encoder are opened at the first question."""
    settings = settings or read_settings()
    encoder = encoder or LazyEncoder(settings)
    return Assistant(settings, open_index(settings, encoder.id), encoder)
