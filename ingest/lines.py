"""Lines of a wild text to logical lines: wrapped ones joined, flattened lists opened up, underlined headings marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_BULLET = re.compile(r"^(\s*)(?:[•▪●◦‣⁃∙·–✓✔✅☑➤➔➜→»*+-]|🔹|🔸|👉)\ufe0f?\s+(?=\S)")
_QUOTE = re.compile(r"^\s{0,3}>[>\s]*")
_LIST_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+")
_STRUCTURE = re.compile(r"^\s*(?:#{1,6}\s|\||```|~~~|</?[a-zA-Z]|[-*_=]{3,}\s*$|\[\^?[^\]]+\]:)")
_UNDERLINE = re.compile(r"^\s{0,3}(?:=+|-{2,}|~{3,})\s*$")
_FLATTENED_ITEM = re.compile(r"(?:^|\s)[-•*]\s+(?=\*\*[^*\n]{1,200}\*\*)")
_SENTENCE_END = re.compile(r"[.!?:…][\"”’)\]]*$")
_OPEN_END = re.compile(r"[^.!?:;…\"”)\]|]$")
_LONGEST_WRAP = 140
_SHORTEST_WRAP = 25


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line and the number of the source line it begins at, from 1."""

    text: str
    number: int


def number_lines(text: str, first: int = 1) -> list[Line]:
    """The lines of a text, numbered from `first`, trailing space removed."""
    return [Line(line.rstrip(), number) for number, line in enumerate(text.split("\n"), first)]


def is_plain(text: str) -> bool:
    """Whether a line is running text: no heading mark, list item, table row, rule or tag."""
    return bool(text.strip()) and not (_LIST_ITEM.match(text) or _STRUCTURE.match(text))


def is_item(text: str) -> bool:
    """Whether a line begins a list item."""
    return bool(_LIST_ITEM.match(text))


def mark_structure(lines: Sequence[Line]) -> list[Line]:
    """Lines in which the bullets and underlined headings of pages are Markdown's, and quotes lose their marks."""
    texts = (_BULLET.sub(r"\1- ", _QUOTE.sub("", line.text), count=1) for line in lines)
    marked = [Line(text, line.number) for text, line in zip(texts, lines, strict=True)]
    return _open_flattened_lists(_mark_underlined(marked))


def _mark_underlined(lines: Sequence[Line]) -> list[Line]:
    marked: list[Line] = []
    for at, line in enumerate(lines):
        heading = lines[at - 1] if at else None
        alone = at < 2 or not lines[at - 2].text.strip()
        if heading and alone and _UNDERLINE.match(line.text) and _may_be_underlined(heading.text):
            marks = "#" if line.text.strip().startswith("=") else "##"
            marked[-1] = replace(heading, text=f"{marks} {heading.text.strip()}")
        else:
            marked.append(line)
    return marked


def _may_be_underlined(text: str) -> bool:
    return is_plain(text) and len(text.split()) <= 16 and not re.search(r"[.,;]$", text)


def _open_flattened_lists(lines: Sequence[Line]) -> list[Line]:
    """Lines where a list was flattened into one (`## Points - **One**: ... - **Two**: ...`) as heading and items."""
    opened: list[Line] = []
    for line in lines:
        parts = [] if line.text.startswith("|") else _FLATTENED_ITEM.split(line.text)
        if len(parts) < 3:
            opened.append(line)
            continue
        head, *items = parts
        opened += [replace(line, text=head)] if head.strip() else []
        opened += [replace(line, text=f"- {item}") for item in items]
    return opened


def unwrap(lines: Sequence[Line]) -> list[Line]:
    """Lines that were wrapped joined again: where a sentence goes on in lower case, or in a stretch that is prose."""
    joined: list[Line] = []
    for start, end in _runs(lines):
        width = _wrap_width(lines[start:end])
        previous, parts, first = "", list[str](), lines[start]
        for line in lines[start:end]:
            if parts and _is_soft(previous, line.text, width):
                parts.append(line.text.strip())
            else:
                joined += [replace(first, text=_join(parts))] if parts else []
                parts, first = [line.text], line
            previous = line.text
        joined.append(replace(first, text=_join(parts)))
    return joined


def _join(parts: Sequence[str]) -> str:
    """The parts with spaces between; a word that was broken at its hyphen becomes whole."""
    return re.sub(r"(?<=\w-)\x00(?=[a-z])", "", "\x00".join(parts)).replace("\x00", " ")


def _runs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Stretches without a blank line."""
    runs, start = [], 0
    for at in range(len(lines) + 1):
        if at == len(lines) or not lines[at].text.strip():
            if at > start:
                runs.append((start, at))
            start = at + 1
    return runs


def _wrap_width(run: Sequence[Line]) -> float:
    """How long the lines of a wrapped stretch become; infinite where its lines are paragraphs or cells."""
    texts = [line.text for line in run if not _STRUCTURE.match(line.text) and len(line.text) <= _LONGEST_WRAP]
    continued = [b for a, b in pairwise(texts) if _OPEN_END.search(a)]
    # In prose most lines that go on do so in lower case; lists of names and cells begin with capitals.
    small = sum(bool(re.match(r"\s*[a-z\d(]", text)) for text in continued)
    is_prose = len(texts) > 1 and len(continued) >= 0.4 * (len(texts) - 1) and small >= 0.5 * len(continued)
    longest = sorted(map(len, texts))[int(0.95 * (len(texts) - 1))] if is_prose else 0
    return longest if longest >= _SHORTEST_WRAP else float("inf")


def _is_soft(previous: str, line: str, width: float) -> bool:
    if not is_plain(line) or _STRUCTURE.match(previous) or len(previous) > _LONGEST_WRAP:
        return False
    if re.search(r"\b[Bb]y:?$|\($|\[[^\]]{0,300}$", previous):
        return True
    # A lower-case line under a short one is a cell or an item of its own, not the rest of a sentence.
    goes_on = len(previous.strip()) >= _SHORTEST_WRAP or (is_item(previous) and line[:1].isspace())
    rest = goes_on and bool(re.match(r"\s*[a-z]", line) or _is_rest(previous, line))
    full = len(previous) + 1 + len(line.split(maxsplit=1)[0]) > width
    full = full and (
        len(previous) <= width or not _SENTENCE_END.search(previous)
    )  # a title may be longer than the text
    return full or (rest and not _SENTENCE_END.search(previous))


def _is_rest(previous: str, line: str) -> bool:
    """Whether a line with an amount first is the rest of a sentence ("... in Boston earns" / "$71,000 a year.")."""
    in_prose = sum(word[:1].islower() for word in previous.split()) >= 5 and previous[-1:].islower()
    return in_prose and bool(re.match(r"\s*[$€£₹(\d]", line)) and bool(_SENTENCE_END.search(line))
