"""Windows: every unit is read once, among its neighbours, and never across a heading."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ingest.articles import parse
from rag.reading.windows import MOST_UNITS, MOST_WORDS, windows
from rag.types import Article, Unit, UnitKind, Window
from tests.careers import GUIDES

SENTENCE = "A diver mends the hulls of ships."
SECTION = " ".join(f"Sentence {number} says what divers do at sea." for number in range(40))
LONG = "word " * (MOST_WORDS + 20)
SEA = f"""# The sea

## Diving

{SECTION}

## Pay

| Role | Pay |
|---|---|
| Diver | 50,000 |
| Pilot | 91,000 |

## First

Before you go to sea, you need:

- a licence for the radio
- boots

## Last

{LONG.strip()}.
"""


def cut(guides: dict[str, str]) -> tuple[list[Unit], list[Window]]:
    parsed = [parse(text.encode(), id) for id, text in sorted(guides.items())]
    units = [unit for one in parsed for unit in one.units]
    return units, windows(units, {one.article.id: one.article for one in parsed})


@pytest.mark.parametrize("guides", [GUIDES, {"sea.md": SEA}, {"a.md": SEA, "b.md": SEA}, {}])
def test_each_unit_stands_in_one_window_in_the_order_of_the_text(guides: dict[str, str]) -> None:
    units, found = cut(guides)
    assert [number for window in found for number in window.numbers] == list(range(len(units)))
    for window in found:
        assert len(window.texts) == len(window.numbers)
        assert all(units[n].text in text for n, text in zip(window.numbers, window.texts, strict=True))


def test_no_window_is_over_the_limits_but_one_of_a_single_long_unit() -> None:
    units, found = cut({"sea.md": SEA})
    for window in found:
        words = sum(len(units[number].text.split()) for number in window.numbers)
        assert len(window.numbers) <= MOST_UNITS
        assert words <= MOST_WORDS or len(window.numbers) == 1


def test_a_long_section_gives_windows_of_about_one_length() -> None:
    units, found = cut({"sea.md": SEA})
    sizes = [len(w.numbers) for w in found if (units[w.numbers[0]].section or "").endswith("Diving")]
    assert len(sizes) > 3
    assert max(sizes) - min(sizes) <= 1


def test_no_window_reaches_across_guides_or_headings() -> None:
    units, found = cut({"a.md": SEA, "b.md": SEA})
    for window in found:
        assert len({(units[n].article_id, units[n].section) for n in window.numbers}) == 1


def test_a_heading_names_the_guide_and_the_section() -> None:
    units, found = cut({"sea.md": SEA})
    for window in found:
        assert window.heading.startswith("The sea")
        assert (units[window.numbers[0]].section or "") in window.heading


def test_names_of_columns_and_lead_ins_stand_where_they_are_first_needed() -> None:
    units, found = cut({"sea.md": SEA})
    texts = [text for window in found for text in window.texts]
    rows = [text for unit, text in zip(units, texts, strict=True) if unit.kind is UnitKind.ROW]
    assert [("Role" in row, row.rpartition(": ")[2]) for row in rows] == [
        (True, "Diver | 50,000"),
        (False, "Pilot | 91,000"),
    ]
    assert sum("you need" in text for text in texts) == 1, "the lead-in itself, and not again before each item"


def test_a_context_is_told_again_in_the_next_window() -> None:
    article = Article("a.md", "", title="Ships")
    item = Unit("a.md", 0, 1, SENTENCE, UnitKind.ITEM, "Deck", context="What divers do:")
    units = [item] * (MOST_UNITS * 2)
    found = windows(units, {"a.md": article})
    assert len(found) > 1
    for window in found:
        assert [text.startswith("What divers do: ") for text in window.texts] == [
            place == 0 for place in range(len(window.texts))
        ]
    assert [two.numbers[0] - one.numbers[-1] for one, two in pairwise(found)] == [1] * (len(found) - 1)
