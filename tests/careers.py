"""Guides of the tests' own, on careers that have nothing to do with one another, and an index of them in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from ingest.articles import parse
from rag.indexing import views
from rag.language.lexical import LexicalIndex
from rag.seams import Encoder, Snapshot
from rag.types import Answer, Article, Figure, Manifest, Suggestion, Unit, Vectors

NURSING = """---
title: Becoming a registered nurse
author: Maria Okafor
published: 2024-03-10
url: https://example.org/nursing
---

## What nurses earn

| Level | Pay a year (USD) |
|---|---|
| Entry-level nurse | $58,000-$66,000 |
| Mid-level nurse | $72,000-$85,000 |
| Senior nurse | $90,000-$112,000 |

A travel nurse in Seattle earns $2,400 a week. A travel nurse in Chicago earns $2,100 a week.

## How to become a nurse

A nursing degree takes three years. A licence exam follows, and the licence has to be renewed every five years.
Nurses start on a general ward because it shows them every kind of patient.

## Why nurses leave

About 18 percent of newly qualified nurses leave the profession within the first year. Night shifts are the
reason they give most often.

## Demand for nurses

Demand for nurses will grow by 6 percent by 2032.
"""

WARD = """# Life on the ward: what new nurses are not told

By Tom Bellamy

[00:35] Nearly 30 percent of newly qualified nurses leave the profession within the first year.

[02:10] Ask for a mentor in your first week, because nobody will offer you one.

[05:48] Comfortable shoes matter more than any textbook on the ward.
"""

CARPENTRY = """---
title: Working as a carpenter
author: Jonas Weber
published: 2023-09-01
---

## Pay

A journeyman carpenter in Denver earns $52,000 a year. A senior carpenter who runs a crew earns $78,000 a year.

## Apprenticeship

A carpentry apprenticeship takes four years. Apprentices spend one day a week in a classroom.

## Tools of a carpenter

Carpenters carry a tape measure, a chisel, a handsaw and a speed square.

Table saws cause most of the injuries in a workshop. Wear ear protection whenever a table saw is running.
"""

LAW = """---
title: A career in law
author: Priya Raman
published: 2025-01-20
url: https://example.org/law
---

## Salaries of lawyers

A first-year associate at a large firm in New York earns $215,000 a year.
A public defender in Boston earns $71,000 a year.

## Hours

Junior lawyers at large firms work 60 hours a week. Litigators argue cases in court, while transactional lawyers
draft contracts.

## Law school

Law school takes three years after a first degree. The bar exam is passed by 78 percent of candidates at the first
attempt.
"""

COURSES = """---
title: Courses for health workers
author: Elin Strand
---

| Course | City | Duration | Fee |
|---|---|---|---|
| Midwifery diploma | Leeds | 18 months | £9,250 |
| Paramedic science | Bristol | 3 years | £27,750 |
"""

GUIDES = {
    "building/carpentry.md": CARPENTRY,
    "courses.md": COURSES,
    "health/nursing.md": NURSING,
    "health/ward.md": WARD,
    "law.md": LAW,
}


class Ask(Protocol):
    """A question and the questions before it to an answer."""

    def __call__(self, question: str, *before: str) -> Answer: ...


class MemorySnapshot:
    """A generation that lives in memory; searches are exact."""

    def __init__(self, guides: Mapping[str, str], encoder: Encoder, suggestions: Sequence[Suggestion] = ()) -> None:
        parsed = [parse(text.encode(), id) for id, text in sorted(guides.items())]
        self.articles: dict[str, Article] = {one.article.id: one.article for one in parsed}
        self.units: list[Unit] = [unit for one in parsed for unit in one.units]
        self.figures: list[Figure] = [figure for one in parsed for figure in one.figures]
        self.suggestions: Sequence[Suggestion] = suggestions
        self.manifest = Manifest("memory", "/guides", encoder.id, views.PIPELINE, "", {}, len(self.units))
        searched = [views.searched_text(unit, self.articles[unit.article_id]) for unit in self.units]
        self._vectors = encoder.encode(searched)
        self._lexical = LexicalIndex.build(stems for one in parsed for stems in views.lexical_terms(one))

    def dense(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        if not self.units:
            return []
        scores = self._vectors @ vector.ravel()
        return [(int(number), float(scores[number])) for number in np.argsort(-scores, kind="stable")[:k]]

    def vectors(self, numbers: Sequence[int]) -> Vectors:
        rows: Vectors = self._vectors[list(numbers)]
        return rows

    def lexical(self, terms: Sequence[str], k: int) -> list[tuple[int, float]]:
        return self._lexical.search(terms, k)


class MemoryIndex:
    """The index for readers over a snapshot that a test may exchange."""

    def __init__(self, current: Snapshot) -> None:
        self.current = current
        self.closed = False

    def snapshot(self, *, search: bool = True) -> Snapshot:
        return self.current

    def close(self) -> None:
        self.closed = True


def number_of(snapshot: Snapshot, words: str) -> int:
    """The number of the one unit that holds the words."""
    (number,) = (number for number, unit in enumerate(snapshot.units) if words in unit.text)
    return number
