"""An index on a Chroma server: what the server does wrong, and how the faces tell of it."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from ingest import service
from rag.assistant import Assistant
from rag.errors import CareerError, ServerError, SettingsError
from rag.indexing import served as places
from rag.indexing import turns
from rag.indexing.chroma import Chroma
from rag.indexing.index import open_place
from rag.progress import Step
from rag.settings import Settings, read_settings
from terminal.chat import environment as chat_environment
from terminal.doctor import diagnosis
from terminal.parts import Parts
from tests.chroma_server import Answer, Before, ChromaServer, free_port
from tests.fakes import HashEncoder, WordReader
from tests.indexes import PAY, WAY, fill, generations_there, hits, index_of, ingest, on_server, snapshot

QUESTION = "What do engineers earn?"


def one_line(error: pytest.ExceptionInfo[CareerError], settings: Settings) -> str:
    """What an error says: one line, with the server's address where it is one of the server's."""
    told = str(error.value)
    assert told.endswith((".", ")")), told
    assert "\n" not in told
    assert len(told) < 400
    return told


# --- the server ------------------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Iterator[ChromaServer]:
    """A server of the test's own, which may be killed."""
    server = ChromaServer(tmp_path / "chroma")
    server.start()
    yield server
    server.kill()


def test_an_open_chat_goes_on_when_the_server_is_back(settings: Settings, own: ChromaServer) -> None:
    there = on_server(settings, own.url)
    fill(there, a=PAY, b=WAY)
    ingest(there)
    with closing(Assistant(there, index_of(there), HashEncoder(), WordReader())) as assistant:
        before = assistant.ask(QUESTION).answer()
        assert before.citations
        own.kill()
        for _ in range(2):
            with pytest.raises(ServerError, match=f"{own.url} can't be reached .*start it") as told:
                assistant.ask(QUESTION).answer()
            one_line(told, there)
        own.start()
        assert assistant.ask(QUESTION).answer().citations == before.citations
        fill(there, c="# Bakers\n\nBakers earn more money at night.\n")
        ingest(there)
        assert "c.md" in [each.guide for each in assistant.guides()]


