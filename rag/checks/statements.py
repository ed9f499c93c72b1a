"""A sentence to its statements with their markers."""

from __future__ import annotations

import re

from rag.checks.types import Statement

_MARKER = re.compile(r"\[(\d{1,4}(?:\s?[,;–-]\s?\d{1,4})*)\]")
_MARKERS = re.compile(rf"\s*(?:{_MARKER.pattern}[\s,;]*)+")
_LONGEST_RANGE = 20


def statements(sentence: str) -> list[Statement]:
    """The stretches of a sentence between markers, each with the numbers behind it; [] where it holds no word.

    What stands behind the last marker belongs to the last statement.
    """
    found: list[Statement] = []
    at = 0
    for match in _MARKERS.finditer(sentence):
        text = sentence[at : match.start()].strip()
        numbers = _numbers(match.group())
        if re.search(r"\w", text):
            found.append(Statement(text, numbers))
        elif found:
            found[-1] = Statement(found[-1].text, found[-1].cites + numbers)
        else:  # markers before the first word
            found.append(Statement("", numbers))
        at = match.end()
    rest = sentence[at:].strip()
    if re.search(r"\w", rest):
        last = found.pop() if found else Statement("", ())
        found.append(Statement(f"{last.text} {rest}".strip(), last.cites))
    return [statement for statement in found if statement.text]


def _numbers(markers: str) -> tuple[int, ...]:
    """The numbers that markers name: `[1][2]`, `[1, 2]`, `[1-3]`."""
    numbers: list[int] = []
    for match in _MARKER.finditer(markers):
        for part in re.split(r"[,;]", match.group(1)):
            ends = [int(number) for number in re.findall(r"\d+", part)]
            whole = range(ends[0], ends[-1] + 1) if ends[-1] - ends[0] <= _LONGEST_RANGE else ends
            numbers += whole or ends
    return tuple(dict.fromkeys(numbers))
