"""Chosen units as the sentences of an answer, with their citations."""

from __future__ import annotations

from collections.abc import Sequence

from rag.citing import cite, spoken
from rag.seams import Snapshot
from rag.types import Citation, Sentence, UnitKind


def quote(numbers: Sequence[int], snapshot: Snapshot) -> tuple[str, list[Sentence], list[Citation]]:
    """The units as an answer's text, its sentences and their citations.

    One guide is a paragraph, items of a list a line each.
    """
    paragraphs: list[str] = []
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    previous = None
    for place, number in enumerate(numbers, 1):
        unit = snapshot.units[number]
        article = snapshot.articles[unit.article_id]
        said = spoken(unit, article, place, named=article.id != previous)
        if article.id != previous:
            paragraphs.append(said)
        else:
            follows = unit.kind in (UnitKind.ITEM, UnitKind.ROW)
            paragraphs[-1] += f"\n- {said}" if follows else f" {said}" if "\n" not in paragraphs[-1] else f"\n\n{said}"
        sentences.append(Sentence(said, (place,), "quote"))
        citations.append(cite(unit, article, place))
        previous = article.id
    return "\n\n".join(paragraphs), sentences, citations
