"""Records that a page showed as cards and a copy left as bare lines: course catalogues and number cards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.lines import Line, is_plain

_MONEY = r"(?:(?:US|CA|AU)?[$€£₹]|(?:USD|EUR|GBP|INR)\s)?\s?"
_AMOUNT = rf"{_MONEY}\d[\d,.]*\s?(?:(?:K|M|B|LPA|lakh|million|billion)\b)?\+?"
_RATE = r"(?:\s?(?:%|x\b|×|€|USD|EUR|GBP|INR)|\s?(?:/|per|a)\s?(?:year|yr|month|hour|semester|credit)\b)*"
_VALUE = re.compile(rf"^[~≈<>]?\s?{_AMOUNT}(?:\s?(?:-|–|—|to)\s?{_AMOUNT})?{_RATE}$", re.IGNORECASE)
_DURATION = re.compile(
    r"^\d+(?:[-–.]\d+)?\+?\s+(?:years?|yrs?|months?|weeks?|days?|hours?|semesters?|credits?)\b", re.IGNORECASE
)
_DATE = re.compile(
    r"^(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|(?:(?:starts|begins|deadline)\W+)?(?:\d{1,2}\s)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|fall|autumn|winter)[a-z]*\.?(?:\s\d{1,2},?)?\s\d{4})$",
    re.IGNORECASE,
)
_KEY = re.compile(r"^([A-Z][\w /]{1,24}):\s+\S")
_LONGEST_CELL_WORDS = 16
_FEWEST_RECORDS = 3


def find_records(lines: Sequence[Line]) -> list[range]:
    """The places of cells that belong together among lines without blank ones, in order.

    They are the cards of a catalogue, or pairs of a value and its label.
    """
    found: list[range] = []
    for start, end in _stretches(lines):
        texts = [line.text for line in lines[start:end]]
        found += [range(start + each.start, start + each.stop) for each in _catalogue(texts) or _cards(texts)]
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
    return len(text.split()) <= _LONGEST_CELL_WORDS and is_plain(text) and not re.search(r"[a-z]{2}[.!?:]$", text)


def _signature(text: str) -> str:
    """What kind of cell a line is: a value, a duration, a date, a labelled or compound cell, or words."""
    for name, pattern in (("value", _VALUE), ("duration", _DURATION), ("date", _DATE)):
        if pattern.match(text):
            return name
    key = _KEY.match(text)
    return f"key {key.group(1)}" if key else "compound" if " | " in text else "words"


def _catalogue(texts: Sequence[str]) -> list[range]:
    """Records of a stretch in which some line or kind of line comes back at a steady distance; [] where none does."""
    best: list[range] = []
    most = 0
    for keys, kinds in (([text.casefold() for text in texts], False), ([_signature(text) for text in texts], True)):
        for key, count in Counter(keys).items():
            if count < _FEWEST_RECORDS or key == "words":
                continue
            places = [at for at, other in enumerate(keys) if other == key]
            ends = kinds and key == "value"
            records = _between(places, len(texts), ends)
            # A price is where a card ends; any other line that comes back may stand in a card's middle.
            weight = sum(map(len, records)) + (len(texts) if ends and places[-1] == len(texts) - 1 else 0)
            if _steady(records) and weight > most:
                best, most = records, weight
    return best


def _between(places: Sequence[int], total: int, ends: bool) -> list[range]:
    """The records that begin at these places, or that end there."""
    gaps = Counter(b - a for a, b in pairwise(places))
    if ends:
        edges = [max(0, places[0] + 1 - max(gaps, key=lambda gap: (gaps[gap], gap))), *(at + 1 for at in places)]
    else:
        edges = [*places, min(total, places[-1] + max(gaps))]
    return [range(a, b) for a, b in pairwise(edges)]


def _steady(records: Sequence[range]) -> bool:
    usual = Counter(map(len, records)).most_common(1)[0][0]
    return usual >= 3 and sum(abs(len(each) - usual) <= 1 for each in records) >= 0.9 * len(records)


def _cards(texts: Sequence[str]) -> list[range]:
    """Pairs of a value and its label, in a stretch where values stand at every other line; the label may come first."""
    values = [bool(_VALUE.match(text)) for text in texts]
    if not any(values):
        return []
    first = values.index(True)
    last = len(values) - 1 - values[::-1].index(True)
    # Where the last line is a value, nothing under it can be its label.
    start = first - 1 if last == len(texts) - 1 and first else first
    pairs = [(at, at + 1) for at in range(start, len(texts) - 1, 2)]
    counts = [values[a] + values[b] for a, b in pairs]
    steady = bool(pairs) and max(counts) == 1 and sum(counts) * 2 >= len(pairs)
    in_words = all(re.search(r"[^\W\d_]", texts[b if values[a] else a]) for a, b in pairs)
    return [range(a, b + 1) for a, b in pairs] if steady and in_words else []
