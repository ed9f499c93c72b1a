"""A comparison as both faces draw it: a table whose cells are quotes with their markers."""

from __future__ import annotations

from rich.console import Console

from rag.types import Answer, Cell, Comparison, ComparisonRow
from terminal.comparison import comparison_table
from tests.fakes_ui import EARNS, PILOTS, TUG_SAYS, TUGS, cite
from ui.prose import data

PAY = ComparisonRow("pay", (Cell("A nurse earns $62,000.", 1), Cell("A midwife earns $70,000 *or* more.", 2)))
CAR = ComparisonRow("tools", (None, Cell("\x1b[2JA midwife drives.", 3)))
TABLE = Comparison(("nurse", "midwife"), (PAY, CAR))


def test_a_terminal_shows_each_cell_with_its_marker() -> None:
    out = Console(width=100, record=True, markup=False)
    out.print(comparison_table(TABLE))
    text = out.export_text()
    assert "“A nurse earns $62,000.” [1]" in text
    assert "“A midwife drives.” [3]" in text.replace("[2J", "")
    assert "not covered" in text
    assert "\x1b" not in text


def test_a_browser_gets_each_cell_with_its_source_and_who_says_it() -> None:
    pay = ComparisonRow("pay", (Cell(EARNS, 1), Cell(TUG_SAYS, 2)))
    both = ComparisonRow("hours", (Cell(EARNS, 1), Cell(EARNS, 1)))
    gap = ComparisonRow("tools", (None, Cell(TUG_SAYS, 2)))
    sources = (cite(1, PILOTS, EARNS), cite(2, TUGS, TUG_SAYS))
    table = Comparison(("pilot", "tug\x1b[2J master"), (pay, both, gap))
    drawn = data(Answer("q", "q", "answered", f"{EARNS} [1] {TUG_SAYS} [2]", citations=sources, comparison=table))
    assert drawn["groups"] == [], "the table holds all quotes, so they are not said twice"
    assert drawn["table"]
    assert drawn["table"]["columns"] == ["pilot", "tug[2J master"]
    assert [
        [(cell["side"], cell["span"], cell["pieces"][0]["text"], cell["says"]) for cell in row["cells"]]
        for row in drawn["table"]["rows"]
    ] == [
        [("pilot", 1, f"“{EARNS}”", "Ada Berg"), ("tug[2J master", 1, f"“{TUG_SAYS}”", TUGS.title)],
        [("pilot · tug[2J master", 2, f"“{EARNS}”", "Ada Berg")],
        [("pilot", 1, "not covered", ""), ("tug[2J master", 1, f"“{TUG_SAYS}”", TUGS.title)],
    ]
    assert [cell["pieces"][-1]["source"] for row in drawn["table"]["rows"] for cell in row["cells"]] == [
        1,
        2,
        1,
        None,
        2,
    ]


def test_a_verdict_stands_before_the_table() -> None:
    pay = ComparisonRow("pay", (Cell(EARNS, 2), None))
    sources = (cite(1, TUGS, TUG_SAYS), cite(2, PILOTS, EARNS))
    table = Comparison(("pilot", "tug master"), (pay,))
    answer = Answer("q", "q", "answered", f"{TUG_SAYS} [1]\n\n{EARNS} [2]", citations=sources, comparison=table)
    assert answer.outside_comparison == f"{TUG_SAYS} [1]"
    blocks = [block for group in data(answer)["groups"] for block in group["blocks"]]
    assert [[piece["source"] for item in block["items"] for piece in item["pieces"]] for block in blocks] == [[None, 1]]
