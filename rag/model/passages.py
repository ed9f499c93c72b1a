"""Windows that were read to numbered passages, as a model and the checks see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.indexing.views import named
from rag.reading.judging import Judged
from rag.seams import Snapshot


@dataclass(frozen=True, slots=True)
class NumberedPassage:
    """A passage under the number that a model cites it by."""

    number: int
    text: str
    guide: str
    author: str | None
    published: str | None
    context: str
    """Where it stands: the guide's title, the section, names of rows and columns."""
    units: tuple[int, ...]
    """The numbers of its units in the snapshot."""


def numbered(judged: Judged, snapshot: Snapshot) -> list[NumberedPassage]:
    """The windows that were read, that with the likeliest unit first, each as a passage."""
    likely: Mapping[int, float] = {each.number: each.probability for each in judged.evidence}
    best = sorted(judged.windows, key=lambda window: -max(likely[number] for number in window.numbers))
    return [_passage(place, window.numbers, snapshot) for place, window in enumerate(best, 1)]


def _passage(number: int, units: tuple[int, ...], snapshot: Snapshot) -> NumberedPassage:
    first = snapshot.units[units[0]]
    article = snapshot.articles[first.article_id]
    names = dict.fromkeys(snapshot.units[each].context for each in units)
    return NumberedPassage(
        number=number,
        text=" ".join(snapshot.units[each].text for each in units),
        guide=article.id,
        author=article.author,
        published=article.published,
        context=" › ".join(filter(None, [named(article), first.section, *names])),
        units=units,
    )
