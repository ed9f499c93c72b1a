"""`career serve`, asked by OpenAI's own client, and by whoever sends something else."""

from __future__ import annotations

import json
import re
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import httpx2
import pytest
from openai import APITimeoutError, AuthenticationError, BadRequestError, NotFoundError, OpenAI
from openai.types.chat import ChatCompletion, ChatCompletionMessageParam

from rag.settings import ROOT
from rag.types import Answer
from tests.endpoint import Connection, FakeEndpoint
from tests.serving.started import Server, command, environment, started

QUESTION = "How long does a carpentry apprenticeship take?"
QUOTE = "A carpentry apprenticeship takes four years."
KEYS = [field.name for field in fields(Answer)]
ASKED: list[ChatCompletionMessageParam] = [{"role": "user", "content": QUESTION}]


@pytest.fixture(scope="module")
def server(served: Path) -> Iterator[Server]:
    with started(environment(served), "serve", "--port", "0") as server:
        yield server


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[OpenAI]:
    with OpenAI(base_url=server.address, api_key="none", max_retries=0, timeout=60) as client:
        yield client


def career(completion: Any) -> dict[str, Any]:
    """The contract's answer beside a completion, or beside a stream's last chunk."""
    found = completion.model_extra["career"]
    assert isinstance(found, dict)
    assert list(found) == KEYS
    return found


def content(completion: ChatCompletion) -> str:
    text = completion.choices[0].message.content
    assert text
    return text


def test_an_answer_with_its_citations_as_annotations(client: OpenAI, server: Server) -> None:
    completion = client.chat.completions.create(model="career", messages=ASKED)
    answer = career(completion)
    assert (answer["status"], answer["mode"], completion.model) == ("answered", "quotes", "career")
    message = completion.choices[0].message
    assert message.content == answer["answer"]
    assert completion.choices[0].finish_reason == "stop"
    assert message.annotations
    stands = {citation["number"]: citation for citation in answer["citations"]}
    for annotation in message.annotations:
        cited = annotation.url_citation
        sentence = content(completion)[cited.start_index : cited.end_index]
        marked = [stands[int(number)] for number in re.findall(r"\[(\d+)\]", sentence)]
        assert any(str(cited.title).startswith(each["title"]) for each in marked)
    assert completion.usage
    assert completion.usage.total_tokens == 0  # no language model was asked


def test_an_annotation_leads_to_the_quote(client: OpenAI, server: Server) -> None:
    message = client.chat.completions.create(model="career", messages=ASKED).choices[0].message
    assert message.annotations
    url = message.annotations[0].url_citation.url
    page, _, fragment = url.partition("#")
    assert fragment == ":~:text=A%20carpentry%20apprenticeship%20takes%20four%20years."
    assert page.startswith(server.address.removesuffix("/v1") + "/guides/")
    assert QUOTE in httpx2.get(page).text


