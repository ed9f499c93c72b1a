"""What the checks say of comparisons, subjects, figures and speakers: each kind once right and once wrong."""

from __future__ import annotations

import pytest

from rag.checks.checking import check
from rag.checks.cited import Cited
from rag.checks.comparisons import bears_out
from rag.checks.contradiction import contradicted
from rag.checks.lines import lines
from rag.checks.phrases import Phrase
from rag.checks.quantities import quantities
from rag.checks.swaps import redirected
from rag.checks.told import parts
from rag.checks.types import CitedPassage
from rag.language.opposites import against
from rag.seams import Encoder

FERRY = CitedPassage(
    1,
    "Deckhands repair the ropes, and stewards serve the guests. "
    "Passengers fell by 8% in 2021, while freight rose by 5%. "
    "Deckhands in Turku earn €2,450 a month and stewards €2,280. He doubts that bridges will replace the ferries. "
    "The company is moving from diesel to batteries. A licence is required for captains, although stewards need none. "
    "Roughly 48% of the crew are women. Ropes are always short. "
    "Jansson joined Nordlinje in 2009, and likes the night shift.",
    guide="ferries.md",
    author="Elina Jansson",
)
BOATS = CitedPassage(
    2,
    "| Boat | Course | Fee |\n|---|---|---|\n| Motor | 6 weeks | €1,900 |\n| Sail | 9 weeks | €2,700 |",
    guide="boats.md",
)
PAIRS = {
    "subject": ("Stewards serve the guests [1].", "Deckhands serve the guests [1]."),
    "subject of a figure": ("Freight rose by 5% in 2021 [1].", "Passengers rose by 5% in 2021 [1]."),
    "compared figures": (
        "Deckhands earn more than stewards in Turku [1].",
        "Stewards earn more than deckhands in Turku [1].",
    ),
    "row": ("The course for sail boats costs €2,700 [2].", "The course for motor boats costs €2,700 [2]."),
    "doubt": (
        "Jansson doubts that bridges will replace the ferries [1].",
        "Jansson believes that bridges will replace the ferries [1].",
    ),
    "direction": (
        "The company is switching from diesel to batteries [1].",
        "The company is moving from batteries to diesel [1].",
    ),
    "rounded share": ("Almost half of the crew are women [1].", "Almost a third of the crew are women [1]."),
    "share that follows": ("Fewer than half of the crew are women [1].", "More than half of the crew are women [1]."),
    "speaker": (
        "According to Jansson, ropes are always short [1].",
        "According to Nordlinje, ropes are always short [1].",
    ),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_the_right_one_of_two_alike_sentences_passes(kind: str, meaning: Encoder) -> None:
    assert check(PAIRS[kind][0], [FERRY, BOATS], meaning).reason is None


@pytest.mark.parametrize("kind", PAIRS)
def test_the_wrong_one_of_two_alike_sentences_fails(kind: str, meaning: Encoder) -> None:
    assert not check(PAIRS[kind][1], [FERRY, BOATS], meaning).ok


def test_a_part_knows_its_subject_and_one_without_a_verb_goes_on() -> None:
    found = parts("Captains carry the keys, deckhands don't.")
    assert [part.head for part in found] == [{"captain"}, {"deckhand"}]
    assert [part.denies for part in found] == [False, True]
    assert found[0].rest == found[1].rest


def test_figures_bear_a_comparison_out_or_not_or_say_nothing() -> None:
    cited = Cited("[1]", tuple(lines(FERRY)))
    assert bears_out(Phrase("Deckhands earn more than stewards"), cited) is True
    assert bears_out(Phrase("Deckhands earn less than stewards"), cited) is False
    assert bears_out(Phrase("Captains earn more than pilots"), cited) is None


def test_opposites_stand_in_the_table_or_are_made_by_a_prefix() -> None:
    assert against("rise", frozenset(["fall", "boat"])) == {"fall"}
    assert against("paid", frozenset(["unpaid"])) == {"unpaid"}
    assert not against("boat", frozenset(["ship"]))


def test_a_comparison_is_turned_by_its_word_or_by_its_sides() -> None:
    said = Phrase("Sailors earn more than cooks, but cooks work less.")
    assert contradicted(Phrase("Cooks earn more than sailors"), said)
    assert contradicted(Phrase("Sailors earn less than cooks"), said)
    assert not contradicted(Phrase("Sailors earn more than cooks"), said)


def test_going_to_is_not_coming_from() -> None:
    assert redirected(Phrase("They moved to Turku"), Phrase("They moved from Turku to Oslo"))
    assert not redirected(Phrase("They moved to Oslo"), Phrase("They moved from Turku to Oslo"))


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("a year to a year and a half", "months", 12, 18),
        ("five or six years", "years", 5, 6),
        ("₦18 million to ₦30 million", "NGN", 18e6, 30e6),
        ("48,000 Czech crowns", "CZK", 48000, 48000),
        ("3 real projects", "", 3, 3),
        ("14 to 20 euro cents", "EUR", 0.14, 0.20),
        ("two out of three apprentices", "percent", 67, 67),
    ],
)
def test_figures_in_other_forms(text: str, unit: str, low: float, high: float) -> None:
    (found,) = quantities(text)
    assert (found.unit, found.low, found.high) == (unit, low, high)


def test_each_figure_has_its_own_currency_and_rate() -> None:
    found = quantities("CA$48,000 there, $35,000 here, and €0.12 a word or €20 per page")
    assert [(each.unit, each.rate) for each in found] == [("CAD", ""), ("USD", ""), ("EUR", "word"), ("EUR", "page")]
