"""Questions with the windows that are read for them, and what of these answers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rag.language.lexical import LexicalIndex, terms
from rag.reading.windows import windows
from rag.seams import Encoder
from rag.types import Vectors, Window
from training.batches import Batch
from training.encoder import asked_text, unit_texts
from training.public import Paragraph

ANSWERS, NO_ANSWER, EITHER = 1, 0, -1
"""Labels of units; EITHER is further reading, which is neither taught nor punished."""
READ = 12
"""Windows that retrieval gives for a question."""
MOST_PARAGRAPH_WORDS = 110


@dataclass(frozen=True, slots=True)
class Labelled:
    """A window with a label for each unit."""

    window: Window
    labels: tuple[int, ...]

    @property
    def answers(self) -> bool:
        return ANSWERS in self.labels


@dataclass(frozen=True, slots=True)
class Example:
    """A question with windows: first those that retrieval gives, best first, then those that hold other answers."""

    question: str
    earlier: str
    windows: tuple[Labelled, ...]
    found: int
    """How many of them retrieval gives."""
    kind: str = "public"
    scores: tuple[tuple[float, ...], ...] = ()
    """Score of each unit of each window by what found it."""


def of_batch(batch: Batch, encoder: Encoder | None = None) -> Iterator[Example]:
    """The batch's questions with the windows that an encoder finds for them; without one, those that words find."""
    cut = windows(batch.units, batch.articles)
    place = {number: at for at, window in enumerate(cut) for number in window.numbers}
    asked = [asked_text(question.question, question.history) for question in batch.questions]
    scores_of = _by_meaning(batch, asked, encoder) if encoder else _by_words(batch, asked)
    for question, cosines in zip(batch.questions, scores_of, strict=True):
        order = [place[int(number)] for number in np.argsort(-cosines)[:120]]
        found = list(dict.fromkeys(order))[:READ]
        more = {place[number] for number in (*question.answers, *sorted(question.near))} - set(found)
        labelled = tuple(
            Labelled(cut[at], tuple(_label(number, question.answers, question.also) for number in cut[at].numbers))
            for at in [*found, *sorted(more)]
        )
        scores = tuple(tuple(float(cosines[number]) for number in each.window.numbers) for each in labelled)
        earlier = " ".join(question.history[-2:])
        yield Example(question.question, earlier, labelled, len(found), question.kind, scores)


def _by_meaning(batch: Batch, asked: Sequence[str], encoder: Encoder) -> Vectors:
    """Cosines of shape (questions, units): of the question by itself or behind the one before, whichever is higher."""
    vectors = encoder.encode(unit_texts(batch))
    alone = encoder.encode([question.question for question in batch.questions]) @ vectors.T
    found: Vectors = np.maximum(alone, encoder.encode(asked) @ vectors.T)
    return found


def _by_words(batch: Batch, asked: Sequence[str]) -> Vectors:
    """BM25 scores of shape (questions, units)."""
    words = LexicalIndex.build([terms(text) for text in unit_texts(batch)])
    found = np.zeros((len(asked), len(batch.units)), dtype=np.float32)
    for row, text in zip(found, asked, strict=True):
        for number, score in words.search(terms(text), 120):
            row[number] = score
    return found


def of_paragraphs(paragraphs: Sequence[Paragraph], rng: random.Random) -> Iterator[Example]:
    """Public questions, each with its paragraph and two others of the same title or of anywhere."""
    cut = [_paragraph(paragraph) for paragraph in paragraphs]
    by_title: dict[str, list[int]] = {}
    for at, paragraph in enumerate(paragraphs):
        by_title.setdefault(paragraph.title.split(". ")[0], []).append(at)
    for at, paragraph in enumerate(paragraphs):
        beside = [by_title[paragraph.title.split(". ")[0]], range(len(paragraphs))]
        others = [rng.choice(some) for some in beside]
        wrong = [
            Labelled(window, (NO_ANSWER,) * len(window.numbers))
            for other in others
            if paragraphs[other].sentences != paragraph.sentences
            for window in rng.sample(cut[other], 1)
        ]
        own = [Labelled(w, tuple(ANSWERS if n in paragraph.answers else NO_ANSWER for n in w.numbers)) for w in cut[at]]
        yield Example(paragraph.question, "", (*own, *wrong), len(own) + len(wrong))


def _paragraph(paragraph: Paragraph) -> list[Window]:
    """A paragraph in windows of at most eight sentences."""
    parts: list[list[int]] = [[]]
    words = 0
    for number, sentence in enumerate(paragraph.sentences):
        size = len(sentence.split())
        if parts[-1] and (words + size > MOST_PARAGRAPH_WORDS or len(parts[-1]) == 8):
            parts.append([])
            words = 0
        parts[-1].append(number)
        words += size
    return [Window(paragraph.title, tuple(p), tuple(paragraph.sentences[n] for n in p)) for p in parts if p]


def _label(number: int, answers: frozenset[int], also: frozenset[int]) -> int:
    return ANSWERS if number in answers else EITHER if number in also else NO_ANSWER
