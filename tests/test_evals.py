"""The commands under `career eval`, the readers of public formats, and the floors under what is measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cli
from evals import ratchet
from evals.asking import index_of
from evals.beir import Query, read_collection
from evals.memory import index_in_memory
from evals.ratchet import Held, against, raised
from evals.retrieval import as_guides, evaluate
from evals.scoring import Share
from ingest.service import ingest
from rag.errors import UsageError
from rag.progress import Step, silent
from rag.settings import Settings
from terminal.parts import Parts
from tests.fake_assistant import GUIDE, FakeAssistant
from tests.fakes import HashEncoder, WordReader

PAY = {
    "id": "p1",
    "kind": "fact",
    "tag": "pay",
    "question": "What does a pilot earn?",
    "facts": ["91,000"],
    "guides": ["harbour.md"],
}
OSLO = {"id": "p2", "kind": "unanswerable", "question": "And in Oslo?"}


@pytest.fixture
def parts() -> Parts:
    return Parts(open_assistant=lambda settings: FakeAssistant(), ensure_default=lambda settings, progress: None)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(f"{json.dumps(value)}\n" for value in (PAY, OSLO)), encoding="utf-8")
    return path


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """Four documents, two judged queries and one that nobody judged."""
    texts = {
        "d1": "Pilots steer ships.",
        "d2": "Bakers bake bread.",
        "d3": "Cooks boil rice.",
        "d4": "Smiths forge iron.",
    }
    rows = [{"_id": id, "title": "Work", "text": text} for id, text in texts.items()]
    queries = [
        {"_id": "q1", "text": "who steers ships"},
        {"_id": "q2", "text": "forge iron"},
        {"_id": "q3", "text": "x"},
    ]
    write(tmp_path / "corpus.jsonl", rows)
    write(tmp_path / "queries.jsonl", queries)
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\td4\t1\n")
    return tmp_path


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


# --- questions ------------------------------------------------------------------------------------------------


def test_questions_as_a_table(questions: Path, parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["eval", "questions", str(questions), "--misses"], parts) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].split() == ["right", "1/1"]
    assert "refused          0/1" in out
    assert any(line.startswith("unanswerable ") for line in out)
    assert out[-1].startswith("p2 answered | And in Oslo?")


def test_questions_as_json(questions: Path, parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["eval", "questions", str(questions), "--json", "--misses"], parts) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["all"]["right"] == {"got": 1, "of": 1}
    assert found["kinds"]["unanswerable"]["refused"] == {"got": 0, "of": 1}
    assert list(found["tags"]) == ["pay"]
    assert [miss["id"] for miss in found["misses"]] == ["p2"]


def test_a_bad_line_is_one_message(questions: Path, parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    questions.write_text(questions.read_text() + '{"id": "p3"}\n', encoding="utf-8")
    assert cli.main(["eval", "questions", str(questions)], parts) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "line 3" in err


def test_an_index_is_made_of_a_folder_once_and_anew_when_it_changes(settings: Settings) -> None:
    guides = settings.corpus
    (guides / "harbour.md").write_text(GUIDE.text)
    steps: list[Step] = []
    first = index_of(guides, settings, steps.append)
    assert any(step.message == "Encoding guides" for step in steps)
    steps.clear()
    assert index_of(guides, settings, steps.append) == first
    assert steps == []
    (guides / "harbour.md").write_text(f"{GUIDE.text} Pilots are few.")
    assert index_of(guides, settings, silent).index != first.index


def test_an_index_of_a_folder_leaves_the_users_own_alone(settings: Settings) -> None:
    (settings.corpus / "harbour.md").write_text(GUIDE.text)
    before = ingest(settings).generation
    chosen = index_of(settings.corpus, settings, silent)
    assert chosen.index_path != settings.index_path
    assert ingest(settings).generation == before


def test_no_folder_is_no_index(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder of guides"):
        index_of(tmp_path / "nowhere", settings, silent)


# --- retrieval ------------------------------------------------------------------------------------------------


def test_a_collection_keeps_the_judged_queries(beir: Path) -> None:
    found = read_collection(beir, None)
    assert [document.id for document in found.documents] == ["d1", "d2", "d3", "d4"]
    assert found.queries == (Query("q1", "who steers ships", {"d1": 2}), Query("q2", "forge iron", {"d4": 1}))


def test_qrels_are_named_where_there_are_several(beir: Path) -> None:
    (beir / "qrels" / "dev.tsv").write_text("q3\td1\t1\n")
    with pytest.raises(UsageError, match="dev, test"):
        read_collection(beir, None)
    assert [query.id for query in read_collection(beir, "dev").queries] == ["q3"]
    with pytest.raises(UsageError, match="'train'"):
        read_collection(beir, "train")


@pytest.mark.parametrize("line", ["q1\td1", "q1\td1\tgood", "q1 d1 1"])
def test_a_bad_line_of_qrels_is_named(beir: Path, line: str) -> None:
    (beir / "qrels" / "test.tsv").write_text(f"q1\td1\t1\n{line}\n")
    with pytest.raises(UsageError, match=r"test\.tsv, line 2"):
        read_collection(beir, None)


def test_a_document_twice_is_refused(beir: Path) -> None:
    write(beir / "corpus.jsonl", [{"_id": "d1", "title": "", "text": "A text here."}] * 2)
    with pytest.raises(UsageError, match="'d1' twice"):
        read_collection(beir, None)


def test_documents_are_found_by_their_units(beir: Path) -> None:
    collection, encoder = read_collection(beir, None), HashEncoder()
    snapshot = index_in_memory(as_guides(collection.documents), encoder, silent)
    found = evaluate(collection, snapshot, encoder, WordReader(), silent)
    assert (found.queries, found.documents) == (2, 4)
    assert found.fused.ndcg_at_10 == found.lexical.ndcg_at_10 == 1
    assert found.fused.recall_at_10 == found.read.recall_at_10 == 1
    assert found.read.ndcg_at_10 == 1


# --- floors ---------------------------------------------------------------------------------------------------


def test_a_figure_below_its_floor_is_worse() -> None:
    assert Held("right", Share(8, 10), 0.81).change < 0
    assert Held("right", Share(8, 10), 0.8).change == 0
    assert Held("right", Share(9, 10), 0.8).change > 0
    assert "WORSE" in str(Held("right", Share(8, 10), 0.81))


def test_of_some_figures_more_is_worse() -> None:
    assert Held("falsely refused", Share(2, 10), 0.1).change < 0
    assert Held("falsely refused", Share(0, 10), 0.1).change > 0


def test_a_floor_holds_the_very_share_that_it_was_made_of() -> None:
    for name in ("right", "falsely refused"):
        for got in range(176):
            value = Held(name, Share(got, 175), None).value
            assert Held(name, Share(got, 175), value).change == 0


def test_floors_only_rise_and_a_figure_that_went_is_the_worst() -> None:
    floors = {"right": 0.5, "cited": 0.9, "falsely refused": 0.2, "gone": 0.7}
    shares = {"right": Share(6, 10), "cited": Share(8, 10), "falsely refused": Share(1, 10), "new": Share(1, 2)}
    held = against(shares, floors)
    assert raised(held) == {"right": 0.6, "cited": 0.9, "falsely refused": 0.1, "new": 0.5, "gone": 0.7}
    assert {figure.name for figure in held if figure.change < 0} == {"cited", "gone"}


def test_the_ratchet_fails_and_raises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = {"set": {"right": Share(6, 10), "cited": Share(8, 10)}}
    monkeypatch.setattr(ratchet, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(ratchet, "measured", lambda settings, batch: figures)
    ratchet.FLOORS.write_text(json.dumps({"set": {"right": 0.5, "cited": 0.9}}))
    assert ratchet.main([]) == 1
    assert "WORSE" in capsys.readouterr().out
    assert ratchet.main(["--raise"]) == 1
    assert json.loads(ratchet.FLOORS.read_text()) == {"set": {"right": 0.6, "cited": 0.9}}
    ratchet.FLOORS.write_text(json.dumps({"set": {"right": 0.5}}))
    assert ratchet.main([]) == 0
