"""The clauses of a sentence, and the pieces that say something of their own, as spans."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.checks.content import content_words

_CLAUSE = re.compile(
    r";\s|,\s(?:and|but|while|whereas|so|although|though|which|who|where)\s|\s(?:but|while|whereas|because|and)\s|:\s"
    r"|\s[—–]\s|,\s"
)
_PIECE = re.compile(
    r"[,;:]\s+(?:(?:and|but|while|whereas|so|although|though|as|since|which|who|where)\s)?"
    r"|\s(?:and|but|while|whereas|because|although|though|which|who|where|whose)\s|\s[—–]\s"
)

_FIGURE = re.compile(
    r"\d[\d.,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third)\b", re.IGNORECASE
)


def clauses(text: str, fewest_words: int = 3) -> list[tuple[int, int]]:
    """Start and end of each clause; a stretch with fewer content words belongs to the clause beside it."""
    return _cut(text, _CLAUSE, fewest_words, fewest_words)


def pieces(text: str) -> list[tuple[int, int]]:
    """Start and end of each piece; the last one may be a single content word."""
    return _cut(text, _PIECE, 2, 1, [match.start() for match in _FIGURE.finditer(text)])


def _cut(
    text: str, joint: re.Pattern[str], fewest_words: int, fewest_at_end: int, more: Sequence[int] = ()
) -> list[tuple[int, int]]:
    """`more` are starts of what counts as a word, too."""
    starts = [*(word.start for word in content_words(text)), *more]
    spans: list[tuple[int, int]] = []
    at = 0
    for match in joint.finditer(text):
        if sum(at <= start < match.end() for start in starts) >= fewest_words:
            spans.append((at, match.end()))
            at = match.end()
    if at == 0:
        return [(0, len(text))]
    if sum(at <= start for start in starts) >= fewest_at_end:
        return [*spans, (at, len(text))]
    return [*spans[:-1], (spans[-1][0], len(text))]
