"""Which of the questions that guides give themselves are kept at ingest: plain ones that they answer."""

from __future__ import annotations

import pytest

from ingest.articles import parse
from ingest.service import remove
from ingest.suggesting import MOST_OF_A_GUIDE, candidates, suggested
from rag.assistant import Assistant
from rag.encoding.encoder import OnnxEncoder
from rag.progress import silent
from rag.reading.reader import LazyReader
from rag.seams import Encoder, Reader
from rag.settings import Settings, read_settings
from rag.types import IndexedArticle, Suggestion, Turn
from tests.careers import GUIDES, MemoryIndex, MemorySnapshot
from tests.fakes import HashEncoder, WordReader
from tests.indexes import fill, ingest, snapshot

LAW = """---
title: A career in law
questions:
  - How many years does law school take?
  - Do penguins plead in the supreme zoo?
---

## Studies

Law school takes many years, three to be exact.

## Who passes the bar exam?

The bar exam is passed by 78 percent of candidates.

## What colour are the robes of emperors?

Nobody who has ever been asked has known it.
"""
SEA = """---
title: Life at sea
questions: Do pilots steer ships into the harbour?
---

Harbour pilots steer ships into the harbour.
"""
TALK = """---
title: Who steers the ships?
---

# Who steers the ships?

Welcome to all who listen.

## Sea & Sail, episode 87: who steers the ships?

Harbour pilots steer the ships into the harbour.

## ADA: And who steers the ships?

Harbour pilots steer the ships.

## You like ships? Who steers the ships?

Harbour pilots steer the ships.

## And then what?

Harbour pilots steer the ships.

## Do harbour pilots steer ships?

Harbour pilots steer ships, and a harbour pilot earns $91,000 a year.
"""


ASKING = """---
questions:
  - What does a travel nurse in Seattle earn?
  - How do nurses learn to sail a ship?
---
"""


def questions(text: str) -> list[tuple[str, bool]]:
    return [(each.question, each.heading) for each in candidates(parse(text.encode(), "a.md"))]


# --- what a guide gives itself --------------------------------------------------------------------------------


def test_front_matter_comes_first_and_then_headings_that_are_questions() -> None:
    assert questions(LAW) == [
        ("How many years does law school take?", False),
        ("Do penguins plead in the supreme zoo?", False),
        ("Who passes the bar exam?", True),
        ("What colour are the robes of emperors?", True),
    ]


def test_a_title_a_speakers_turn_and_several_sentences_are_no_questions() -> None:
    assert questions(TALK) == [("And then what?", True), ("Do harbour pilots steer ships?", True)]


def test_one_question_needs_no_list() -> None:
    assert questions(SEA) == [("Do pilots steer ships into the harbour?", False)]


@pytest.mark.parametrize("given", ["", "[]", "{a: b}", "[{b: c}, null]"])
def test_front_matter_that_names_no_question_gives_none(given: str) -> None:
    assert questions(f"---\ntitle: Sea\nquestions: {given}\n---\n\nPilots steer ships.\n") == []


def test_a_guide_gives_only_so_many_and_none_twice() -> None:
    asked = "\n".join(f"  - Which is number {n}?" for n in range(20))
    found = questions(f"---\nquestions:\n{asked}\n---\n\nA text stands here.\n")
    assert len(found) == MOST_OF_A_GUIDE
    twice = "---\nquestions:\n  - Who steers?\n---\n\n## Who steers?\n\nPilots steer ships.\n\nThey do.\n"
    assert questions(twice) == [("Who steers?", False)]


# --- which of them are published ------------------------------------------------------------------------------


def tried(guides: dict[str, str], encoder: Encoder | None = None, reader: Reader | None = None) -> list[Suggestion]:
    encoder = encoder or HashEncoder()
    articles = [IndexedArticle(parse(text.encode(), id), "") for id, text in guides.items()]
    return list(suggested(articles, MemorySnapshot(guides, encoder), encoder, reader or WordReader(), silent))


