"""Headings without a mark."""

from __future__ import annotations

import pytest

from ingest.headings import mark_headings
from ingest.lines import number_lines

TEXT = "Most teams hire for this work once their models bring in money, and not before that."


def _marked(text: str) -> list[str]:
    return [line.text for line in mark_headings([line for line in number_lines(text) if line.text])]


@pytest.mark.parametrize(
    "line",
    ["Pay by level", "What does it take?", "CORE SKILLS:", "Day-to-Day (Some Firefighting)", "🚀 Key skills",
     "Q: Do I need a Ph.D. in math?", "“Soft” skills"],
)  # fmt: skip
def test_a_short_line_above_text_is_a_heading(line: str) -> None:
    assert _marked(f"{line}\n\n{TEXT}") == [f"##### {line}", TEXT]


def test_a_bold_line_is_a_heading() -> None:
    assert _marked(f"**Pay by level**\n{TEXT}") == ["###### Pay by level", TEXT]


@pytest.mark.parametrize(
    "line",
    ["It pays well.", "You will need:", "and so on", "Jane: what does it pay?", "Is it hard? Yes, it is",
     "![a chart](x)", "Senior | Oslo", "2024", "It grew fast. Very fast", TEXT],
)  # fmt: skip
def test_other_lines_are_none(line: str) -> None:
    assert _marked(f"{line}\n\n{TEXT}") == [line, TEXT]


def test_the_last_line_heads_nothing() -> None:
    assert _marked("Pay by level") == ["Pay by level"]


def test_cells_of_cards_are_none() -> None:
    assert _marked(f"$150K\nTypical pay\n3.1x\nGrowth\n{TEXT}")[:4] == ["$150K", "Typical pay", "3.1x", "Growth"]
