"""Fakes of the project's own seams, for tests: an encoder and a reader that count words, a parser that cuts lines."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from rag.errors import ArticleError
from rag.language.lexical import WORD, terms
from rag.language.words import is_topical
from rag.types import Article, EncoderId, Evidence, Figure, ParsedArticle, Segment, Unit, Vectors, Window


class HashEncoder:
    """Texts to vectors by their words: each word adds a direction of its own."""

    def __init__(self, name: str = "hash") -> None:
        self._id = EncoderId(name, hashlib.sha256(name.encode()).hexdigest())
        self.encoded = 0
        """Texts encoded so far."""

    @property
    def id(self) -> EncoderId:
        return self._id

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        rows = [np.sum([_direction(word) for word in text.lower().split() or [""]], axis=0) for text in texts]
        return np.array([row / np.linalg.norm(row) for row in rows], dtype=np.float32)


def _direction(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.strip(".,?!:").encode()).digest()[:4], "big")
    return np.random.default_rng(seed).normal(size=64)


class WordReader:
    """A reader that counts words: a unit answers as far as it, or its heading, has what the question names."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        """Each question so far, with what was asked and told before."""

    def read(self, question: str, earlier: str, windows: Sequence[Window]) -> list[list[float]]:
        self.asked.append((question, earlier))
        wanted = dict.fromkeys(_topics(earlier), 0.5) | dict.fromkeys(_topics(question), 1.0)
        total = sum(wanted.values()) or 1.0
        return [
            [
                8 * sum(wanted.get(stem, 0.0) for stem in set(terms(f"{window.heading} {text}"))) / total - 4
                for text in window.texts
            ]
            for window in windows
        ]

    def knows(self, word: str) -> bool:
        return True


def _topics(text: str) -> list[str]:
    """The stems of what a text names."""
    return terms(" ".join(word for word in WORD.findall(text) if is_topical(word)))


def evidence(number: int, probability: float) -> Evidence:
    """A unit as if it had been read."""
    return Evidence(number, probability, logit=0.0, cosine=0.5)


def parse_lines(data: bytes, article_id: str) -> ParsedArticle:
    """An article whose units are its lines; the first line is the title. Raises ArticleError."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise ArticleError("it is not text") from None
    units: list[Unit] = []
    start = 0
    for line in text.splitlines():
        if line.strip():
            units.append(Unit(article_id, start, start + len(line), line, section="Lines", passage=len(units)))
        start += len(line) + 1
    if not units:
        raise ArticleError("it is empty")
    article = Article(article_id, text, title=units[0].text, segments=(Segment(0, len(text), "Lines"),))
    figures = tuple(_figure(unit) for unit in units if "%" in unit.text)
    return ParsedArticle(article, tuple(units), figures, ())


def _figure(unit: Unit) -> Figure:
    value = float("".join(char for char in unit.text if char.isdigit()) or 0)
    return Figure(unit.article_id, unit.start, unit.end, unit.text, value, value, "percent", unit.text)