def test_a_stream_gives_the_same(client: OpenAI) -> None:
    whole = client.chat.completions.create(model="career", messages=ASKED)
    stream = client.chat.completions.create(
        model="career", messages=ASKED, stream=True, stream_options={"include_usage": True}
    )
    *chunks, last, counted = list(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == content(whole)
    (annotations,) = [extra["annotations"] for chunk in chunks if (extra := chunk.choices[0].delta.model_extra)]
    assert annotations == [each.model_dump() for each in whole.choices[0].message.annotations or []]
    assert last.choices[0].finish_reason == "stop"
    assert career(last)["answer"] == career(whole)["answer"]
    assert counted.usage
    assert len({chunk.id for chunk in (*chunks, last, counted)}) == 1


def test_history_comes_from_the_messages(client: OpenAI) -> None:
    completion = client.chat.completions.create(
        model="career-quotes",
        messages=[
            {"role": "system", "content": "You are a pirate."},
            {"role": "user", "content": QUESTION},
            {"role": "assistant", "content": f"{QUOTE} [1]"},
            {"role": "user", "content": [{"type": "text", "text": "And what does it pay?"}]},
        ],
    )
    assert career(completion)["question"] == "And what does it pay?"
    assert any("carpent" in citation["guide"] for citation in career(completion)["citations"])


def test_what_comes_nearest_is_shown_where_no_guide_answers(client: OpenAI) -> None:
    completion = client.chat.completions.create(
        model="career", messages=[{"role": "user", "content": "How many carpenters own a boat?"}]
    )
    answer = career(completion)
    assert answer["status"] == "not_in_guides"
    assert content(completion).startswith(answer["answer"])
    for near, annotation in zip(answer["nearest"], completion.choices[0].message.annotations or [], strict=True):
        cited = annotation.url_citation
        assert content(completion)[cited.start_index : cited.end_index].startswith(f"“{near['quote']}”")


def test_the_readmes_script_runs(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (script,) = (block for block in re.findall(r"^```python\n(.*?)^```$", readme, re.M | re.S) if "OpenAI" in block)
    script = script.replace("http://127.0.0.1:8600/v1", server.address)
    names: dict[str, Any] = {}
    exec(script.replace("What does a senior MLOps engineer earn?", QUESTION), names)
    names["client"].close()
    text, *places, status = capsys.readouterr().out.splitlines()
    assert (text, status) == (f"Jonas Weber: “{QUOTE}” [1]", "answered")
    assert places


def test_models_are_listed(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["career", "career-quotes"]
    assert client.models.retrieve("career").owned_by == "career"


def test_what_cannot_be_answered_is_an_error_object(client: OpenAI) -> None:
    with pytest.raises(BadRequestError, match="The question is empty; type what you want to know") as refused:
        client.chat.completions.create(model="career", messages=[{"role": "user", "content": " "}])
    assert refused.value.type == "invalid_request_error"
    with pytest.raises(BadRequestError, match="2,001 characters"):
        client.chat.completions.create(model="career", messages=[{"role": "user", "content": "a" * 2001}], stream=True)
    with pytest.raises(NotFoundError, match="There is no model 'gpt-4o'; there are career and career-quotes"):
        client.chat.completions.create(model="gpt-4o", messages=ASKED)
    with pytest.raises(BadRequestError, match="one answer"):
        client.chat.completions.create(model="career", messages=ASKED, n=2)
    picture: Any = [{"type": "image_url", "image_url": {"url": "data:"}}]
    with pytest.raises(BadRequestError, match="A message is text"):
        client.chat.completions.create(model="career", messages=[{"role": "user", "content": picture}])
    with pytest.raises(BadRequestError, match="last message"):
        client.chat.completions.create(model="career", messages=[{"role": "assistant", "content": "Hello"}])
    with pytest.raises(NotFoundError, match="/v1/chat/completions"):
        client.embeddings.create(model="career", input="pay")


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (400, b"not JSON", {}),
        (400, b"[]", {}),
        (400, b'{"model": "career"}', {}),
        (400, b'{"model": "career", "messages": ["pay"]}', {}),
        (400, rb'{"model": "career", "messages": [{"role": "user", "content": "\ud800"}]}', {}),
        (400, b'{"model": "career", "messages": [{"role": "judge"}, {"role": "user", "content": "Pay?"}]}', {}),
        (413, b" " * 1_000_001, {}),
        (415, b"{}", {"Content-Type": "text/plain"}),
        (403, b"{}", {"Host": "evil.example:80"}),
    ],
)
def test_whatever_is_sent_one_line_comes_back(
    server: Server, status: int, body: bytes, headers: dict[str, str]
) -> None:
    sent = {"Content-Type": "application/json", **headers}
    got = httpx2.post(f"{server.address}/chat/completions", content=body, headers=sent)
    assert got.status_code == status
    error = got.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert "\n" not in error["message"]


def test_it_tells_that_it_is_well(server: Server) -> None:
    got = httpx2.get(server.address.removesuffix("/v1") + "/health")
    assert (got.status_code, got.json()) == (200, {"status": "ok"})


def test_a_key_is_asked_for_where_one_is_set(served: Path) -> None:
    with started(environment(served, CAREER_SERVE_KEY="open-sesame"), "serve", "--port", "0") as server:
        with (
            OpenAI(base_url=server.address, api_key="guessed", max_retries=0) as stranger,
            pytest.raises(AuthenticationError, match="CAREER_SERVE_KEY"),
        ):
            stranger.models.list()
        with OpenAI(base_url=server.address, api_key="open-sesame", max_retries=0) as client:
            assert client.chat.completions.create(model="career", messages=ASKED).choices
        root = server.address.removesuffix("/v1")
        assert httpx2.get(f"{root}/guides/carpentry.md").status_code == 401
        assert httpx2.get(f"{root}/health").status_code == 200


def writes_for_ever(connection: Connection) -> None:
    connection.begin()
    connection.words("A carpentry apprenticeship takes four years [3].\n\n")
    for _ in connection.ticks(0.05):
        connection.words("and ")


def test_what_a_client_leaves_is_stopped(served: Path) -> None:
    with (
        FakeEndpoint(writes_for_ever) as model,
        started(environment(served, model.url, CAREER_VERIFY="off"), "serve", "--port", "0") as server,
        OpenAI(base_url=server.address, api_key="none", max_retries=0) as client,
    ):
        with client.chat.completions.create(model="career", messages=ASKED, stream=True) as stream:
            pieces = (chunk.choices[0].delta.content for chunk in stream)
            assert next(piece for piece in pieces if piece) == f"{QUOTE[:-1]} [1]."  # while the model still writes
            assert model.open == 1
        assert model.closed(5.0)
        with pytest.raises(APITimeoutError):
            client.chat.completions.create(model="career", messages=ASKED, timeout=4)
        assert len(model.requests) == 2
        assert model.closed(5.0)


def test_an_error_in_a_stream_is_told_in_the_stream() -> None:
    """Over the app itself, since no index that is there can be made to fail in the middle of an answer."""
    from starlette.testclient import TestClient

    from rag.errors import IndexUnusable
    from serving.endpoint import endpoint
    from tests.fake_assistant import FakeAssistant, FakePieces, cited

    class Broken(FakePieces):
        def answer(self) -> Answer:
            raise IndexUnusable("The index broke; run the ingest.")

    class Breaking(FakeAssistant):
        def ask(self, *given: Any, **more: Any) -> FakePieces:
            return Broken(cited("Pay?"))

    with TestClient(endpoint(Breaking()), base_url="http://localhost") as client:
        body = {"model": "career", "messages": [{"role": "user", "content": "Pay?"}]}
        streamed = client.post("/v1/chat/completions", json={**body, "stream": True})
        *_, last = [line.removeprefix("data: ") for line in streamed.text.splitlines() if line]
        assert json.loads(last)["error"]["message"] == "The index broke; run the ingest."
        whole = client.post("/v1/chat/completions", json=body)
        assert (whole.status_code, whole.json()["error"]["type"]) == (503, "server_error")


def test_others_are_served_only_with_a_key(served: Path) -> None:
    done = subprocess.run(
        command("serve", "--host", "0.0.0.0"),
        env=environment(served),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "career: On 0.0.0.0 others could ask too: set CAREER_SERVE_KEY, or leave --host out.\n"


def test_a_port_that_is_taken_is_one_line(served: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            command("serve", "--port", port),
            env=environment(served),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "name another one with --port" in done.stderr
