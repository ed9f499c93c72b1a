"""Headings that a text shows without Markdown's mark: bare lines, bold lines, capitals, questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.lines import Line, is_plain
from ingest.records import find_records
from ingest.timestamps import without_marks
from rag.language.sentences import sentence_spans

BARE_LEVEL = 5
"""Marks a guess: which rank a bare heading has can't be seen."""
BOLD_LEVEL = 6
_BOLD = re.compile(r"^\s*(?:\*\*|__)(?P<text>[^*_]+)(?:\*\*|__)\s*:?\s*$")
_QUESTION_MARK = re.compile(r"^(?:(?:Q|Question)\s?\d*[.:)]\s*|\d+[.)]\s+)")
_QUESTION = re.compile(rf"{_QUESTION_MARK.pattern}?[A-Z\"“¿].*\?[\"”]?$")
_SPEAKER = re.compile(r"[^?.!:]{1,40}:\s")
_MARKED = re.compile(r"#{1,6} \S")
_ENOUGH_MARKED = 3
"""A text with as many marked headings marks them all: its other short lines are lines."""
_LONGEST_WORDS = 12
_LONGEST_QUESTION_WORDS = 24
_LONGEST = 160
"""In characters."""


def mark_headings(lines: Sequence[Line]) -> list[Line]:
    """Logical lines (without blank ones) in which lines that read as headings carry Markdown's mark.

    In a text that marks its headings itself, bold lines alone are such.
    """
    bold_alone = sum(bool(_MARKED.match(line.text)) for line in lines) >= _ENOUGH_MARKED
    cells = {at for record in find_records(lines) for at in record} if not bold_alone else ()
    texts = [*(line.text for line in lines[1:]), ""]
    return [line if at in cells else _mark(line, texts[at], bold_alone) for at, line in enumerate(lines)]


def _mark(line: Line, following: str, bold_alone: bool) -> Line:
    bold = _BOLD.match(line.text)
    if bold and _is_heading(bold.group("text"), following):
        return replace(line, text=f"{'#' * BOLD_LEVEL} {bold.group('text').strip()}")
    if not bold_alone and is_plain(line.text) and _is_heading(line.text, following):
        return replace(line, text=f"{'#' * BARE_LEVEL} {line.text.strip()}")
    return line


def _is_heading(text: str, following: str) -> bool:
    """Whether a line heads what follows: short, no sentence, nothing that ends one, and something stands under it."""
    text = without_marks(text)
    words = text.split()
    if (
        not following
        or len(text) > _LONGEST
        or text.startswith("![")
        or not re.match(r"[^\w\s]{0,3}\s?[\w\"“‘(¿]", text)
    ):
        return False
    if not re.search(r"[^\W\d_]", text) or " | " in text or text.lstrip('"“‘(')[:1].islower():
        return False
    if _QUESTION.match(text):
        asked = _QUESTION_MARK.sub("", text)
        return len(words) <= _LONGEST_QUESTION_WORDS and not _SPEAKER.match(asked) and len(sentence_spans(asked)) == 1
    if text.endswith(":"):
        # "You will need:" leads into a list; "CORE SKILLS:" heads one.
        return len(words) <= 6 and text.isupper()
    return len(words) <= _LONGEST_WORDS and not re.search(r"[.,;!…]$|[^\W\d_]{2}[.!?] \S", text)
