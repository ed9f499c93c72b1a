"""Guides as other programs get them: found, shown in whole or in part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.errors import UsageError
from rag.types import Article, Citation


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question, best first; `number` is the place. Nobody judged whether it answers."""

    units: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a guide under one heading, by code points of its text."""

    section: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A guide's text, or a part of it: `text` is the guide's own from `start` to `end`."""

    guide: str
    title: str | None
    author: str | None
    published: str | None
    url: str | None
    start: int
    end: int
    text: str
    sections: tuple[Part, ...]
    """All of the guide's sections, so that one of them can be asked for."""


def shown(article: Article, section: str | None = None, start: int | None = None, end: int | None = None) -> Shown:
    """The guide's text: all of it, a section by its heading, or a span. Raises UsageError that says what there is."""
    if section is not None and (start is not None or end is not None):
        raise UsageError("Give a section or a span, not both.")
    sections = tuple(_sections(article))
    first, last = _section(article, sections, section) if section is not None else _span(article, start, end)
    return Shown(
        guide=article.id,
        title=article.title,
        author=article.author,
        published=article.published,
        url=article.url,
        start=first,
        end=last,
        text=article.text[first:last],
        sections=sections,
    )


def _sections(article: Article) -> Iterator[Part]:
    """The guide's sections in the order of its text: neighbouring segments under one heading are one."""
    part: Part | None = None
    for segment in article.segments:
        if part and part.section == segment.section:
            part = Part(part.section, part.start, segment.end)
            continue
        if part:
            yield part
        part = Part(segment.section, segment.start, segment.end)
    if part:
        yield part


def _section(article: Article, sections: tuple[Part, ...], name: str) -> tuple[int, int]:
    wanted = name.strip().casefold()
    for part in sections:
        if part.section is not None and part.section.casefold() == wanted:
            return part.start, part.end
    known = "; ".join(dict.fromkeys(part.section for part in sections if part.section)) or "none"
    raise UsageError(f"{article.id} has no section {name!r}; its sections are: {known}.")


def _span(article: Article, start: int | None, end: int | None) -> tuple[int, int]:
    longest = len(article.text)
    first, last = start or 0, longest if end is None else end
    if not 0 <= first <= last <= longest:
        raise UsageError(f"There is no span from {first} to {last}; {article.id} has {longest:,} characters.")
    return first, last
