"""Folders in the format of Chroma's chunking evaluation: corpora/NAME.md, and questions.csv with gold spans of them.

Format: https://github.com/brandonstarxel/chunking_evaluation
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import UsageError


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a corpus."""

    corpus: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the spans that answer it, one at least."""

    question: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Chunking:
    """Texts by name, and the questions on them."""

    corpora: Mapping[str, str]
    questions: tuple[Asked, ...]


def read_chunking(folder: Path) -> Chunking:
    """The set in a folder. Raises UsageError that names the file and what is wrong with it."""
    corpora = {path.stem: _text(path) for path in sorted((folder / "corpora").glob("*.md"))}
    if not corpora:
        raise UsageError(f"There is no .md file in {folder / 'corpora'}.")
    questions = tuple(_read(folder / "questions.csv", corpora))
    if not questions:
        raise UsageError(f"{folder / 'questions.csv'} holds no question.")
    return Chunking(corpora, questions)


def _read(path: Path, corpora: Mapping[str, str]) -> Iterator[Asked]:
    for number, row in enumerate(csv.DictReader(_text(path).splitlines(keepends=True)), start=1):
        try:
            yield _asked(row, corpora)
        except UsageError as error:
            raise UsageError(f"{path}, question {number}: {error}.") from None


def _asked(row: Mapping[str, str | None], corpora: Mapping[str, str]) -> Asked:
    question, corpus = row.get("question"), row.get("corpus_id")
    if not question:
        raise UsageError("there is no question")
    if corpus is None or corpus not in corpora:
        raise UsageError(f"there is no corpus {corpus!r}")
    try:
        references = json.loads(row.get("references") or "")
    except (ValueError, RecursionError):
        references = None
    if not isinstance(references, list) or not references:
        raise UsageError("its references are no JSON list")
    return Asked(question, tuple(_span(reference, corpus, corpora[corpus]) for reference in references))


def _span(reference: Any, corpus: str, text: str) -> Span:
    """A span with a letter at least; its content has to stand there, so that a corpus that was changed is noticed."""
    match reference:
        case {"content": str(content), "start_index": int(start), "end_index": int(end)}:
            if text[start:end] == content and any(char.isalnum() for char in content):
                return Span(corpus, start, end)
            raise UsageError(f"characters {start} to {end} of {corpus} aren't its reference")
    raise UsageError("a reference takes content, start_index and end_index")


def _text(path: Path) -> str:
    """The file's text, its line ends as they are: spans count them."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is no UTF-8.") from None
