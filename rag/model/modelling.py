"""A model's answer, checked sentence by sentence before anybody reads it; quotes step in where nothing is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from rag.asking.background import Said
from rag.errors import ModelContextTooLong, ModelError
from rag.finding.disagreement import described, disagreements
from rag.finding.finding import Finder, Part
from rag.finding.strangers import unspoken
from rag.finding.voices import spoken
from rag.model.form import cleaned, unfit
from rag.model.markers import without_markers
from rag.model.passages import NumberedPassage, numbered
from rag.model.prompting import answer_messages, fitting, is_refusal
from rag.model.sentences import Sentences
from rag.model.sourcing import Sources
from rag.quotes.answering import answer as quotes_answer
from rag.quotes.answering import refusal
from rag.quotes.suggestions import follow_ups
from rag.seams import Generation, Generator
from rag.types import Answer, Removed

Check = Callable[[str, Sequence[NumberedPassage]], str | None]
"""(sentence with its markers, passages) -> why it may not be shown, or None."""

_ENDED = re.compile(r"[.!?\]][\"'”’)]*\s*$")
_MARKER = re.compile(r"\[\d+\]")
NOTHING_LEFT = "Nothing of what the model wrote was found in the guides, so this answer is made of quotes."
NO_SOURCES = "The model didn't say where in the guides its words stand, so this answer is made of quotes."
NO_FIT = "The passages don't fit the model's context, so this answer is made of quotes."


@dataclass(slots=True)
class Modelled:
    """One question's answer by a model: iterate it for checked sentences, then `answer` is whole."""

    asked: str
    alone: str
    found: Sequence[Part]
    finder: Finder
    generator: Generator
    check: Check
    relevant: Callable[[str], bool]
    """Whether a sentence without its markers is about what was asked."""
    context_tokens: int
    said: Sequence[Said] = ()
    """What the asker said of themselves."""
    answer: Answer | None = None
    _removed: list[Removed] = field(default_factory=list)
    _kept: list[str] = field(default_factory=list)
    _refused: bool = False

    def made(self) -> Answer:
        """The whole answer; of one that was left early, what quotes say."""
        return self.answer or quotes_answer(self.asked, self.alone, self.found, self.finder, self.said)

    def pieces(self) -> Iterator[str]:
        """The answer's sentences, each once it has passed; quotes where none does. Leaving early ends the request."""
        covered = [part for part in self.found if part.covered]
        sources = Sources(self.finder.evidence)
        background = "; ".join(item.text for item in self.said) or None
        try:
            passages = fitting(self.alone, numbered(covered, self.finder.evidence), background, self.context_tokens)
        except ModelContextTooLong:
            yield from self._quotes(NO_FIT)
            return
        generation = self.generator.generate(answer_messages(self.alone, passages, background))
        try:
            with closing(generation):
                yield from self._sentences(generation, passages, sources)
        except ModelError as error:
            yield from self._quotes(error.notice)
            return
        yield from self._conclude(generation, sources, covered)

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
        self._kept.append(sources.cited(sentence, passages))
        yield f"{' ' if len(self._kept) > 1 else ''}{self._kept[-1]}"

    def _reason(self, sentence: str, passages: Sequence[NumberedPassage], sources: Sources) -> str | None:
        """Why a sentence may not be shown; None where it may."""
        reason = unfit(sentence) or self.check(sentence, passages) or sources.ordered(sentence, passages)
        return reason or (None if self._is_relevant(sentence, passages, sources) else "it is not what was asked about")

    def _is_relevant(self, sentence: str, passages: Sequence[NumberedPassage], sources: Sources) -> bool:
        """Whether it speaks of what was asked, or repeats what quotes would say."""
        quoted = {hit.number for part in self.found if part.covered for hit in part.chosen}
        return self.relevant(without_markers(sentence)) or not quoted.isdisjoint(sources.units(sentence, passages))

    def _conclude(self, generation: Generation, sources: Sources, covered: Sequence[Part]) -> Iterator[str]:
        if not self._kept and not self._removed and self._refused:
            self.answer = self._as_model(refusal(self.asked, self.alone, self.found[0], self.finder), generation)
            yield self.answer.answer
            return
        if not self._kept:
            if generation.error:
                yield from self._quotes(generation.error.notice, generation)
                return
            unsourced = not any(_MARKER.search(one.sentence) for one in self._removed)
            yield from self._quotes(NO_SOURCES if unsourced else NOTHING_LEFT, generation)
            return
        yield from self._other_voices(covered, sources)
        hits = [hit for part in covered for hit in part.chosen if hit.number in sources.numbers]
        left = (
            *(part.question.text for part in self.found if not part.covered),
            *unspoken(self.said, self.finder.evidence),
        )
        self.answer = self._as_model(
            Answer(
                question=self.asked,
                standalone_question=self.alone,
                status="partial" if left else "answered",
                answer=" ".join(self._kept),
                citations=sources.citations,
                not_covered=left,
                disagreements=described(
                    covered[0].question.text, list(disagreements(hits, self.finder.evidence)), sources.numbers
                ),
                removed=tuple(self._removed),
                background=tuple(item.text for item in self.said),
                notice=generation.error.partial_notice if generation.error else None,
                follow_ups=tuple(follow_ups(covered[0].hits, hits, self.finder.covers)),
            ),
            generation,
        )

    def _other_voices(self, covered: Sequence[Part], sources: Sources) -> Iterator[str]:
        """The guides' own words for a side of a disagreement that the model left out."""
        evidence = self.finder.evidence
        for part in covered:
            for one, other, _, _ in disagreements(part.chosen, evidence):
                for hit in (one, other):
                    if hit.number not in sources.numbers:
                        article = evidence.snapshot.articles[hit.unit.article_id]
                        number = sources.number(hit.number)
                        self._kept.append(spoken(hit.unit, article, number, named=True, moment=False))
                        yield f" {self._kept[-1]}"

    def _quotes(self, notice: str, generation: Generation | None = None) -> Iterator[str]:
        made = quotes_answer(self.asked, self.alone, self.found, self.finder, self.said)
        usage = generation.usage if generation else None
        self.answer = replace(made, notice=notice, removed=tuple(self._removed), usage=usage)
        yield self.answer.answer

    def _as_model(self, made: Answer, generation: Generation) -> Answer:
        return replace(made, mode="model", model=self.generator.model, usage=generation.usage)
