"""The figures page through AppTest, and its bars."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.types import Stated
from tests.fakes_ui import EARNS, PILOTS, STARTS, TUG_SAYS, TUGS, FakeAssistant, FakeParts, state
from tests.ui.driving import guide_text, opened
from ui.bars import axis, marks, rows, scales

RANGE = state(PILOTS, EARNS, "$91,000 to $120,000", 91_000, 120_000)
FIRST = state(PILOTS, STARTS, "$64,000", 64_000, 64_000)
TUG = state(TUGS, TUG_SAYS, "$85,000", 85_000, 85_000)
SHARE = replace(FIRST, figure=replace(FIRST.figure, unit="percent", text="64%", low=64, high=64, level=None))


def test_scales_put_pay_first_and_keep_markets_apart() -> None:
    market = replace(FIRST, figure=replace(FIRST.figure, low=2e9, high=16e9, text="$2B to $16B"))
    count = replace(FIRST, figure=replace(FIRST.figure, unit="", text="3"))
    found = marks([SHARE, RANGE, market, count, FIRST])
    assert scales(found) == ("Money, in USD", "Markets and budgets, in USD", "Shares, in percent")
    assert [mark.number for mark in found] == [0, 1, 2, 4]


@pytest.mark.parametrize(
    ("unit", "per", "scale", "high"),
    [
        ("months", None, "Durations, in years", 0.5),
        ("days", None, "Times, in hours", 144),
        ("EUR", "hour", "Money, in EUR a hour", 6),
        ("EUR", "year", "Money, in EUR", 6),
        ("times", None, "Growth, in times", 6),
    ],
)
def test_units_that_can_be_compared_share_a_scale(unit: str, per: str | None, scale: str, high: float) -> None:
    [mark] = marks([replace(FIRST, figure=replace(FIRST.figure, unit=unit, per=per, low=6, high=6))])
    assert mark.scale == scale
    assert mark.high == pytest.approx(high)


def test_a_figure_has_one_row_and_its_label_whole() -> None:
    long = " ".join(["engineers of harbours"] * 12)
    one = replace(FIRST, figure=replace(FIRST.figure, of=f"Title › Pay › {long}", level="senior", place="Hull"))
    again = replace(one, figure=replace(one.figure, of="said again"))
    other = replace(one, figure=replace(one.figure, level="junior"))
    found = marks([one, again, other])
    assert [mark.number for mark in found] == [0, 2], "the same value of the same level and place is one row"
    drawn = rows(found, 100_000, ["", "junior", "senior"])
    assert [row["label"] for row in drawn] == [long, STARTS], "no two rows have the same words"
    assert [(row["tags"], row["tint"]) for row in drawn] == [("senior · Hull", 2), ("junior · Hull", 1)]


def test_lowest_stands_first_on_an_axis_that_holds_them_all() -> None:
    found = marks([RANGE, FIRST])
    end, ticks = axis(found)
    assert end == 125_000
    assert [tick["text"] for tick in ticks] == ["0", "25K", "50K", "75K", "100K", "125K"]
    assert [(row["from"], row["to"]) for row in rows(found, end, ())] == [(51.2, 51.2), (72.8, 96.0)]
    assert axis(marks([SHARE]))[1][-1] == {"at": 100.0, "text": "80"}
    assert axis(marks([replace(SHARE, figure=replace(SHARE.figure, low=0, high=0))]))[0] == 1


def test_page_groups_by_guide_and_a_click_opens_the_sentence(assistant: FakeAssistant, parts: FakeParts) -> None:
    assistant.stated = (RANGE, FIRST, TUG)
    app = opened("figures")
    assert not app.exception
    groups = parts.data["figures"]["groups"]
    assert [(group["title"], len(group["rows"])) for group in groups] == [(PILOTS.title, 2), (TUGS.title, 1)]
    parts.send("figures", "open", 1)
    assert f"<mark>{STARTS}</mark>" in guide_text(app.run())
    app = app.text_input(key="figures_words").set_value("tug").run()
    assert [group["title"] for group in parts.data["figures"]["groups"]] == [TUGS.title]
    app = app.text_input(key="figures_words").set_value("nothing like it").run()
    assert [each.value for each in app.info] == ["No figure fits that; take a filter away."]


def test_what_guides_differ_on_is_marked_and_shown_side_by_side(assistant: FakeAssistant, parts: FakeParts) -> None:
    def differ(one: Stated, number: int) -> Stated:
        return replace(one, differs_from=(number,))

    assistant.stated = (differ(RANGE, 1), differ(TUG, 0), FIRST)
    opened("figures")
    [card] = parts.data["figures"]["differ"]
    assert [voice["value"] for voice in card["voices"]] == ["$91,000 to $120,000", "$85,000"]
    assert [row["differs"] for group in parts.data["figures"]["groups"] for row in group["rows"]] == [False, True, True]


def test_guides_without_figures_say_so() -> None:
    assert [each.value for each in opened("figures").info] == [
        "The guides state no pay, shares or durations in figures."
    ]
