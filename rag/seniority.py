"""The levels of seniority that a text names."""

from __future__ import annotations

import re

_LEVELS = {
    "entry": "entry-level entry junior beginner newcomer starter fresher graduate",
    "mid": "mid-level midlevel mid intermediate",
    "senior": "senior seniors sr",
    "staff": "staff principal",
    "lead": "lead head",
    "intern": "intern interns internship",
}
_BY_WORD = {word: level for level, words in _LEVELS.items() for word in words.split()}
_SPACED = re.compile(r"\b(entry|mid) level\b")


def levels(text: str) -> frozenset[str]:
    """The levels that a text names, of: entry, mid, senior, staff, lead, intern."""
    words = re.findall(r"[a-z]+(?:-[a-z]+)?", _SPACED.sub(r"\1-level", text.lower()))
    return frozenset(_BY_WORD[word] for word in words if word in _BY_WORD)
