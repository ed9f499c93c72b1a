"""The figures page through AppTest, and the marks of its charts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.types import Stated
from tests.fakes_ui import EARNS, PILOTS, STARTS, TUG_SAYS, TUGS, FakeAssistant, state
from tests.ui.driving import button, drawn, guide_text, opened
from ui.charts import CHOSEN, chart, marks, scales

RANGE = state(PILOTS, EARNS, "$91,000 to $120,000", 91_000, 120_000)
START = state(PILOTS, STARTS, "$64,000", 64_000, 64_000)
YEARS = state(PILOTS, STARTS, "two years", 2, 2, "years")
TUG = state(TUGS, TUG_SAYS, "$85,000", 85_000, 85_000)


def of_level(stated: Stated, level: str, place: str | None = None) -> Stated:
    return replace(stated, figure=replace(stated.figure, level=level, place=place))


FIGURES = (of_level(RANGE, "senior", "Hull"), of_level(START, "entry-level"), YEARS, TUG)


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant(stated=FIGURES)


def listed(page: str) -> list[bool]:
    """Whether the range, the start and the tug's pay are on the page, in this order."""
    return [value in page for value in ("\\$91,000 to", "\\$64,000 ·", "\\$85,000 ·")]


def test_pay_comes_first_and_other_scales_are_a_click_away() -> None:
    app = opened("figures")
    assert not app.exception
    assert listed(drawn(app)) == [True, True, True]
    assert "two years" not in drawn(app).replace("first two years", "")
    assert scales(marks(FIGURES)) == ("Money, in USD", "Durations, in years")


def test_level_place_and_words_narrow_it_down() -> None:
    app = opened("figures")
    assert listed(drawn(app.selectbox(key="figures_level").set_value("senior").run())) == [True, False, False]
    app = app.selectbox(key="figures_level").set_value("All").run()
    assert listed(drawn(app.selectbox(key="figures_place").set_value("Hull").run())) == [True, False, False]
    app = app.selectbox(key="figures_place").set_value("All").run()
    assert listed(drawn(app.text_input(key="figures_words").set_value("TUG masters").run())) == [False, False, True]
    app = app.text_input(key="figures_words").set_value("astronaut").run()
    assert [each.value for each in app.info] == ["No figure fits that; take a filter away."]


def test_figure_opens_its_sentence() -> None:
    app = button(opened("figures"), "\\$85,000 ·")()
    assert f"<mark>{TUG_SAYS}</mark>" in guide_text(app)


def test_disagreement_is_seen_at_a_glance(assistant: FakeAssistant) -> None:
    assistant.stated = (replace(RANGE, differs_from=(1,)), replace(TUG, differs_from=(0,)), YEARS)
    app = opened("figures")
    page = drawn(app)
    assert page.count("**The guides differ: ") == 1
    assert [len(column.button) for column in app.columns] == [1, 1]
    assert "≠ \\$85,000" in page
    assert "≠ two years" not in page
    [scales] = [group for group in app.button_group if "Money, in USD" in str(group.options)]
    assert "≠ Money, in USD" in scales.options


def test_no_figures_are_no_error(assistant: FakeAssistant) -> None:
    assistant.stated = (state(PILOTS, EARNS, "91,000", 91_000, 91_000, ""),)
    app = opened("figures")
    assert [each.value for each in app.info] == ["The guides state no pay, shares or durations in figures."]


@pytest.mark.parametrize(
    ("unit", "value", "scale", "drawn"),
    [
        ("months", 6, "Durations, in years", 0.5),
        ("minutes", 30, "Times, in hours", 0.5),
        ("percent", 85, "Shares, in percent", 85),
        ("INR", 900_000, "Money, in INR", 900_000),
        ("USD", 2e9, "Markets and budgets, in USD", 2e9),
    ],
)
def test_values_are_drawn_on_one_scale(unit: str, value: float, scale: str, drawn: float) -> None:
    [mark] = marks([state(PILOTS, EARNS, "$91,000", value, value, unit)])
    assert mark.scale == scale
    assert mark.low == pytest.approx(drawn)


def test_marks_keep_their_number_when_they_are_sorted() -> None:
    drawn = chart(marks(FIGURES[:2]), "black").to_dict()
    values = next(iter(drawn["datasets"].values())) if "datasets" in drawn else drawn["data"]["values"]
    assert [(row["row"], row["number"]) for row in values] == [(0, 1), (1, 0)]
    assert CHOSEN in str(drawn["params"])
