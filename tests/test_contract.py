"""The contract end to end: the command line over real guides, a real index and the real models."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cli
from tests.contract import Index, career, made, one_line

ROOT = Path(cli.__file__).parent


@pytest.fixture(scope="module", params=["folder", "server"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index that no test changes, in a folder and on a Chroma server."""
    base = tmp_path_factory.mktemp("contract")
    found = Index(options=("--index", str(base / "index")))
    if request.param == "server":
        url = request.getfixturevalue("chroma").url
        found = Index(environment={"CAREER_CHROMA_URL": url, "CAREER_CHROMA_INDEX": base.name, "NO_PROXY": "127.0.0.1"})
    done = found.career("ingest", made(base / "guides"), "--json")
    assert done.returncode == 0, done.stderr
    return found


# --- guides and show ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("index", ["folder"], indirect=True)
def test_guides_and_show_agree_on_what_a_guide_is(index: Index) -> None:
    guides = json.loads(index.career("guides", "--json").stdout)
    assert [list(guide) for guide in guides] == [["guide", "title", "author", "published", "url", "passages"]] * 2
    pilots = guides[1]
    assert {key: pilots[key] for key in ("guide", "title", "author", "published", "url")} == {
        "guide": "sea/pilots.md",
        "title": "Harbour pilots",
        "author": "Ada Berg",
        "published": "2024-05-01",
        "url": "https://example.org/pilots",
    }
    for name in ("sea/pilots.md", "pilots", "Harbour pilots"):
        assert json.loads(index.career("show", name, "--json").stdout)["guide"] == "sea/pilots.md"


@pytest.mark.parametrize("index", ["folder"], indirect=True)
def test_show_prints_exactly_the_text_of_its_json(index: Index) -> None:
    shown = json.loads(index.career("show", "keepers", "--json").stdout)
    assert list(shown) == ["guide", "title", "author", "published", "url", "text", "segments"]
    assert index.career("show", "keepers").stdout == shown["text"]
    assert all(0 <= segment["start"] < segment["end"] <= len(shown["text"]) for segment in shown["segments"])
    assert "30,000 EUR a year – and" in shown["text"]


@pytest.mark.parametrize("index", ["folder"], indirect=True)
def test_an_unknown_guide_is_exit_1(index: Index) -> None:
    done = index.career("show", "nobody")
    assert done.returncode == 1
    assert "nobody" in one_line(done)


# --- ask ------------------------------------------------------------------------------------------------------


ANSWER = """question standalone_question status answer sentences citations nearest not_covered disagreements comparison
    removed background mode model notice follow_ups usage timings_ms""".split()
CITATION = "number guide title author published as_of section timestamp page url quote start end".split()
TIMINGS = "total retrieve read first_token".split()


def checked(answer: dict[str, Any], index: Index) -> dict[str, Any]:
    """The answer, after its keys, quotes and markers were held against the contract and the guides."""
    assert list(answer) == ANSWER
    assert list(answer["timings_ms"]) == TIMINGS
    for citation in (*answer["citations"], *answer["nearest"]):
        assert list(citation) == CITATION
        assert index.text(citation["guide"])[citation["start"] : citation["end"]] == citation["quote"]
    numbers = [citation["number"] for citation in answer["citations"]]
    assert numbers == [int(number) for number in re.findall(r"\[(\d+)\]", answer["answer"])]
    assert numbers == [number for sentence in answer["sentences"] for number in sentence["citations"]]
    for sentence in answer["sentences"]:
        assert list(sentence) == ["text", "citations", "check"]
        assert sentence["text"] in answer["answer"]
        assert sentence["check"] == "quote"
    if answer["status"] in ("not_in_guides", "error"):
        assert (answer["citations"], answer["sentences"], answer["comparison"]) == ([], [], None)
    return answer


COMPARED = "Harbour pilot or lighthouse keeper: what does each earn a year?"


def test_a_comparison_is_a_table_of_the_answers_quotes(index: Index) -> None:
    done = index.career("ask", COMPARED, "--json")
    answer = checked(json.loads(done.stdout), index)
    table = answer["comparison"]
    assert list(table) == ["sides", "rows"]
    assert table["sides"] == ["Harbour pilot", "lighthouse keeper"]
    assert {tuple(row) for row in table["rows"]} == {("name", "cells")}
    assert {len(row["cells"]) for row in table["rows"]} == {2}
    quotes = {citation["number"]: citation["quote"] for citation in answer["citations"]}
    cells = [cell for row in table["rows"] for cell in row["cells"] if cell]
    assert sorted(cell["citation"] for cell in cells) == sorted(quotes)
    assert all(list(cell) == ["text", "citation"] and quotes[cell["citation"]] == cell["text"] for cell in cells)
    assert all(table["rows"][0]["cells"])


def test_an_answer_quotes_the_guide(index: Index) -> None:
    done = index.career("ask", "How much does a harbour pilot in Rotterdam earn?", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answer = checked(json.loads(done.stdout), index)
    assert answer["status"] in ("answered", "partial")
    assert "$91,000" in answer["answer"]
    assert any("$91,000" in citation["quote"] for citation in answer["citations"])
    assert (answer["mode"], answer["model"]) == ("quotes", None)


def test_what_no_guide_says_is_exit_3(index: Index) -> None:
    question = "What does a football referee earn?"
    done = index.career("ask", question, "--json")
    assert done.returncode == 3
    answer = checked(json.loads(done.stdout), index)
    assert (answer["status"], answer["not_covered"]) == ("not_in_guides", [question])
    assert answer["answer"].startswith("The guides don't answer this. No guide mentions “football”")


def test_lines_in_are_lines_out_in_order(index: Index) -> None:
    lines = ['{"question": "How long is the training of a harbour pilot?", "id": 1}', "no json", "{}"]
    lines.append('{"question": "And a keeper?", "history": [{"question": "What does a pilot earn?", "answer": null}]}')
    done = index.career("ask", "--jsonl", stdin="\n".join(lines))
    assert (done.returncode, done.stderr) == (1, "")
    answers = [checked(json.loads(line), index) for line in done.stdout.splitlines()]
    assert len(answers) == 4
    assert "three years" in answers[0]["answer"]
    assert [answer["status"] == "error" for answer in answers] == [False, True, True, False]
    assert answers[3]["question"] == "And a keeper?"


@pytest.mark.parametrize("index", ["folder"], indirect=True)
@pytest.mark.parametrize("arguments", [[""], ["x" * 10_000], ["Pay?", "--mode", "model"]])
def test_what_can_t_be_asked_is_exit_2(arguments: list[str], index: Index) -> None:
    done = index.career("ask", *arguments)
    assert done.returncode == 2
    one_line(done)


@pytest.mark.parametrize("arguments", [["ask", "Pay?"], ["guides"], ["show", "pilots"], ["ask", "--jsonl"]])
def test_a_named_index_that_is_missing_is_exit_1_with_the_command_that_makes_it(
    arguments: list[str], tmp_path: Path
) -> None:
    done = career(*arguments, "--index", tmp_path / "none")
    assert done.returncode == 1
    assert "career ingest" in one_line(done)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("index", ["folder"], indirect=True)
def test_neither_asking_nor_ingesting_imports_torch(index: Index) -> None:
    script = "import sys, cli; cli.main(sys.argv[1:]); sys.exit('torch' in sys.modules)"
    for arguments in (["ask", "What does a pilot earn?"], ["ingest"], ["guides"]):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments, *index.options],
            cwd=ROOT,
            capture_output=True,
            check=False,
            env={**os.environ, **index.environment},
        )
        assert done.returncode == 0, done.stderr
