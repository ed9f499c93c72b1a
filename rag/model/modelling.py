"""A model's answer: written over numbered units, checked exactly as it comes, then looked at once more as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from langchain_core.messages import BaseMessage

from rag.answering.answering import Answerer, Asked
from rag.answering.choosing import choose
from rag.checking.exact import keeps_to
from rag.citing import cite, spoken, voice
from rag.errors import Fault, ModelError
from rag.figures.disagreement import described, disagreements
from rag.model.drafting import UNSOURCED, Draft, Drafted
from rag.model.form import unfit, visible
from rag.model.markers import renumbered
from rag.model.prompting import Claim, answer_messages, cut_to, fitting
from rag.model.sentences import Sentences
from rag.model.verifying import Verifying
from rag.reading.judging import Judged
from rag.seams import Generation, Generator
from rag.types import Answer, Check, Sentence, Status, Turn, Usage

_ENDED = re.compile(r"[.!?\]][\"'”’)]*\s*$")
NOTHING_LEFT = "Nothing of what the model wrote was found in the guides, so this answer is made of quotes."
NO_SOURCES = "The model didn't say where in the guides its words stand, so this answer is made of quotes."
CUT = (
    "The model's server takes in only {:,} tokens, so the model saw a part of what was found; give it a longer "
    "context, or set CAREER_MODEL_CONTEXT_TOKENS to that."
)
NOT_VERIFIED = "The model didn't look a second time at all of its sentences; their figures and names were checked."
LEAST_CONTEXT = 1500
"""Tokens below which no guide would fit beside the answer."""
LONGEST_BEYOND = 160
EVIDENT = 0.02
"""The probability from which a unit may stand in for a sentence that cites it."""
NOT_CARRIED = "the guides don't quite say that"


@dataclass(slots=True)
class Modelled:
    """One question's answer by a model: iterate it for its sentences as they pass; then `made` has the whole."""

    asked: Asked
    judged: Judged
    answerer: Answerer
    generator: Generator
    context_tokens: int
    """What the model takes; less afterwards, where its server was seen to take less."""
    verify: bool
    """Whether the model looks a second time at what it wrote."""
    history: tuple[Turn, ...] = ()
    follow_ups: Callable[[], Sequence[str]] = tuple
    """Questions to go on with that the guides are known to answer, where somebody has some."""
    _drafted: list[Drafted] = field(default_factory=list)
    _shown_chars: int = 0
    _answer: Answer | None = None
    _usage: Usage | None = None
    _cut: bool = False
    """Whether the server silently left out a part of what it was sent."""

    def made(self) -> Answer:
        """The whole answer; of one that was left early, what quotes say."""
        return self._answer or self.answerer.answer(self.asked, self.judged)

    def pieces(self) -> Iterator[str]:
        """The answer's sentences, each once it passed the exact checks. Leaving early ends the request.

        The verifying look comes after them, so the whole answer may hold the guides' words for some of them.
        """
        while True:
            try:
                messages, draft = self._asked_with()
                generation = self.generator.generate(messages)
                with closing(generation):
                    yield from self._written(generation, draft)
                break
            except ModelError as error:
                if error.fault is not Fault.CONTEXT_TOO_LONG or self.context_tokens // 2 < LEAST_CONTEXT:
                    yield from self._quotes(error.notice)
                    return
                self.context_tokens //= 2  # it may be less than was told
        self._usage = generation.usage
        if taken := cut_to(messages, generation.usage):
            self.context_tokens, self._cut = taken, True
        if self._drafted and self.verify:
            yield from self._verified(draft)
        yield from self._concluded(generation, draft)

    def _asked_with(self) -> tuple[list[BaseMessage], Draft]:
        """The messages, and what takes the sentences that come. Raises ModelError."""
        asked, told = self.asked, (self.asked.background, self.history)
        seen = fitting(asked.standalone, self.judged.windows, self.answerer.snapshot, self.context_tokens, *told)
        likely = {each.number: each.probability for each in self.judged.evidence}
        draft = Draft(
            seen,
            " ".join([asked.question, asked.standalone, *asked.before, asked.background]),
            lambda unit: likely.get(unit, 0.0) >= EVIDENT,
        )
        return answer_messages(asked.standalone, seen.passages, *told), draft

    def _written(self, generation: Generation, draft: Draft) -> Iterator[str]:
        sentences = Sentences()
        for piece in generation:
            yield ""  # whoever reads can leave, also while a sentence grows
            for sentence in sentences.add(piece):
                yield from self._shown(draft.add(sentence))
        if generation.finish in ("stop", None) or _ENDED.search(sentences.rest):
            yield from self._shown(draft.add(sentences.rest))
        yield from self._shown(draft.end())

    def _shown(self, drafted: Iterator[Drafted]) -> Iterator[str]:
        for each in drafted:
            self._drafted.append(each)
            text, _ = self._text(self._drafted)
            yield text[self._shown_chars :]
            self._shown_chars = len(text)

    def _verified(self, draft: Draft) -> Iterator[str]:
        """One call over all that the model wrote; what its quotes don't carry gives way to them."""
        own = [place for place, each in enumerate(self._drafted) if not each.quoted]
        look = Verifying([self._claim(self._drafted[place]) for place in own], self.generator, self.context_tokens)
        yield from look
        self._usage = self._usage.plus(look.usage) if self._usage else look.usage
        judged = {own[place]: verdict for place, verdict in look.verdicts.items()}
        failed = {place: verdict for place, verdict in judged.items() if not verdict.carried}
        given = {unit for place, each in enumerate(self._drafted) if place not in failed for unit in each.units}
        kept: list[Drafted] = []
        for place, each in enumerate(self._drafted):
            if place in failed:
                instead = list(draft.instead(each, _reason(failed[place].beyond, self._claim(each)), given))
                given.update(unit for one in instead for unit in one.units)
                kept += instead
            else:
                kept.append(replace(each, verified=place in judged))
        self._drafted = kept
        self._shown_chars = len(self._text(kept)[0])

    def _claim(self, drafted: Drafted) -> Claim:
        units, articles = self.answerer.snapshot.units, self.answerer.snapshot.articles
        quotes = []
        for number in drafted.units:
            unit = units[number]
            place = " › ".join(filter(None, [voice(articles[unit.article_id]), unit.section, unit.context]))
            quotes.append(f"({place}) {unit.text}")
        return Claim(drafted.text, tuple(quotes))

    def _text(self, drafted: Sequence[Drafted]) -> tuple[str, list[Sentence]]:
        """The answer's text and sentences; units are cited in the order in which they come."""
        numbers = self._numbers(drafted)
        text, sentences, speaking = "", [], ""
        for each in drafted:
            said, speaking = self._said(each, numbers, speaking)
            joint = ("\n\n" if each.opens else "\n" if each.item else " ") + each.item
            text += f"{joint}{said}" if text else said
            check: Check = "quote" if each.quoted else "verified" if each.verified else "exact"
            sentences.append(Sentence(said, tuple(numbers[unit] for unit in each.units), check))
        return text, sentences

    def _said(self, drafted: Drafted, numbers: Mapping[int, int], speaking: str) -> tuple[str, str]:
        """A sentence as it is shown, and the guide whose words came last, if they are a guide's."""
        if not drafted.quoted:
            return renumbered(drafted.said, numbers.get), ""
        parts, snapshot = [], self.answerer.snapshot
        for number in drafted.units:
            unit = snapshot.units[number]
            article = snapshot.articles[unit.article_id]
            parts.append(spoken(unit, article, numbers[number], named=article.id != speaking))
            speaking = article.id
        return " ".join(parts), speaking

    def _numbers(self, drafted: Sequence[Drafted]) -> dict[int, int]:
        """Unit -> citation number."""
        cited = dict.fromkeys(unit for each in drafted for unit in each.units)
        return {unit: place for place, unit in enumerate(cited, 1)}

    def _concluded(self, generation: Generation, draft: Draft) -> Iterator[str]:
        if all(each.quoted for each in self._drafted):  # nothing of the model's own is left
            if draft.refused or (draft.missing and not draft.removed):
                refusal = self.answerer.refuse(self.asked, self.judged)
                missing = refusal.not_covered and (tuple(draft.missing) or refusal.not_covered)  # none in small talk
                self._answer = self._as_model(replace(refusal, not_covered=missing))
                yield self._answer.answer
            elif generation.error:
                yield from self._quotes(generation.error.notice, draft)
            else:
                unsourced = all(each.reason == UNSOURCED for each in draft.removed)
                yield from self._quotes(NO_SOURCES if unsourced else NOTHING_LEFT, draft)
            return
        yield from self._shown(self._other_voices())
        text, sentences = self._text(self._drafted)
        numbers, book, snapshot = self._numbers(self._drafted), self.answerer.book, self.answerer.snapshot
        units, articles = snapshot.units, snapshot.articles
        pairs = list(disagreements(list(numbers), book))
        status: Status = "partial" if draft.missing else "answered"
        self._answer = self._as_model(
            Answer(
                question=self.asked.question,
                standalone_question=self.asked.standalone,
                status=status,
                answer=text,
                sentences=tuple(sentences),
                citations=tuple(cite(units[n], articles[units[n].article_id], place) for n, place in numbers.items()),
                not_covered=tuple(draft.missing),
                disagreements=described(self.asked.standalone, pairs, numbers, book),
                removed=tuple(dict.fromkeys(draft.removed)),
                background=(self.asked.background,) if self.asked.background else (),
                notice=generation.error.partial_notice if generation.error else self._unjudged(),
                follow_ups=tuple(self.follow_ups()) or self.answerer.follow_ups(self.asked, list(numbers)),
            )
        )

    def _unjudged(self) -> str | None:
        """What the reader of an answer has to know of how it was made."""
        if self._cut:
            return CUT.format(self.context_tokens)
        exact = self.verify and any(not each.quoted and not each.verified for each in self._drafted)
        return NOT_VERIFIED if exact else None

    def _other_voices(self) -> Iterator[Drafted]:
        """The guides' own words for a side of a disagreement that the model left out."""
        book = self.answerer.book
        cited = set(self._numbers(self._drafted))
        for pair in disagreements(choose(self.judged.evidence, book), book):
            if {*pair[:2]} & cited:
                for number in pair[:2]:
                    if number not in cited:
                        cited.add(number)
                        yield Drafted(f"[{number}]", quoted=True)

    def _quotes(self, notice: str, draft: Draft | None = None) -> Iterator[str]:
        made = self.answerer.answer(self.asked, self.judged)
        removed = tuple(dict.fromkeys(draft.removed)) if draft else ()
        self._answer = replace(made, notice=notice, removed=removed, usage=self._usage)
        if not self._drafted:  # else quotes have come already
            yield self._answer.answer

    def _as_model(self, made: Answer) -> Answer:
        return replace(made, mode="model", model=self.generator.model, usage=self._usage)


def _reason(beyond: str, claim: Claim) -> str:
    """Why a sentence goes, in a reader's words; what a model says of it only where it is plain and adds nothing."""
    plain = visible(beyond).strip(" .")
    fit = (
        plain and len(plain) <= LONGEST_BEYOND and not unfit(plain) and keeps_to(plain, f"{claim.text} {claim.quotes}")
    )
    return f"{NOT_CARRIED}: {plain}" if fit else NOT_CARRIED
