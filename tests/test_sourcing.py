"""A sentence's markers for passages to citations of the units that carry it."""

from __future__ import annotations

import pytest

from rag.model.passages import NumberedPassage, numbered
from rag.model.sourcing import Sources
from rag.reading.judging import Judge
from tests.careers import GUIDES, MemorySnapshot
from tests.fakes import HashEncoder, WordReader


@pytest.fixture(scope="module")
def snapshot() -> MemorySnapshot:
    return MemorySnapshot(GUIDES, HashEncoder())


@pytest.fixture(scope="module")
def passages(snapshot: MemorySnapshot) -> list[NumberedPassage]:
    judged = Judge(snapshot, HashEncoder(), WordReader()).judge("What does a travel nurse in Seattle earn?")
    found = numbered(judged, snapshot)
    assert "$2,400" in found[0].text
    assert "$2,100" in found[0].text
    return found


def test_the_unit_that_has_the_figure_is_cited(snapshot: MemorySnapshot, passages: list[NumberedPassage]) -> None:
    for figure, city in (("$2,400", "Seattle"), ("$2,100", "Chicago")):
        sources = Sources(snapshot)
        assert sources.cited(f"It is {figure} a week [1].", passages) == f"It is {figure} a week [1]."
        (citation,) = sources.citations
        assert city in citation.quote


def test_figures_of_two_units_cite_both(snapshot: MemorySnapshot, passages: list[NumberedPassage]) -> None:
    sources = Sources(snapshot)
    assert sources.cited("Seattle pays $2,400, Chicago $2,100 [1].", passages).endswith("$2,100 [1][2].")
    assert [("Seattle" in c.quote, "Chicago" in c.quote) for c in sources.citations] == [(True, False), (False, True)]


def test_numbers_go_up_in_the_order_of_the_answer_and_stay(
    snapshot: MemorySnapshot, passages: list[NumberedPassage]
) -> None:
    sources = Sources(snapshot)
    last = passages[-1]
    words = snapshot.units[last.units[0]].text
    assert sources.cited(f"{words} [{last.number}]", passages).endswith("[1]")
    assert sources.cited("Seattle pays $2,400 [1].", passages).endswith("[2].")
    assert sources.cited(f"Again [{last.number}][{last.number}]: {words}", passages).startswith("Again [1]:")
    assert [citation.number for citation in sources.citations] == [1, 2]
