"""Chats that ask one Chroma server all the time, while one ingest publishes: python -m tests.loading [--seconds N].

Each answer has to be whole: all it quotes is of one state of the folder, and of none older than what was published when
it was asked. No question may fail.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rag.indexing.index import open_place
from rag.settings import ROOT, Settings, read_settings
from tests.chroma_server import ChromaServer
from tests.indexes import environment, generations_of, on_server
from tests.rounds import begin, publish_beside

CHATS = 4
CHAT = """
import json, re, sys, time
from pathlib import Path
from rag.assistant import Assistant
from rag.indexing.index import open_index
from rag.settings import read_settings
from tests.fakes import HashEncoder, WordReader
mark, stop, settings, encoder = Path(sys.argv[1]), Path(sys.argv[2]), read_settings(), HashEncoder()
assistant = Assistant(settings, open_index(settings, encoder.id), encoder, WordReader())
took, rounds = [], set()
while not stop.exists():
    published = int(mark.read_text())
    begun = time.perf_counter()
    answer = assistant.ask("When was it written?").answer()
    took.append(1000 * (time.perf_counter() - begun))
    stated = {int(each) for citation in answer.citations for each in re.findall(r"round (\\d+)", citation.quote)}
    assert len(stated) == 1, f"mixed, or without an answer: {answer}"
    assert min(stated) >= published, f"round {stated} is answered after round {published} was published"
    rounds |= stated
    Path(f"{stop}.{sys.argv[3]}").touch()
assistant.close()
print(json.dumps({"took": took, "rounds": len(rounds)}))
"""


def run(settings: Settings, folder: Path, seconds: float) -> tuple[list[dict[str, Any]], int]:
    """What each chat did, and how many generations were published meanwhile. Raises AssertionError where one failed."""
    mark, stop = folder / "round", folder / "stop"
    begin(settings, mark)
    chats = [
        subprocess.Popen(
            [sys.executable, "-c", CHAT, str(mark), str(stop), str(number)],
            cwd=ROOT,
            env=environment(settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(CHATS)
    ]
    number, told = publish_beside(chats, settings, mark, stop, seconds)
    return [json.loads(out) for out in told], number


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="loading-") as made:
        folder = Path(made)
        (folder / "guides").mkdir()
        server = ChromaServer(folder / "chroma")
        server.start()
        try:
            settings = on_server(read_settings(corpus=folder / "guides", index=folder / "index"), server.url)
            chats, published = run(settings, folder, seconds)
            with open_place(settings).writing(0):
                pass  # what the chats held last goes
            took = sorted(each for chat in chats for each in chat["took"])
            print(
                f"{seconds:.0f} seconds: {len(took)} questions in {CHATS} chats, {published} generations published, "
                f"{min(chat['rounds'] for chat in chats)} or more seen by each; none failed, none mixed, none too old. "
                f"Median {statistics.median(took):.0f} ms, 99 % within {took[int(len(took) * 0.99)]:.0f} ms, slowest "
                f"{took[-1]:.0f} ms. At the end {len(generations_of(settings))} generation is left; the server took "
                f"{server.cpu_seconds():.0f} seconds of CPU and {server.megabytes():.0f} MB of memory, and has "
                f"{server.disk_megabytes():.1f} MB on disk."
            )
        finally:
            server.kill()


if __name__ == "__main__":
    main()
