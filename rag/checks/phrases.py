"""A stretch of text, read once: its words, stems and figures, what it denies, and its clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rag.checks.content import Word, content_words, stems
from rag.checks.lexicon import NEGATORS
from rag.checks.quantities import Quantity, quantities

Span = tuple[int, int]

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
_FEWEST_WORDS = 3
_DENY_ALONE = frozenset("nothing none nobody".split())
"""They deny without saying of what."""
_JOINT = re.compile(r"\s(?:because|that|so|as)\b")
"""Right behind a negation it ends nothing: "not because of the pay", "doubts that"."""
REACH = 3
"""Content words that a negation or hedge covers."""
STOPS = re.compile(r"[,;:.—|](?=\s|$)|\b(?:but|because|so|while|whereas|and|as|which|that)\b")
"""Where the reach of a negation or hedge ends."""


@dataclass(frozen=True)
class Phrase:
    """A text; each of its readings is made when it is first asked for, and kept."""

    text: str

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words that carry what it says."""
        return tuple(content_words(self.text))

    @cached_property
    def stems(self) -> frozenset[str]:
        """All its stems; see `content.stems`."""
        return stems(self.text)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its figures, in order; their places count in `quantities.normalised(text)`."""
        return quantities(self.text)

    @cached_property
    def negates(self) -> bool:
        """Whether it denies anything."""
        return bool(NEGATORS.search(self.text))

    @cached_property
    def denied(self) -> frozenset[str]:
        """The stems of its words that a negation covers; a double negation covers none."""
        found: set[str] = set()
        for match in NEGATORS.finditer(self.text):
            if match.group().lower() in _DENY_ALONE:
                continue
            joint = _JOINT.match(self.text, match.end())
            stop = STOPS.search(self.text, joint.end() if joint else match.end() + 1)
            edge = stop.start() if stop else len(self.text)
            behind = [word for word in self.words if match.end() <= word.start < edge][:REACH]
            found ^= {word.stem for word in behind}
        return frozenset(found)

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        """Start and end of each clause; a stretch with fewer than three words belongs to the clause beside it."""
        return self._cut(_CLAUSE, _FEWEST_WORDS, _FEWEST_WORDS)

    @cached_property
    def stretches(self) -> tuple[Phrase, ...]:
        """Its clauses, also those of a single word."""
        return tuple(Phrase(self.text[start:end]) for start, end in self._cut(_CLAUSE, 1, 1))

    @cached_property
    def pieces(self) -> tuple[Span, ...]:
        """Start and end of each piece that says something of its own; the last one may be a single word or figure."""
        return self._cut(_PIECE, 2, 1, (match.start() for match in _FIGURE.finditer(self.text)))

    def _cut(
        self, joint: re.Pattern[str], fewest_words: int, fewest_at_end: int, more: Iterable[int] = ()
    ) -> tuple[Span, ...]:
        """`more` are starts of what counts as a word, too."""
        starts = [*(word.start for word in self.words), *more]
        spans: list[Span] = []
        at = 0
        for match in joint.finditer(self.text):
            if sum(at <= start < match.end() for start in starts) >= fewest_words:
                spans.append((at, match.end()))
                at = match.end()
        if at == 0:
            return ((0, len(self.text)),)
        if sum(at <= start for start in starts) >= fewest_at_end:
            return (*spans, (at, len(self.text)))
        return (*spans[:-1], (spans[-1][0], len(self.text)))
