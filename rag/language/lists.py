"""Lists of words as files in rag/language/data: a line that begins with # is a comment."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


def read_lines(name: str) -> list[str]:
    """The lines of a list."""
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def read_words(name: str) -> frozenset[str]:
    """The words of a list, whatever its lines."""
    return frozenset(word for line in read_lines(name) for word in line.split())


def read_groups(name: str) -> list[tuple[str, ...]]:
    """The lines of a list, each as the words and phrases between its commas."""
    return [tuple(line.split(", ")) for line in read_lines(name)]
