"""Units that were found to the numbered passages that a model sees."""

from __future__ import annotations

import pytest
from rag.asking.followup import Standalone
from rag.finding.finding import Finder

from rag.model.passages import AROUND, MOST_PASSAGES, numbered
from rag.types import UnitKind

QUESTIONS = ("What does an entry-level nurse earn?", "How long does law school take?", "Why do nurses leave?")


@pytest.mark.parametrize("question", QUESTIONS)
def test_passages_are_numbered_from_one_and_hold_each_unit_once(question: str, finder: Finder) -> None:
    found = numbered(finder.find(Standalone(question)), finder.evidence)
    assert 0 < len(found) <= MOST_PASSAGES
    assert [passage.number for passage in found] == list(range(1, len(found) + 1))
    units = [unit for passage in found for unit in passage.units]
    assert len(units) == len(set(units))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_passage_is_its_units_words_with_where_they_stand(question: str, finder: Finder) -> None:
    parts = finder.find(Standalone(question))
    snapshot = finder.evidence.snapshot
    for passage in numbered(parts, finder.evidence):
        units = [snapshot.units[number] for number in passage.units]
        article = snapshot.articles[passage.guide]
        assert {unit.article_id for unit in units} == {passage.guide}
        assert passage.text == " ".join(unit.text for unit in units)
        assert (passage.author, passage.published) == (article.author, article.published)
        assert article.title
        assert passage.context.startswith(article.title)
        assert len(units) <= 2 * AROUND + 1
        assert len(units) == 1 or not {unit.kind for unit in units} & {UnitKind.ROW, UnitKind.CELL}


def test_the_best_unit_stands_in_the_first_passage(finder: Finder) -> None:
    parts = finder.find(Standalone("How long does law school take?"))
    first = numbered(parts, finder.evidence)[0]
    assert parts[0].hits[0].number in first.units
    assert "Law school takes three years" in first.text


def test_every_part_of_a_question_has_a_passage_and_an_uncovered_one_has_none(finder: Finder) -> None:
    parts = finder.find(Standalone("How long does law school take, and how long does a carpentry apprenticeship take?"))
    both = " ".join(passage.text for passage in numbered(parts, finder.evidence)[:2])
    assert "Law school takes" in both
    assert "apprenticeship takes" in both
    assert numbered(finder.find(Standalone("How do I bake sourdough bread?")), finder.evidence) == []
