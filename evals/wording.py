"""Answers and guides as they are compared: what doesn't count goes, and the rest is taken literally."""

from __future__ import annotations

import re
from collections.abc import Iterator

MARKER = re.compile(r"\[(\d+)\]")
_EMPHASIS = re.compile(r"\\([$*_\[\]])|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")
"""Escapes too, whose sign stays: an escaped star is no emphasis."""
_DASHES = re.compile("[\u2010-\u2014\u2212]")
_MISREAD = re.compile("β€.|β†.|πŸ..")
"""Punctuation of files that were decoded wrongly; letters of other alphabets, so it would count."""
_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?(K\b|k\b|thousand|M\b|million|B\b|bn|billion)?")
_SCALES = {"k": 1e3, "t": 1e3, "m": 1e6, "b": 1e9}
_ITEM = r"(?:[-*•]|\d+[.)])\s"
_BLOCKS = re.compile(rf"\n\s*\n|\n(?=\s*{_ITEM})|(?<=\])\n(?!\s*\[)")
_ABBREVIATED = r"(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)(?<!\bapprox)(?<!\b[SJD]r)(?<!\bNo)(?<!\b[A-Z]\.[A-Z])"
_END = re.compile(rf"{_ABBREVIATED}[.!?][\"'”’)*_]*(?:\s*\[\d+\])*(?=\s|$)")
_CELLS = re.compile(r"[|\n;]|: | — | – ")
_ENTRY_LINES = 12
"""Lines of a file that one row or catalogue entry may stand in."""


def plain(text: str) -> str:
    """The text with one kind of dash and of white space, without emphasis and escapes."""
    return re.sub(r"\s+", " ", _EMPHASIS.sub(r"\1", _DASHES.sub("-", text)))


def letters(text: str) -> str:
    """Letters, digits, percent signs and the points inside numbers, in lower case: what a quote must have in order."""
    return re.sub(r"(?<!\d)\.|\.(?!\d)|[^\w%.]|_", "", text.lower())


def stands_in(quote: str, file: str) -> bool:
    """Whether a file holds the quote word for word, or, of a row, each of its cells and half of them near each other.

    A single word without a digit is no quote.
    """
    if len(quote.split()) < 2 and not re.search(r"\d", quote):
        return False
    file = _MISREAD.sub(" ", file)
    whole = letters(file)
    if letters(quote) in whole:
        return True
    cells = [cell for cell in map(letters, _CELLS.split(quote)) if cell]
    if len(cells) < 2 or not all(cell in whole for cell in cells):
        return False
    lines = [letters(line) for line in file.split("\n")]
    entries = ("".join(lines[first : first + _ENTRY_LINES]) for first in range(len(lines)))
    return any(2 * sum(cell in entry for cell in cells) >= len(cells) for entry in entries)


def amounts(text: str) -> list[frozenset[float]]:
    """The numbers of a text, each as the values it may mean: "$150K" is 150,000; "150 thousand" too, or 150.

    Markers and the numbers of list items are none.
    """
    found = []
    for digits, scale in _AMOUNT.findall(re.sub(r"(?m)^\s*\d+[.)]\s", "", MARKER.sub("", text))):
        value = float(digits.replace(",", ""))
        found.append(frozenset({value, value * _SCALES[scale[0].lower()]} if scale else {value}))
    return found


def sentences(text: str) -> list[str]:
    """The sentences of an answer, each with the markers behind it; a line that ends in none ends no sentence."""
    return [sentence for block in _BLOCKS.split(text) for sentence in _sentences(block) if sentence]


def _sentences(block: str) -> Iterator[str]:
    block = re.sub(rf"^\s*{_ITEM}\s*", "", re.sub(r"\s+", " ", block))
    at = 0
    for end in _END.finditer(block):
        yield block[at : end.end()].strip()
        at = end.end()
    yield block[at:].strip()
