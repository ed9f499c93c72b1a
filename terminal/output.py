"""Where a command's words go: answers to stdout, everything else to stderr, nothing that could steer a terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from rag.progress import Progress, Step

MAX_COLUMNS = 100
"""Longer lines are hard to read."""
MIN_COLUMNS = 20
"""In less nothing can be drawn; a terminal breaks lines that are longer than it is wide."""

# DEL, C1, the marks that turn the direction of writing, and what nobody sees.
_HIDDEN = (*range(0x7F, 0xA0), 0xAD, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
_HIDDEN += tuple(range(0xE0000, 0xE1000))
# These, and C0 but tab and newline.
_UNSAFE = dict.fromkeys((*range(9), *range(11, 32), *_HIDDEN))

# json leaves these as they are. Some steer a terminal, and many readers of lines end a line at others.
_ESCAPED = {code: json.dumps(chr(code))[1:-1] for code in _HIDDEN} | {0x7F: "\\u007f"}


def safe(text: str) -> str:
    """The text without control characters: a guide's words can't move the cursor or change colours."""
    return text.translate(_UNSAFE)


def one_line(text: str) -> str:
    """The text on one line, safe to show."""
    return " ".join(safe(text).split())


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON in Unicode; without an indent it is one line for every kind of reader."""
    return json.dumps(value, ensure_ascii=False, indent=indent).translate(_ESCAPED)


def print_json(value: Any) -> None:
    """Writes one JSON value to stdout, laid out for reading."""
    print(json_text(value, indent=2))


def say(message: str) -> None:
    """Writes one line to stderr; where that takes nothing, what was asked for goes on."""
    with suppress(OSError):
        print(one_line(message), file=sys.stderr, flush=True)


def console(stream: TextIO | None = None) -> Console:
    """A rich console on stdout, or on the stream: colours only on a terminal, and none where NO_COLOR is set."""
    stream = stream or sys.stdout
    colours: Any = None if os.environ.get("NO_COLOR") else "auto"
    made = Console(
        file=stream, force_terminal=stream.isatty(), color_system=colours, highlight=False, markup=False, emoji=False
    )
    if made.width < MIN_COLUMNS:  # COLUMNS may say anything; 0 says that nobody knows
        made.width = MIN_COLUMNS if made.width else 80
    return made


@dataclass(frozen=True, slots=True)
class Line:
    """A line to draw. On a terminal it is wrapped; further lines are indented as far as the first one's lead."""

    text: Text
    lead: str = ""
    lead_style: str = ""


def draw(out: Console, lines: Iterable[Line]) -> None:
    """Prints the lines: wrapped to the terminal's width, or as they are in a pipe."""
    for line in lines:
        for number, part in enumerate(_wrapped(out, line)):
            lead = line.lead if number == 0 else " " * len(line.lead)
            out.print(Text.assemble((lead, line.lead_style), part), soft_wrap=True)


def _wrapped(out: Console, line: Line) -> Iterable[Text]:
    if not out.is_terminal:
        return [line.text]
    width = min(out.width, MAX_COLUMNS) - len(line.lead)
    return line.text.wrap(out, max(width, MIN_COLUMNS)) or [line.text]


@contextmanager
def progress() -> Iterator[Progress]:
    """What draws progress on stderr: one line that changes on a terminal, a line for each kind of step elsewhere."""
    if not sys.stderr.isatty():
        yield _Steps()
        return
    with console(sys.stderr).status("") as status:
        yield lambda step: status.update(Text(one_line(str(step))))


class _Steps:
    """Writes a step when its message is a new one; the count alone would fill a log."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, step: Step) -> None:
        if step.message != self._last:
            self._last = step.message
            say(step.message)
