"""The text of a unit that is searched. A change here asks for a new `PIPELINE` number, so that indexes are remade."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from rag.language.lexical import terms
from rag.types import Article, ParsedArticle, Unit

PIPELINE = 14
"""Version of cleaning, splitting, figures, suggestions and views, written into every index."""


def searched_text(unit: Unit, article: Article) -> str:
    """What is encoded: the unit behind the guide's title, its headings and the names of its row and column."""
    return _joined(named(article), unit.section, unit.context, unit.text)


def lexical_terms(parsed: ParsedArticle) -> list[list[str]]:
    """The stems of each unit and of all that names it."""
    named_by = [_joined(named(parsed.article), unit.section, unit.context) for unit in parsed.units]
    names = {each: terms(each) for each in dict.fromkeys(named_by)}
    return [names[each] + terms(unit.text) for each, unit in zip(named_by, parsed.units, strict=True)]


def named(article: Article) -> str:
    """What an article goes by: its title, or the words of its file's name where it has none."""
    return article.title or re.sub(r"[-_]+", " ", PurePosixPath(article.id).stem)


def _joined(*parts: str | None) -> str:
    """The parts that say something, as sentences."""
    return " ".join(part if part.endswith((".", "?", "!", ":")) else f"{part}." for part in parts if part)
