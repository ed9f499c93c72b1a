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
        ("A 2025 survey by Example Org puts it at 40%.", "A 2025 survey by Example Org"),
        ("It pays $95K.", None),
    ],
)
def test_the_basis_is_what_the_sentence_names(text: str, basis: str | None) -> None:
    assert _figures(text)[0].basis == basis


def test_span_speaker_and_subject() -> None:
    (figure,) = _figures("It pays $95K.", context="Pay")
    assert (figure.start, figure.end, figure.text) == (18, 22, "$95K")
    assert (figure.says, figure.of) == ("Jane Doe", "Pay › It pays")


def test_whether_a_text_holds_a_figure() -> None:
    assert holds_figure("Senior: $240K")
    assert not holds_figure("Step 2: learn 3 tools")


def _row(text: str, names: str) -> list[tuple[float, float, str, str | None]]:
    found = _figures(text, names, UnitKind.ROW)
    return [(figure.low, figure.high, figure.unit, figure.per) for figure in found]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Nurse | 62,000", "Job | Salary (USD)", [(62e3, 62e3, "USD", None)]),
        ("Nurse | 62-70", "Job | Salary (€ thousands)", [(62e3, 70e3, "EUR", None)]),
        ("Nurse | 62k", "Job | Pay in £", [(62e3, 62e3, "GBP", None)]),
        ("Welder | 31.50", "Job | $/hour", [(31.5, 31.5, "USD", "hour")]),
        ("Welder | $31.50", "Job | Hourly rate", [(31.5, 31.5, "USD", "hour")]),
        ("Law | 3", "Course | Duration (years)", [(3, 3, "years", None)]),
        ("Law | 78", "Course | Pass rate (%)", [(78, 78, "percent", None)]),
        ("Chef | 28,000 | 41,000", "Job | Min (GBP) | Max (GBP)", [(28e3, 41e3, "GBP", None)]),
        ("Chef | $28K | $41K", "Job | From | To", [(28e3, 41e3, "USD", None)]),
        ("Chef | $41K | $28K", "Job | Low | High", [(41e3, 41e3, "USD", None), (28e3, 28e3, "USD", None)]),
        ("1 | Nurse | 2023", "Rank | Job | Year", []),
        ("Nurse | 62,000", "Job | Cost", [(62e3, 62e3, "", None)]),
        ("Nurse | 7", "Job | Openings", [(7, 7, "", None)]),
    ],
)
def test_a_column_s_name_gives_unit_scale_and_rate(
    text: str, names: str, expected: list[tuple[float, float, str, str | None]]
) -> None:
    assert _row(text, names) == expected


def test_a_row_s_figure_is_of_its_column_and_of_the_cells_without_one() -> None:
    figures = _figures("Senior nurse | Leeds | 2022 | £41,000", "Job | City | Year | Pay", UnitKind.ROW)
    (figure,) = figures
    assert figure.of == "Pay: Senior nurse · Leeds · 2022"
    assert (figure.level, figure.place, figure.as_of) == ("senior", "Leeds", "2022")
    by_year = _figures("Nurse | £38,000 | £41,000", "Job | 2021 | 2023", UnitKind.ROW)
    assert [figure.as_of for figure in by_year] == ["2021", "2023"]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("A welder gets $31 an hour.", "hour"),
        ("A welder gets $31/hr.", "hour"),
        ("The hourly wage of a welder is $31.", "hour"),
        ("Interns get €1,200 per month.", "month"),
        ("Interns get a monthly stipend of €1,200.", "month"),
        ("She earns $90,000 a year.", "year"),
        ("He earns £42k p.a. before tax.", "year"),
        ("Offers start at 12 LPA.", "year"),
        ("Junior lawyers work 60 hours a week.", "week"),
        ("Tuition is $9,000 per semester.", "semester"),
        ("She earns $90,000.", None),
        ("It cost $90,000 in a year of trouble.", None),
    ],
)
def test_what_an_amount_is_paid_by(text: str, per: str | None) -> None:
    assert _figures(text)[0].per == per


@pytest.mark.parametrize(
    ("text", "grounds"),
    [
        ("According to the 2022 survey of Stack Overflow, 40% learn online.", "source"),
        ("The Bureau of Labor Statistics reports that nurses earn $81,000.", "source"),
        ("The 2023 Hired report puts pay at $150K.", "source"),
        ("A commonly cited statistic says that 85% fail.", "unnamed source"),
        ("Studies show that 85% fail.", "unnamed source"),
        ("Roughly 85% fail.", "estimate"),
        ("I'd say 85% fail.", "estimate"),
        ("In my experience, it takes 6 months.", "estimate"),
        ("It takes about six months.", "estimate"),
        ("According to Jane Doe, 85% fail.", None),
        ("According to the article, 85% fail.", None),
        ("The market is projected to reach $16 billion by 2030.", "forecast"),
        ("85% fail.", None),
        ("A nurse earns $81,000.", None),
    ],
)
def test_the_grounds_of_a_figure(text: str, grounds: str | None) -> None:
    assert _figures(text)[0].grounds == grounds


def test_who_says_it_is_a_person_in_the_sentence_or_the_author() -> None:
    assert _figures("Maria van Dyck says that nurses earn $81,000.")[0].says == "Maria van Dyck"
    assert _figures("Nurses earn $81,000, says Tom Bellamy.")[0].says == "Tom Bellamy"
    assert _figures("Jane Doe says that nurses earn $81,000.")[0].says == "Jane Doe"
    assert _figures("Nurses earn $81,000.")[0].says == "Jane Doe"


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("Nurses earn $81,000.", "Nurses earn"),
        ("The staff is 70% nurses, 30% doctors.", "The staff is … doctors"),
        ("A market of $2 billion in 2024 is set to grow and will reach $16 billion.", "will reach"),
        ("Pilots earn $90K and nurses earn $60K.", "and nurses earn"),
    ],
)
def test_what_the_last_figure_is_of(text: str, of: str) -> None:
    assert of in _figures(text)[-1].of


def test_a_place_or_year_before_all_figures_is_said_of_all() -> None:
    found = _figures("In Seattle in 2022, juniors earned $90K and seniors $150K.")
    assert [(f.level, f.place, f.as_of) for f in found] == [
        ("junior", "Seattle", "2022"),
        ("senior", "Seattle", "2022"),
    ]
