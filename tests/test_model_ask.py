"""`career ask` in a process of its own, with a model on a real socket."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rag.settings import ROOT
from tests.endpoint import KEY, USAGE, Behaviour, Connection, FakeEndpoint, chunk, error
from tests.indexes import index_on_disk

QUESTION = "How long does a carpentry apprenticeship take?"
WRITTEN = ("A carpentry apprenticeship ", "takes four years [3]. It takes 9 years in Oslo [300].\n\n", "Fine.")
RUN = "import sys, cli; sys.exit(cli.main(sys.argv[1:]))"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the tests' own guides on disk."""
    return index_on_disk(tmp_path_factory.mktemp("asked"))


def good(connection: Connection) -> None:
    connection.begin()
    connection.words(*WRITTEN, reason="stop")
    connection.event({**chunk(), "choices": [], "usage": USAGE})
    connection.end()


def broken(connection: Connection) -> None:
    said = connection.request.headers["authorization"]
    connection.reply("500 Internal Server Error", error(f"Bad {said}"))


def ask(index: Path, url: str | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The process that asked, with a model at the URL set, or none."""
    model = {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": KEY, "CAREER_MODEL": "tiny"} if url else {}
    done = subprocess.run(
        [sys.executable, "-c", RUN, "ask", QUESTION, "--json", "--index", str(index), *arguments],
        cwd=ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "1", **model},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert KEY not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_a_model_answers_and_what_no_guide_says_is_taken_out(index: Path) -> None:
    with FakeEndpoint(good) as server:
        done = ask(index, server.url)
        request, second = server.requests
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert (found["status"], found["mode"], found["model"]) == ("answered", "model", "tiny")
    assert found["answer"] == "A carpentry apprenticeship takes four years [1]."
    assert [citation["quote"] for citation in found["citations"]] == ["A carpentry apprenticeship takes four years."]
    assert [one["sentence"] for one in found["removed"]] == ["It takes 9 years in Oslo", "Fine"]
    assert found["usage"] == {"input_tokens": 240, "output_tokens": 42}
    assert second.body["response_format"]["type"] == "json_schema"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert "A carpentry apprenticeship takes four years." in json.dumps(request.body)


@pytest.mark.parametrize("behave", [broken])
def test_quotes_answer_where_the_server_has_a_fault(behave: Behaviour, index: Path) -> None:
    with FakeEndpoint(behave) as server:
        done = ask(index, server.url)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert (found["status"], found["mode"], found["model"]) == ("answered", "quotes", None)
    assert "A carpentry apprenticeship takes four years." in [citation["quote"] for citation in found["citations"]]
    assert found["notice"] == "The model's server has a fault or is overloaded, so this answer is made of quotes."


def test_quotes_ask_no_model(index: Path) -> None:
    with FakeEndpoint(good) as server:
        done = ask(index, server.url, "--mode", "quotes")
        assert server.requests == []
    assert done.returncode == 0
    assert json.loads(done.stdout)["mode"] == "quotes"


def test_a_model_that_is_not_set_up_is_a_usage_error(index: Path) -> None:
    done = ask(index, None, "--mode", "model")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "CAREER_MODEL" in done.stderr
