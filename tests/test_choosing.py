"""Which evidence is quoted: the unit that answers, what adds something, a list whole, and the other voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from rag.answering.choosing import Limits, answers, choose
from rag.figures.book import FigureBook
from rag.reading.judging import Judged
from tests.careers import MemorySnapshot, number_of
from tests.fakes import HashEncoder, evidence

LIMITS = Limits(
    answers=0.3, further=0.5, of_the_best=0.6, other_voice=0.2, most_units=3, most_words=60, most_listed_words=120
)
SURE, LIKELY, WEAK = 0.95, 0.9, 0.25
PILOTS = """---
title: Harbour pilots
author: Ada Berg
published: 2024-05-01
---

## Pay

A harbour pilot earns $91,000 a year. Night work is paid extra. A harbour pilot earns $91,000 every year.

Pilots wait long for the licence.

## Papers

Before you board a ship, you need:

- a radio licence
- boots with a profile
- a letter of the harbour master

These papers are checked every year.

## Grades

| Grade | Years at sea |
|---|---|
| Third | 2 |
| Second | 5 |
| First | 9 |
"""
TUGS = """---
title: Tug masters
author: Bo Lind
published: 2024-03-01
---

A harbour pilot earns $70,000 a year. Tugs are strong and small.
"""
ITEMS = ["a radio licence", "boots with a profile", "a letter of the harbour master"]
LEAD = "Before you board a ship, you need:"


@dataclass
class Shelf:
    """Guides, and what is chosen of them where some units are likely."""

    guides: Mapping[str, str]

    def __post_init__(self) -> None:
        self.snapshot = MemorySnapshot(self.guides, HashEncoder())
        self.book = FigureBook(self.snapshot)

    def chosen(self, likely: Mapping[str, float]) -> list[str]:
        """The texts that are quoted; `likely` gives units, by some of their words, a probability."""
        read = [evidence(number_of(self.snapshot, words), chance) for words, chance in likely.items()]
        found = choose(sorted(read, key=lambda each: -each.probability), self.book, LIMITS)
        return [self.snapshot.units[number].text for number in found]


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf({"pilots.md": PILOTS, "tugs.md": TUGS})


def test_guides_answer_from_a_probability_on() -> None:
    assert answers(Judged((), (evidence(1, 0.1),), (), answered=0.3), LIMITS)
    assert not answers(Judged((), (evidence(1, 0.9),), (), answered=0.29), LIMITS)
    assert not answers(Judged((), (), ()), LIMITS)


def test_what_answers_is_quoted_alone_where_nothing_else_is_likely(shelf: Shelf) -> None:
    assert shelf.chosen({"Pilots wait": SURE, "Night work": WEAK}) == ["Pilots wait long for the licence."]


def test_of_no_evidence_nothing_is_quoted(shelf: Shelf) -> None:
    assert choose([], shelf.book, LIMITS) == []


def test_what_is_likely_too_stands_behind_the_unit_that_answers(shelf: Shelf) -> None:
    found = shelf.chosen({"Pilots wait": SURE, "Night work": LIKELY})
    assert found == ["Pilots wait long for the licence.", "Night work is paid extra."]


def test_what_says_the_same_again_is_left_out(shelf: Shelf) -> None:
    found = shelf.chosen({"$91,000 a year": SURE, "$91,000 every year": LIKELY, "Night work": LIKELY - 0.01})
    assert found == ["A harbour pilot earns $91,000 a year.", "Night work is paid extra."]


def test_what_only_has_the_same_shape_and_other_figures_is_not_the_same() -> None:
    shelf = Shelf({"a.md": "# Pay\n\nA pilot in Oslo earns $2,400 a week. A pilot in Rome earns $2,100 a week.\n"})
    assert len(shelf.chosen({"Oslo": SURE, "Rome": LIKELY})) == 2


def test_units_of_one_guide_stand_together_that_of_the_best_first(shelf: Shelf) -> None:
    found = shelf.chosen({"Pilots wait": SURE, "Tugs are strong": LIKELY + 0.01, "Night work": LIKELY})
    assert found == ["Pilots wait long for the licence.", "Night work is paid extra.", "Tugs are strong and small."]


def test_no_more_units_and_words_are_quoted_than_one_reads_at_a_glance() -> None:
    texts = ["Divers mend hulls.", "Cooks boil rice.", "Smiths forge iron.", "Weavers need wool.", "Bakers rise early."]
    likely = {text: LIKELY - place / 100 for place, text in enumerate(texts)}
    assert Shelf({"a.md": "# Work\n\n" + "\n\n".join(texts)}).chosen(likely) == texts[: LIMITS.most_units]
    long = [text.replace(".", f", {text.split()[2]} and more".replace(".", "") * 7 + ".") for text in texts[:3]]
    assert sum(len(text.split()) for text in long[:2]) < LIMITS.most_words < sum(len(text.split()) for text in long)
    likely = {text: LIKELY - place / 100 for place, text in enumerate(long)}
    assert Shelf({"a.md": "# Work\n\n" + "\n\n".join(long)}).chosen(likely) == long[:2]


# --- lists ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("best", [LEAD, *ITEMS])
def test_a_list_is_quoted_whole_with_its_lead_in_and_in_its_order(best: str, shelf: Shelf) -> None:
    likely = dict.fromkeys(ITEMS, LIKELY) | {best: SURE}
    assert shelf.chosen(likely) == [LEAD, *ITEMS]


def test_the_lead_in_alone_brings_its_list(shelf: Shelf) -> None:
    assert shelf.chosen({LEAD: SURE}) == [LEAD, *ITEMS]


def test_one_item_that_answers_alone_brings_no_list(shelf: Shelf) -> None:
    assert shelf.chosen({"boots with": SURE, "a radio licence": WEAK}) == ["boots with a profile"]


def test_of_a_table_the_rows_that_answer_are_quoted_and_no_others(shelf: Shelf) -> None:
    assert shelf.chosen({"First": SURE, "Third": LIKELY, "Second": WEAK}) == ["Third | 2", "First | 9"]
    assert shelf.chosen({"First": SURE, "Third": WEAK}) == ["First | 9"]


def test_a_long_list_is_cut_at_its_end() -> None:
    items = [f"step {number} of many steps that a pilot takes on board" for number in range(30)]
    text = "# Steps\n\nTake these steps:\n\n" + "\n".join(f"- {item}" for item in items) + "\n"
    shelf = Shelf({"a.md": text})
    found = shelf.chosen({"Take these steps": SURE})
    assert found[0] == "Take these steps:"
    assert found[1:] == items[: len(found) - 1]
    assert LIMITS.most_listed_words - 20 < sum(len(each.split()) for each in found) <= LIMITS.most_listed_words


# --- the other voice ------------------------------------------------------------------------------------------


def test_a_guide_with_another_figure_is_heard_though_it_is_less_likely(shelf: Shelf) -> None:
    found = shelf.chosen({"$91,000 a year": SURE, "$70,000": WEAK})
    assert found == ["A harbour pilot earns $91,000 a year.", "A harbour pilot earns $70,000 a year."]


def test_another_figure_that_hardly_answers_is_not_heard(shelf: Shelf) -> None:
    assert len(shelf.chosen({"$91,000 a year": SURE, "$70,000": 0.1})) == 1


def test_a_guide_that_says_the_same_is_no_other_voice() -> None:
    shelf = Shelf({"pilots.md": PILOTS, "tugs.md": TUGS.replace("$70,000", "$91,000")})
    (number,) = (n for n, unit in enumerate(shelf.snapshot.units) if unit.text.endswith("a year.") and n > 8)
    other = evidence(number, WEAK)
    best = number_of(shelf.snapshot, "$91,000 every year")
    assert choose([evidence(best, SURE), other], shelf.book, LIMITS) == [best]
