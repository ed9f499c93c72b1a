"""Cards that a copy left as bare lines."""

from __future__ import annotations

import pytest

from ingest.lines import number_lines
from ingest.records import find_records


def _records(text: str) -> list[str]:
    lines = [line for line in number_lines(text) if line.text.strip()]
    return [" | ".join(lines[at].text for at in record) for record in find_records(lines)]


def test_cards_that_begin_with_the_same_line() -> None:
    text = """
Degree

Nordic Tech | BSc in Systems

4 Years
10,500
Degree

Coast College | BSc in Data

4 Years
12,000
Degree

Hill School | BSc in Models

4 Years
9,000
"""
    assert _records(text) == [
        "Degree | Nordic Tech | BSc in Systems | 4 Years | 10,500",
        "Degree | Coast College | BSc in Data | 4 Years | 12,000",
        "Degree | Hill School | BSc in Models | 4 Years | 9,000",
    ]


def test_cards_that_end_in_a_price_may_lack_a_cell() -> None:
    text = (
        "Data Camp\nHilltop\nOnline\n6 months\n$9,900\nModel Camp\nHilltop\n4 months\n$1,356\n"
        "Ops Camp\nDale\nOnline\n3 months\n$49/month"
    )
    assert _records(text) == [
        "Data Camp | Hilltop | Online | 6 months | $9,900",
        "Model Camp | Hilltop | 4 months | $1,356",
        "Ops Camp | Dale | Online | 3 months | $49/month",
    ]


def test_cards_with_dates_and_currencies() -> None:
    text = (
        "MSc One\nNorth\nStarts September 2026\n£36,800\nMSc Two\nSouth\nStarts October 2026\n"
        "£31,000\nMSc Three\nEast\nStarts May 2026\n£39,900"
    )
    assert _records(text)[1] == "MSc Two | South | Starts October 2026 | £31,000"


def test_cards_with_named_cells() -> None:
    text = (
        "Provider: Acme\nDuration: 4 weeks\nCost: $100\nProvider: Foo\nDuration: 5 weeks\n"
        "Cost: $200\nProvider: Bar\nCost: $300"
    )
    assert _records(text)[-1] == "Provider: Bar | Cost: $300"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("$150K\nTypical pay\n3.1x\nGrowth\nScarce\nTalent", "$150K | Typical pay"),
        ("Typical pay\n$150K\nGrowth\n3.1x", "Typical pay | $150K"),
        ("At a glance\nTypical pay\n$150K\nGrowth\n21%", "Typical pay | $150K"),
    ],
)
def test_number_cards_pair_value_and_label(text: str, first: str) -> None:
    assert _records(text)[0] == first


@pytest.mark.parametrize(
    "text",
    ["What we teach\nDocker\nTerraform\nPython", "A sentence of the article stands here.\nAnother one follows it.", ""],
)
def test_other_lines_are_no_cards(text: str) -> None:
    assert _records(text) == []