def test_only_what_the_guide_answers_is_suggested_with_the_unit_that_answers(meaning: OnnxEncoder) -> None:
    found = {each.question: each.unit for each in tried({"law.md": LAW}, meaning)}
    units = parse(LAW.encode(), "law.md").units
    assert "three to be exact" in units[found["How many years does law school take?"]].text
    assert "78 percent" in units[found["Who passes the bar exam?"]].text
    assert "Do penguins plead in the supreme zoo?" not in found


def test_a_heading_that_does_not_stand_alone_is_not_suggested(meaning: OnnxEncoder) -> None:
    assert [each.question for each in tried({"talk.md": TALK}, meaning)] == ["Do harbour pilots steer ships?"]


def test_what_another_encoder_cannot_tell_an_author_knows_and_a_heading_does_not() -> None:
    assert [each.question for each in tried({"law.md": LAW})] == ["How many years does law school take?"]


def test_the_guide_itself_has_to_answer() -> None:
    asking = "---\ntitle: Notes\nquestions: Do pilots steer ships into the harbour?\n---\n\nThere is nothing to see.\n"
    assert [each.article_id for each in tried({"a.md": asking, "sea.md": SEA})] == ["sea.md"]


def test_a_heading_has_to_be_answered_by_what_stands_under_it(meaning: OnnxEncoder) -> None:
    elsewhere = LAW.replace("The bar exam is passed by 78 percent of candidates.", "Nobody knows.")
    elsewhere += "\n## Exams\n\nThe bar exam is passed by 78 percent of candidates.\n"
    assert "Who passes the bar exam?" not in [each.question for each in tried({"law.md": elsewhere}, meaning)]


def test_each_that_is_offered_is_answered_as_the_next_turn(meaning: OnnxEncoder, reading: LazyReader) -> None:
    guides = GUIDES | {
        "health/nursing.md": GUIDES["health/nursing.md"].replace("---\n", ASKING[:-4], 1),
        "talk.md": TALK,
    }
    snapshot = MemorySnapshot(guides, meaning, tried(guides, meaning, reading))
    assistant = Assistant(read_settings(), MemoryIndex(snapshot), meaning, reading)
    asked, offered = [Turn("What does a senior nurse earn?")], list[str]()
    while answer := assistant.ask(asked[-1].question, asked[:-1]).answer():
        assert answer.status == "answered", asked
        asked[-1] = Turn(answer.question, answer.answer)
        for each in answer.follow_ups:
            assert each not in [turn.question for turn in asked]
            assert assistant.ask(each, asked).answer().status == "answered", each
        offered += answer.follow_ups
        if not answer.follow_ups:
            break
        asked.append(Turn(answer.follow_ups[0]))
    assert "What does a travel nurse in Seattle earn?" in offered
    assert "How do nurses learn to sail a ship?" not in offered


# --- in the index ---------------------------------------------------------------------------------------------


def published(settings: Settings) -> list[tuple[str, str]]:
    return [(each.article_id, each.question) for each in snapshot(settings).suggestions]


def test_suggestions_are_kept_with_the_index_and_unchanged_guides_keep_theirs(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is judged is only what is new: the reader of the second ingest would take no question for answered."""
    reader = WordReader()
    monkeypatch.setattr("ingest.service.LazyReader", lambda: reader)
    fill(settings, law=LAW, sea=SEA)
    ingest(settings)
    first = published(settings)
    assert ("law.md", "How many years does law school take?") in first
    assert ("sea.md", "Do pilots steer ships into the harbour?") in first
    reader.asked.clear()
    fill(settings, bread="---\nquestions: Do bakers bake bread at night?\n---\n\nBakers bake bread at night.\n")
    ingest(settings)
    assert [question for question, _ in reader.asked] == ["Do bakers bake bread at night?"]
    assert published(settings) == [("bread.md", "Do bakers bake bread at night?"), *first]


def test_suggestions_go_with_their_guide(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.service.LazyReader", WordReader)
    fill(settings, law=LAW, sea=SEA)
    ingest(settings)
    remove(settings, "sea.md", encoder=HashEncoder())
    assert {guide for guide, _ in published(settings)} == {"law.md"}
    fill(settings, law=LAW.replace("How many years does law school take?", "Who passes an exam?"))
    ingest(settings)
    assert ("law.md", "How many years does law school take?") not in published(settings)
