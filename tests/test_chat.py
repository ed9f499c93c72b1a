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
from terminal.chat import HOST, answered, command, environment, free_port, headless, warning
from terminal.parts import Parts

ROOT = Path(cli.__file__).parent

SERVE = """
import sys
from pathlib import Path
from rag.settings import read_settings
from terminal.chat import run_chat
run_chat(read_settings(), int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
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


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_where_others_are_let_in_this_machine_s_names_are_answered_to_and_no_others(host: str) -> None:
    names = answered(ROOT / "app.py", host)
    assert f"--server.address={host}" in command(ROOT / "app.py", 8600, True, host)
    assert {"localhost", "127.0.0.1", socket.gethostname()} <= set(names)
    assert not {"*", host, ""} & set(names)


def test_the_names_that_somebody_set_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_ALLOWED_HOSTS", "careers.example.org")
    assert answered(ROOT / "app.py", "0.0.0.0") == []


def test_whoever_lets_others_in_is_warned_in_one_line() -> None:
    assert warning(read_only=False) == (
        "Others can reach this chat: whoever does can ask, "
        "and add and remove guides unless CAREER_READ_ONLY=on is set. Put a proxy with a login before it."
    )
    assert "remove" not in warning(read_only=True)


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_of_another_machine_is_one_line(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    parts = Parts(ensure_default=lambda settings, progress: None)
    assert cli.main(["chat", "--host", host], parts) == 2
    assert capsys.readouterr().err == (
        f"career: {host!r} is no address of this machine; --host takes one, such as 127.0.0.1.\n"
    )


def opened(host: str, port: int, name: str) -> int:
    """The status of a page's connection that calls the server by that name."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Host": f"{name}:{port}"}
    connection.request("GET", "/_stcore/stream", headers={**upgrade, **key})
    status = connection.getresponse().status
    connection.close()
    return status


def serving(folder: Path, port: int, *host: str) -> subprocess.Popen[str]:
    """The chat's server, with a page of the tests' own."""
    page = folder / "page.py"
    page.write_text("import streamlit as st\nst.title('Hello')\n")
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port), str(page), *host],
        cwd=ROOT,
        env={**os.environ, "CI": "true"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere 127.0.0.2 has to be set up first")
def test_the_chat_listens_where_it_is_told_and_answers_to_that_name(tmp_path: Path) -> None:
    with serving(tmp_path, free_port(8700, "127.0.0.2"), "127.0.0.2") as process:
        assert process.stdout
        address = process.stdout.readline().split()[1]
        host, _, port = address.removeprefix("http://").partition(":")
        assert host == "127.0.0.2"
        assert opened(host, int(port), host) == 101
        assert opened(host, int(port), "evil.example") == 403
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_chat_answers_at_the_address_it_prints_and_stops_with_its_server(stop: int, tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with serving(tmp_path, port) as process:
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
