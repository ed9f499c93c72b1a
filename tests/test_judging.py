"""What the guides have on a question: found, read, and given a probability."""

from __future__ import annotations

import pytest

from rag.reading.judging import READ, Judge, Judged
from rag.reading.weighing import weigh
from rag.reading.windows import windows
from rag.types import Evidence
from tests.careers import GUIDES, MemorySnapshot
from tests.fakes import HashEncoder, WordReader

LAW = "How long does law school take?"


@pytest.fixture(scope="module")
def snapshot() -> MemorySnapshot:
    return MemorySnapshot(GUIDES, HashEncoder())


@pytest.fixture
def reader() -> WordReader:
    return WordReader()


@pytest.fixture
def judge(snapshot: MemorySnapshot, reader: WordReader) -> Judge:
    return Judge(snapshot, HashEncoder(), reader)


def likeliest(judged: Judged, snapshot: MemorySnapshot) -> str:
    return snapshot.units[judged.evidence[0].number].text


def test_the_unit_that_answers_is_the_likeliest(judge: Judge, snapshot: MemorySnapshot) -> None:
    assert likeliest(judge.judge(LAW), snapshot) == "Law school takes three years after a first degree."


def test_evidence_is_every_unit_of_what_was_read_the_likeliest_first(judge: Judge) -> None:
    judged = judge.judge(LAW)
    assert len(judged.windows) > 0
    assert sorted(each.number for each in judged.evidence) == sorted(
        n for w in judged.windows[:READ] for n in w.numbers
    )
    chances = [each.probability for each in judged.evidence]
    assert chances == sorted(chances, reverse=True)
    assert all(0 < chance < 1 for chance in chances)


def test_what_is_read_are_the_windows_that_hold_the_best_hits(judge: Judge, snapshot: MemorySnapshot) -> None:
    judged = judge.judge(LAW)
    assert judged.hits[0].number in judged.windows[0].numbers
    known = windows(snapshot.units, snapshot.articles)
    assert all(window in known for window in judged.windows)
    assert len(set(judged.windows)) == len(judged.windows)


def test_both_times_are_measured(judge: Judge) -> None:
    judged = judge.judge(LAW)
    assert judged.retrieve_ms > 0
    assert judged.read_ms > 0


def test_a_question_is_read_as_typed_with_the_two_before_it_and_what_was_told(judge: Judge, reader: WordReader) -> None:
    judge.judge(LAW, ["First?", "Second?", "Third?"], "I am a nurse.")
    assert reader.asked == [(LAW, "I am a nurse. Second? Third?")]
    judge.judge(LAW)
    assert reader.asked[-1] == (LAW, "")


def test_a_follow_up_is_searched_behind_the_question_before_it(judge: Judge, snapshot: MemorySnapshot) -> None:
    judged = judge.judge("And in Chicago?", ["What does a travel nurse in Seattle earn?"])
    assert likeliest(judged, snapshot) == "A travel nurse in Chicago earns $2,100 a week."


def test_what_one_tells_of_oneself_is_read_and_not_searched(judge: Judge) -> None:
    plain, told = judge.judge(LAW), judge.judge(LAW, (), "I am a carpenter.")
    assert told.hits == plain.hits
    assert told.windows == plain.windows


def test_search_gives_what_judging_finds(judge: Judge) -> None:
    assert tuple(judge.search(LAW)) == judge.judge(LAW).hits


def test_without_guides_there_is_nothing() -> None:
    judged = Judge(MemorySnapshot({}, HashEncoder()), HashEncoder(), WordReader()).judge(LAW)
    assert (judged.hits, judged.evidence, judged.windows) == ((), (), ())


def test_whether_guides_answer_has_a_probability_of_its_own(judge: Judge) -> None:
    assert 0 < judge.judge("How do I bake bread in Iceland?").answered < judge.judge(LAW).answered < 1


@pytest.mark.parametrize("better", [(4.0, 0.5), (0.0, 0.9)])
def test_reader_and_retrieval_both_raise_the_probability(better: tuple[float, float], snapshot: MemorySnapshot) -> None:
    other = Evidence(9, 0.0, -4.0, 0.2)
    (plain, *_), poor = weigh([Evidence(3, 0.0, 0.0, 0.5), other], snapshot.units)
    (likely, *_), good = weigh([Evidence(3, 0.0, *better), other], snapshot.units)
    assert plain.number == likely.number == 3
    assert plain.probability < likely.probability
    assert poor < good
