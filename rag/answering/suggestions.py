"""Questions to begin and to go on with. Each was judged at ingest: the guides answer it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from rag.seams import Snapshot
from rag.types import ParsedArticle, Suggestion

MOST = 3
MOST_OF_A_GUIDE = 6
"""Candidates that are tried of each guide at ingest."""


def candidates(parsed: ParsedArticle) -> list[Suggestion]:
    """The questions that a guide gives itself: those in its front matter, then its headings that are questions."""
    article = parsed.article
    found = [Suggestion(question, article.id, None) for question in article.questions]
    for unit in parsed.units:
        heading = (unit.section or "").split(" › ")[-1]
        if heading.endswith("?") and heading not in {each.question for each in found}:
            found.append(Suggestion(heading, article.id, unit.section))
    return found[:MOST_OF_A_GUIDE]


def first_questions(snapshot: Snapshot) -> Iterator[str]:
    """Three questions to begin with, one of each guide in turn."""
    by_guide: dict[str, list[str]] = {}
    for each in snapshot.suggestions:
        by_guide.setdefault(each.article_id, []).append(each.question)
    in_turn = chain.from_iterable(zip_longest(*by_guide.values()))
    yield from list(dict.fromkeys(question for question in in_turn if question))[:MOST]


def follow_ups(numbers: Sequence[int], snapshot: Snapshot) -> Iterator[str]:
    """Up to three questions near the units that were shown: of the same guides, and not on the same section."""
    units = [snapshot.units[number] for number in numbers]
    shown, guides = {unit.section for unit in units}, {unit.article_id for unit in units}
    fresh = [each for each in snapshot.suggestions if each.section is None or each.section not in shown]
    nearer = sorted(fresh, key=lambda each: each.article_id not in guides)
    yield from list(dict.fromkeys(each.question for each in nearer))[:MOST]
