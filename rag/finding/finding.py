"""What the guides have on a question: its parts, each with the units found, how far they cover it, what to quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.asking.asks import QUANTITIES, Asks
from rag.asking.background import Said, place_in
from rag.asking.followup import Standalone, resolve
from rag.asking.parts import parts
from rag.asking.question import Question, asks_about, read_question, told_terms
from rag.finding.advising import Advice, advise, wants_advice, wants_steps
from rag.finding.coverage import THRESHOLD, coverage
from rag.finding.matching import Evidence
from rag.finding.quoting import select
from rag.finding.ranking import is_statement, rank
from rag.finding.retrieval import retrieve
from rag.finding.steering import matter, steered
from rag.finding.strangers import NEWCOMER, unspoken
from rag.seams import Encoder
from rag.text.lexical import WORD, terms
from rag.text.places import PLACE
from rag.text.roles import roles
from rag.text.seniority import experience, levels
from rag.text.words import concepts
from rag.types import VIEWS, Coverage, Hit, Vectors

_SEARCHED, _FOUND_WITH = 4, 25
"""With how many of the statements is searched for more, and how many units each of them gives."""
_STEPS = "the first step, the next step, then start to learn"
_FITS = "it suits and fits people who love it"
_FIT = re.compile(r"\b(?:for me|for someone like|fits? me|suits? me|good fit|cut out)\b", re.IGNORECASE)
"""Words in which guides say what such questions ask for."""


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a question, with what was found for it."""

    question: Question
    hits: tuple[Hit, ...]
    """Best first."""
    coverage: Coverage
    chosen: tuple[Hit, ...]
    """What to quote, in the order of the answer."""
    advice: Advice | None = None
    """The same as verdict, reasons and steps, where who asks makes a difference."""

    has_figure: bool = True
    """Whether a figure of the kind asked for is quoted; True where none is asked for."""

    @property
    def covered(self) -> bool:
        """Whether the guides answer it."""
        return bool(self.chosen) and self.coverage.score >= THRESHOLD and self.has_figure


