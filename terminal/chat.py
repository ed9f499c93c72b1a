"""Runs the browser chat: Streamlit, on this machine's own address where no other one is named, until Ctrl-C."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from rag.errors import CareerError, UsageError
from rag.settings import Settings
from serving.running import bound, is_local
from terminal.output import say

HOST = "127.0.0.1"
_EVERYWHERE = {"0.0.0.0": HOST, "::": "::1"}
"""Every address of this machine -> the one that leads to it from itself."""
START_TIMEOUT_SECONDS = 120.0
STOP_TIMEOUT_SECONDS = 10.0


def run_chat(settings: Settings, port: int, app: Path, host: str = HOST) -> None:
    """Serves the page until it is stopped; prints its address once it answers.

    Raises CareerError if it can't start, UsageError where the host is no address of this machine.
    """
    found = free_port(port, host)
    if found != port:
        say(f"Port {port} is taken; using {found}.")
    if not is_local(host):
        say(warning(settings.read_only))
    # SIGTERM ends it the way Ctrl-C does, so that the server never outlives this process.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = subprocess.Popen(
        command(app, found, headless(os.environ), host),
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
    )
    here = _EVERYWHERE.get(host, host)
    try:
        _wait_until_ready(server, here, found)
        shown = f"[{here}]" if ":" in here else here
        print(f"Open http://{shown}:{found} in a browser; Ctrl-C stops the chat.", flush=True)
        server.wait()
    except KeyboardInterrupt:
        say("The chat has stopped.")
    finally:
        _stop(server)


def warning(read_only: bool) -> str:
    """What whoever lets others in should know."""
    change = "" if read_only else ", and add and remove guides unless CAREER_READ_ONLY=on is set"
    return f"Others can reach this chat: whoever does can ask{change}. Put a proxy with a login before it."


def free_port(port: int, host: str = HOST) -> int:
    """The port, or the next one that nobody listens on. Raises CareerError where none is left, UsageError."""
    for candidate in range(port, 65536):
        try:
            bound(host, candidate).close()
        except UsageError:
            raise
        except CareerError:
            continue
        return candidate
    raise CareerError(f"No port from {port} up is free; name another one with --port.")


def headless(environ: Mapping[str, str]) -> bool:
    """Whether no browser can be opened from here: a CI run, or a Linux machine without a display."""
    display = environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    return bool(environ.get("CI")) or (sys.platform.startswith("linux") and not display)


def command(app: Path, port: int, without_browser: bool, host: str = HOST) -> list[str]:
    """The command line that serves the page at that address alone, without a prompt and without usage statistics."""
    options = {
        "server.address": host,
        "server.port": str(port),
        "server.headless": str(without_browser).lower(),
        "server.showEmailPrompt": "false",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "logger.level": "warning",
        "logger.hideWelcomeMessage": "true",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    flags += [f"--server.allowedHosts={name}" for name in answered(app, host)]
    return [sys.executable, "-m", "streamlit", "run", *flags, str(app)]


def answered(app: Path, host: str) -> list[str]:
    """The names that the page answers to, so that no page elsewhere can point a name of its own at it.

    Those that its settings name, and the address that it listens at, or where that is every one, those of this machine.
    """
    if os.environ.get("STREAMLIT_SERVER_ALLOWED_HOSTS"):
        return []  # somebody has said it
    config = app.parent / ".streamlit" / "config.toml"
    read = tomllib.loads(config.read_text(encoding="utf-8")) if config.is_file() else {}
    named = read.get("server", {}).get("allowedHosts", [])
    return list(dict.fromkeys([*named, *(_own_names() if host in _EVERYWHERE else [host])]))


def _own_names() -> list[str]:
    """This machine's name, and the addresses that it goes by where it knows any: many call themselves 127.0.1.1."""
    names = [socket.gethostname()]
    with suppress(OSError):
        names += (str(place[4][0]) for place in socket.getaddrinfo(names[0], None, type=socket.SOCK_STREAM))
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))  # sends nothing, and chooses the address that others are reached from
            names.append(probe.getsockname()[0])
    return names


def environment(settings: Settings) -> dict[str, str]:
    """This process's environment with the index that was named, so that the page opens the same one."""
    named = {"CAREER_INDEX": str(settings.index_path), "CAREER_CHROMA_URL": settings.chroma_address}
    return {**os.environ, **(named if settings.index else {})}


def _wait_until_ready(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while not _answers(host, port):
        if server.poll() is not None:
            raise CareerError(f"The chat could not start (exit code {server.returncode}); its own words stand above.")
        if time.monotonic() > deadline:
            raise CareerError(f"The chat did not answer on port {port} within {START_TIMEOUT_SECONDS:.0f} seconds.")
        time.sleep(0.1)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=2)
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
