"""`career chat` starts a page on this machine's own address, and ends with it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import cli
from rag.settings import read_settings
from terminal.chat import HOST, command, environment, free_port, headless

ROOT = Path(cli.__file__).parent

SERVE = """
import sys
from pathlib import Path
from rag.settings import read_settings
from terminal.chat import run_chat
run_chat(read_settings(), int(sys.argv[1]), Path(sys.argv[2]))
"""


def test_a_taken_port_means_the_next_free_one() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        assert port < free_port(port) < port + 50


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, True),
        ({"DISPLAY": ":0"}, False),
        ({"WAYLAND_DISPLAY": "w"}, False),
        ({"DISPLAY": ":0", "CI": "true"}, True),
    ],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are named so on Linux")
def test_a_browser_is_opened_only_where_there_is_a_display(environ: dict[str, str], expected: bool) -> None:
    assert headless(environ) is expected


def test_the_page_gets_the_index_that_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAREER_INDEX", raising=False)
    monkeypatch.chdir(tmp_path)
    assert environment(read_settings(index=Path("here")))["CAREER_INDEX"] == str(tmp_path / "here")
    assert "CAREER_INDEX" not in environment(read_settings())


def test_the_page_is_served_to_this_machine_alone_and_tells_nobody() -> None:
    flags = command(Path("app.py"), 8600, True)
    assert {"--server.address=127.0.0.1", "--server.port=8600", "--server.headless=true"} < set(flags)
    assert "--browser.gatherUsageStats=false" in flags


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_chat_answers_at_the_address_it_prints_and_stops_with_its_server(stop: int, tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text("import streamlit as st\nst.title('Hello')\n")
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(port), str(page)],
            cwd=ROOT,
            env={**os.environ, "CI": "true"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process:
            assert process.stdout
            assert process.stderr
            address = process.stdout.readline().split()[1]
            host, _, found = address.removeprefix("http://").partition(":")
            assert host == HOST
            assert int(found) > port
            connection = http.client.HTTPConnection(host, int(found), timeout=10)
            connection.request("GET", "/")
            assert connection.getresponse().status == 200
            connection.close()
            process.send_signal(stop)
            assert process.wait(30) == 0
            assert f"Port {port} is taken; using {found}." in process.stderr.read()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((HOST, int(found)), timeout=2)


def test_a_page_that_can_t_start_is_an_error(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SERVE, str(free_port(8700)), str(tmp_path / "nothing.py")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "CareerError: The chat could not start" in done.stderr
