"""Runs the browser chat: Streamlit on this machine's own address, until Ctrl-C."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from rag.errors import CareerError
from rag.settings import Settings
from terminal.output import say

HOST = "127.0.0.1"
START_TIMEOUT_SECONDS = 120.0
STOP_TIMEOUT_SECONDS = 10.0


def run_chat(settings: Settings, port: int, app: Path) -> None:
    """Serves the page until it is stopped; prints its address once it answers. Raises CareerError if it can't start."""
    found = free_port(port)
    if found != port:
        say(f"Port {port} is taken; using {found}.")
    # SIGTERM ends it the way Ctrl-C does, so that the server never outlives this process.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = subprocess.Popen(
        command(app, found, headless(os.environ)),
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
    )
    try:
        _wait_until_ready(server, found)
        print(f"Open http://{HOST}:{found} in a browser; Ctrl-C stops the chat.", flush=True)
        server.wait()
    except KeyboardInterrupt:
        say("The chat has stopped.")
    finally:
        _stop(server)


def free_port(port: int) -> int:
    """The port, or the next one that nobody listens on. Raises CareerError where none is left."""
    for candidate in range(port, 65536):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, candidate))
            except OSError:
                continue
            return candidate
    raise CareerError(f"No port from {port} up is free; name another one with --port.")


def headless(environ: Mapping[str, str]) -> bool:
    """Whether no browser can be opened from here: a CI run, or a Linux machine without a display."""
    display = environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    return bool(environ.get("CI")) or (sys.platform.startswith("linux") and not display)


def command(app: Path, port: int, without_browser: bool) -> list[str]:
    """The command line that serves the page to this machine alone, without a prompt and without usage statistics."""
    options = {
        "server.address": HOST,
        "server.port": str(port),
        "server.headless": str(without_browser).lower(),
        "server.showEmailPrompt": "false",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "logger.level": "warning",
        "logger.hideWelcomeMessage": "true",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", *flags, str(app)]


def environment(settings: Settings) -> dict[str, str]:
    """This process's environment with the index that was named, so that the page opens the same one."""
    named = {"CAREER_INDEX": str(settings.index_path), "CAREER_CHROMA_URL": settings.chroma_address}
    return {**os.environ, **(named if settings.index else {})}


def _wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while not _answers(port):
        if server.poll() is not None:
            raise CareerError(f"The chat could not start (exit code {server.returncode}); its own words stand above.")
        if time.monotonic() > deadline:
            raise CareerError(f"The chat did not answer on port {port} within {START_TIMEOUT_SECONDS:.0f} seconds.")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
    try:
        server.wait(STOP_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
