"""Windows that were read to the numbered passages that a model sees."""

from __future__ import annotations

import pytest

from rag.model.passages import NumberedPassage, numbered
from rag.reading.judging import READ, Judge, Judged
from tests.careers import GUIDES, MemorySnapshot
from tests.fakes import HashEncoder, WordReader

QUESTIONS = ("What does an entry-level nurse earn?", "How long does law school take?", "Why do nurses leave?")


@pytest.fixture(scope="module")
def snapshot() -> MemorySnapshot:
    return MemorySnapshot(GUIDES, HashEncoder())


def judged(question: str, snapshot: MemorySnapshot) -> Judged:
    return Judge(snapshot, HashEncoder(), WordReader()).judge(question)


def passages(question: str, snapshot: MemorySnapshot) -> list[NumberedPassage]:
    return numbered(judged(question, snapshot), snapshot)


@pytest.mark.parametrize("question", QUESTIONS)
def test_passages_are_numbered_from_one_and_hold_each_unit_once(question: str, snapshot: MemorySnapshot) -> None:
    found = passages(question, snapshot)
    assert 0 < len(found) <= READ
    assert [passage.number for passage in found] == list(range(1, len(found) + 1))
    units = [unit for passage in found for unit in passage.units]
    assert len(units) == len(set(units))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_passage_is_its_units_words_with_where_they_stand(question: str, snapshot: MemorySnapshot) -> None:
    for passage in passages(question, snapshot):
        units = [snapshot.units[number] for number in passage.units]
        article = snapshot.articles[passage.guide]
        assert {(unit.article_id, unit.section) for unit in units} == {(passage.guide, units[0].section)}
        assert passage.text == " ".join(unit.text for unit in units)
        assert (passage.author, passage.published) == (article.author, article.published)
        assert article.title
        assert passage.context.startswith(article.title)
        assert all(unit.context in passage.context for unit in units)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_likeliest_unit_stands_in_the_first_passage(question: str, snapshot: MemorySnapshot) -> None:
    evidence = judged(question, snapshot).evidence
    assert evidence[0].number in passages(question, snapshot)[0].units


def test_no_guides_give_no_passages() -> None:
    assert passages("What does a nurse earn?", MemorySnapshot({}, HashEncoder())) == []
