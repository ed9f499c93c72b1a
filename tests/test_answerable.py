"""Readers of SQuAD's format, the ROC area, and what is counted of answers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evals.answerable import Judged, as_guides, ask, measure
from evals.memory import StoredVectors, index_in_memory
from evals.roc import roc_area
from evals.squad import SquadArticle, SquadQuestion, holds, read_squad
from ingest.articles import parse
from rag.answering.answering import Answerer
from rag.errors import UsageError
from rag.progress import silent
from rag.reading.judging import Judge
from tests.fakes import HashEncoder, WordReader

SQUAD: dict[str, Any] = {
    "version": "v2.0",
    "data": [
        {
            "title": "Harbour_pilots",
            "paragraphs": [
                {
                    "context": "Harbour pilots board large ships off the coast. They steer them into port.",
                    "qas": [
                        {
                            "id": "q1",
                            "question": "What do harbour pilots board?",
                            "is_impossible": False,
                            "answers": [{"text": "large ships", "answer_start": 21}, {"text": "large ships"}],
                        },
                        {
                            "id": "q2",
                            "question": "Who invented the pilot's ladder?",
                            "is_impossible": True,
                            "answers": [],
                            "plausible_answers": [{"text": "large ships"}],
                        },
                    ],
                }
            ],
        }
    ],
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(SQUAD), encoding="utf-8")
    return path


def test_articles_are_read_with_their_questions(file: Path) -> None:
    (article,) = read_squad(file)
    assert article.title == "Harbour pilots"
    assert article.questions == (
        SquadQuestion("q1", "What do harbour pilots board?", ("large ships",)),
        SquadQuestion("q2", "Who invented the pilot's ladder?", ()),
    )


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("[]", "it takes an object"),
        ("{", "no JSON"),
        ('{"data": [{"title": "T"}]}', 'article 1: it has no list of objects "paragraphs"'),
        ('{"data": [{"paragraphs": [{"context": "C", "qas": [{"id": "q"}]}]}]}', '"is_impossible"'),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path: Path, broken: str, said: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(UsageError, match=r"broken\.json") as error:
        read_squad(path)
    assert said in str(error.value)


def test_a_quote_holds_an_answer_word_for_word() -> None:
    assert holds("It was the Treaty of Paris, in 1763.", "Treaty of Paris")
    assert holds("in a U.S. port", "the u.s. port")
    assert not holds("It took thirteen days.", "three")
    assert not holds("anything", "the")


def test_a_title_and_a_paragraph_of_any_letters_become_a_guide() -> None:
    article = SquadArticle('Of "ships": 1 \\ 2', ("# 1. not\n a heading", "Second paragraph here."), ())
    ((id, data),) = as_guides([article]).items()
    read = parse(data, id).article
    assert read.title == 'Of "ships": 1 \\ 2'
    assert "Second paragraph here." in read.text


def test_roc_area_by_hand() -> None:
    # Of the 6 pairs, 0.9 wins 3, 0.5 wins 1, ties 1 and loses 1: 4.5 of 6.
    assert roc_area([0.9, 0.5, 0.5, 0.7, 0.1], [True, True, False, False, False]) == pytest.approx(4.5 / 6)
    assert roc_area([1, 2], [False, True]) == 1
    assert np.isnan(roc_area([1, 2], [True, True]))


def test_counts_keep_the_answerable_apart() -> None:
    base = Judged("q", "g", True, 0.9, 0.5, refused=False, holds_answer=True)
    found = measure(
        [
            base,
            replace(base, refused=True, score=0.2),
            replace(base, holds_answer=False, similarity=0.4),
            replace(base, answerable=False, refused=True, score=0.3),
            replace(base, answerable=False, score=0.95, similarity=0.1),
        ]
    )
    assert (found.answerable, found.unanswerable) == (3, 2)
    assert (found.refused, found.falsely_refused, found.hold_answer, found.answered) == (1, 1, 1, 2)
    assert found.evidence_area == pytest.approx(2 / 6)
    assert found.similarity_area == pytest.approx(4 / 6)


def test_questions_are_asked_of_all_articles(file: Path) -> None:
    articles, encoder = read_squad(file), HashEncoder()
    snapshot = index_in_memory(as_guides(articles), encoder, silent)
    judge = Judge(snapshot, encoder, WordReader())
    answered, not_answered = ask(articles, judge, Answerer(snapshot, judge), silent)
    assert answered.answerable
    assert answered.holds_answer
    assert not answered.refused
    assert not not_answered.answerable
    assert not not_answered.holds_answer
    assert answered.score > not_answered.score


def test_vectors_are_kept_and_a_broken_file_is_made_again(tmp_path: Path) -> None:
    encoder = HashEncoder()
    kept = StoredVectors(encoder, tmp_path)
    first = kept.encode(["one", "two"])
    encoded = encoder.encoded
    assert np.array_equal(StoredVectors(encoder, tmp_path).encode(["one", "two"]), first)
    assert encoder.encoded == encoded
    (file,) = tmp_path.rglob("*.npy")
    file.write_bytes(file.read_bytes()[:50])
    assert np.array_equal(kept.encode(["one", "two"]), first)
    assert encoder.encoded > encoded
    assert not np.array_equal(kept.encode(["two", "one"]), first)
