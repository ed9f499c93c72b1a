"""How answers on a batch of guides are scored, on a batch of three rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import cli
from evals.batch import LONG, BatchCase, BatchScore, BatchSet, read_batch_set, same, score, scored, total
from evals.conversations import changes
from evals.scoring import Share
from rag.errors import UsageError
from rag.progress import silent
from rag.types import Answer, Citation, Turn
from tests.fake_assistant import FakePieces

ROWS = {
    "sea": [
        "A harbour pilot earns $91,000 a year.",
        "Pilots need a radio licence.",
        "Pilots need boots with a profile.",
        "The pier is old and grey.",
    ]
}
PAY = BatchCase("q1", "fact", "What does a pilot earn?", (), (("sea", 0),), (("sea", 1),))
NEEDS = BatchCase("q2", "list", "What do pilots need?", (), (("sea", 1), ("sea", 2)), ())
BREAD = BatchCase("q3", "nothing", "How is bread baked?", (), (), ())
CASES: list[dict[str, Any]] = [
    {
        "id": "q1",
        "kind": "fact",
        "question": "What does a harbour pilot earn?",
        "history": ["Who steers?"],
        "answers": [["sea", 0]],
        "also": [["sea", "1"]],
        "near": [],
    },
    {"id": "q3", "kind": "nothing", "question": "How is sourdough bread baked at home?", "history": [], "answers": [],
     "also": [], "near": []},
]  # fmt: skip


def quoting(*quotes: str, guide: str = "sea.md") -> Answer:
    """An answer of those quotes."""
    citations = tuple(
        Citation(number, guide, None, None, None, None, None, None, None, None, quote, 0, len(quote))
        for number, quote in enumerate(quotes, 1)
    )
    text = " ".join(f"“{quote}” [{number}]" for number, quote in enumerate(quotes, 1))
    return Answer("?", "?", "answered", text, citations=citations)


REFUSAL = Answer("?", "?", "not_in_guides", "The guides don't answer this.", not_covered=("?",))


def of(case: BatchCase, answer: Answer) -> BatchScore:
    return score(case, answer, ROWS)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("A harbour pilot earns $91,000 a year.", "a harbour pilot earns $91,000 a year", True),
        ("Role | Pay", "role pay", True),
        ("A harbour pilot earns $91,000 a year.", "Pay: a harbour pilot earns $91,000 a year, says Berg.", True),
        ("A harbour pilot earns $91,000 a year.", "A harbour is a place for ships.", False),
        ("Boots", "Pilots need boots with a profile.", True),
        ("Old boots", "Pilots need boots with a profile.", False),
        ("", "Pilots need boots.", False),
    ],
)
def test_a_quote_is_a_row_where_it_has_most_of_its_words_in_order(one: str, other: str, alike: bool) -> None:
    assert same(one, other) is same(other, one) is alike


def test_one_row_that_answers_is_enough_for_a_fact() -> None:
    found = of(PAY, quoting("The pier is old and grey.", ROWS["sea"][0]))
    assert (found.right, found.first, found.good, found.quotes, found.refused) == (True, False, 1, 2, False)
    assert of(PAY, quoting(ROWS["sea"][0])).first


def test_further_reading_is_good_and_does_not_answer() -> None:
    found = of(PAY, quoting(ROWS["sea"][1]))
    assert (found.right, found.first, found.good) == (False, False, 1)


def test_a_row_of_another_guide_is_not_the_row() -> None:
    assert not of(PAY, quoting(ROWS["sea"][0], guide="other/land.md")).right
    assert of(PAY, quoting(ROWS["sea"][0], guide="deep/sea.txt")).right


def test_half_of_a_list_is_wanted() -> None:
    assert of(NEEDS, quoting(ROWS["sea"][2])).right
    three = replace(NEEDS, answers=(*NEEDS.answers, ("sea", 3)))
    assert not of(three, quoting(ROWS["sea"][2])).right
    assert of(three, quoting(ROWS["sea"][2], ROWS["sea"][1])).right
    assert of(replace(three, kind="fact"), quoting(ROWS["sea"][2])).right


def test_an_answer_that_nobody_reads_to_its_end_is_never_right() -> None:
    long = quoting(ROWS["sea"][0])
    assert not of(PAY, replace(long, answer="word " * (LONG + 1))).right
    assert of(PAY, replace(long, answer="word [1] " * LONG)).words == LONG


def test_a_refusal_is_right_only_where_no_guide_answers() -> None:
    assert of(BREAD, REFUSAL).refused
    assert not of(PAY, REFUSAL).right
    assert not of(BREAD, quoting(ROWS["sea"][0])).right


def test_the_scores_are_counted_over_questions_and_the_clean_ones_over_quotes() -> None:
    counted = total(
        [
            of(PAY, quoting(ROWS["sea"][0], ROWS["sea"][3])),
            of(NEEDS, REFUSAL),
            of(BREAD, REFUSAL),
            of(replace(BREAD, id="q4"), quoting(ROWS["sea"][3])),
        ]
    )
    assert counted.right == counted.first == Share(1, 2)
    assert counted.clean == Share(1, 2)
    assert counted.refused == counted.falsely_refused == Share(1, 2)
    assert counted.words_median == 13
    assert counted.kinds == {"fact": Share(1, 1), "list": Share(0, 1), "nothing": Share(1, 2)}


def test_nothing_scored_is_counted_as_nothing() -> None:
    assert total([]).words_median == 0


class Forgetful:
    """An assistant that answers one question otherwise once something was asked before."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, mode: str | None = None, background: str | None = None
    ) -> FakePieces:
        assert mode == "quotes"
        return FakePieces(quoting(ROWS["sea"][1 if history and question == NEEDS.question else 0]))


