"""Questions to begin and to go on with: those that guides give themselves, tried at ingest, and do answer."""

from __future__ import annotations

import pytest

from ingest.articles import parse
from ingest.service import remove
from ingest.suggesting import suggested
from rag.answering.suggestions import MOST, MOST_OF_A_GUIDE, candidates, first_questions, follow_ups
from rag.progress import silent
from rag.settings import Settings
from rag.types import IndexedArticle, Suggestion
from tests.careers import MemorySnapshot, number_of
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


def questions(text: str) -> list[tuple[str, str | None]]:
    return [(each.question, each.section) for each in candidates(parse(text.encode(), "a.md"))]


# --- what a guide gives itself --------------------------------------------------------------------------------


def test_front_matter_comes_first_and_then_headings_that_are_questions() -> None:
    assert questions(LAW) == [
        ("How many years does law school take?", None),
        ("Do penguins plead in the supreme zoo?", None),
        ("Who passes the bar exam?", "Who passes the bar exam?"),
        ("What colour are the robes of emperors?", "What colour are the robes of emperors?"),
    ]


def test_one_question_needs_no_list() -> None:
    assert questions(SEA) == [("Do pilots steer ships into the harbour?", None)]


@pytest.mark.parametrize("given", ["", "[]", "{a: b}", "[{b: c}, null]"])
def test_front_matter_that_names_no_question_gives_none(given: str) -> None:
    assert questions(f"---\ntitle: Sea\nquestions: {given}\n---\n\nPilots steer ships.\n") == []


def test_a_guide_gives_only_so_many_and_none_twice() -> None:
    asked = "\n".join(f"  - Which is number {n}?" for n in range(20))
    found = questions(f"---\nquestions:\n{asked}\n---\n\nA text stands here.\n")
    assert len(found) == MOST_OF_A_GUIDE
    twice = "---\nquestions:\n  - Who steers?\n---\n\n## Who steers?\n\nPilots steer ships.\n\nThey do.\n"
    assert questions(twice) == [("Who steers?", None)]


# --- which of them are published ------------------------------------------------------------------------------


def tried(guides: dict[str, str]) -> list[Suggestion]:
    snapshot = MemorySnapshot(guides, HashEncoder())
    articles = [IndexedArticle(parse(text.encode(), id), "") for id, text in guides.items()]
    return list(suggested(articles, snapshot, HashEncoder(), WordReader(), silent))


def test_only_what_the_guides_answer_is_suggested() -> None:
    found = [each.question for each in tried({"law.md": LAW})]
    assert "How many years does law school take?" in found
    assert "Who passes the bar exam?" in found
    assert "Do penguins plead in the supreme zoo?" not in found


def test_another_guide_may_answer_it() -> None:
    asking = "---\ntitle: Notes\nquestions: Do pilots steer ships into the harbour?\n---\n\nThere is nothing to see.\n"
    assert tried({"a.md": asking}) == []
    assert [each.article_id for each in tried({"a.md": asking, "sea.md": SEA.replace("questions", "x")})] == ["a.md"]


# --- which of them are shown ----------------------------------------------------------------------------------


def shelf(*suggestions: Suggestion) -> MemorySnapshot:
    return MemorySnapshot({"law.md": LAW, "sea.md": SEA}, HashEncoder(), suggestions)


def test_first_questions_are_of_each_guide_in_turn() -> None:
    snapshot = shelf(*(Suggestion(f"Law {n}?", "law.md", None) for n in range(4)), Suggestion("Sea?", "sea.md", None))
    assert [*first_questions(snapshot)] == ["Law 0?", "Sea?", "Law 1?"]
    assert [*first_questions(shelf())] == []
    assert len([*first_questions(snapshot)]) == MOST


def test_one_goes_on_within_the_guide_and_not_to_what_was_just_shown() -> None:
    bar = "Who passes the bar exam?"
    snapshot = shelf(
        Suggestion("Sea?", "sea.md", None), Suggestion(bar, "law.md", bar), Suggestion("Law school?", "law.md", None)
    )
    shown = [number_of(snapshot, "78 percent")]
    assert [*follow_ups(shown, snapshot)] == ["Law school?", "Sea?"]
    other = [number_of(snapshot, "steer ships into")]
    assert next(follow_ups(other, snapshot)) == "Sea?"


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
