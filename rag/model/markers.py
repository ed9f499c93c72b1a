"""Markers as models write them, and as we do: "[1, 3]", "[passage 1]", "【1】" and "(1)." to "[1][3]" and "[1]"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_LIST = r"\d+(?:\s?(?:[,;&–-]|and)\s?\d+)*"
_CALLED = r"(?:(?:passages?|sources?|citations?|refs?|references?|documents?|docs?|nos?\.|numbers?|[#^])\s*#?\s*)"
_SQUARE = rf"\[\s*{_CALLED}?{_LIST}\s*\](?!\()|【\s*{_CALLED}?{_LIST}(?:†[^】\n]*)?\s*】|\(\s*{_CALLED}{_LIST}\s*\)"
_ROUND = r"\(\s*\d{1,3}(?:\s?[,;]\s?\d{1,3})*\s*\)"
_MARKER = re.compile(_SQUARE, re.IGNORECASE)
_LAST = re.compile(rf"{_ROUND}[\s.!?\"'”’]*$")
"""Numbers in round brackets; they are markers where a sentence ends with them: before a word they number its parts."""
_PAUSE = re.compile(rf"(?:\s*{_ROUND})+(?=[,;:]|[\s.!?\"'”’]*$)")
_ANY = re.compile(rf"{_SQUARE}|{_ROUND}", re.IGNORECASE)
_BEGUN = re.compile(r"[\[【(][\w\s.,;&#^†:–-]*$")
_OURS = re.compile(r"\[\d+\]")
_RUN = re.compile(r"\[\d+\](?:\s*\[\d+\])*")
_MOST_IN_RANGE = 20


def normal(sentence: str) -> str:
    """The sentence with one number in each marker: "[1, 3]" and "(passages 1-3)" become "[1][3]" and "[1][2][3]"."""
    sentence = _MARKER.sub(lambda match: _spread(match.group()), sentence)
    round_ones = _LAST.search(sentence) and not _OURS.search(sentence)
    return _PAUSE.sub(lambda match: f" {_spread(match.group())}", sentence) if round_ones else sentence


def without_markers(sentence: str) -> str:
    """A normal sentence's words."""
    first, *rest = _RUN.split(sentence)
    for piece in rest:  # one between two digits parts no number
        first = first.rstrip() + (" " * (not (first.rstrip()[-1:].isdigit() and piece[:1].isdigit()))) + piece
    return " ".join(first.split()).strip(" .")


def unmarked(text: str) -> str:
    """A guide's or an asker's text with round brackets for what would look like a marker of ours."""
    return _MARKER.sub(lambda match: f"({match.group()[1:-1]})", text)


def numbers_in(sentence: str) -> list[int]:
    """The numbers of a normal sentence's markers, in order."""
    return [int(marker.strip("[]")) for marker in _OURS.findall(sentence)]


def renumbered(sentence: str, number: Callable[[int], int | None]) -> str:
    """A normal sentence with other numbers in its markers; those without a number go."""

    def marks(run: re.Match[str]) -> str:
        found = dict.fromkeys(number(each) for each in numbers_in(run.group()))
        return "".join(f"[{each}]" for each in found if each is not None)

    return re.sub(r"\s+(?=[.!?]*$)", "", _RUN.sub(marks, sentence))


def with_markers(sentence: str, numbers: Iterable[int]) -> str:
    """A normal sentence with more markers at its end, before the full stop."""
    stop = "." if sentence.rstrip().endswith(".") else ""
    marks = "".join(f"[{number}]" for number in numbers if number not in numbers_in(sentence))
    bare = sentence.rstrip().removesuffix(".")
    return f"{bare}{marks}{stop}" if bare.endswith("]") or not bare else f"{bare} {marks}{stop}"


def split_off(line: str, *, whole: bool) -> tuple[str, list[int]]:
    """A line without its markers, and where each character of that stood; of one that grows on, without a begun one."""
    begun = None if whole else _BEGUN.search(line)
    end = begun.start() if begun else len(line)
    places: list[int] = []
    start = 0
    for match in _ANY.finditer(line, 0, end):
        places += range(start, match.start())
        start = match.end()
    places += range(start, end)
    return "".join(line[place] for place in places), places


def _spread(marker: str) -> str:
    """The numbers of "(passages 1, 3-5)", each in a marker; of a range that is none, its ends."""
    found: list[int] = []
    for part in re.split(r"[,;&)]|and", marker.partition("†")[0]):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        if ends:
            found += range(ends[0], ends[-1] + 1) if ends[0] <= ends[-1] <= ends[0] + _MOST_IN_RANGE else ends
    return "".join(f"[{number}]" for number in found)