def test_a_batch_is_asked_with_what_was_asked_before_and_scored() -> None:
    found = list(scored(BatchSet(ROWS, (replace(PAY, history=(Turn("Who?"),)), NEEDS)), Forgetful(), silent))
    assert [(each.case.id, each.right) for each in found] == [("q1", True), ("q2", False)]


def test_a_turn_that_is_answered_otherwise_than_by_itself_is_told() -> None:
    assert list(changes((NEEDS, PAY, BREAD), Forgetful())) == []
    assert list(changes((PAY, NEEDS, PAY), Forgetful())) == [((PAY, NEEDS, PAY), 1)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A batch in a folder."""
    for name in ("guides", "texts"):
        (tmp_path / name).mkdir()
    lines = [f"{number}\tPay\t{row}" for number, row in enumerate(ROWS["sea"])]
    (tmp_path / "guides" / "sea.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "texts" / "sea.md").write_text("# At sea\n\n" + "\n\n".join(ROWS["sea"]), encoding="utf-8")
    (tmp_path / "questions.jsonl").write_text("".join(f"{json.dumps(case)}\n" for case in CASES) + "\n", "utf-8")
    return tmp_path


def test_a_batch_is_read_from_its_folder(folder: Path) -> None:
    read = read_batch_set(folder)
    assert read.rows == ROWS
    assert [case.id for case in read.cases] == ["q1", "q3"]
    assert read.cases[0].history == (Turn("Who steers?"),)
    assert (read.cases[0].answers, read.cases[0].also) == ((("sea", 0),), (("sea", 1),))


@pytest.mark.parametrize("line", ["no json", "{}", "[]", json.dumps(CASES[0] | {"answers": [["sea"]]})])
def test_what_is_no_batch_is_told_in_one_line(line: str, folder: Path) -> None:
    (folder / "questions.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match="is no batch of questions") as error:
        read_batch_set(folder)
    assert "\n" not in str(error.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read as a batch"):
        read_batch_set(tmp_path / "nowhere")


def test_the_command_asks_the_batch_of_its_own_guides(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["eval", "batch", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["right"]["of"] == 1
    assert found["refused"]["of"] == 1
    assert list(found["kinds"]) == ["fact", "nothing"]
    assert cli.main(["eval", "batch", str(folder), "--misses"]) == 0
    assert "falsely refused" in capsys.readouterr().out
