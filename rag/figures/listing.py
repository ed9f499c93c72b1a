"""The figures of all guides as a list, also those on one topic."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping

from rag.citing import cite
from rag.language.amounts import DAYS
from rag.language.lexical import JOINTS, WORD, terms
from rag.language.money import CURRENCIES
from rag.language.seniority import levels
from rag.language.words import STOPWORDS
from rag.seams import Snapshot
from rag.types import Article, Figure, Stated, Unit

_LARGEST_PAY = 5e6
"""More than anybody's pay in a year, in any of the currencies but those of small coins: a market, a company."""


_KINDS: Mapping[str, Callable[[Figure], bool]] = {
    "salary pay paid wage income compensation earnings earn": lambda figure: (
        figure.unit in CURRENCIES and (figure.high <= _LARGEST_PAY or figure.unit in ("INR", "JPY", "KRW", "HUF"))
    ),
    "money amount": lambda figure: figure.unit in CURRENCIES,
    "duration long time how-long length": lambda figure: figure.unit in DAYS,
    "share percentage percent proportion": lambda figure: figure.unit == "percent",
    "factor growth multiple": lambda figure: figure.unit == "times",
    "count number many": lambda figure: not figure.unit,
}
_BY_STEM = {terms(word)[0]: fits for words, fits in _KINDS.items() for word in words.split()}


def list_figures(snapshot: Snapshot, topic: str | None = None) -> Iterator[Stated]:
    """The figures, guide by guide in the order of the text. Each word of a topic has to fit: a kind of figure
    ("salary", "duration"), or a word of the figure's sentence, section or guide."""
    wanted = _wanted(topic or "")
    units: dict[str, list[Unit]] = {}
    for unit in snapshot.units:
        units.setdefault(unit.article_id, []).append(unit)
    number = 0
    for figure in snapshot.figures:
        article = snapshot.articles[figure.article_id]
        stands = _unit_of(figure, units.get(figure.article_id, []))
        if stands is not None and all(_fits(stem, figure, stands, article) for stem in wanted):
            number += 1
            yield Stated(figure, cite(stands, article, number))


def _wanted(topic: str) -> list[str]:
    words = [part for word in WORD.findall(topic.lower()) for part in [*JOINTS.split(word)]]
    return [terms(word)[0] for word in words if word not in STOPWORDS or terms(word)[0] in _BY_STEM]


def _unit_of(figure: Figure, units: list[Unit]) -> Unit | None:
    """The unit in which a figure stands."""
    at = bisect_right(units, figure.start, key=lambda unit: unit.start) - 1
    return units[at] if at >= 0 and figure.end <= units[at].end else None


def _fits(stem: str, figure: Figure, unit: Unit, article: Article) -> bool:
    kind = _BY_STEM.get(stem)
    if kind is not None:
        return kind(figure)
    level = levels(stem) or levels(f"{stem} level")
    if level:
        return bool(level & levels(figure.level or ""))
    around = (figure.of, figure.place, figure.level, figure.says, figure.basis, figure.as_of, figure.unit, figure.per)
    said = " ".join(filter(None, [*around, unit.context, unit.section, unit.text, article.title, article.author]))
    return stem in terms(said)
