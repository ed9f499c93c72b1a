"""Writers and readers of an index on a Chroma server: when they meet, and when one of them dies."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from types import SimpleNamespace

import pytest

from ingest.publishing import open_writer
from rag.errors import IndexBusy, IndexMissing
from rag.indexing import served as places
from rag.indexing import turns
from rag.indexing.chroma import Chroma
from rag.indexing.index import open_place
from rag.progress import Step
from rag.settings import ROOT, Settings
from tests.fakes import HashEncoder
from tests.indexes import PAY, WAY, environment, fill, generations_there, index_of, ingest, snapshot

# --- writers ---------------------------------------------------------------------------------------------------


HOLD = """
import sys
from ingest.publishing import open_writer
from rag.indexing import turns
from rag.indexing.index import open_place
from rag.settings import read_settings
turns.SECONDS = float(sys.argv[1])
with open_writer(open_place(read_settings()), 0):
    print("in", flush=True)
    sys.stdin.read()
"""


def test_a_writer_that_died_keeps_others_out_for_a_while_only(served: Settings) -> None:
    fill(served, a=PAY)
    command = [sys.executable, "-c", HOLD, "2.0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(served)
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"in\n"
        time.sleep(2.5)  # one that lives goes on asking for more
        with pytest.raises(IndexBusy, match=r"Another ingest is writing to .*cut off keeps others out for 60 seconds"):
            ingest(served)
        other.kill()
    assert ingest(served.model_copy(update={"lock_timeout_seconds": 10.0})).added == ("a.md",)


def test_a_writer_that_was_taken_for_dead_publishes_nothing(served: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(served, a=PAY)
    published: list[str | None] = []

    def overtake(step: Step) -> None:
        if step.message == "Publishing the index" and not published:
            published.append(None)
            fill(served, a=WAY, b=PAY)
            published.append(ingest(served.model_copy(update={"lock_timeout_seconds": 10.0})).generation)

    monkeypatch.setattr(turns, "SECONDS", 0.3)
    monkeypatch.setattr(turns.Turns, "_renew", lambda self, ended: None)  # as in a process that was stopped
    with pytest.raises(IndexBusy, match="Another ingest took over"):
        ingest(served, progress=overtake)
    assert snapshot(served).manifest.generation == published[1]
    assert list(snapshot(served).articles) == ["a.md", "b.md"]
    fill(served, b=WAY)
    last = ingest(served).generation
    assert generations_there(served) == [last]


def test_of_writers_that_begin_at_once_one_is_let_in(served: Settings) -> None:
    turned_away = threading.Semaphore(0)

    def write(_: int) -> str:
        try:
            with open_writer(open_place(served), 0):
                for _ in range(5):
                    turned_away.acquire(timeout=60)
                return "in"
        except IndexBusy:
            turned_away.release()
            return "busy"

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(write, range(6))) == ["busy"] * 5 + ["in"]


def test_indexes_of_one_server_know_nothing_of_each_other(served: Settings) -> None:
    other = served.model_copy(update={"chroma_index": f"{served.chroma_index}-2"})
    fill(served, a=PAY)
    ingest(served)
    with pytest.raises(IndexMissing):
        snapshot(other)
    with open_writer(open_place(served), 0):
        ingest(other, served.corpus)
    assert len(generations_there(served)) == len(generations_there(other)) == 1


# --- readers ---------------------------------------------------------------------------------------------------


def test_the_generation_of_a_reader_that_died_goes_once_its_time_is_over(
    served: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(served, a=PAY)
    first = ingest(served).generation
    read = "from rag.indexing.index import open_index; from rag.settings import read_settings; import os\n"
    read += "from rag.indexing import served; served.READER_SECONDS = 60.0\n"
    read += "kept = open_index(read_settings(), None).snapshot(); os._exit(0)"
    subprocess.run([sys.executable, "-c", read], cwd=ROOT, check=True, env=environment(served))
    fill(served, a=WAY)
    last = ingest(served).generation
    assert generations_there(served) == sorted(map(str, (first, last)))
    servers_time = Chroma.time
    monkeypatch.setattr(Chroma, "time", lambda server: servers_time(server) + 60)
    fill(served, a=PAY)
    last = ingest(served).generation
    assert generations_there(served) == [last]


def test_a_reader_asks_for_more_time_and_takes_over_the_current_one_where_its_own_went(
    served: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(served, a=PAY)
    ingest(served)
    with closing(index_of(served)) as index, closing(index_of(served)) as asleep:
        passed, servers_time = [0.0], Chroma.time
        monkeypatch.setattr(Chroma, "time", lambda server: servers_time(server) + passed[0])
        monkeypatch.setattr(places, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + passed[0]))
        index.snapshot()
        asleep.snapshot()
        for _ in range(6):
            passed[0] += 0.4 * places.READER_SECONDS
            held = index.snapshot()
        chroma = Chroma(served)
        for lease in chroma.collections(f"{served.chroma_index}.reader."):
            if lease.until < chroma.time():
                chroma.delete(lease.name)
        fill(served, a=WAY)
        ingest(served)
        assert len(held.dense(HashEncoder().encode(["docker"]), 9)) == len(held.units)
        assert "Learn Python first" in asleep.snapshot().articles["a.md"].text
        assert "Learn Python first" in index.snapshot().articles["a.md"].text
        del held
    assert len(generations_there(served)) == 1
