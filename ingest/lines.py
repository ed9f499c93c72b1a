"""Lines of a wild text to logical lines: wrapped ones joined, flattened lists opened up again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_LIST_ITEM = re.compile(r"^\s*(?:[-*+•▪●–]|\d{1,3}[.)])\s+")
_STRUCTURE = re.compile(r"^\s*(?:#{1,6}\s|\||>|```|~~~|</?[a-zA-Z]|[-*_=]{3,}\s*$)")
_TIME_ONLY = re.compile(r"^\s*[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}[\])]?\s*$")
_INLINE_ITEM = re.compile(r"\s[-•*]\s+(?=\*\*[^*]+\*\*)")
_LONGEST_WRAP = 100
_SMALLEST_WRAP = 25


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line and the number of the source line it begins at, from 1."""

    text: str
    number: int


def number_lines(text: str, first: int = 1) -> list[Line]:
    """The lines of a text, numbered from `first`, trailing space removed."""
    return [Line(line.rstrip(), number) for number, line in enumerate(text.split("\n"), first)]


def is_plain(text: str) -> bool:
    """Whether a line is running text: no heading mark, list item, table row, quote, rule or bare time."""
    return bool(text.strip()) and not (_LIST_ITEM.match(text) or _STRUCTURE.match(text) or _TIME_ONLY.match(text))


def is_item(text: str) -> bool:
    """Whether a line begins a list item."""
    return bool(_LIST_ITEM.match(text))


def open_flattened_lists(lines: Sequence[Line]) -> list[Line]:
    """Lines where a list was flattened into one (`## Key points - **One**: ... - **Two**: ...`) as heading and items."""
    opened: list[Line] = []
    for line in lines:
        parts = _INLINE_ITEM.split(line.text)
        if len(parts) < 3 or line.text.lstrip().startswith("|"):
            opened.append(line)
            continue
        head, *items = parts
        opened += [replace(line, text=head), *(replace(line, text=f"- {item}") for item in items)]
    return opened


def unwrap(lines: Sequence[Line]) -> list[Line]:
    """Lines that were wrapped at a width joined again.

    A break is soft where the next word would not have fitted into the width that the lines around keep to, or where a
    sentence goes on in lower case.
    """
    joined: list[Line] = []
    for start, end in _runs(lines):
        run = lines[start:end]
        width = _wrap_width(run)
        previous = ""
        for line in run:
            if joined and previous and _is_soft(previous, line.text, width):
                joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text.strip()}")
            else:
                joined.append(line)
            previous = line.text
    return joined


def _runs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Stretches without a blank line."""
    runs, start = [], 0
    for at in range(len(lines) + 1):
        if at == len(lines) or not lines[at].text.strip():
            if at > start:
                runs.append((start, at))
            start = at + 1
    return runs


def _wrap_width(run: Sequence[Line]) -> int | None:
    """The width that a run of lines was wrapped at, or None where its lines are paragraphs."""
    lengths = sorted(len(line.text) for line in run if is_plain(line.text) and len(line.text) <= _LONGEST_WRAP)
    if len(lengths) < 3:
        return None
    width = lengths[int(0.95 * (len(lengths) - 1))]  # a title or a heading above the wrapped lines may be longer
    near = sum(length >= 0.7 * width for length in lengths)
    open_ended = sum(not re.search(r"[.!?:;,\"”)]$", line.text) for line in run if is_plain(line.text))
    return (
        width if width >= _SMALLEST_WRAP and near >= 0.6 * len(lengths) and open_ended >= 0.4 * len(lengths) else None
    )


def _is_soft(previous: str, line: str, width: int | None) -> bool:
    if not is_plain(line) or _STRUCTURE.match(previous) or _TIME_ONLY.match(previous):
        return False
    if re.search(r"\bby$", previous) and line[:1].isupper():
        return True
    if not re.search(r"[.!?:]$", previous) and re.match(r"\s*[a-z]", line) and not line.lstrip()[:1].isupper():
        return True
    first_word = line.split(maxsplit=1)[0]
    # A list item's own text may go on in the next line, so only the end of a sentence stops it.
    may_go_on = width is not None and (len(previous) <= width or not re.search(r"[.!?:]$", previous))
    return bool(width and may_go_on and len(previous) + 1 + len(first_word) > width and len(previous) <= _LONGEST_WRAP)
