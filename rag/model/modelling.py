"""A model's answer, checked sentence by sentence before anybody reads it; quotes step in where nothing is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from rag.answering.answering import Answerer, Asked
from rag.answering.choosing import choose
from rag.answering.suggestions import follow_ups
from rag.citing import spoken
from rag.errors import ModelContextTooLong, ModelError
from rag.figures.disagreement import described, disagreements
from rag.model.form import cleaned, unfit
from rag.model.markers import without_markers
from rag.model.passages import NumberedPassage, numbered
from rag.model.prompting import answer_messages, fitting, is_refusal
from rag.model.sentences import Sentences
from rag.model.sourcing import Sources
from rag.reading.judging import Judged
from rag.seams import Generation, Generator
from rag.types import Answer, Removed, Sentence

Check = Callable[[str, Sequence[NumberedPassage]], str | None]
"""(sentence with its markers, passages) -> why it may not be shown, or None."""

_ENDED = re.compile(r"[.!?\]][\"'”’)]*\s*$")
_MARKER = re.compile(r"\[(\d+)\]")
NOTHING_LEFT = "Nothing of what the model wrote was found in the guides, so this answer is made of quotes."
NO_SOURCES = "The model didn't say where in the guides its words stand, so this answer is made of quotes."
NO_FIT = "The passages don't fit the model's context, so this answer is made of quotes."


@dataclass(slots=True)
class Modelled:
    """One question's answer by a model: iterate it for checked sentences, then `answer` is whole."""

    asked: Asked
    judged: Judged
    answerer: Answerer
    generator: Generator
    check: Check
    relevant: Callable[[str], bool]
    """Whether a sentence without its markers is about what was asked."""
    context_tokens: int
    answer: Answer | None = None
    _removed: list[Removed] = field(default_factory=list)
    _kept: list[Sentence] = field(default_factory=list)
    _refused: bool = False

    def made(self) -> Answer:
        """The whole answer; of one that was left early, what quotes say."""
        return self.answer or self.answerer.answer(self.asked, self.judged)

    def pieces(self) -> Iterator[str]:
        """The answer's sentences, each once it has passed; quotes where none does. Leaving early ends the request."""
        sources = Sources(self.answerer.snapshot)
        question, background = self.asked.standalone, self.asked.background or None
        try:
            passages = fitting(question, numbered(self.judged, self.answerer.snapshot), background, self.context_tokens)
        except ModelContextTooLong:
            yield from self._quotes(NO_FIT)
            return
        generation = self.generator.generate(answer_messages(question, passages, background))
        try:
            with closing(generation):
                yield from self._sentences(generation, passages, sources)
        except ModelError as error:
            yield from self._quotes(error.notice)
            return
        yield from self._conclude(generation, sources)

    def _sentences(
        self, generation: Generation, passages: Sequence[NumberedPassage], sources: Sources
    ) -> Iterator[str]:
        sentences = Sentences()
        for piece in generation:
            yield ""  # whoever reads can leave, also while a sentence grows
            for sentence in sentences.add(piece):
                yield from self._checked(sentence, passages, sources)
        if generation.finish in ("stop", None) or _ENDED.search(sentences.rest):
            yield from self._checked(sentences.rest, passages, sources)

    def _checked(self, sentence: str, passages: Sequence[NumberedPassage], sources: Sources) -> Iterator[str]:
        sentence = cleaned(sentence)
        self._refused = self._refused or is_refusal(sentence)
        if not without_markers(sentence) or is_refusal(sentence):
            return
        if reason := self._reason(sentence, passages, sources):
            self._removed.append(Removed(sentence, reason))
            return
        yield self._keep(sources.cited(sentence, passages), checked=True)

    def _keep(self, sentence: str, *, checked: bool) -> str:
        """Keeps a sentence with its citations; gives it as it follows the others."""
        numbers = tuple(dict.fromkeys(int(number) for number in _MARKER.findall(sentence)))
        self._kept.append(Sentence(sentence, numbers, "exact" if checked else "quote"))
        return f"{' ' if len(self._kept) > 1 else ''}{sentence}"

    def _reason(self, sentence: str, passages: Sequence[NumberedPassage], sources: Sources) -> str | None:
        """Why a sentence may not be shown; None where it may."""
        reason = unfit(sentence) or self.check(sentence, passages) or sources.ordered(sentence, passages)
        return reason or (None if self.relevant(without_markers(sentence)) else "it is not what was asked about")

    def _conclude(self, generation: Generation, sources: Sources) -> Iterator[str]:
        if not self._kept and not self._removed and self._refused:
            self.answer = self._as_model(self.answerer.refuse(self.asked, self.judged), generation)
            yield self.answer.answer
            return
        if not self._kept:
            if generation.error:
                yield from self._quotes(generation.error.notice, generation)
                return
            unsourced = not any(_MARKER.search(one.sentence) for one in self._removed)
            yield from self._quotes(NO_SOURCES if unsourced else NOTHING_LEFT, generation)
            return
        yield from self._other_voices(sources)
        book, numbers = self.answerer.book, list(sources.numbers)
        pairs = list(disagreements(numbers, book))
        self.answer = self._as_model(
            Answer(
                question=self.asked.question,
                standalone_question=self.asked.standalone,
                status="answered",
                answer=" ".join(sentence.text for sentence in self._kept),
                sentences=tuple(self._kept),
                citations=sources.citations,
                disagreements=described(self.asked.standalone, pairs, sources.numbers, book),
                removed=tuple(self._removed),
                background=(self.asked.background,) if self.asked.background else (),
                notice=generation.error.partial_notice if generation.error else None,
                follow_ups=tuple(follow_ups(numbers, self.answerer.snapshot)),
            ),
            generation,
        )

    def _other_voices(self, sources: Sources) -> Iterator[str]:
        """The guides' own words for a side of a disagreement that the model left out."""
        snapshot = self.answerer.snapshot
        chosen = choose(self.judged.evidence, self.answerer.book)
        for pair in disagreements(chosen, self.answerer.book):
            if not {*pair[:2]} & sources.numbers.keys():
                continue
            for number in pair[:2]:
                if number not in sources.numbers:
                    unit = snapshot.units[number]
                    article = snapshot.articles[unit.article_id]
                    yield self._keep(spoken(unit, article, sources.number(number), named=True), checked=False)

    def _quotes(self, notice: str, generation: Generation | None = None) -> Iterator[str]:
        made = self.answerer.answer(self.asked, self.judged)
        usage = generation.usage if generation else None
        self.answer = replace(made, notice=notice, removed=tuple(self._removed), usage=usage)
        yield self.answer.answer

    def _as_model(self, made: Answer, generation: Generation) -> Answer:
        return replace(made, mode="model", model=self.generator.model, usage=generation.usage)
