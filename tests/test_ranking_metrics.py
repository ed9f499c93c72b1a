"""Metrics over rankings, against sums done by hand."""

from __future__ import annotations

import math

import pytest

from evals.ranking import Ranked, hit, measure, ndcg, recall, reciprocal_rank

RANKING = ["a", "b", "c", "d", "e"]


def test_ndcg_is_the_gain_against_that_of_the_best_order() -> None:
    # c at place 3 gains 1/log2(4), e at place 5 gains 2/log2(6); the best order has 2/log2(2) + 1/log2(3).
    by_hand = (1 / 2 + 2 / 2.584962500721156) / (2 + 1 / 1.584962500721156)
    assert ndcg(RANKING, {"c": 1, "e": 2}) == pytest.approx(by_hand)


def test_ndcg_counts_relevant_documents_that_were_not_found() -> None:
    assert ndcg(["a"], {"a": 1, "z": 1}) == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_ndcg_knows_only_the_first_ten() -> None:
    ranking = [str(n) for n in range(20)]
    assert ndcg(ranking, {"10": 1}) == 0
    assert ndcg(ranking, {"9": 1}) == pytest.approx(1 / math.log2(11))
    assert ndcg(ranking, {str(n): 1 for n in range(12)}) == pytest.approx(1)


def test_recall_is_a_share_of_all_that_is_relevant() -> None:
    assert recall(RANKING, {"a": 1, "e": 1, "y": 1, "z": 3}) == 0.5
    assert recall(RANKING, {"e": 1}, depth=4) == 0


def test_reciprocal_rank_is_of_the_first_one() -> None:
    assert reciprocal_rank(RANKING, {"d": 1, "b": 1}) == 0.5
    assert reciprocal_rank([*RANKING, *"fghij", "k"], {"k": 1}) == 0


def test_a_hit_is_among_the_first_four() -> None:
    assert hit(RANKING, {"d": 1}) == 1
    assert hit(RANKING, {"e": 1}) == 0


def test_means_are_over_queries() -> None:
    found = measure([(["a"], {"a": 1}), (["a"], {"b": 1})])
    assert found == Ranked(ndcg_at_10=0.5, recall_at_10=0.5, mrr_at_10=0.5, hits_at_4=0.5)
