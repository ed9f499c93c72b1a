"""An ingest is killed at its steps and at random moments: readers notice nothing, and the next ingest converges."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

import pytest

from ingest import service
from rag.indexing.index import open_index
from rag.settings import ROOT, Settings
from tests.crashing import WORKS
from tests.fakes import HashEncoder
from tests.steps import FAULTS

KILLS = int(os.environ.get("CAREER_KILLS", "6"))
CHILD = """
import sys
from pathlib import Path
from ingest import service
from rag.settings import read_settings
from tests.fakes import HashEncoder
from tests.steps import FAULTS
encoder = HashEncoder()
print("ready", flush=True)
while True:
    service.ingest(read_settings(index=sys.argv[1]), encoder=encoder)
    for path in Path(sys.argv[2]).iterdir():
        path.write_text(path.read_text() + "One more sentence stands here now.\\n")
"""


def write(settings: Settings, round_number: int) -> dict[str, str]:
    """Three guides, of which each round changes one, removes one and adds one."""
    for path in settings.corpus.iterdir():
        path.unlink()
    names = [f"g{(round_number + n) % 5}.md" for n in range(3)]
    for name in names:
        version = round_number if name == names[0] else 0
        (settings.corpus / name).write_text(f"# The guide {name}\n\nThis is version {version} of the guide {name}.\n")
    return {name: f"version {round_number if name == names[0] else 0} of" for name in names}


def check(settings: Settings, guides: dict[str, str]) -> None:
    snapshot = open_index(settings, HashEncoder().id).snapshot()
    assert sorted(snapshot.articles) == sorted(guides)
    for name, words in guides.items():
        assert words in snapshot.articles[name].text
    hits = snapshot.dense(HashEncoder().encode(["version"]), 99)
    assert sorted(number for number, _ in hits) == list(range(len(snapshot.units)))


def check_whole(settings: Settings) -> None:
    snapshot = open_index(settings, HashEncoder().id).snapshot()
    assert len(snapshot.articles) == 3
    assert len(snapshot.dense(HashEncoder().encode(["version"]), 999)) == len(snapshot.units)


@pytest.mark.parametrize(("place", "work"), [*(("folder", work) for work in WORKS), ("server", "sync")])
def test_killed_at_some_of_its_steps(place: str, work: str, request: pytest.FixtureRequest) -> None:
    """`make crash` does it at each; a process of its own, since no fork survives Chroma's threads."""
    command = [sys.executable, "-m", "tests.crashing", "--work", work, "--every", "40"]
    if place == "server":
        command[-1:] = ["60", "--server", request.getfixturevalue("chroma").url]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"| {work} |")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_fails_halfway_costs_nothing(fault: str) -> None:
    command = [sys.executable, "-m", "tests.crashing", "--disk", fault, "--every", "30", "--work", "sync"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "| 3 | 0 went on, 3 ended with a line |" in done.stdout


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_killed_at_random_moments(settings: Settings) -> None:
    moments = random.Random(3)
    write(settings, 0)
    service.ingest(settings, settings.corpus, encoder=HashEncoder())
    for _ in range(KILLS):
        command = [sys.executable, "-c", CHILD, str(settings.index_path), str(settings.corpus)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
            assert child.stdout
            child.stdout.readline()
            time.sleep(moments.uniform(0.0, 0.6))
            child.kill()
        check_whole(settings)
    after = write(settings, 1)
    service.ingest(settings, encoder=HashEncoder())
    check(settings, after)
    assert len(list((settings.index_path / "generations").iterdir())) == 1
