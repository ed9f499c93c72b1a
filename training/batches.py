"""Batches of questions on guides, as `evals` and the trainers read them: questions with the units that answer them.

A batch is a folder: `texts/*.md` the guides, `guides/*.tsv` the same a row a line (number, section, text), and
`questions.jsonl`, whose `answers`, `also` and `near` name rows. Training sees a guide as the product does, so each row
is mapped to the units that ingest makes of the text.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.articles import parse
from rag.types import Article, ParsedArticle, Unit

WORD = re.compile(r"[\w$€£%]+(?:[.,]\d+)*")
STAMP = re.compile(r"\|| *[\[(](?:\d+:)?\d+:\d\d[\])]")
"""Marks of time, which ingest takes out of the text, and of cells."""
SAME = 0.7
"""Of the shorter one's words, the share that both hold for a row and a unit to be the same."""


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A question with the places of units (in `Batch.units`) that answer it, go on from there, or only look like it."""

    id: str
    kind: str
    question: str
    history: tuple[str, ...]
    answers: frozenset[int]
    also: frozenset[int]
    near: frozenset[int]
    answerable: bool
    """Whether the guides answer it; where a row that answers has no unit, `answers` is empty all the same."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Guides as ingest reads them, and questions on them."""

    name: str
    articles: dict[str, Article]
    units: tuple[Unit, ...]
    questions: tuple[BatchQuestion, ...]


def read_batch(folder: Path) -> Batch:
    """The batch in a folder. Raises OSError, and ValueError or KeyError where a file is not in the format."""
    parsed = [parse(path.read_bytes(), path.name) for path in sorted((folder / "texts").glob("*.md"))]
    units = tuple(unit for each in parsed for unit in each.units)
    places = _Places(folder, parsed)
    questions = tuple(
        BatchQuestion(
            id=row["id"],
            kind=row["kind"],
            question=row["question"],
            history=tuple(row["history"]),
            answers=(answers := places.of(row["answers"])),
            also=(also := places.of(row["also"]) - answers),
            near=places.of(row["near"]) - answers - also,
            answerable=bool(row["answers"]),
        )
        for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
        for row in [json.loads(line)]
    )
    return Batch(folder.name, {each.article.id: each.article for each in parsed}, units, questions)


class _Places:
    """From a batch's rows to the places of units."""

    def __init__(self, folder: Path, parsed: Sequence[ParsedArticle]) -> None:
        self._rows = {path.stem: _rows(path) for path in (folder / "guides").glob("*.tsv")}
        self._units: dict[str, list[tuple[int, Counter[str]]]] = {}
        place = 0
        for each in parsed:
            bags = self._units.setdefault(Path(each.article.id).stem, [])
            for unit in each.units:
                bags.append((place, _bag(unit.text)))
                place += 1
        self._known: dict[tuple[str, int], frozenset[int]] = {}

    def of(self, rows: Iterable[Sequence[object]]) -> frozenset[int]:
        """The units that hold any of these rows, given as [guide, number]."""
        return frozenset(place for guide, number in rows for place in self._of(str(guide), int(str(number))))

    def _of(self, guide: str, number: int) -> frozenset[int]:
        key = (guide, number)
        if key not in self._known:
            row = _bag(self._rows[guide][number])
            self._known[key] = frozenset(place for place, unit in self._units[guide] if _same(row, unit))
        return self._known[key]


def _rows(path: Path) -> list[str]:
    return [line.split("\t", 2)[2] for line in path.read_text(encoding="utf-8").splitlines()]


def _bag(text: str) -> Counter[str]:
    return Counter(word.lower() for word in WORD.findall(STAMP.sub(" ", text)))


def _same(row: Counter[str], unit: Counter[str]) -> bool:
    """Whether one holds most of the other's words; few words must all be there."""
    short = min(row.total(), unit.total())
    both = (row & unit).total()
    # A short unit of a long row says too little by itself to be the row.
    if short < 0.4 * row.total() or both < (SAME * short if short >= 3 else short):
        return False
    figures, others = ({word for word in bag if any(map(str.isdigit, word))} for bag in (row, unit))
    # "Trade | 17" and "Trade | 27.07" share their words, and are not the same.
    return figures == others or (
        short < 0.7 * max(row.total(), unit.total()) and (figures < others or others < figures)
    )
