"""A sentence's markers for passages to citations of the very units that carry it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.citing import cite
from rag.language.lexical import terms
from rag.language.numerals import with_digits
from rag.model.orders import ordered
from rag.model.passages import NumberedPassage
from rag.seams import Snapshot
from rag.types import Citation

_MARKER = re.compile(r"\[(\d+)\]")
_MARKED = re.compile(r"\[\d+\](?:\s*\[\d+\])*")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


class Sources:
    """Citations in the order in which an answer makes them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.numbers: dict[int, int] = {}
        """Unit number -> citation number."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All so far, by number."""
        units, articles = self._snapshot.units, self._snapshot.articles
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

    def units(self, sentence: str, passages: Sequence[NumberedPassage]) -> list[int]:
        """The units that carry the sentence, of all the passages that it cites."""
        words = _MARKER.sub(" ", sentence)
        cited = {int(number) for number in _MARKER.findall(sentence)}
        return [unit for passage in passages if passage.number in cited for unit in self._carrying(words, passage)]

    def ordered(self, sentence: str, passages: Sequence[NumberedPassage]) -> str | None:
        """Why a sentence may not be shown that a guide only orders to be said; None where a guide says it itself."""
        words, units = _MARKER.sub(" ", sentence), self._snapshot.units
        for number in self.units(sentence, passages):
            before = units[number - 1] if number else units[number]
            led = before.text if before.article_id == units[number].article_id and before.text.endswith(":") else ""
            if ordered(words, f"{led} {units[number].text}".strip()):
                return "its source orders to say it, and does not say it"
        return None

    def _carrying(self, sentence: str, passage: NumberedPassage) -> list[int]:
        """The unit that shares most with the sentence, and those that have figures of it that this one lacks."""
        units = {n: self._snapshot.units[n].text for n in passage.units}
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
