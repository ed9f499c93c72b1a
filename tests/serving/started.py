"""`career mcp` and `career serve` as processes of their own, on an index of the tests' own guides."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rag.settings import ROOT
from tests.endpoint import KEY

LONGEST_SECONDS = 240
"""A server ends by itself after that, even if the tests that started it are gone."""
RUN = f"""
import signal, sys
sys.path.insert(0, {str(ROOT)!r})
import cli
signal.signal(signal.SIGALRM, signal.default_int_handler)
signal.alarm({LONGEST_SECONDS})
sys.exit(cli.main(sys.argv[1:]))
"""


def command(*arguments: str) -> list[str]:
    """The command line of `career` that ends by itself."""
    return [sys.executable, "-c", RUN, *arguments]


def environment(index: Path, model: str | None = None, **more: str) -> dict[str, str]:
    """The environment of a server on the index, with a model at a URL, or none."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CAREER_")}
    asked = {"OPENAI_BASE_URL": model, "OPENAI_API_KEY": KEY, "CAREER_MODEL": "tiny"} if model else {}
    return {**kept, "HF_HUB_OFFLINE": "1", "CAREER_INDEX": str(index), **asked, **more}


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    address: str
    process: subprocess.Popen[str]


@contextmanager
def started(
    environment: dict[str, str],
    *arguments: str,
    program: Sequence[str] = (sys.executable, "-c", RUN),
    stopped: str = "The server has stopped.\n",
) -> Iterator[Server]:
    """Starts a server that tells its address, and stops it as Ctrl-C does; nothing may have gone wrong in it."""
    process = subprocess.Popen(
        [*program, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            assert "http://127.0.0.1:" in line, process.communicate()
            yield Server(line[line.index("http") :].split()[0].rstrip(";"), process)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                _, said = process.communicate(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
    assert process.returncode == 0, said
    assert stopped in said
    assert "Traceback" not in said
