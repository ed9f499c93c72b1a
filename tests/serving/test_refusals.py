"""Whom `career serve` refuses, what it stops, and what it says of it."""

from __future__ import annotations

import json
import socket
import subprocess
from pathlib import Path
from typing import Any

import httpx2
import pytest
from openai import APITimeoutError, AuthenticationError, BadRequestError, NotFoundError, OpenAI
from openai.types.chat import ChatCompletionMessageParam

from rag.types import Answer
from tests.endpoint import Connection, FakeEndpoint
from tests.serving.started import Server, command, environment, started

QUESTION = "How long does a carpentry apprenticeship take?"
QUOTE = "A carpentry apprenticeship takes four years."
ASKED: list[ChatCompletionMessageParam] = [{"role": "user", "content": QUESTION}]


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


def test_a_click_on_a_citation_opens_its_guide_without_the_key_and_no_other(served: Path) -> None:
    with started(environment(served, CAREER_SERVE_KEY="open-sesame"), "serve", "--port", "0") as server:
        with OpenAI(base_url=server.address, api_key="open-sesame", max_retries=0) as client:
            message = client.chat.completions.create(model="career", messages=ASKED).choices[0].message
        assert message.annotations
        url = httpx2.URL(message.annotations[0].url_citation.url)
        assert "open-sesame" not in str(url)
        opened = httpx2.get(url)
        assert (opened.status_code, QUOTE in opened.text) == (200, True)
        others = ["/guides/carpentry", "/guides/health/nursing.md", "/guides/", "/v1/models", "/"]
        assert [httpx2.get(url.copy_with(path=path)).status_code for path in others] == [401] * len(others)
        signature = url.params["signature"]
        for wrong in ("", "0" * 64, signature[:-1], signature.upper(), "é"):
            assert httpx2.get(url.copy_set_param("signature", wrong)).status_code == 401
    with started(environment(served, CAREER_SERVE_KEY="another"), "serve", "--port", str(url.port)):
        assert httpx2.get(url).status_code == 401  # as good as its key


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
