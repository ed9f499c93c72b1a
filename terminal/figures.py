"""`career figures`: what the guides state in figures, as a table or JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from rag.errors import UsageError
from rag.figures.marking import basis_in_words
from rag.settings import read_settings
from rag.types import Stated
from terminal.output import console, one_line, print_json, say
from terminal.parts import Parts

_NAMES = ("Value", "Of what", "Level", "Place", "Who says", "As of", "Basis", "Guide")


def figures(parts: Parts, topic: str | None, *, index: Path | None, as_json: bool) -> int:
    """Prints the figures on a topic, or all of them; says on stderr where there is none."""
    if topic is not None and not topic.strip():
        raise UsageError("The topic is empty; name one, or leave it out for all figures.")
    with closing(parts.open_assistant(read_settings(index=index))) as assistant:
        found = assistant.figures(topic)
    if as_json:
        print_json([figure_json(each) for each in found])
    elif found:
        _print(found)
    if not found:
        say(f"No figure speaks of {topic!r}." if topic else "The guides state no figure.")
    return 0


def figure_json(listed: Stated) -> dict[str, Any]:
    """A figure's fields with its guide and its quote; `start` and `end` are the quote's, as in a citation."""
    figure = asdict(listed.figure)
    return {
        "guide": figure.pop("article_id"),
        "title": listed.citation.title,
        "section": listed.citation.section,
        "quote": listed.citation.quote,
        "value_start": figure.pop("start"),
        "value_end": figure.pop("end"),
        "start": listed.citation.start,
        "end": listed.citation.end,
        **figure,
    }


def _print(found: Sequence[Stated]) -> None:
    """A table on a terminal, a tab-separated line each in a pipe."""
    rows = [_row(each) for each in found]
    if not sys.stdout.isatty():
        for row in rows:
            print("\t".join(row))
        return
    table = Table(*_NAMES, box=None, header_style="bold", row_styles=("", "dim"))
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


def _row(listed: Stated) -> tuple[str, ...]:
    figure = listed.figure
    value = f"{figure.text} a {figure.per}" if figure.per and figure.per not in figure.text else figure.text
    cells = (
        value,
        figure.of,
        figure.level or "-",
        figure.place or "-",
        figure.says or "-",
        figure.as_of or "undated",
        basis_in_words(figure),
        figure.article_id,
    )
    return tuple(one_line(cell) for cell in cells)
