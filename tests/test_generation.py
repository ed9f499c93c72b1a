"""A model's stream against real sockets: every fault ends in time and in our own words; nothing is left behind."""

from __future__ import annotations

import asyncio
import logging
import re
import subprocess
import sys
import threading
import time
from collections.abc import AsyncGenerator, Sequence

import pytest
from langchain_core.messages import BaseMessage

from rag import errors
from rag.errors import ModelError, SettingsError
from rag.model.breaker import Breaker
from rag.model.deadlines import Deadlines
from rag.model.generation import FAILURES_BEFORE_REST, GRACE_SECONDS, ModelGenerator, open_generator
from rag.model.writing import Delta
from rag.settings import ROOT, read_settings
from rag.types import Usage
from tests.endpoint import BEGUN, KEY, SENTENCES, WHOLE, Connection, FakeEndpoint, answer
from tests.faults import FAULTS, Fault
from tests.playing import ASKED, DEADLINES, PATIENT, generator, play, read, seen

SLACK_SECONDS = 3.0
"""For a busy machine."""


def fault_of(error: ModelError | None) -> errors.Fault | None:
    """What went wrong."""
    return error.fault if error else None


PAGE = {
    name: (reader_sees, requests)
    for name, reader_sees, requests in re.findall(
        r"^\| ([^|]+) \| ([^|]+) \| [\d.]+ \| (\d+) \|$",
        (ROOT / "docs" / "model-faults.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
}
"""What docs/model-faults.md says of each fault: what the reader sees, and the number of requests."""


def test_the_page_of_faults_has_each_of_them() -> None:
    assert list(PAGE) == [fault.name for fault in FAULTS]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_ends_in_time_and_in_our_words(fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    deadlines = PATIENT if fault.requests > 1 else DEADLINES
    played = play(fault, deadlines)
    text, generation, error = played.text, played.generation, played.generation.error
    assert fault_of(error) is fault.error
    assert text == fault.text or (fault.text and text.startswith(fault.text) and error)
    assert generation.finish == fault.finish
    assert played.seconds < deadlines.total + SLACK_SECONDS
    assert played.requests == fault.requests
    assert PAGE[fault.name] == (seen(played), str(played.requests)), "python -m tests.playing makes the page anew"
    assert KEY not in f"{error!r} {error and error.notice} {error and error.partial_notice}"
    assert error is None or error.__cause__ is error.__context__ is None
    assert KEY not in caplog.text


def test_the_request_holds_key_model_and_messages() -> None:
    with FakeEndpoint(answer) as server:
        generation = generator(server.url).generate(ASKED)
        assert read(generation) == (WHOLE, None)
        (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.body["model"] == "tiny"
    assert request.body["messages"] == [
        {"role": role, "content": m.content} for role, m in zip(("system", "user"), ASKED, strict=True)
    ]
    assert request.body["stream"] is True
    assert generation.usage == Usage(120, 21)


def test_parameters_that_were_refused_once_are_not_sent_again() -> None:
    def behave(connection: Connection) -> None:
        if "stream_options" in connection.request.body:
            connection.reply("422 Unprocessable", {"detail": "stream_options: extra fields not permitted"})
        else:
            answer(connection)

    with FakeEndpoint(behave) as server:
        model = generator(server.url)
        assert read(model.generate(ASKED))[0] == WHOLE
        assert read(model.generate(ASKED))[0] == WHOLE
        assert len(server.requests) == 3
        assert all("temperature" in request.body for request in server.requests)


def test_leaving_early_closes_the_connection() -> None:
    def behave(connection: Connection) -> None:
        connection.begin()
        connection.words(BEGUN)
        connection.hang()

    with FakeEndpoint(behave) as server:
        generation = generator(server.url, Deadlines(20, 20, 20)).generate(ASKED)
        pieces = iter(generation)
        assert next(piece for piece in pieces if piece) == BEGUN
        pieces.close()  # type: ignore[attr-defined]  # what leaving a for loop early comes to
        assert server.closed()
        assert generation.finish == "cut"
        assert generation.error is None


def test_a_reader_who_waits_gets_empty_pieces_and_can_leave() -> None:
    with FakeEndpoint(lambda connection: connection.hang()) as server:
        pieces = iter(generator(server.url, Deadlines(20, 20, 20)).generate(ASKED))
        assert [next(pieces), next(pieces)] == ["", ""]
        pieces.close()  # type: ignore[attr-defined]
        assert server.closed()


def test_another_thread_can_stop_it() -> None:
    with FakeEndpoint(lambda connection: connection.hang()) as server:
        generation = generator(server.url, Deadlines(20, 20, 20)).generate(ASKED)
        threading.Timer(0.3, generation.close).start()
        started = time.monotonic()
        assert read(generation) == ("", None)
        assert time.monotonic() - started < 5
        assert generation.finish == "cut"


def test_one_that_was_stopped_before_it_began_asks_nobody() -> None:
    with FakeEndpoint(answer) as server:
        generation = generator(server.url).generate(ASKED)
        generation.close()
        assert read(generation) == ("", None)
        assert not server.requests


def test_words_come_as_they_are_sent() -> None:
    def behave(connection: Connection) -> None:
        connection.begin()
        for sentence in SENTENCES:
            connection.words(sentence)
            connection.gone(0.2)
        connection.end()

    with FakeEndpoint(behave) as server:
        assert [piece for piece in generator(server.url).generate(ASKED) if piece] == list(SENTENCES)


def test_a_model_that_keeps_failing_rests_and_is_tried_again() -> None:
    well = threading.Event()

    def behave(connection: Connection) -> None:
        if well.is_set():
            answer(connection)
        else:
            connection.reply("500 Internal Server Error", b"", "X: y")

    with FakeEndpoint(behave) as server:
        model = generator(server.url, rest_seconds=0.5)
        for _ in range(FAILURES_BEFORE_REST):
            assert fault_of(read(model.generate(ASKED))[1]) is errors.Fault.OVERLOADED
        asked = len(server.requests)
        assert fault_of(read(model.generate(ASKED))[1]) is errors.Fault.RESTING
        assert len(server.requests) == asked
        well.set()
        time.sleep(0.6)
        assert read(model.generate(ASKED)) == (WHOLE, None)


def test_only_one_call_tries_a_resting_model() -> None:
    now = [0.0]
    breaker = Breaker(2, 10, clock=lambda: now[0])
    breaker.record(False)
    assert breaker.rest_seconds() == 0
    breaker.record(False)
    assert breaker.rest_seconds() == 10
    now[0] = 11
    assert breaker.rest_seconds() == 0
    assert breaker.rest_seconds() == 10
    breaker.record(None)
    assert breaker.rest_seconds() == 0
    breaker.record(True)
    assert breaker.rest_seconds() == breaker.rest_seconds() == 0


def test_many_answers_leave_nothing_behind() -> None:
    with FakeEndpoint(answer) as server:
        model = generator(server.url)
        threads = set(threading.enumerate())
        for _ in range(10):
            read(model.generate(ASKED))
        model.close()
        assert server.closed()
        assert "career-model" not in {thread.name for thread in set(threading.enumerate()) - threads}


def test_a_server_that_refuses_a_schema_is_asked_for_json_and_then_for_nothing() -> None:
    def behave(connection: Connection) -> None:
        wanted = connection.request.body.get("response_format", {}).get("type")
        if wanted:
            connection.reply("400 Bad Request", {"error": {"message": f"response_format {wanted} isn't known"}})
        else:
            answer(connection)

    with FakeEndpoint(behave) as server:
        model = generator(server.url)
        for _ in range(2):
            assert read(model.generate(ASKED, schema={"type": "object"})) == (WHOLE, None)
        assert [request.body.get("response_format", {}).get("type") for request in server.requests] == [
            "json_schema",
            "json_object",
            None,
            None,
        ]
        assert model.form is None


class Deaf:
    """A server whose name is looked up, which nothing can interrupt."""

    form = None

    async def aclose(self) -> None:
        """It has no connections."""

    async def stream(self, messages: Sequence[BaseMessage], schema: object = None) -> AsyncGenerator[Delta]:
        await asyncio.to_thread(time.sleep, 2.6)
        yield Delta("late", "stop")


def test_what_cannot_be_stopped_is_left_alone() -> None:
    threads = set(threading.enumerate())
    model = ModelGenerator(Deaf(), "tiny", Deadlines(0.2, 0.2, 0.3), Breaker(3, 60))
    started = time.monotonic()
    text, error = read(model.generate(ASKED))
    assert (text, fault_of(error)) == ("", errors.Fault.TOO_SLOW)
    assert time.monotonic() - started < 0.3 + 2 * GRACE_SECONDS + 0.35
    model.close()
    assert "career-model" not in {thread.name for thread in set(threading.enumerate()) - threads}


def test_a_server_of_ones_own_needs_no_key() -> None:
    with FakeEndpoint(answer) as server:
        settings = read_settings(model="tiny", openai_base_url=server.url)
        assert read(open_generator(settings).generate(ASKED)) == (WHOLE, None)
        assert server.requests[0].headers["authorization"]


def test_no_generator_without_a_model() -> None:
    with pytest.raises(SettingsError, match="CAREER_MODEL"):
        open_generator(read_settings())


def test_the_seam_can_be_imported_without_langchain_and_openai() -> None:
    code = (
        "import sys, rag.assistant, rag.model.generation; "
        "print([name for name in sys.modules if name.split('.')[0] in {'langchain_core', 'openai', 'httpx2'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
