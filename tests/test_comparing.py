"""Figures with their quotes, and those to which two guides give different values."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from rag.figures.book import FigureBook
from rag.figures.comparing import compared
from rag.figures.listing import list_figures
from rag.types import Stated
from tests.careers import GUIDES, MemorySnapshot
from tests.fakes import HashEncoder


@pytest.fixture(scope="module")
def figures() -> tuple[Stated, ...]:
    """The figures of the tests' own guides."""
    return listed(GUIDES)


def listed(guides: Mapping[str, str]) -> tuple[Stated, ...]:
    snapshot = MemorySnapshot(guides, HashEncoder())
    return compared(list(list_figures(snapshot)), FigureBook(snapshot))


def test_each_figure_stands_in_its_quote(figures: tuple[Stated, ...]) -> None:
    assert len(figures) > 10
    for each in figures:
        assert each.figure.text in each.citation.quote
        assert each.citation.guide == each.figure.article_id
        assert each.citation.start <= each.figure.start < each.figure.end <= each.citation.end


def test_guides_that_give_one_share_different_values_point_at_each_other(figures: tuple[Stated, ...]) -> None:
    pairs = [(each.figure.text, [figures[other].figure.text for other in each.differs_from]) for each in figures]
    assert ("18 percent", ["30 percent"]) in pairs
    assert ("30 percent", ["18 percent"]) in pairs


def test_figures_of_one_guide_never_differ(figures: tuple[Stated, ...]) -> None:
    for each in figures:
        assert all(figures[other].citation.guide != each.citation.guide for other in each.differs_from)


def test_no_guides_state_no_figures() -> None:
    assert listed({"a.md": "# A\n\nNothing is counted here.\n"}) == ()
