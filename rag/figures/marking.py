"""What a reader should know of a quoted figure at a glance: how old it is, and whether anybody stands behind it."""

from __future__ import annotations

from datetime import date

from rag.language.amounts import find_amounts
from rag.language.basis import basis
from rag.language.numerals import years
from rag.types import Citation, Figure, Grounds

_WORDS: dict[Grounds, str] = {
    "unnamed source": "source not named",
    "estimate": "the author's estimate",
    "forecast": "a forecast",
}


def mark(figure: Figure, today: date, age_years: float) -> str | None:
    """A short mark: "2021, 5 years old", "undated", "the author's estimate", or two of them; None for nothing."""
    return _joined(_age(figure.as_of, today, age_years), _WORDS.get(figure.grounds) if figure.grounds else None)


def marked(citation: Citation, today: date, age_years: float) -> str | None:
    """The mark of what a citation quotes; None where its quote states no figure with a unit, or nothing is to mark."""
    amounts = [amount for amount in find_amounts(citation.quote) if amount.unit]
    if not amounts:
        return None
    grounds = [basis(citation.quote, each.start, each.end, citation.author) for each in amounts]
    kinds = {_WORDS[found.grounds] for found in grounds if found and found.grounds in _WORDS}
    return _joined(_age(citation.as_of or citation.published, today, age_years), *sorted(kinds))


def basis_in_words(figure: Figure) -> str:
    """On what a figure rests, for a list: the guide's words, or that none is given."""
    if not figure.basis:
        return "none given"
    return f"{_WORDS[figure.grounds]}: {figure.basis}" if figure.grounds in _WORDS else figure.basis


def _age(as_of: str | None, today: date, age_years: float) -> str | None:
    stated = sorted(years(as_of or ""))
    if not stated:
        return "undated"
    old = today.year - int(stated[0])
    return f"{stated[0]}, {old} years old" if old > age_years else None


def _joined(*marks: str | None) -> str | None:
    return ", ".join(dict.fromkeys(mark for mark in marks if mark)) or None
