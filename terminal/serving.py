"""`career mcp` and `career serve`: the guides for other programs."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import closing
from pathlib import Path

from rag.errors import CareerError, UsageError
from rag.settings import Settings, read_settings
from terminal.output import progress, say
from terminal.parts import Assistant, Parts
from terminal.version import version


def mcp(parts: Parts, *, http: bool, port: int, index: Path | None) -> int:
    """Speaks MCP over stdin and stdout until they are closed, or over HTTP on this machine until Ctrl-C."""
    opened = Opened(parts, read_settings(index=index))
    opened.begin()
    from serving.tools import GuideServer  # late: importing it takes longer than telling that there is no index

    with closing(opened):
        server = GuideServer(opened.get, version())
        if not http:
            _end_at_once(opened)
            server.run("stdio")
            return 0
        from serving.running import address, bound, run

        made = bound("127.0.0.1", port)
        app = server.streamable_http_app(stateless_http=True, json_response=True)
        run(app, made, f"MCP at {address(made)}/mcp; Ctrl-C stops it.")
    say("The server has stopped.")
    return 0


def serve(parts: Parts, *, host: str, port: int, index: Path | None) -> int:
    """Answers clients of OpenAI's chat completions until Ctrl-C."""
    from serving.running import address, bound, is_local, run

    settings = read_settings(index=index)
    key = settings.serve_key.get_secret_value().strip() if settings.serve_key else ""
    if not key and not is_local(host):
        raise UsageError(f"On {host} others could ask too: set CAREER_SERVE_KEY, or leave --host out.")
    opened = Opened(parts, settings)
    assistant = opened.get()
    with closing(opened):
        from serving.endpoint import endpoint

        made = bound(host, port)
        run(endpoint(assistant, key), made, f"The guides are a model at {address(made)}/v1; Ctrl-C stops it.")
    say("The server has stopped.")
    return 0


def _end_at_once(opened: Opened) -> None:
    """Lets Ctrl-C and SIGTERM end the process: a thread that reads stdin can't be woken, and would be waited for."""

    def end(signum: int, frame: object) -> None:
        opened.close()
        os._exit(128 + signum)

    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, end)


class Opened:
    """The assistant, opened once. Building a default index takes longer than clients wait for a handshake."""

    def __init__(self, parts: Parts, settings: Settings) -> None:
        self._parts = parts
        self._settings = settings
        self._lock = threading.Lock()
        self._assistant: Assistant | None = None

    def begin(self) -> None:
        """Opens it beside whatever comes next; a named index at once, since it may be missing. Raises CareerError."""
        if self._settings.index_named:
            self.get()
            return
        threading.Thread(target=self._try, daemon=True).start()

    def get(self) -> Assistant:
        """The assistant; a missing default index is built first. After a CareerError the next call tries again."""
        with self._lock:
            if self._assistant is None:
                with progress() as steps:
                    self._parts.ensure_default(self._settings, steps)
                self._assistant = self._parts.open_assistant(self._settings)
            return self._assistant

    def close(self) -> None:
        """Lets go of the assistant where it was opened."""
        if self._assistant:
            self._assistant.close()

    def _try(self) -> None:
        try:
            self.get()
        except CareerError as error:
            say(f"career: {error}")
