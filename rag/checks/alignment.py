"""A statement held against lines: which line carries which clause, and how far they carry the whole."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rag.checks.content import SAID, Word, credit, nearness
from rag.checks.lines import Line
from rag.checks.phrases import Phrase
from rag.checks.quantities import Quantity, in_months
from rag.checks.told import Told, parts
from rag.seams import Encoder
from rag.types import Vectors

_STRANGE = 0.35
_ELSEWHERE = 0.85
"""What a word counts that is said in another line than the best one of its clause."""
_COSINE_WEIGHT = 0.5
_FIGURE_WEIGHT = 0.5
_BEST_LINES = 4


@dataclass(frozen=True)
class Clause:
    """A clause of a statement and the line that carries it best."""

    phrase: Phrase
    words: tuple[Word, ...]
    line: Line
    said: float
    """The share of its words that the lines say, 0 to 1."""
    said_by_line: float
    """The share that its best line says, with what names the line."""
    cosine: float
    """Of clause and line, -1 to 1."""
    strange: frozenset[int] = frozenset()
    """The places of words that its line says in no way, not even by what is near."""

    @property
    def text(self) -> str:
        return self.phrase.text

    @cached_property
    def parts(self) -> tuple[Told, ...]:
        """What its parts say of what."""
        return tuple(parts(self.text))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a statement that says something of its own, and the share of its words that one line says."""

    text: str
    first: bool
    said: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """A statement held against lines; shares run from 0 to 1, cosines from -1 to 1."""

    clauses: tuple[Clause, ...]
    pieces: tuple[Piece, ...]
    said: float
    """The share of its words that the lines say."""
    said_by_lines: float
    """The share that the best line of each clause says."""
    cosine: float
    """Of the statement and the best lines of its clauses together."""

    @property
    def features(self) -> tuple[float, float, float, float, float]:
        """What the support is weighed from; see `support`."""
        weakest = min(clause.said_by_line for clause in self.clauses)
        farthest = min(clause.cosine for clause in self.clauses)
        return self.cosine, self.said, self.said_by_lines, weakest, farthest


@dataclass(frozen=True, slots=True)
class _Table:
    """How far each line says each word of a statement, 0 to 1: one row a line, one column a word."""

    words: list[Word]
    credits: Vectors

    def share(self, columns: Sequence[int], row: Vectors) -> float:
        """The share of the words' weight in a row of credits; 1 where there is no word."""
        weights = np.array([self.words[n].weight for n in columns])
        return float(weights @ row[list(columns)] / weights.sum()) if len(columns) else 1.0

    def inside(self, start: int, end: int) -> list[int]:
        """The columns of the words in a span."""
        return [n for n, word in enumerate(self.words) if start <= word.start < end]


def align(statement: Phrase, lines: Sequence[Line], names: Phrase, encoder: Encoder) -> Alignment:
    """The statement against at least one line; `names` are what the passages go by. One batch is encoded."""
    text, spans, words = statement.text, statement.clauses, list(statement.words)
    credits = np.array([_credits(words, line.with_names.stems | names.stems) for line in lines], dtype=np.float32)
    best = np.argsort(-credits.sum(axis=1), kind="stable")[:_BEST_LINES] if words else np.arange(0)
    missing = [word.text.lower() for n, word in enumerate(words) if not word.is_name and credits[:, n].max() < SAID]
    near = {at: [word.text.lower() for word in lines[at].phrase.words] for at in best} if missing else {}
    texts = [
        text,
        *(text[a:b].strip() for a, b in spans),
        *(line.text for line in lines),
        *missing,
        *(word for others in near.values() for word in others),
    ]
    vectors = dict(zip(dict.fromkeys(texts), encoder.encode(list(dict.fromkeys(texts))), strict=True))
    for at, others in near.items():
        found = nearness(missing, others, vectors)
        credits[at] = [max(c, found.get(word.text.lower(), 0.0)) for c, word in zip(credits[at], words, strict=True)]
    return _alignment(statement, lines, _Table(words, credits), vectors)


def _credits(words: Sequence[Word], known: frozenset[str]) -> list[float]:
    return [credit(word, known) for word in words]


def _alignment(statement: Phrase, lines: Sequence[Line], table: _Table, vectors: Mapping[str, Vectors]) -> Alignment:
    text, spans = statement.text, statement.clauses
    matrix = np.stack([vectors[line.text] for line in lines])
    figures = [_values(line.phrase.quantities) for line in lines]
    chosen = [
        _best_line(Phrase(text[a:b].strip()), table.inside(a, b), table, matrix, vectors, figures) for a, b in spans
    ]
    found = []
    pooled, strict = np.zeros(len(table.words), np.float32), np.zeros(len(table.words), np.float32)
    for (start, end), (at, cosine) in zip(spans, chosen, strict=True):
        columns = table.inside(start, end)
        row = table.credits[at]
        any_line = np.maximum(row, _ELSEWHERE * table.credits.max(axis=0)) if columns else row
        pooled[columns], strict[columns] = any_line[columns], row[columns]
        words = tuple(table.words[n] for n in columns)
        shares = table.share(columns, any_line), table.share(columns, row)
        strange = frozenset(n for n, column in enumerate(columns) if row[column] < _STRANGE)
        found.append(Clause(Phrase(text[start:end].strip(" ,;:")), words, lines[at], *shares, cosine, strange))
    every = range(len(table.words))
    together = np.sum([matrix[at] for at in {at for at, _ in chosen}], axis=0)
    cosine = float(together @ vectors[text] / max(float(np.linalg.norm(together)), 1e-9))
    return Alignment(
        tuple(found),
        _pieces(statement, table, chosen[0][0]),
        table.share(every, pooled),
        table.share(every, strict),
        cosine,
    )


def _best_line(
    clause: Phrase,
    columns: list[int],
    table: _Table,
    matrix: Vectors,
    vectors: Mapping[str, Vectors],
    figures: Sequence[frozenset[float]],
) -> tuple[int, float]:
    """The number of the line that carries a clause best, and the cosine of the two."""
    cosines = matrix @ vectors[clause.text]
    scores = [
        table.share(columns, row) + _COSINE_WEIGHT * float(c) for row, c in zip(table.credits, cosines, strict=True)
    ]
    told = _values(clause.quantities)
    bonus = [_FIGURE_WEIGHT * len(told & values) / len(told) if told else 0.0 for values in figures]
    best = int(np.argmax(np.add(scores, bonus)))
    return best, float(cosines[best])


def _values(quantities: Sequence[Quantity]) -> frozenset[float]:
    """The values of figures, durations in months."""
    return frozenset(value for q in map(in_months, quantities) for value in (q.low, q.high))


def _pieces(statement: Phrase, table: _Table, main: int) -> tuple[Piece, ...]:
    found = []
    for start, end in statement.pieces:
        columns = table.inside(start, end)
        shares = [table.share(columns, row) for row in table.credits]
        # A line of its own has to say most of a piece; what goes on about the main line's matter, part of it.
        said = max([shares[main], *(share for share in shares if share >= SAID)])
        found.append(Piece(statement.text[start:end].strip(" ,;:"), start == 0, said))
    return tuple(found)


WEIGHTS = (2.6, 2.4, 2.7, 0.4, 2.0)
BIAS = -5.0
"""Of a logistic regression on `Alignment.features`; see docs/decisions/checks.md."""


def support(alignment: Alignment) -> float:
    """0 to 1: how likely the lines carry the statement, by words and meaning."""
    z = BIAS + sum(weight * feature for weight, feature in zip(WEIGHTS, alignment.features, strict=True))
    return 1 / (1 + math.exp(-z))
