"""Fakes of the project's own seams, for tests: an encoder that counts words, and a parser that cuts lines."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from rag.errors import ArticleError
from rag.types import Article, EncoderId, Figure, ParsedArticle, Segment, Unit, Vectors


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

    def knows(self, word: str) -> bool:
        return word.isalpha()


def _direction(word: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.strip(".,?!:").encode()).digest()[:4], "big")
    return np.random.default_rng(seed).normal(size=64)


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
