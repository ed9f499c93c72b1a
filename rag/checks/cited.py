"""What a statement cites: the lines of its passages, and what those go by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from rag.checks.figures import Said
from rag.checks.lines import Line
from rag.checks.phrases import Phrase
from rag.checks.types import CitedPassage


@dataclass(frozen=True)
class Cited:
    """The lines of the passages that a statement cites."""

    label: str
    """Their markers, as "[1]" or "[1][2]"."""
    lines: tuple[Line, ...]

    @cached_property
    def passages(self) -> tuple[CitedPassage, ...]:
        """The passages, each once."""
        return tuple(dict.fromkeys(line.passage for line in self.lines))

    @cached_property
    def authors(self) -> str:
        """The names of those who wrote the passages."""
        return " ".join(passage.author for passage in self.passages if passage.author)

    @cached_property
    def names(self) -> Phrase:
        """What the passages go by: authors, files, dates and headings."""
        parts = ([p.author, re.sub(r"[-_./]+", " ", p.guide), p.published, p.context] for p in self.passages)
        return Phrase(" ".join(" ".join(filter(None, part)) for part in parts))

    @cached_property
    def all(self) -> Phrase:
        """All that stands in the passages or names them."""
        parts = (f"{line.context} {' '.join(line.header)} {line.text}" for line in self.lines)
        return Phrase(" ".join([self.names.text, *parts]))

    @cached_property
    def figures(self) -> tuple[Said, ...]:
        """All figures of the lines."""
        return tuple(said for line in self.lines for said in line.figures)
