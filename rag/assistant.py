"""The one object that faces talk to: questions in, answers with citations out."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from functools import partial
from itertools import chain
from pathlib import PurePosixPath
from threading import Lock
from typing import TYPE_CHECKING

from rag.answering.answering import Answerer, Asked
from rag.answering.desk import Desk
from rag.answering.suggestions import FIRST, first_questions
from rag.answering.talk import reply_to_talk, talked
from rag.citing import cite
from rag.encoding.encoder import LazyEncoder
from rag.errors import GuideUnknown, UsageError
from rag.indexing.index import open_index
from rag.reading.judging import Judge
from rag.reading.reader import LazyReader
from rag.reply import Reply, at_once
from rag.seams import Encoder, Generator, PassageIndex, Reader, Snapshot
from rag.settings import Settings, read_settings
from rag.types import Article, Citation, GuideInfo, Manifest, Mode, Stated, Turn

if TYPE_CHECKING:
    from rag.model.writer import Writer

MOST_DESKS = 8
"""How many choices of guides are kept ready."""


class Assistant:
    """Answers questions from the newest published index. Safe for several threads."""

    def __init__(
        self,
        settings: Settings,
        index: PassageIndex,
        encoder: Encoder,
        reader: Reader,
        generator: Generator | None = None,
    ) -> None:
        self._settings = settings
        self._index = index
        self._encoder = encoder
        self._reader = reader
        self._generator = generator
        self._writer: Writer | None = None
        self._lock = Lock()
        self._desks_of: Snapshot | None = None
        self._desks: dict[frozenset[str], Desk] = {}
        """By the guides that were chosen, the latest last; by none where all are asked."""
        self._compared_of: tuple[Desk, tuple[Stated, ...]] | None = None

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
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        mode: str | None = None,
        background: str | None = None,
        within: Sequence[str] = (),
    ) -> Reply:
        """The answer to a question; `within` names guides, or folders of them, where only those are asked.

        Raises UsageError for an empty or over-long question or a mode that isn't set up, GuideUnknown.
        """
        started = time.perf_counter()
        self._check(question, mode)
        before = tuple(turn.question.strip() for turn in history if turn.question.strip())
        desk = self._desk(within)
        snapshot = desk.answerer.snapshot
        reply = reply_to_talk(question, [article.title or article.id for article in snapshot.articles.values()])
        if reply:
            return at_once(talked(question, reply, first_questions(snapshot, before)), started)
        answers = " ".join(turn.answer or "" for turn in history)
        asked = Asked(question, question, before, (background or "").strip(), answers)
        if mode == "model" or (mode in (None, "auto") and self.mode == "model"):
            return self._opened_writer().reply(asked, history, partial(self._desk, within), started)
        return at_once(desk.quoted(asked), started)

    def guides(self) -> tuple[GuideInfo, ...]:
        """The guides, by id."""
        snapshot = self._index.snapshot(search=False)
        passages: dict[str, set[int]] = {id: set() for id in snapshot.articles}
        for unit in snapshot.units:
            passages[unit.article_id].add(unit.passage)
        return tuple(
            GuideInfo(a.id, a.title, a.author, a.published, a.url, len(passages[a.id]))
            for a in snapshot.articles.values()
        )

    def guide(self, name: str) -> Article:
        """The guide with that path, stem or title. Raises GuideUnknown."""
        articles = self._index.snapshot(search=False).articles
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
        from rag.figures.listing import list_figures  # late: a question needs none of it

        return tuple(list_figures(self._index.snapshot(search=False), topic))

    def compared_figures(self) -> tuple[Stated, ...]:
        """All figures, each with those of other guides that give the same another value."""
        from rag.figures.comparing import compared  # late, too

        desk = self._desk()
        if self._compared_of is None or self._compared_of[0] is not desk:
            self._compared_of = desk, compared(self.figures(), desk.answerer.book)
        return self._compared_of[1]

    def search(self, question: str, most: int) -> tuple[Citation, ...]:
        """The units found for a question, best first, whether or not they answer it. Raises UsageError."""
        self._check(question, None)
        desk = self._desk()
        articles = desk.answerer.snapshot.articles
        hits = desk.judge.search(question)[:most]
        return tuple(cite(hit.unit, articles[hit.unit.article_id], place) for place, hit in enumerate(hits, 1))

    def first_questions(self, guides: Sequence[str] = ()) -> tuple[str, ...]:
        """Questions to begin with, which the guides, or these of them, answer."""
        return first_questions(self._index.snapshot(search=False), most=FIRST, guides=guides)

    @property
    def manifest(self) -> Manifest:
        """What the current index was made from."""
        return self._index.snapshot(search=False).manifest

    def close(self) -> None:
        """Lets go of the index and of the model's server."""
        self._desks_of = self._compared_of = None
        self._desks.clear()
        if self._writer:
            self._writer.close()
            self._writer = None
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

    def _desk(self, within: Sequence[str] = ()) -> Desk:
        """What judges and answers from the newest snapshot, or from these of its guides. Raises GuideUnknown."""
        ids = self._index.snapshot(search=False).articles if within else ()
        guides = frozenset(chain.from_iterable(self._named(name, ids) for name in within))
        with self._lock:
            whole = self._index.snapshot()
            if self._desks_of is not whole:
                self._desks_of = whole
                self._desks.clear()
            desk = self._desks.pop(guides, None)
            if desk is None:
                snapshot: Snapshot = whole
                if guides:
                    from rag.retrieval.part import Part  # late: mostly all are asked

                    snapshot = Part(whole, guides)
                judge = Judge(snapshot, self._encoder, self._reader)
                desk = Desk(judge, Answerer(snapshot, judge))
            self._desks[guides] = desk
            if len(self._desks) > MOST_DESKS:
                del self._desks[next(iter(self._desks))]
            return desk

    def _named(self, name: str, ids: Collection[str]) -> Sequence[str]:
        """The guides of a folder, "." for those in none, or the one guide of that name. Raises GuideUnknown."""
        if name in ids:
            return [name]
        folder = f"{name.rstrip('/')}/"
        inside = [id for id in ids if (id.startswith(folder) if name != "." else "/" not in id)]
        return inside or [self.guide(name).id]

    def _opened_writer(self) -> Writer:
        with self._lock:
            if self._writer is None:
                from rag.model.generation import open_generator  # late: quotes need none of it
                from rag.model.writer import Writer

                self._writer = Writer(self._generator or open_generator(self._settings), self._settings)
            return self._writer


def open_assistant(
    settings: Settings | None = None, encoder: Encoder | None = None, reader: Reader | None = None
) -> Assistant:
    """The assistant over the index that the settings name. Index and models are opened at the first question."""
    settings = settings or read_settings()
    encoder = encoder or LazyEncoder(settings)
    return Assistant(settings, open_index(settings, encoder.id), encoder, reader or LazyReader())
