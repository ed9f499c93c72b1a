"""Asking some of the guides alone: what is found, answered and offered is as if there were no others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ingest import service
from rag.assistant import Assistant
from rag.encoding.encoder import OnnxEncoder
from rag.errors import GuideUnknown
from rag.indexing.index import open_index
from rag.reading.reader import LazyReader
from rag.retrieval import part
from rag.retrieval.part import Part
from rag.settings import Settings, read_settings
from rag.types import Suggestion
from tests.careers import GUIDES, MemoryIndex, MemorySnapshot
from tests.fakes import HashEncoder, WordReader

HEALTH = ("health/nursing.md", "health/ward.md")
SUGGESTED = (Suggestion("What do nurses earn?", HEALTH[0], 0), Suggestion("What does a carpenter earn?", "law.md", 0))
PAY = "What does somebody earn at the start?"


@pytest.fixture(scope="module")
def assistant(guides: MemorySnapshot, meaning: OnnxEncoder, reading: LazyReader) -> Assistant:
    return Assistant(read_settings(), MemoryIndex(guides), meaning, reading)


@pytest.mark.parametrize("exact", [5_000, 0])
@pytest.mark.parametrize("k", [1, 5, 99])
def test_it_finds_what_the_guides_alone_give(k: int, exact: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part, "MOST_EXACT", exact)
    encoder = HashEncoder()
    whole = MemorySnapshot(GUIDES, encoder, SUGGESTED)
    own, alone = Part(whole, HEALTH), MemorySnapshot({name: GUIDES[name] for name in HEALTH}, encoder)
    assert (list(own.units), list(own.figures), own.articles) == (alone.units, alone.figures, alone.articles)
    assert own.suggestions == SUGGESTED[:1]
    vector = encoder.encode(["a nurse leaves the profession"])
    found, expected = dict(own.dense(vector, k)), dict(alone.dense(vector, k))
    assert list(found) == list(expected)
    assert found == pytest.approx(expected)
    assert {number for number, _ in own.lexical(["nurs"], k)} <= set(range(len(alone.units)))
    assert len(own.lexical(["nurs"], k)) == len(alone.lexical(["nurs"], k))
    np.testing.assert_array_equal(own.vectors([3, 0]), alone.vectors([3, 0]))
    assert (Part(whole, []).dense(vector, k), Part(whole, []).lexical(["nurs"], k)) == ([], [])


@pytest.mark.parametrize(
    ("within", "cited"),
    [
        (["health"], "health/nursing.md"),
        (["health/"], "health/nursing.md"),
        (["law"], "law.md"),
        (["."], "law.md"),
        (["building/carpentry.md", "A career in law"], "law.md"),
    ],
)
def test_only_the_chosen_guides_answer(within: Sequence[str], cited: str, assistant: Assistant) -> None:
    answer = assistant.ask("What is paid in the first years?", within=within).answer()
    guides = {each.guide for each in (*answer.citations, *answer.nearest)}
    assert cited in guides
    assert guides <= set(HEALTH if "health" in within[0] else {"law.md", "courses.md", "building/carpentry.md"})


def test_what_others_say_is_not_known_there(assistant: Assistant) -> None:
    question = "How long is a carpentry apprenticeship?"
    assert assistant.ask(question).answer().status == "answered"
    refused = assistant.ask(question, within=["health"]).answer()
    assert refused.status == "not_in_guides"
    assert "“carpentry”" in refused.answer


def test_a_name_that_nothing_has_is_told(assistant: Assistant) -> None:
    for name in ("", "/", "heal", "zebra"):
        with pytest.raises(GuideUnknown, match="career guides"):
            assistant.ask(PAY, within=["law", name])


def test_a_choice_stays_as_guides_come_and_go(anywhere: Settings) -> None:
    def write(name: str, text: str) -> None:
        path = anywhere.corpus / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# {name}\n\n{text}\n")
        service.ingest(anywhere, anywhere.corpus, encoder=encoder)

    encoder = HashEncoder()
    write("sea/pilot.md", "A pilot earns 90,000 euros a year.")
    write("land/baker.md", "A baker earns 30,000 euros a year.")
    asking = Assistant(anywhere, open_index(anywhere, encoder.id), encoder, WordReader())

    def used() -> set[str]:
        answer = asking.ask("Who earns euros a year?", within=["sea"]).answer()
        return {each.guide for each in (*answer.citations, *answer.nearest)}

    assert used() == {"sea/pilot.md"}
    write("sea/diver.md", "A diver earns 50,000 euros a year.")
    assert used() == {"sea/pilot.md", "sea/diver.md"}
    asking.close()
