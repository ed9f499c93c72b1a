"""Figures: what an amount is of, and for whom."""

from __future__ import annotations

import pytest

from ingest.figures import find_figures, holds_figure
from rag.types import Article, Figure, Unit, UnitKind

ARTICLE = Article("a.md", "", author="Jane Doe", published="2025-03-03")


def _figures(text: str, context: str = "", kind: UnitKind = UnitKind.SENTENCE) -> tuple[Figure, ...]:
    return find_figures([Unit("a.md", 10, 10 + len(text), text, kind, context=context)], ARTICLE)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Mid-level (3-5 years): $190K-$260K.", ["mid-level", "mid-level"]),
        ("Juniors earn $100K and seniors $200K.", ["junior", "senior"]),
        ("It is $100K for juniors and $200K for seniors.", ["junior", "senior"]),
        ("Only 3% of postings are entry level, and 36% ask for a degree.", ["entry-level", None]),
        ("For a principal, pay is $300K.", ["principal"]),
        ("The staff of 200 people leads to $3M.", [None, None]),
        ("Pay is $100K.", [None]),
    ],
)
def test_the_level_is_the_clause_s(text: str, levels: list[str | None]) -> None:
    assert [figure.level for figure in _figures(text)] == levels


def test_a_row_speaks_of_one_level_and_its_context_names_one() -> None:
    assert [f.level for f in _figures("Senior | 5 years | $200K", kind=UnitKind.ROW)] == ["senior", "senior"]
    assert _figures("About $200K.", context="Pay: Senior", kind=UnitKind.CELL)[0].level == "senior"


def test_the_place_is_the_clause_s() -> None:
    found = _figures("SF/NYC $200K-$300K, Seattle $180K-$260K, but remote is common.")
    assert [figure.place for figure in found] == ["SF/NYC", "Seattle"]
    assert _figures("Remote positions: $165K anywhere.")[0].place == "remote"
    assert _figures("University of California | $5,000", kind=UnitKind.ROW)[0].place is None


def test_as_of_is_a_year_in_the_clause_or_the_article_s_date() -> None:
    found = _figures("It was $2 billion in 2024 and is projected to reach $16 billion by 2030.")
    assert [(figure.as_of, figure.basis) for figure in found] == [("2024", None), ("2030", "projected")]
    assert _figures("It pays $5.")[0].as_of == "2025-03-03"


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("A commonly cited industry stat says that 85% fail.", "A commonly cited industry stat"),
        ("According to Glassdoor, it pays $95K.", "According to Glassdoor"),
        ("In my experience it takes 6 months.", "In my experience"),
        ("As a directional editorial judgment: 30 percent less.", "As a directional editorial judgment"),
        ("A 2025 survey by Example Org puts it at 40%.", "A 2025 survey by Example Org puts it at 40%"),
        ("It pays $95K.", None),
    ],
)
def test_the_basis_is_what_the_sentence_names(text: str, basis: str | None) -> None:
    assert _figures(text)[0].basis == basis


def test_span_speaker_and_subject() -> None:
    (figure,) = _figures("It pays $95K.", context="Pay")
    assert (figure.start, figure.end, figure.text) == (18, 22, "$95K")
    assert (figure.says, figure.of) == ("Jane Doe", "Pay It pays $95K.")


def test_whether_a_text_holds_a_figure() -> None:
    assert holds_figure("Senior: $240K")
    assert not holds_figure("Step 2: learn 3 tools")
