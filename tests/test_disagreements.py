"""Where guides disagree, and where they only look so; the measurements over pairs and listed figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cli
from evals.disagreements import Pair, Said, by_kind, count, judge, read_pairs
from evals.figures import count as count_figures
from evals.figures import match, read_listed, records_in
from rag.errors import UsageError
from rag.settings import ROOT

PAIRS = ROOT / "evals" / "disagreements.jsonl"


def seen(one: str, other: str, published: tuple[str | None, str | None] = (None, None)) -> bool:
    guides = (Said(one, "Ada Brook", published[0]), Said(other, "Ben Cole", published[1]))
    (judged,) = judge([Pair("", "", "", True, guides)])
    return judged.seen


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A florist earns $30,000.", "Florists earn $45,000 a year."),
        ("Training as a diver takes 6 weeks.", "Training as a diver takes 4 months."),
        ("A florist earns up to $30,000.", "A florist earns at least $45,000."),
    ],
)
def test_another_value_of_one_quantity_is_seen(one: str, other: str) -> None:
    assert seen(one, other)
    assert seen(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A florist earns $30,000.", "Florists earn $30K."),
        ("A florist earns $30,000 or more.", "A florist earns $45,000."),
        ("Training as a diver takes 12 months.", "Training as a diver takes a year."),
        ("Nearly 90% of ML models fail.", "88% of ML models fail."),
        ("A florist earns $30,000.", "A florist earns €45,000."),
        ("A florist earns $30,000.", "A florist at Interflora earns $45,000."),
        ("A florist earns $30,000.", "The median florist earns $45,000."),
        ("A florist earns $30,000 in Leeds.", "A florist earns $45,000."),
        ("You need a diploma to work as a florist.", "You need no licence to work as a florist."),
        ("An ML engineer trains 5 models a year.", "An MLOps engineer trains 9 models a year."),
    ],
)
def test_what_only_looks_so_is_none(one: str, other: str) -> None:
    assert not seen(one, other)
    assert not seen(other, one)


def test_guides_published_years_apart_may_both_be_right() -> None:
    pair = ("A florist earns $30,000.", "Florists earn $45,000.")
    assert not seen(*pair, ("2015-01-01", "2024-01-01"))
    assert seen(*pair, ("2024-05-01", "2024-01-01"))


def test_two_guides_that_repeat_one_survey_are_one_voice() -> None:
    one = "According to the 2022 Hired survey, 40% of florists retrain."
    assert not seen(one, "The 2022 Hired survey says that 42% of florists retrain.")
    assert seen(one, "The 2022 Petal survey says that 52% of florists retrain.")


def test_nine_of_ten_pairs_on_figures_are_judged_rightly_and_few_are_seen_falsely() -> None:
    judged = judge(read_pairs(PAIRS))
    for part in ("dev", "test"):
        counts = count(one for one in judged if one.pair.part == part)
        assert counts.falsely_seen <= 0.05 * counts.alike
        counts = count(one for one in judged if one.pair.part == part and "stance" not in one.pair.kind)
        assert counts.pairs >= 18
        assert counts.right >= 0.9 * counts.pairs
    assert sum(counts.pairs for counts in by_kind(judged).values()) == len(judged)


def test_the_figures_of_the_shipped_guides_are_found_with_unit_and_subject() -> None:
    listed = read_listed(ROOT / "evals" / "figures.jsonl")
    counts = count_figures(*match(listed, records_in(ROOT / "corpus", [one.guide for one in listed])))
    assert counts.found >= 0.95 * counts.listed
    assert counts.right >= 0.9 * counts.listed
    assert counts.extra <= 0.05 * counts.listed


def test_listed_figures_are_matched_once_and_the_rest_is_extra(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Florists earn $30,000. Bakers earn $30,000 an hour. Vets earn €9.\n", "utf-8")
    figure = {"guide": "a.md", "low": 30000, "high": 30000, "unit": "USD", "of": "pay", "words": ["florist"]}
    lines = [figure, figure | {"words": ["baker"], "per": "hour"}, figure | {"low": 1, "high": 1}]
    (tmp_path / "f.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    listed = read_listed(tmp_path / "f.jsonl")
    counts = count_figures(*match(listed, records_in(tmp_path, ["a.md"])))
    assert (counts.listed, counts.found, counts.right, counts.extra) == (3, 2, 2, 1)


@pytest.mark.parametrize(
    "line", ['{"guide": "a.md"}', '{"guide": "a.md", "low": "1", "high": 1, "unit": "", "of": "x", "words": []}']
)
def test_a_bad_list_is_named(line: str, tmp_path: Path) -> None:
    (tmp_path / "f.jsonl").write_text(line, "utf-8")
    with pytest.raises(UsageError, match="line 1"):
        read_listed(tmp_path / "f.jsonl")


def test_the_commands_print_tables_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pair = json.loads(PAIRS.read_text("utf-8").splitlines()[0])
    (tmp_path / "p.jsonl").write_text(json.dumps(pair | {"disagree": False}), "utf-8")
    assert cli.main(["eval", "disagreements", str(tmp_path / "p.jsonl"), "--misses"]) == 0
    assert "seen, but is none" in capsys.readouterr().out
    assert cli.main(["eval", "disagreements", str(tmp_path / "p.jsonl"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["all"]["falsely_seen"] == 1
    assert cli.main(["eval", "disagreements", str(tmp_path / "p.jsonl"), "--part", "none"]) == 2
    assert cli.main(["eval", "figures", str(ROOT / "evals" / "figures.jsonl"), "--guides", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 2