@pytest.mark.parametrize("step", ["Building the index", "Checking the index", "Publishing the index"])
def test_a_server_killed_in_an_ingest_loses_nothing(
    step: str, settings: Settings, own: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = on_server(settings, own.url, lock_timeout_seconds=5.0)
    fill(there, a=PAY, b=WAY)
    first = ingest(there)
    fill(there, a=WAY, c=PAY)

    def cut(at: Step) -> None:
        if at.message == step:
            own.kill()

    monkeypatch.setattr(turns, "SECONDS", 1.0)
    monkeypatch.setattr(places, "READER_SECONDS", 2.0)  # what was cut off read the generation that it built on
    with pytest.raises(ServerError, match="can't be reached") as told:
        ingest(there, progress=cut)
    one_line(told, there)
    own.start()
    with closing(index_of(there)) as index:
        assert index.snapshot().manifest.generation == first.generation
        assert len(index.snapshot().dense(HashEncoder().encode(["docker"]), 99)) == len(index.snapshot().units)
    time.sleep(2)
    assert ingest(there).changed == ("a.md",)
    ingest(settings, there.corpus)
    assert hits(there) == hits(settings)
    assert len(generations_there(there)) == 1


def test_nobody_there_is_told_with_the_address_and_without_what_is_secret(settings: Settings) -> None:
    port = free_port()
    there = on_server(settings, f"http://ann:secret@127.0.0.1:{port}/chroma?tenant=team")
    fill(there, a=PAY)
    for asked in (lambda: snapshot(there), lambda: ingest(there), lambda: service.remove(there, "a.md")):
        with pytest.raises(ServerError, match=f"^The Chroma server http://127.0.0.1:{port}/chroma can't") as told:
            asked()
        assert "secret" not in one_line(told, there)


def always(status: int, body: str, **headers: str) -> Callable[[str, Any], Answer]:
    return lambda path, sent: (status, body.encode(), headers)


def old(path: str, sent: Any) -> Answer:
    return (200, b'"0.5.23"', {}) if path == "/api/v1/version" else (404, b'{"detail": "Not Found"}', {})


WRONG: dict[str, tuple[Callable[[str, Any], Answer | None], str]] = {
    "too old": (old, r"has version 0\.5\.23; it has to be 1\.0 or later"),
    "old": (always(200, '"0.6.3"'), r"has version 0\.6\.3; it has to be 1\.0"),
    "a page": (always(200, "<html>Welcome</html>"), "answers, but not as Chroma does; set CAREER_CHROMA_URL"),
    "other JSON": (always(200, "{}"), "not as Chroma does"),
    "nothing there": (always(404, "no such page"), "not as Chroma does"),
    "a login": (always(302, "", Location="https://login"), "CAREER_CHROMA_HEADERS to what its proxy wants"),
    "no token": (always(401, "no"), r"refuses who asks \(HTTP 401\); set CAREER_CHROMA_HEADERS"),
    "no right": (always(403, '{"error": "ChromaError", "message": "Forbidden."}'), r"refuses who asks \(HTTP 403\)"),
    "no upstream": (always(502, "<html>Bad\x07gateway</html>"), r"answers with a fault \(HTTP 502\); its log"),
    "a fault": (always(500, '{"error": "X", "message": "disk\\n is full"}'), r"HTTP 500, disk is full"),
    "nonsense": (lambda path, sent: (200, b'"1.0.0"' if "version" in path else b'[{"a": 1}]', {}), "not as Chroma"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_a_server_does_wrong_is_one_line(wrong: str, settings: Settings) -> None:
    answer, line = WRONG[wrong]
    fill(settings, a=PAY)
    with Before(answer) as server:
        there = on_server(settings, f"http://{server.host}")
        for asked in (lambda: snapshot(there), lambda: ingest(there)):
            with pytest.raises(ServerError, match=line) as told:
                asked()
            assert f"http://{server.host}" in one_line(told, there)


def test_a_database_that_is_missing_is_told(settings: Settings, chroma: ChromaServer) -> None:
    there = on_server(settings, f"{chroma.url}/?database=nowhere")
    fill(there, a=PAY)
    for asked in (lambda: snapshot(there), lambda: ingest(there)):
        with pytest.raises(ServerError, match="has no database 'nowhere' of the tenant 'default_tenant'"):
            asked()


@pytest.mark.parametrize("how", ["headers", "login"])
def test_a_proxy_lets_in_who_has_what_it_wants(how: str, settings: Settings, chroma: ChromaServer) -> None:
    wanted = {"headers": "Bearer right", "login": "Basic " + base64.b64encode(b"ann:r/ght").decode()}[how]

    def guard(path: str, sent: Any) -> Answer | None:
        return None if sent.get("Authorization") == wanted else (401, b"", {})

    with Before(guard, chroma.url) as proxy:
        login, headers = ("ann:r%2Fght@", "") if how == "login" else ("", '{"Authorization": "Bearer right"}')
        there = on_server(settings, f"http://{login}{proxy.host}", chroma_headers=SecretStr(headers))
        fill(there, a=PAY)
        ingest(there)
        assert hits(there)
        stranger = there.model_copy(update={"chroma_url": SecretStr(f"http://{proxy.host}"), "chroma_headers": None})
        with pytest.raises(ServerError, match="HTTP 401"):
            snapshot(stranger)


def test_a_slow_server_is_not_waited_for(settings: Settings, chroma: ChromaServer) -> None:
    slow = False

    def delay(path: str, sent: Any) -> None:
        time.sleep(1.0 if slow else 0)

    with Before(delay, chroma.url) as proxy:
        there = on_server(settings, f"http://{proxy.host}", chroma_seconds=0.6)
        fill(there, a=PAY)
        ingest(there.model_copy(update={"chroma_seconds": 20.0}))
        with closing(index_of(there)) as index:
            index.snapshot()
            slow, begun = True, time.monotonic()
            with pytest.raises(ServerError, match=r"doesn't answer in 0\.6 seconds \(CAREER_CHROMA_SECONDS\)"):
                index.snapshot()
            assert time.monotonic() - begun < 3
            slow = False
            assert index.snapshot().units


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("chroma_url", "localhost:8000"),
        ("chroma_url", "ftp://localhost"),
        ("chroma_url", "http://localhost:99999"),
        ("chroma_url", "http://[secret"),
        ("chroma_url", "http://localhost/?token=secret"),
        ("chroma_url", "http://localhost/?database=../secret"),
        ("chroma_headers", "Bearer secret"),
        ("chroma_headers", '["secret"]'),
        ("chroma_headers", '{"Authorization": "secret\\n"}'),
        ("chroma_headers", '{"Authorization": "sécret"}'),
    ],
)
def test_a_setting_that_can_t_be_is_told_without_its_secret(name: str, value: str, settings: Settings) -> None:
    there = on_server(settings, "http://localhost:8000", **{name: SecretStr(value)})
    with pytest.raises(SettingsError, match=f"^CAREER_{name.upper()} ") as told:
        open_place(there)
    assert "secret" not in str(told.value)


# --- faces -----------------------------------------------------------------------------------------------------


def test_the_doctor_tells_of_the_server_and_of_no_secret(served: Settings) -> None:
    there = served.model_copy(update={"chroma_headers": SecretStr('{"X-Key": "secret"}')})
    fill(there, a=PAY)
    ingest(there)
    assistant = Assistant(there, index_of(there), HashEncoder(), WordReader())
    for settings, healthy in ((there, True), (there.model_copy(update={"chroma_url": SecretStr("http://:1")}), False)):
        lines, well = diagnosis(settings, Parts(lambda _: assistant), "1", datetime.now(UTC))
        told = "\n".join(f"{line.lead}{line.text}" for line in lines)
        assert well is healthy
        assert "secret" not in told
        assert (f"{Chroma(there)} (index {there.chroma_index}): generation " in told) is healthy
        assert re.search(r"CAREER_CHROMA_HEADERS +set \(", told)


def test_a_folder_that_a_flag_names_goes_before_the_server(
    served: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CAREER_CHROMA_URL", served.chroma_address)
    assert read_settings().on_server
    flagged = read_settings(index=tmp_path)
    assert not flagged.on_server
    for name, value in chat_environment(flagged).items():
        monkeypatch.setenv(name, value)
    assert (read_settings().on_server, read_settings().index_path) == (False, tmp_path)
    monkeypatch.setenv("CAREER_INDEX", str(tmp_path))
    monkeypatch.setenv("CAREER_CHROMA_URL", served.chroma_address)
    assert read_settings().on_server
