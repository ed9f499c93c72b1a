"""A statement's clauses, each with the line that carries it best, and how far the lines carry the whole."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rag.claims.content import Word, content_words, credit, nearness, stems
from rag.claims.types import Line
from rag.lexical import terms
from rag.types import Encoder, Vectors

_CLAUSE = re.compile(r";\s|,\s(?:and|but|while|whereas|so|although|though|which|who|where)\s|\s(?:but|while|whereas|because|and)\s|:\s|\s[—–]\s|,\s")
_FEWEST_WORDS = 2
"""Content words of a clause; with fewer it belongs to the one before."""
_SAID = 0.6
"""Credit from which a word counts as said."""
_ELSEWHERE = 0.85
"""What a word counts that is said in another line than the best one of its clause."""
_COSINE_WEIGHT = 0.5
_BEST_LINES = 3
_WINDOW = 3
"""Content words in a row; where all of them are missing, something was added."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a statement and the line that carries it best."""

    text: str
    words: tuple[Word, ...]
    line: Line
    credits: tuple[float, ...]
    """Of each word, 0 to 1: how far the lines say it."""
    own_credits: tuple[float, ...]
    """The same by the best line alone, with what names it."""
    cosine: float
    """Of clause and line."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """A statement held against lines. All scores run from 0 to 1, but the cosines from -1."""

    clauses: tuple[Clause, ...]
    cosine: float
    """Of the statement and its best line."""
    passage_cosine: float
    """Of the statement and all best lines together."""

    @property
    def covered(self) -> float:
        """The share of the statement's words that the lines say."""
        return _mean(self.clauses, lambda clause: clause.credits)

    @property
    def covered_strictly(self) -> float:
        """The share that the best line of each clause says."""
        return _mean(self.clauses, lambda clause: clause.own_credits)

    @property
    def worst_clause(self) -> float:
        """The share of the words of the clause that is said least."""
        return min((_mean([clause], lambda c: c.credits) for clause in self.clauses), default=1.0)

    @property
    def gap(self) -> float:
        """The weight of the words missing in the worst few words in a row."""
        missing = [w.weight * (1 - c) for clause in self.clauses for w, c in zip(clause.words, clause.credits, strict=True)]
        return max((sum(missing[at : at + _WINDOW]) for at in range(len(missing))), default=0.0)


def align(text: str, lines: Sequence[Line], authors: str, encoder: Encoder) -> Alignment:
    """The statement's clauses with the lines that carry them; `lines` holds at least one. One batch is encoded."""
    pieces = clauses(text)
    words = [content_words(piece) for piece in pieces]
    known = [stems(f"{line.text} {line.around}") for line in lines]
    meta = stems(authors)
    ranked = _rank([word for piece in words for word in piece], known)
    missing = {w.text.lower() for piece in words for w in piece if not w.is_name and _best(w, known, meta) < _SAID}
    near = {w.text.lower() for at in ranked for w in content_words(lines[at].text)} if missing else set()
    texts = list(dict.fromkeys([text, *pieces, *(line.text for line in lines), *sorted(missing | near)]))
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    by_line = {at: nearness(missing, (w.text.lower() for w in content_words(lines[at].text)), vectors) for at in ranked}
    matrix = np.stack([vectors[line.text] for line in lines])
    found = tuple(
        _clause(piece, tuple(piece_words), lines, known, meta, vectors, matrix, by_line)
        for piece, piece_words in zip(pieces, words, strict=True)
    )
    cosines = matrix @ vectors[text]
    best = {id(clause.line): vectors[clause.line.text] for clause in found}
    together = np.sum(list(best.values()), axis=0)
    passage = float(together @ vectors[text] / max(float(np.linalg.norm(together)), 1e-9))
    return Alignment(found, float(cosines.max()), passage)


def clauses(text: str, fewest_words: int = _FEWEST_WORDS) -> list[str]:
    """The clauses of a text; a piece with fewer content words stays with what it stands beside."""
    pieces: list[str] = []
    at = 0
    for edge in [*(match.end() for match in _CLAUSE.finditer(text)), len(text)]:
        if len(content_words(text[at:edge])) >= fewest_words:
            pieces.append(text[at:edge].strip())
            at = edge
    rest = text[at:].strip()
    if not pieces:
        return [text]
    return [*pieces[:-1], f"{pieces[-1]} {rest}".strip()]


def _rank(words: Sequence[Word], known: Sequence[frozenset[str]]) -> list[int]:
    """The numbers of the lines that say most of the words."""
    scores = [sum(word.weight * (word.stem in said) for word in words) for said in known]
    return sorted(range(len(known)), key=lambda at: (-scores[at], at))[:_BEST_LINES]


def _best(word: Word, known: Sequence[frozenset[str]], meta: frozenset[str]) -> float:
    return max(credit(word, said) for said in [*known, meta])


def _clause(
    text: str,
    words: tuple[Word, ...],
    lines: Sequence[Line],
    known: Sequence[frozenset[str]],
    meta: frozenset[str],
    vectors: Mapping[str, Vectors],
    matrix: Vectors,
    by_line: Mapping[int, Mapping[str, float]],
) -> Clause:
    table = [
        [max(credit(w, said), credit(w, meta), by_line.get(at, {}).get(w.text.lower(), 0.0)) for w in words]
        for at, said in enumerate(known)
    ]
    cosines = matrix @ vectors[text]
    weight = sum(word.weight for word in words) or 1.0
    scores = [
        sum(w.weight * c for w, c in zip(words, row, strict=True)) / weight + _COSINE_WEIGHT * float(cosines[at])
        for at, row in enumerate(table)
    ]
    best = int(np.argmax(scores))
    pooled = tuple(
        max(table[best][n], _ELSEWHERE * max(row[n] for row in table)) for n in range(len(words))
    )
    return Clause(text, words, lines[best], pooled, tuple(table[best]), float(cosines[best]))


def _mean(clauses: Sequence[Clause], credits: object) -> float:
    pairs = [(w.weight, c) for clause in clauses for w, c in zip(clause.words, credits(clause), strict=True)]  # type: ignore[operator]
    total = sum(weight for weight, _ in pairs)
    return sum(weight * value for weight, value in pairs) / total if total else 1.0


_WEIGHTS = {"cosine": 3.0, "covered": 5.0, "gap": -1.5}
_BIAS = -3.0


def support(alignment: Alignment) -> float:
    """0 to 1: how likely the lines carry the statement, by words and meaning."""
    z = (
        _BIAS
        + _WEIGHTS["cosine"] * alignment.cosine
        + _WEIGHTS["covered"] * alignment.covered
        + _WEIGHTS["gap"] * alignment.gap
    )
    return 1 / (1 + math.exp(-z))
