"""Question sets: JSON lines of a question and what a right answer to it shows. evals/README.md tells the format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.lines import read_lines, text_of
from rag.errors import UsageError
from rag.types import Turn

UNANSWERABLE, CONFLICT = "unanswerable", "conflict"
KINDS = ("fact", "list", "advice", CONFLICT, "followup", UNANSWERABLE)

Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what a right answer shows."""

    id: str
    kind: str
    """One of KINDS."""
    tag: str
    """A finer kind; "" for none."""
    question: str
    history: tuple[Turn, ...] = ()
    background: str | None = None
    facts: Patterns = ()
    """All are shown."""
    any_of: Patterns = ()
    """One is shown, where there are any."""
    never: Patterns = ()
    """None stands in the answer."""
    guides: tuple[frozenset[str], ...] = ()
    """File names. One is cited; of a conflict one of each group."""


def read_questions(path: Path) -> list[Case]:
    """The questions of a file of JSON lines. Raises UsageError that names the line and what is wrong with it."""
    return read_lines(path, _case)


def _case(value: Mapping[str, Any]) -> Case:
    kind = text_of(value, "kind")
    if kind not in KINDS:
        raise UsageError(f'"kind" is {kind!r}; it takes one of {", ".join(KINDS)}')
    case = Case(
        id=text_of(value, "id"),
        kind=kind,
        tag=text_of(value, "tag", may_be_null=True),
        question=text_of(value, "question"),
        history=tuple(_turns(value.get("history") or [])),
        background=text_of(value, "background", may_be_null=True) or None,
        facts=tuple(_patterns(value, "facts")),
        any_of=tuple(_patterns(value, "any_of")),
        never=tuple(_patterns(value, "not")),
        guides=tuple(_guides(value.get("guides") or [])),
    )
    if kind != UNANSWERABLE and not ((case.facts or case.any_of) and case.guides):
        raise UsageError('it can be answered, so it takes "facts" or "any_of", and "guides"')
    return case


def _turns(value: Any) -> Iterator[Turn]:
    if not isinstance(value, list) or not all(isinstance(turn, Mapping) for turn in value):
        raise UsageError('"history" is no list of objects')
    for turn in value:
        yield Turn(text_of(turn, "question"), text_of(turn, "answer", may_be_null=True) or None)


def _patterns(value: Mapping[str, Any], key: str) -> Iterator[re.Pattern[str]]:
    found = value.get(key) or []
    if not isinstance(found, list):
        raise UsageError(f'"{key}" is no list of regular expressions')
    for text in found:
        try:
            yield re.compile(text, re.IGNORECASE)
        except (re.error, TypeError):
            raise UsageError(f'"{key}": {text!r} is no regular expression') from None


def _guides(value: Any) -> Iterator[frozenset[str]]:
    for group in value if isinstance(value, list) else [None]:
        names: list[Any] = group if isinstance(group, list) else [group]
        if not names or not all(isinstance(name, str) for name in names):
            raise UsageError('"guides" is no list of file names, or of lists of them')
        yield frozenset(names)
