"""The texts of a unit that are searched. A change here asks for a new `PIPELINE` number, so that indexes are remade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from rag.text.lexical import terms
from rag.types import Article, ParsedArticle, Unit, UnitKind

PIPELINE = 5
"""Version of cleaning, splitting, figures and views, written into every index."""


def texts(unit: Unit, article: Article, view: str) -> str:
    """What is encoded for one of `rag.types.VIEWS`; see there."""
    if view == "context":
        return _joined(named(article), unit.section, unit.context, unit.text)
    return _joined(unit.context, unit.text) if unit.kind in (UnitKind.CELL, UnitKind.ROW) else unit.text


def lexical_terms(parsed: ParsedArticle) -> list[list[str]]:
    """The stems of each unit and of all that names it."""
    named_by = [_joined(named(parsed.article), unit.section, unit.context) for unit in parsed.units]
    return [terms(f"{names} {unit.text}") for names, unit in zip(named_by, parsed.units, strict=True)]


def around_terms(parsed: ParsedArticle) -> list[list[str]]:
    """The same twice, with the stems of the sentence before and behind it in its paragraph once.

    A sentence often leaves out what the one before it named. List items, rows and cells stand for themselves.
    """
    units, own = parsed.units, lexical_terms(parsed)
    return [2 * own[n] + [stem for m in _beside(units, n) for stem in terms(units[m].text)] for n in range(len(units))]


def _beside(units: Sequence[Unit], place: int) -> list[int]:
    """The places of the sentences next to a unit, where it is a sentence of the same passage."""
    own = (units[place].passage, UnitKind.SENTENCE)
    near = (n for n in (place - 1, place + 1) if 0 <= n < len(units))
    return [n for n in near if (units[n].passage, units[n].kind) == own == (own[0], units[place].kind)]


def named(article: Article) -> str:
    """What an article goes by: its title, or the words of its file's name where it has none."""
    return article.title or re.sub(r"[-_]+", " ", PurePosixPath(article.id).stem)


def _joined(*parts: str | None) -> str:
    """The parts that say something, as sentences."""
    return " ".join(part if part.endswith((".", "?", "!", ":")) else f"{part}." for part in parts if part)
