"""A sentence's markers for passages to citations of the units that carry it."""

from __future__ import annotations

import pytest
from rag.asking.followup import Standalone
from rag.finding.finding import Finder

from rag.model.passages import NumberedPassage, numbered
from rag.model.sourcing import Sources


@pytest.fixture
def passages(finder: Finder) -> list[NumberedPassage]:
    return numbered(finder.find(Standalone("What does a travel nurse earn in Seattle?")), finder.evidence)


def test_the_unit_that_has_the_figure_is_cited(finder: Finder, passages: list[NumberedPassage]) -> None:
    for figure, city in (("$2,400", "Seattle"), ("$2,100", "Chicago")):
        sources = Sources(finder.evidence)
        assert sources.cited(f"It is {figure} a week [1].", passages) == f"It is {figure} a week [1]."
        (citation,) = sources.citations
        assert city in citation.quote


def test_figures_of_two_units_cite_both(finder: Finder, passages: list[NumberedPassage]) -> None:
    sources = Sources(finder.evidence)
    assert sources.cited("Seattle pays $2,400, Chicago $2,100 [1].", passages).endswith("$2,100 [1][2].")
    assert [("Seattle" in c.quote, "Chicago" in c.quote) for c in sources.citations] == [(True, False), (False, True)]


def test_numbers_go_up_in_the_order_of_the_answer_and_stay(finder: Finder, passages: list[NumberedPassage]) -> None:
    sources = Sources(finder.evidence)
    last = passages[-1]
    assert sources.cited(f"{last.text} [{last.number}]", passages).endswith("[1]")
    assert sources.cited("Seattle pays $2,400 [1].", passages).endswith("[2].")
    assert sources.cited(f"Again [{last.number}][{last.number}]: {last.text}", passages).startswith("Again [1]:")
    assert [citation.number for citation in sources.citations] == [1, 2]
