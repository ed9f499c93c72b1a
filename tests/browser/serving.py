"""The real chat, started by `career chat` in a process of its own, on an index of the tests' own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rag.settings import ROOT, read_settings

LONGEST_SECONDS = 900
"""A server ends by itself after that, even if the tests that started it are gone."""
PORT = 8700 + 100 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
"""The first port that is tried. Workers that start at the same moment would find the same one free."""
RUN = f"""
import signal, sys
sys.path.insert(0, {str(ROOT)!r})
import cli
signal.signal(signal.SIGALRM, signal.default_int_handler)
signal.alarm({LONGEST_SECONDS})
sys.exit(cli.main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Chat:
    """A chat that is being served."""

    address: str
    folder: Path
    """Its home, its guides and its index stand in there, and nothing of its is elsewhere."""

    @property
    def corpus(self) -> Path:
        """Its folder of guides."""
        return self.folder / "guides"

    @property
    def log(self) -> str:
        """What the server said on stderr."""
        return (self.folder / "log").read_text(encoding="utf-8")


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a chat whose home, guides and index stand in the folder."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CAREER_", "XDG_", "STREAMLIT_"))}
    return {
        **kept,
        "HOME": str(home),
        "CI": "true",
        "HF_HUB_OFFLINE": "1",
        "CAREER_CORPUS": str(folder / "guides"),
        "CAREER_INDEX": str(folder / "index"),
        "CAREER_CACHE": str(read_settings().cache),
        **more,
    }


@contextmanager
def serving(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[Chat]:
    """Serves the chat on the folder's `index` until the block is left; then nothing may have gone wrong in it."""
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, "chat", "--port", str(PORT)],
            cwd=folder,  # `career` is called from anywhere
            env=environment(folder, **(settings or {})),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    with process:
        try:
            assert process.stdout
            words = process.stdout.readline().split()
            assert words[:1] == ["Open"], (folder / "log").read_text(encoding="utf-8")
            chat = Chat(words[1], folder)
            yield chat
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
    assert "Traceback" not in chat.log, chat.log
