"""Sentences of a paragraph as spans."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATION = re.compile(
    r"(?<![^\W_])(?:vs|e\.g|i\.e|approx|Sr|Jr|Dr|Mr|Mrs|Ms|Prof|ca|cf|St|[Ff]ig"
    r"|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|M\.?Sc|B\.?Sc|M\.?Eng)\.$"
)
_MAY_END = re.compile(r"(?<![^\W_])(?:etc|Ph\.?D|a\.m|p\.m|Inc|Ltd|Corp|Co|al|(?:[A-Z]\.)*[A-Z])\.$")
"""Abbreviations that stand at the end of a sentence, too: there a word follows that begins sentences."""
_STARTERS = re.compile(
    r"(?:The|This|That|These|It|They|We|You|He|She|I|In|On|At|If|But|And|So|For|As|Then|There|What|How|Most)\b"
)
_END = re.compile(r"(?:[.!?]+|…)[\"'”’)\]*_]*(?:\[\d{1,3}\])*(?=\s|$)")
_CLAUSE = re.compile(r"[;,:—–]\s|—|\s(?=(?:and|but|so|because|which|when)\s)")
_LOOK_BACK = 24
"""Characters: more than the longest abbreviation."""
LOOK_AHEAD = 6
"""Characters behind an end and the space after it that tell whether it is one: more than the longest starter."""
LONGEST_WORDS = 60
"""A sentence without an end (a transcript without punctuation) is cut at a clause after this many words."""


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, without the space around it."""
    ends = [*sentence_ends(text), len(text)]
    spans = zip([0, *ends], ends, strict=False)
    return [piece for first, last in spans for piece in _shorten(text, *_trim(text, first, last))]


def sentence_ends(text: str) -> Iterator[int]:
    """Where a sentence ends and, if more follows, the next one begins, in order."""
    for match in _END.finditer(text):
        if _ends_here(text, match):
            yield match.end()


def _ends_here(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.end() - _LOOK_BACK) : match.end()]
    rest = text[match.end() : match.end() + _LOOK_BACK].lstrip()
    mark = match.group()
    if mark.startswith("…"):
        return not rest[:1].islower()
    if mark != ".":
        return True
    if re.search(r"\b(?:No|Nos|pp|vol|fig)\.$", before, re.IGNORECASE) and rest[:1].isdigit():
        return False
    if _MAY_END.search(before):
        return bool(_STARTERS.match(rest)) or not rest
    # "Sr. Engineer" goes on, and where it can't be seen, not cutting is the safer mistake.
    return not _ABBREVIATION.search(before)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _shorten(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span, cut at clauses while it is longer than LONGEST_WORDS; [] where nothing is in it."""
    words = [start + match.start() for match in re.finditer(r"\S+", text[start:end])]
    pieces: list[tuple[int, int]] = []
    first = 0
    while len(words) - first > LONGEST_WORDS:
        limit, earliest = words[first + LONGEST_WORDS], words[first + LONGEST_WORDS // 3]
        cut = max((match.end() for match in _CLAUSE.finditer(text, earliest, limit)), default=limit)
        pieces.append(_trim(text, start, cut))
        start = cut
        first += sum(word < cut for word in words[first : first + LONGEST_WORDS])
    return [*pieces, _trim(text, start, end)] if words else []
