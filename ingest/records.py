"""Records that a page showed as cards and a copy left as bare lines: course catalogues and number cards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line, is_item, is_plain

_VALUE = re.compile(
    r"^(?:[$€£₹]\s?)?\d[\d,.]*\s?(?:[KkMmBb]\b)?\+?\s?(?:[-–—]\s?(?:[$€£₹]\s?)?\d[\d,.]*\s?(?:[KkMmBb]\b)?\+?)?\s?(?:%|x|×)?$"
)
_LONGEST_CELL_WORDS = 16
_FEWEST_RECORDS = 3


@dataclass(frozen=True, slots=True)
class Record:
    """Cells that belong together: the places of their lines, first to last."""

    first: int
    last: int


def find_records(lines: Sequence[Line]) -> list[Record]:
    """Records among lines without blank ones, in order: cards of a catalogue, and pairs of a value and its label."""
    found: list[Record] = []
    for start, end in _stretches(lines):
        catalogue = _catalogue([line.text for line in lines[start:end]])
        records = catalogue or _cards([line.text for line in lines[start:end]])
        found += [Record(start + first, start + last) for first, last in records]
    return found


def _stretches(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Stretches of short lines that are no sentences."""
    stretches, start = [], 0
    for at in range(len(lines) + 1):
        if at == len(lines) or not _may_be_cell(lines[at].text):
            if at - start >= 2:
                stretches.append((start, at))
            start = at + 1
    return stretches


def _may_be_cell(text: str) -> bool:
    return (
        len(text.split()) <= _LONGEST_CELL_WORDS
        and (is_plain(text) or bool(re.search(r"\w \| \w", text)))
        and not text.startswith("|")
        and not re.search(r"[a-z]{2}[.!?:]$", text)
        and not is_item(text)
    )


def _signature(text: str) -> str:
    """What kind of cell a line is: a value, a duration, a compound (`school | programme`) or words."""
    if _VALUE.match(text):
        return "value"
    if re.match(
        r"^\d+(?:[-–.]\d+)?\s+(?:years?|months?|weeks?|days?|hours?|semesters?|credits?)\b", text, re.IGNORECASE
    ):
        return "duration"
    return "compound" if " | " in text else "words"


def _catalogue(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Records of a stretch in which some line or kind of line comes back at a steady distance; [] where none does."""
    best: list[tuple[int, int]] = []
    for keys, ends in (([t.casefold() for t in texts], False), ([_signature(t) for t in texts], True)):
        for key, count in Counter(keys).items():
            if count < _FEWEST_RECORDS or key == "words":
                continue
            places = [at for at, other in enumerate(keys) if other == key]
            records = _by_end(places) if ends and key == "value" else _by_start(places, len(texts))
            if _steady(records) and _size(records) > _size(best):
                best = records
    return best


def _by_start(places: Sequence[int], total: int) -> list[tuple[int, int]]:
    gaps = Counter(b - a for a, b in zip(places, places[1:], strict=False))
    usual = max(gaps)
    last = min(total, places[-1] + usual)
    return [(a, b - 1) for a, b in zip(places, [*places[1:], last], strict=True)]


def _by_end(places: Sequence[int]) -> list[tuple[int, int]]:
    gaps = Counter(b - a for a, b in zip(places, places[1:], strict=False))
    usual = gaps.most_common(1)[0][0]
    first = max(0, places[0] - usual + 1)
    return [(a, b) for a, b in zip([first, *(p + 1 for p in places)], places, strict=False)]


def _steady(records: Sequence[tuple[int, int]]) -> bool:
    sizes = [last - first + 1 for first, last in records]
    usual = Counter(sizes).most_common(1)[0][0]
    return usual >= 3 and sum(abs(size - usual) <= 1 for size in sizes) >= 0.9 * len(sizes)


def _size(records: Sequence[tuple[int, int]]) -> int:
    return sum(last - first + 1 for first, last in records)


def _cards(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of a value and the label under it, in a stretch where values stand at every other line."""
    for at in range(len(texts) - 1):
        if not (_VALUE.match(texts[at]) and re.search("[^\\W\\d_]", texts[at + 1])):
            continue
        pairs = [(n, n + 1) for n in range(at, len(texts) - 1, 2)]
        values = sum(bool(_VALUE.match(texts[first])) for first, _ in pairs)
        if values * 2 >= len(pairs) and not any(_VALUE.match(texts[last]) for _, last in pairs):
            return pairs
    return []