class Finder:
    """Finds evidence in one snapshot. Safe for several threads."""

    def __init__(self, evidence: Evidence, encoder: Encoder) -> None:
        self.evidence = evidence
        self._encoder = encoder

    def find(self, question: Standalone, said: Sequence[Said] = (), now: Sequence[Said] = ()) -> list[Part]:
        """The parts of a question with their evidence. What a part leaves out it takes from the one before.

        `said` is all that the asker said of themselves; `now` what of it belongs to this question.
        """
        found: list[Part] = []
        before = ""
        for piece in parts(question.text):
            alone = resolve(piece, before)
            found.append(self.part(alone.text, question.inherited | alone.inherited, said, now))
            before = alone.text
        return found

    def part(
        self,
        text: str,
        inherited: frozenset[str] = frozenset(),
        said: Sequence[Said] = (),
        now: Sequence[Said] = (),
    ) -> Part:
        """The evidence for a question of one part."""
        question = self._read(text, inherited, said)
        needed = self._needed(question, said, now)
        if needed and question.asks in QUANTITIES:
            question, needed = replace(self._read(f"{needed} {text}", inherited, said), asks=question.asks), ""
        elif needed:
            # A question that names no subject ("What is missing?") has it in what was said with it.
            known = {term.stem for term in question.terms}
            more = told_terms(matter(needed), self.evidence.vocabulary)
            question = replace(question, terms=(*question.terms, *(term for term in more if term.stem not in known)))
        searched = f"{needed} {question.text}".strip()
        found = retrieve(searched, self.evidence.snapshot, self._encoder)
        hits = tuple(rank(question, found, self.evidence))
        covered = coverage(question, hits, self.evidence, self.fit)
        if not said and not wants_steps(question):
            chosen = tuple(select(question, hits, self.evidence))
            return Part(question, hits, covered, chosen, has_figure=self._has_figure(question, chosen))
        if next(unspoken(said, self.evidence), None):
            said = (*said, NEWCOMER)
        more_hits = rank(question, [*found, *self._also(searched, question, said, found)], self.evidence)
        hits = tuple(steered(more_hits, said, self.evidence, self.fit, question))
        advice = advise(question, hits, said, self.evidence) if wants_advice(question) else None
        if not said and not (advice and advice.steps):
            advice = None
        chosen = advice.hits if advice else tuple(select(question, hits, self.evidence))
        return Part(question, hits, covered, chosen, advice, self._has_figure(question, chosen))

    def _has_figure(self, question: Question, chosen: Sequence[Hit]) -> bool:
        """Whether a unit that is quoted holds a figure of the kind asked for, if one is asked for.

        "How many" may be answered by a word, as "several".
        """
        return question.asks not in QUANTITIES - {Asks.COUNT} or any(
            self.evidence.answers_kind(question, hit.number) for hit in chosen
        )

    def is_career(self, word: str) -> bool:
        """Whether a word is of careers and no name of a person: a role, a discipline, a level, a known subject."""
        stems = terms(word)
        return (
            bool(roles(f"some {word}", self.evidence.disciplines) or levels(word))
            or not self.evidence.disciplines.isdisjoint(stems)
            or any(stem in concepts() for stem in stems)
        )

    def _also(self, searched: str, question: Question, said: Sequence[Said], found: Sequence[Hit]) -> list[Hit]:
        """Further units, found with what was said; their similarity is that with the question alone."""
        snapshot = self.evidence.snapshot
        also: dict[int, Hit] = {}
        told = [item.text for item in said[-_SEARCHED:]]
        with_question = [*told, *([_STEPS] * wants_steps(question)), *([_FITS] * bool(_FIT.search(searched)))]
        for text in [*(f"{searched} {each}" for each in with_question), *told]:
            hits = retrieve(text, snapshot, self._encoder, k=_FOUND_WITH)
            also |= {hit.number: hit for hit in hits}
        numbers = sorted(also.keys() - {hit.number for hit in found})
        if not numbers:
            return []
        vector = self._encoder.encode([searched])
        views = [(vector @ snapshot.vectors(view, numbers).T)[0] for view in VIEWS]
        best, mean = np.max(views, axis=0).tolist(), np.mean(views, axis=0).tolist()
        lowest = min((hit.score for hit in found), default=0.0)
        return [
            replace(also[n], score=lowest, cosine=best[place], mean_cosine=mean[place])
            for place, n in enumerate(numbers)
        ]

    def _read(self, text: str, inherited: frozenset[str], said: Sequence[Said]) -> Question:
        """The question; one for a figure is about the place where its asker lives."""
        question = read_question(text, self.evidence.vocabulary, self._encoder.knows, inherited)
        place = place_in(said)
        if place and question.asks in QUANTITIES and not PLACE.search(text):
            text = re.sub(r"\W*$", f" in {place}?", text, count=1)
            question = read_question(text, self.evidence.vocabulary, self._encoder.knows, inherited)
        return question

    def _needed(self, question: Question, said: Sequence[Said], now: Sequence[Said]) -> str:
        """What was said, where the question can't be searched for without it."""
        if any(term.is_name for term in question.terms) or roles(question.text, self.evidence.disciplines):
            return ""
        topical = any(asks_about(word) for word in WORD.findall(question.text))
        needed = now if topical else said
        if topical and question.asks in QUANTITIES:
            # A figure is for a role or a level, and for nobody's children or evenings.
            needed = [item for item in now if self._is_of_work(item.text)]
        return " ".join(f"{item.text}." for item in needed)

    def _is_of_work(self, text: str) -> bool:
        """Whether a statement names a role, a level or years of experience."""
        return bool(roles(text, self.evidence.disciplines) or levels(text)) or experience(text) is not None

    def retrieved(self, text: str) -> list[Hit]:
        """What says something among the units near a text of ours, best first."""
        question = read_question(text, self.evidence.vocabulary, self._encoder.knows)
        return [hit for hit in retrieve(text, self.evidence.snapshot, self._encoder) if is_statement(hit, question)]

    def steered(self, hits: Sequence[Hit], said: Sequence[Said]) -> list[Hit]:
        """The hits with what they gain by speaking of what was said; best first."""
        return steered(hits, said, self.evidence, self.fit)

    def covers(self, text: str) -> bool:
        """Whether the guides answer a question."""
        return self.part(text).covered

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See rag.seams.Encoder."""
        return self._encoder.encode(texts)

    def fit(self, texts: Sequence[str], numbers: Sequence[int]) -> list[list[float]]:
        """For each text its best cosine over the views with each unit."""
        vectors = self._encoder.encode(texts)
        views = [vectors @ self.evidence.snapshot.vectors(view, numbers).T for view in VIEWS]
        best: list[list[float]] = np.max(views, axis=0).tolist()
        return best
