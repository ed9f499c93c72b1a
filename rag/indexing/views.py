"""The texts of a unit that are searched. A change here asks for a new `PIPELINE` number, so that indexes are remade."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from rag.types import Article, Unit, UnitKind

PIPELINE = 5
"""Version of cleaning, splitting, figures and views, written into every index."""


def texts(unit: Unit, article: Article, view: str) -> str:
    """What is encoded for one of `rag.types.VIEWS`; see there."""
    if view == "context":
        return _joined(named(article), unit.section, unit.context, unit.text)
    return _joined(unit.context, unit.text) if unit.kind in (UnitKind.CELL, UnitKind.ROW) else unit.text


def lexical_text(unit: Unit, article: Article) -> str:
    """What is indexed by its words: the unit and all that names it."""
    return _joined(named(article), unit.section, unit.context, unit.text)


def named(article: Article) -> str:
    """What an article goes by: its title, or the words of its file's name where it has none."""
    return article.title or re.sub(r"[-_]+", " ", PurePosixPath(article.id).stem)


def _joined(*parts: str | None) -> str:
    """The parts that say something, as sentences."""
    return " ".join(part if part.endswith((".", "?", "!", ":")) else f"{part}." for part in parts if part)
