"""How many of the figures that a reader finds in guides are records, with the right unit and subject."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.lines import read_lines, text_of
from ingest.articles import SUFFIXES, parse
from rag.errors import CareerError, UsageError
from rag.language.lexical import terms
from rag.types import Figure


@dataclass(frozen=True, slots=True)
class Listed:
    """A figure as a reader wrote it down."""

    guide: str
    low: float
    high: float
    unit: str
    of: str
    """What it is of, in the reader's words."""
    words: tuple[str, ...]
    """What the record's subject, level or place has to name; `a|b` asks for one of the two."""
    per: str | None
    level: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Matched:
    """A listed figure and the record of it, if there is one."""

    listed: Listed
    record: Figure | None

    @property
    def found(self) -> bool:
        """Whether a record holds its value."""
        return self.record is not None

    @property
    def unit(self) -> bool:
        """Whether the record has its unit, and what it is paid by."""
        return self.record is not None and (self.record.unit, self.record.per) == (self.listed.unit, self.listed.per)

    @property
    def subject(self) -> bool:
        """Whether the record names what it is of."""
        return self.record is not None and _names(self.record, self.listed.words)

    @property
    def right(self) -> bool:
        """Whether unit and subject are right."""
        return self.unit and self.subject

    @property
    def level(self) -> bool:
        """Whether the record has its level, or none where none is."""
        return self.record is not None and self.record.level == self.listed.level

    @property
    def place(self) -> bool:
        """Whether the record has its place, or none where none is."""
        return self.record is not None and self.record.place == self.listed.place


@dataclass(frozen=True, slots=True)
class FigureCounts:
    """Listed figures, and how many of them were found and how; `extra` are records that are not listed."""

    listed: int
    found: int
    unit: int
    subject: int
    right: int
    level: int
    place: int
    extra: int


def read_listed(path: Path) -> list[Listed]:
    """The figures of a file of JSON lines. Raises UsageError that names the line."""
    return read_lines(path, _listed)


def records_in(folder: Path, guides: Sequence[str]) -> dict[str, list[Figure]]:
    """Guide -> its records, as ingest makes them. Raises UsageError for a guide that can't be read."""
    found = {}
    for guide in dict.fromkeys(guides):
        path = folder / guide
        try:
            if path.suffix.lower() not in SUFFIXES:
                raise UsageError(f"{path} is no guide.")
            found[guide] = list(parse(path.read_bytes(), guide).figures)
        except OSError as error:
            raise UsageError(f"{path} can't be read: {error.strerror}.") from None
        except CareerError as error:
            raise UsageError(f"{path}: {error}") from None
    return found


def match(listed: Sequence[Listed], records: Mapping[str, Sequence[Figure]]) -> tuple[list[Matched], list[Figure]]:
    """Each listed figure with its record, each record used once, the best fitting first; and the records left over."""
    left = {guide: list(figures) for guide, figures in records.items()}
    done: dict[int, Figure] = {}
    for wanted in (3, 2, 1, 0):  # who fits better chooses first
        for number, one in enumerate(listed):
            fitting = [f for f in left[one.guide] if number not in done and _fit(one, f) == wanted]
            if fitting:
                done[number] = fitting[0]
                left[one.guide].remove(fitting[0])
    return [Matched(one, done.get(n)) for n, one in enumerate(listed)], [f for each in left.values() for f in each]


def count(matched: Sequence[Matched], extra: Sequence[Figure]) -> FigureCounts:
    """The matches counted."""
    names = ("found", "unit", "subject", "right", "level", "place")
    return FigureCounts(
        len(matched), extra=len(extra), **{name: sum(getattr(m, name) for m in matched) for name in names}
    )


def _fit(listed: Listed, record: Figure) -> int | None:
    """0 to 3: how well a record of the same value fits; None where the value is another one."""
    if not (
        math.isclose(listed.low, record.low, rel_tol=1e-6) and math.isclose(listed.high, record.high, rel_tol=1e-6)
    ):
        return None
    one = Matched(listed, record)
    return one.unit + 2 * one.subject


def _names(record: Figure, words: Sequence[str]) -> bool:
    said = " ".join(filter(None, [record.of, record.level, record.place])).lower()
    stems = set(terms(said))
    return all(any(option in said or terms(option)[0] in stems for option in word.split("|")) for word in words)


def _listed(value: Mapping[str, Any]) -> Listed:
    words = value.get("words")
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise UsageError('"words" is no list of words')
    return Listed(
        guide=text_of(value, "guide"),
        low=_number(value, "low"),
        high=_number(value, "high"),
        unit=text_of(value, "unit"),
        of=text_of(value, "of"),
        words=tuple(word.lower() for word in words),
        per=text_of(value, "per", may_be_null=True) or None,
        level=text_of(value, "level", may_be_null=True) or None,
        place=text_of(value, "place", may_be_null=True) or None,
    )


def _number(value: Mapping[str, Any], key: str) -> float:
    found = value.get(key)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise UsageError(f'"{key}" is no number')
    return float(found)
