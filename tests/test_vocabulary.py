"""Which of a question's words stand in no guide, and which of those are slips."""

from __future__ import annotations

import pytest

from rag.answering.vocabulary import Vocabulary
from tests.careers import GUIDES, MemorySnapshot
from tests.fakes import HashEncoder


@pytest.fixture(scope="module")
def snapshot() -> MemorySnapshot:
    return MemorySnapshot(GUIDES, HashEncoder())


def test_a_slip_is_the_guides_word_that_is_nearest(snapshot: MemorySnapshot) -> None:
    words = Vocabulary(snapshot)
    slips = words.slips("What does a crpenter earn in Chcago, or a blacksmith?", lambda word: word == "blacksmith")
    assert slips == {"crpenter": "carpenter", "Chcago": "Chicago"}


def test_a_word_that_is_known_or_in_a_guide_is_no_slip(snapshot: MemorySnapshot) -> None:
    assert Vocabulary(snapshot).slips("Do carpenters earn more than a pirate in Chicago?", lambda word: True) == {}
