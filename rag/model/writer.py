"""Answers by a model, for one assistant: a follow-up is rewritten first, then the answer is written and checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from rag.answering.answering import Asked, is_near
from rag.answering.desk import Desk
from rag.model.modelling import Modelled
from rag.model.rewriting import Rewriting
from rag.reply import Reply, at_once
from rag.seams import Generator
from rag.settings import Settings
from rag.types import Answer, Turn


class Writer:
    """Holds the model, and what its server was seen to take. Safe for several threads."""

    def __init__(self, generator: Generator, settings: Settings) -> None:
        self._generator = generator
        self._verify = settings.verify
        self._context_tokens = settings.context_tokens
        """As told, or less where the server was seen to take less."""

    def reply(self, asked: Asked, history: Sequence[Turn], desk: Callable[[], Desk], started: float) -> Reply:
        """The reply; `desk` gives the current one. A question with others before it is rewritten first."""
        if not asked.before:
            return self._written(asked, (), desk(), started)
        rewriting = Rewriting(asked.question, history, self._generator, self._context_tokens)
        return self._rewritten(asked, tuple(history), rewriting, desk, started)

    def close(self) -> None:
        """Lets go of the model's server."""
        self._generator.close()

    def _written(
        self,
        asked: Asked,
        history: tuple[Turn, ...],
        desk: Desk,
        started: float,
        follow_ups: Callable[[], Sequence[str]] = tuple,
    ) -> Reply:
        """The reply that the model writes and the checks pass; quotes refuse what is nowhere near."""
        asked, judged = desk.judged(asked)
        if not is_near(judged):
            return at_once(replace(desk.answerer.refuse(asked, judged), timings_ms=judged.timings), started)
        modelled = Modelled(
            asked=asked,
            judged=judged,
            answerer=desk.answerer,
            generator=self._generator,
            context_tokens=self._context_tokens,
            verify=self._verify,
            history=history,
            follow_ups=follow_ups,
        )

        def made() -> Answer:
            self._context_tokens = min(self._context_tokens, modelled.context_tokens)
            return replace(modelled.made(), timings_ms=judged.timings)

        return Reply(modelled.pieces(), made, started)

    def _rewritten(
        self, asked: Asked, history: tuple[Turn, ...], rewriting: Rewriting, desk: Callable[[], Desk], started: float
    ) -> Reply:
        """The reply to a follow-up in the model's words; where it finds none, it is asked as typed."""
        replies: list[Reply] = []

        def pieces() -> Iterator[str]:
            yield from rewriting
            now = replace(asked, standalone=rewriting.question, before=()) if rewriting.question else asked
            current = desk()
            known: Future[list[str]]
            replies.append(self._written(now, history, current, time.perf_counter(), lambda: known.result()))
            beside = ThreadPoolExecutor(1, "career-next")
            try:  # judged while the model writes, so that nobody waits for it
                known = beside.submit(lambda: [each for each in rewriting.next if current.answers(each)])
                yield from replies[0]
            finally:
                beside.shutdown(wait=False, cancel_futures=True)

        def made() -> Answer:
            answered = replies[0].answer() if replies else desk().quoted(asked)
            usage = rewriting.usage.plus(answered.usage) if rewriting.usage else answered.usage
            return replace(answered, usage=usage)

        return Reply(pieces(), made, started)
