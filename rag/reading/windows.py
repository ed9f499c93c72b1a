"""Windows: the units of a guide that are read together, each with what a reader of the page sees around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from rag.indexing.views import named
from rag.types import Article, Unit, Window

MOST_UNITS = 8
MOST_WORDS = 72
"""Of a window, about 95 tokens: with the question and the heading it fits into what the reader reads (tokens.MOST)."""


def windows(units: Sequence[Unit], articles: Mapping[str, Article]) -> list[Window]:
    """All units in windows, each in one, in the order of the text; a long section gives several of about one length."""
    found: list[Window] = []
    numbered = groupby(enumerate(units), key=lambda item: (item[1].article_id, item[1].section))
    for (article_id, section), group in numbered:
        heading = ": ".join(filter(None, [named(articles[article_id]), section]))
        found += [_window(heading, part, units) for part in _parts([number for number, _ in group], units)]
    return found


def _parts(numbers: Sequence[int], units: Sequence[Unit]) -> list[list[int]]:
    """The numbers of one section cut into parts of about one length, none over the limits."""
    words = [len(units[number].text.split()) for number in numbers]
    wanted = max(-(-sum(words) // MOST_WORDS), -(-len(numbers) // MOST_UNITS))
    share = sum(words) / wanted
    parts: list[list[int]] = [[]]
    size = 0.0
    for number, count in zip(numbers, words, strict=True):
        too_much = size + count > MOST_WORDS or len(parts[-1]) >= MOST_UNITS
        if parts[-1] and (too_much or (size + count / 2 > share and len(parts) < wanted)):
            parts.append([])
            size = 0.0
        parts[-1].append(number)
        size += count
    return parts


def _window(heading: str, numbers: Sequence[int], units: Sequence[Unit]) -> Window:
    texts: list[str] = []
    before = ""
    for number in numbers:
        unit = units[number]
        seen = not unit.context or unit.context == before or any(unit.context in text for text in texts[-1:])
        texts.append(unit.text if seen else f"{unit.context.rstrip(':')}: {unit.text}")
        before = unit.context or before
    return Window(heading, tuple(numbers), tuple(texts))
