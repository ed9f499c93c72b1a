"""A sentence's markers for passages to citations of the very units that carry it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.checks.numerals import with_digits
from rag.finding.matching import Evidence
from rag.finding.voices import cite
from rag.model.passages import NumberedPassage
from rag.text.lexical import terms
from rag.types import Citation

_MARKER = re.compile(r"\[(\d+)\]")
_MARKED = re.compile(r"\[\d+\](?:\s*\[\d+\])*")
_SEVERAL = re.compile(r"\[(\d+(?:\s?[,;–-]\s?\d+)+)\]")
_MOST_IN_RANGE = 20
_ORDER = re.compile(
    r"^\W*(?:please )?(say|tell|claim|state|repeat|pretend|(?:add|include|integrate|insert|write)(?= [\"“]))\b"
    r"|\b(\w+)\b[^.]*\b(?:your|the|this|each|every) (?:answers?|repl(?:y|ies)|responses?|outputs?)\b",
    re.IGNORECASE,
)
"""Words to whoever writes an answer: what they want said is not what the guide says."""
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


class Sources:
    """Citations in the order in which an answer makes them."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self.numbers: dict[int, int] = {}
        """Unit number -> citation number."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All so far, by number."""
        units, articles = self._evidence.snapshot.units, self._evidence.snapshot.articles
        return tuple(cite(units[n], articles[units[n].article_id], number) for n, number in self.numbers.items())

    def number(self, unit: int) -> int:
        """The citation number of a unit."""
        return self.numbers.setdefault(unit, len(self.numbers) + 1)

    def cited(self, sentence: str, passages: Sequence[NumberedPassage]) -> str:
        """The sentence with each passage's marker replaced by those of the units in it that carry the sentence."""
        by_number = {passage.number: passage for passage in passages}
        words = _MARKER.sub(" ", sentence)

        def marks(match: re.Match[str]) -> str:
            numbers = dict.fromkeys(int(number) for number in _MARKER.findall(match.group()))
            chosen = dict.fromkeys(unit for number in numbers for unit in self._carrying(words, by_number[number]))
            return "".join(f"[{self.number(unit)}]" for unit in chosen)

        return _MARKED.sub(marks, sentence)

    def ordered(self, sentence: str, passages: Sequence[NumberedPassage]) -> str | None:
        """Why a sentence may not be shown that a guide only orders to be said; None where a guide says it itself."""
        words = _MARKER.sub(" ", sentence)
        cited = {int(number) for number in _MARKER.findall(sentence)}
        for passage in passages:
            for unit in self._carrying(words, passage) if passage.number in cited else ():
                text = self._evidence.snapshot.units[unit].text
                order = _ORDER.search(text)
                if order and order.group(order.lastindex or 0).lower() not in words.lower().split():
                    return f"[{passage.number}] orders to say it, and does not say it"
        return None

    def _carrying(self, sentence: str, passage: NumberedPassage) -> list[int]:
        """The unit that shares most with the sentence, and those that have figures of it that this one lacks."""
        units = {n: self._evidence.snapshot.units[n].text for n in passage.units}
        stems, figures = set(terms(sentence)), _figures(sentence)
        chosen: list[int] = []
        while True:
            best = max(units, key=lambda n: (len(figures & _figures(units[n])), len(stems & set(terms(units[n])))))
            chosen.append(best)
            figures -= _figures(units.pop(best))
            if not any(figures & _figures(text) for text in units.values()):
                return sorted(chosen)


def _figures(text: str) -> set[str]:
    return set(_DIGITS.findall(with_digits(text)))


def spread(sentence: str) -> str:
    """The sentence with one number in each marker: "[1, 3]" and "[1-3]" become "[1][3]" and "[1][2][3]"."""
    return _SEVERAL.sub(lambda match: "".join(f"[{n}]" for n in _numbers(match.group(1))), sentence)


def _numbers(listed: str) -> list[int]:
    """The numbers of "1, 3-5"; of a range that is none, its ends."""
    found: list[int] = []
    for part in re.split(r"[,;]", listed):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        whole = ends[0] <= ends[-1] <= ends[0] + _MOST_IN_RANGE
        found += range(ends[0], ends[-1] + 1) if whole else ends
    return found
