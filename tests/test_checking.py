"""What code tells for sure of a model's sentence over what it cites."""

from __future__ import annotations

import pytest

from rag.checking.exact import wrong
from rag.checking.quantities import Line

PAY = Line("A mid-level welder in Gdansk earns $52,000-$61,000 a year.", "Welding › Pay", "Ana Lopez 2025-03")
SHARE = Line(
    "About 12 percent of welders worked at night in 2023, up from 9 percent in 2019.", "Welding", "Ana Lopez 2025"
)
CELL = Line("Foremen | 71,250", "Welding › Median annual wages, May 2024", "Ana Lopez", frozenset({"USD"}))
TIME = Line("The apprenticeship takes 3 years, and the licence another 12 months.", "Welding › Training")
SPOKEN = Line("uh we pay ninety five thousand dollars and I started in twenty twenty two", "Shop Talk")


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ("A mid-level welder earns between 52 and 61 thousand dollars.", PAY),
        ("Mid-level pay in Gdansk starts at $52K a year, says Ana Lopez.", PAY),
        ("In March 2025 a welder in Gdańsk or elsewhere could earn up to $61,000.", PAY),
        ("Roughly an eighth of welders worked at night in 2023.", SHARE),
        ("The share rose from 9% to 12%.", SHARE),
        ("Foremen have a median of about $71,000.", CELL),
        ("Foremen made $71,250 in May 2024.", CELL),
        ("Training takes four years in all, and the licence one of them.", TIME),
        ("The licence takes a year.", TIME),
        ("The shop pays $95,000, and its owner began in 2022.", SPOKEN),
        ("There are two reasons to like it.", PAY),
    ],
)
def test_what_is_said_otherwise_may_stand(sentence: str, line: Line) -> None:
    assert wrong(sentence, [line]) is None


@pytest.mark.parametrize(
    ("sentence", "line", "why"),
    [
        ("A mid-level welder earns $52,000-$71,000 a year.", PAY, "$52,000-$71,000"),
        ("A mid-level welder earns $53,000 a year.", PAY, "$53,000"),
        ("A mid-level welder earns €52,000 a year.", PAY, "€52,000"),
        ("A mid-level welder earns $52,000 a month.", PAY, "$52,000"),
        ("A mid-level welder in Turku earns $52,000.", PAY, "Turku"),
        ("According to Ben Ode, welders earn $52,000.", PAY, "Ben"),
        ("Ode reports that welders earn $52,000.", PAY, "Ode"),
        ("Nearly 20 percent worked at night in 2023.", SHARE, "20 percent"),
        ("Some 12 percent worked at night in 2021.", SHARE, "2021"),
        ("Foremen made $71,520.", CELL, "$71,520"),
        ("The apprenticeship takes 3 months.", TIME, "3 months"),
        ("It takes 7 weeks.", TIME, "7 weeks"),
        ("They use MIG and TIGForge.", PAY, "MIG"),
    ],
)
def test_what_does_not_stand_there_may_not(sentence: str, line: Line, why: str) -> None:
    assert why in (wrong(sentence, [line]) or "")


def test_what_was_asked_may_be_repeated() -> None:
    assert wrong("In Oslo after 7 years, the guide gives nothing but $52,000.", [PAY]) is not None
    assert wrong("In Oslo after 7 years, $52,000 is all.", [PAY], "What do I earn in Oslo after 7 years?") is None


def test_two_ends_of_two_ranges_are_no_range() -> None:
    line = Line("Juniors earn $40,000-$50,000 and seniors $70,000-$90,000.")
    assert wrong("Pay runs from $40,000 to $90,000.", [line]) is not None
    assert wrong("The lowest paid get $40,000, the highest $90,000.", [line]) is None
