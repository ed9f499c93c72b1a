"""Sentences of a paragraph as spans."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(
    r"(?:\b(?:vs|e\.g|i\.e|approx|Sr|Jr|Dr|Mr|Mrs|Ms|Prof|Inc|Ltd|Corp|Co|St|ca|cf|est|fig|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|al)"
    r"|\b(?:[A-Z]\.)*[A-Z])\.$"
)
_END = re.compile(r"[.!?…]+[\"'”’)\]*_]*(?=\s|$)")
_CLAUSE = re.compile(r"[;,:—–]\s|—|\s(?=(?:and|but|so|because|which|when)\s)")
LONGEST_WORDS = 60
"""A sentence without an end (a transcript without punctuation) is cut at a clause after this many words."""


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, without the space around it."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if _ends_here(text, match):
            spans.append((start, match.end()))
            start = match.end()
    spans.append((start, len(text)))
    return [piece for a, b in spans for piece in _shorten(text, *_trim(text, a, b))]


def _ends_here(text: str, match: re.Match[str]) -> bool:
    rest = text[match.end() :].lstrip()
    before = text[: match.end()]
    if match.group() == "." and (
        _ABBREVIATION.search(before) or (re.search(r"\bNo\.$", before) and rest[:1].isdigit())
    ):
        # "the U.S. Then" ends; "Sr. Engineer" doesn't, and which it is can't be seen: not cutting is the safer mistake.
        return False
    return not rest[:1].islower() or match.group()[0] in "!?" and len(rest.split()) > 3


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _shorten(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span, cut at clauses while it is longer than LONGEST_WORDS; [] where nothing is in it."""
    if start >= end:
        return []
    words = list(re.finditer(r"\S+", text[start:end]))
    if len(words) <= LONGEST_WORDS:
        return [(start, end)]
    limit = start + words[LONGEST_WORDS].start()
    earliest = start + words[LONGEST_WORDS // 3].start()
    cuts = [m.end() for m in _CLAUSE.finditer(text, earliest, limit)]
    cut = cuts[-1] if cuts else limit
    return [_trim(text, start, cut), *_shorten(text, *_trim(text, cut, end))]
