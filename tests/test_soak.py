"""Several processes ask all the time while guides come, change and go; one process asks through many generations.

`CAREER_SOAK_SECONDS` and `CAREER_SOAK_GENERATIONS` make it longer.
"""

from __future__ import annotations

import gc
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest import service
from rag.assistant import Assistant
from rag.indexing.index import open_index
from rag.settings import ROOT, Settings
from tests.fakes import HashEncoder, WordReader
from tests.rounds import begin, publish_beside, write_round

GENERATIONS = int(os.environ.get("CAREER_SOAK_GENERATIONS", "20"))
SECONDS = float(os.environ.get("CAREER_SOAK_SECONDS", "8"))
READER = """
import sys
from pathlib import Path
from rag.indexing.index import open_index
from rag.language.lexical import terms
from rag.settings import read_settings
from tests.fakes import HashEncoder
root, stop = sys.argv[1], Path(sys.argv[2])
often_opened = sys.argv[3] == "reopen"
encoder, asked, rounds = HashEncoder(), 0, set()
vector = encoder.encode(["the guide speaks of round"])
index = open_index(read_settings(index=root), encoder.id)
while not stop.exists():
    if often_opened:
        index = open_index(read_settings(index=root), encoder.id)
    published = int(Path(root, "round").read_text())
    snapshot = index.snapshot()
    hits = [*snapshot.dense(vector, 50), *snapshot.lexical(terms("guide round"), 50)]
    stamps = {article.text.rsplit(" ", 1)[1] for article in snapshot.articles.values()}
    assert len(stamps) == 1, f"half of two states: {stamps}"
    shown = int(stamps.pop().rstrip(".\\n"))
    assert shown >= published, f"round {shown} is answered after round {published} was published"
    for number, _ in hits:
        unit = snapshot.units[number]
        assert snapshot.articles[unit.article_id].text[unit.start : unit.end] == unit.text
    assert {snapshot.units[number].article_id for number, _ in hits} == set(snapshot.articles)
    asked += 1
    rounds.add(shown)
    Path(f"{stop}.{sys.argv[4]}").touch()
print(asked, len(rounds))
"""


@pytest.mark.soak
@pytest.mark.timeout(SECONDS + 240)
def test_readers_never_see_anything_but_whole_new_states(settings: Settings) -> None:
    stop, mark = settings.corpus.parent / "stop", settings.index_path / "round"
    begin(settings, mark)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(settings.index_path), str(stop), how, str(place)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for place, how in enumerate(("keep", "keep", "reopen"))
    ]
    number, told = publish_beside(readers, settings, mark, stop, SECONDS)
    for out in told:
        asked, rounds = map(int, out.split())
        assert asked > 5
        assert rounds > 1
    assert number > 3


@dataclass(frozen=True)
class Used:
    """What this process holds."""

    handles: int
    threads: int
    generations: int
    megabytes: float

    @classmethod
    def now(cls, settings: Settings) -> Used:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return cls(
            len(os.listdir("/proc/self/fd")),
            len(os.listdir("/proc/self/task")),
            len(list((settings.index_path / "generations").iterdir())),
            pages * os.sysconf("SC_PAGE_SIZE") / 1e6,
        )


@pytest.mark.soak
@pytest.mark.timeout(GENERATIONS * 10 + 60)
def test_through_many_generations_nothing_stays_behind(settings: Settings) -> None:
    """Without the garbage collector: what is closed when it comes by is not closed."""
    encoder, pick, used = HashEncoder(), random.Random(0), list[Used]()
    assistant = Assistant(settings, open_index(settings, encoder.id), encoder, WordReader())
    begun = len(os.listdir("/proc/self/fd"))
    gc.disable()
    try:
        for number in range(GENERATIONS):
            write_round(settings, number, pick)
            service.ingest(settings, settings.corpus, encoder=encoder)
            for question in ("What does the guide speak of?", "What is rownd?", "When was it written?"):
                assert assistant.ask(question).answer().status != "error"
            assistant.search("round", 3)
            assistant.compared_figures()
            used.append(Used.now(settings))
    finally:
        gc.enable()
    first, last = used[: GENERATIONS // 2], used[-GENERATIONS // 4 :]
    assert max(each.generations for each in used) == 1
    # Chroma's own threads end a moment after it is closed; one that stayed would make many.
    assert min(each.threads for each in last) <= max(each.threads for each in first)
    assert min(each.handles for each in last) <= max(each.handles for each in first)
    assert last[-1].megabytes - first[-1].megabytes < 25 + GENERATIONS / 8
    assistant.close()
    end = time.monotonic() + 10
    while len(os.listdir("/proc/self/fd")) > begun + 5 and time.monotonic() < end:
        time.sleep(0.02)
    assert len(os.listdir("/proc/self/fd")) <= begun + 5  # Chroma keeps five for as long as the process runs
    print(f"{GENERATIONS} generations: {used[0]}, then {first[-1]}, at last {last[-1]}")
