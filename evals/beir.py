"""Folders in BEIR's format: corpus.jsonl, queries.jsonl and qrels/NAME.tsv."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.lines import read_lines, text_of
from rag.errors import UsageError


@dataclass(frozen=True, slots=True)
class Document:
    """A text of the corpus."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """A query with the documents that answer it: id -> grade, from 1 up."""

    id: str
    text: str
    relevant: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Collection:
    """A corpus and the judged queries over it."""

    documents: tuple[Document, ...]
    queries: tuple[Query, ...]


def read_collection(folder: Path, qrels: str | None) -> Collection:
    """The collection in a folder, with the queries judged in qrels/`qrels`.tsv, in the order of queries.jsonl.

    Without a name the only file there counts. Raises UsageError that names the file and what is wrong with it.
    """
    judged = _read_qrels(_qrels_file(folder / "qrels", qrels))
    documents = read_lines(folder / "corpus.jsonl", _document)
    queries = read_lines(folder / "queries.jsonl", lambda value: (text_of(value, "_id"), text_of(value, "text")))
    _refuse_twice(folder / "corpus.jsonl", [document.id for document in documents])
    _refuse_twice(folder / "queries.jsonl", [id for id, _ in queries])
    asked = tuple(Query(id, text, judged[id]) for id, text in queries if id in judged)
    if not asked:
        raise UsageError(f"None of the queries in {folder / 'queries.jsonl'} is judged in the qrels.")
    return Collection(tuple(documents), asked)


def _document(value: Mapping[str, Any]) -> Document:
    return Document(text_of(value, "_id"), text_of(value, "title", may_be_null=True), text_of(value, "text"))


def _refuse_twice(path: Path, ids: list[str]) -> None:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            raise UsageError(f"{path} has the id {id!r} twice.")
        seen.add(id)


def _qrels_file(folder: Path, name: str | None) -> Path:
    names = sorted(path.stem for path in folder.glob("*.tsv"))
    if name is None and len(names) == 1:
        return folder / f"{names[0]}.tsv"
    if name not in names:
        there = f"there is {', '.join(names)}" if names else "there is none"
        what = "Name the qrels with --qrels" if name is None else f"There are no qrels {name!r}"
        raise UsageError(f"{what}; in {folder} {there}.")
    return folder / f"{name}.tsv"


def _read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Query id -> document id -> grade, without the grades of 0. Raises UsageError."""
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for number, row in _rows(path):
        if number == 1 and not row[-1].strip().lstrip("-").isdigit():
            continue  # the names of the columns
        if len(row) != 3 or not row[2].strip().lstrip("-").isdigit():
            raise UsageError(f"{path}, line {number}: it is not a query id, a document id and a whole number.")
        if int(row[2]) > 0:
            judged[row[0]][row[1]] = int(row[2])
    return dict(judged)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
                if row:
                    yield number, row
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} can't be read: {error}.") from None
