"""Figures as a list, on a topic, in the terminal; and the marks beside a source."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date

import pytest

import cli
from rag.figures.listing import list_figures
from rag.figures.marking import basis_in_words, mark, marked
from rag.language.basis import stated_year
from rag.types import Figure
from terminal.answers import answer_lines
from terminal.parts import Parts
from tests.careers import MemorySnapshot
from tests.fake_assistant import GUIDE, LISTED, FakeAssistant, cited

TODAY = date(2026, 6, 1)


@pytest.fixture
def parts() -> Parts:
    return Parts(open_assistant=lambda settings: FakeAssistant())


def values(guides: MemorySnapshot, topic: str | None = None) -> list[str]:
    return [each.figure.text for each in list_figures(guides, topic)]


def test_all_figures_are_listed_with_their_quotes(guides: MemorySnapshot) -> None:
    listed = list(list_figures(guides))
    assert [each.figure for each in listed] == list(guides.figures)
    for each in listed:
        text = guides.articles[each.figure.article_id].text
        quote = each.citation
        assert text[quote.start : quote.end] == quote.quote
        assert text[each.figure.start : each.figure.end] == each.figure.text
        assert quote.start <= each.figure.start < each.figure.end <= quote.end


def test_a_kind_is_a_topic(guides: MemorySnapshot) -> None:
    everything = list(guides.figures)
    assert values(guides, "share") == [f.text for f in everything if f.unit == "percent"]
    assert values(guides, "duration") == [f.text for f in everything if f.unit in ("years", "months", "days", "hours")]
    assert set(values(guides, "salary")) == {f.text for f in everything if f.unit in ("USD", "GBP")}


def test_each_word_of_a_topic_has_to_fit(guides: MemorySnapshot) -> None:
    assert values(guides, "travel nurse salary Seattle")
    assert set(values(guides, "salary of travel nurses in Seattle")) <= set(values(guides, "nurse salary"))
    assert values(guides, "nurse zebra") == []
    seniors = [each.figure.level for each in list_figures(guides, "senior salary")]
    assert seniors
    assert set(seniors) == {"senior"}


def test_json_has_the_fields_the_guide_and_the_quote(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["figures", "--json"], parts) == 0
    (figure,) = json.loads(capsys.readouterr().out)
    assert {field.name for field in fields(Figure)} - {"article_id"} <= set(figure)
    assert (figure["guide"], figure["title"]) == (GUIDE.id, GUIDE.title)
    assert GUIDE.text[figure["start"] : figure["end"]] == figure["quote"]
    assert GUIDE.text[figure["value_start"] : figure["value_end"]] == figure["text"]


def test_in_a_pipe_each_figure_is_a_line(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["figures", "pay"], parts) == 0
    line = capsys.readouterr().out.rstrip("\n").split("\t")
    assert line[:2] == ["$91,000 a year", "A harbour pilot earns"]
    assert line[4:] == ["Ada Berg", "2024-05-01", "the author's estimate: roughly", "pay/harbour.md"]


def test_no_figure_is_said_and_an_empty_topic_is_refused(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["figures", "nothing", "--json"], parts) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == []
    assert err == "No figure speaks of 'nothing'.\n"
    assert cli.main(["figures", " "], parts) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("as_of", "grounds", "expected"),
    [
        ("2021", None, "2021, 5 years old"),
        ("2021-03-03", "estimate", "2021, 5 years old, the author's estimate"),
        ("2024", None, None),
        ("2024", "source", None),
        (None, None, "undated"),
        (None, "unnamed source", "undated, source not named"),
        ("2030", "forecast", "a forecast"),
    ],
)
def test_old_undated_and_estimated_figures_are_marked(
    as_of: str | None, grounds: str | None, expected: str | None
) -> None:
    figure = replace(LISTED.figure, as_of=as_of, grounds=grounds)  # type: ignore[arg-type]
    assert mark(figure, TODAY, 3.0) == expected
    assert mark(figure, TODAY, 30.0) != "2021, 5 years old"


def test_a_citation_is_marked_by_the_figure_in_its_quote() -> None:
    citation = cited("Pay?").citations[0]
    assert marked(citation, TODAY, 3.0) is None
    assert marked(citation, TODAY, 1.0) == "2024, 2 years old"
    assert marked(replace(citation, as_of="2019"), TODAY, 3.0) == "2019, 7 years old"
    assert marked(replace(citation, published=None, quote="It pays about $90,000."), TODAY, 3.0) == (
        "undated, the author's estimate"
    )
    assert marked(replace(citation, quote="Pay starts lower."), TODAY, 1.0) is None


def test_the_mark_stands_beside_the_source() -> None:
    drawn = [line.text.plain for line in answer_lines(cited("Pay?"), lambda citation: "2019, 7 years old")]
    assert any("2024-05-01 · 2019, 7 years old · section Pay" in line for line in drawn)
    undated = replace(cited("Pay?"), citations=(replace(cited("Pay?").citations[0], published=None),))
    drawn = [line.text.plain for line in answer_lines(undated, lambda citation: "undated")]
    assert any("· undated · section Pay" in line for line in drawn)


def test_a_basis_in_words() -> None:
    figure = LISTED.figure
    assert basis_in_words(figure) == "the author's estimate: roughly"
    assert basis_in_words(replace(figure, basis="the Hired survey", grounds="source")) == "the Hired survey"
    assert basis_in_words(replace(figure, basis=None, grounds=None)) == "none given"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("In 2022, nurses earned $80,000.", "2022"),
        ("It went from $2 billion in 2020 to $3 billion in 2022.", None),
        ("It is projected to reach $16 billion by 2030.", None),
        ("The role came up in 2015.", None),
        ("Nurses earn $2022.", None),
    ],
)
def test_the_year_of_a_stated_figure(text: str, year: str | None) -> None:
    assert stated_year(text) == year
