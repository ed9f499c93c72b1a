"""Several processes ask all the time while guides come, change and go. `CAREER_SOAK_SECONDS` makes it longer."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest import service
from rag.settings import ROOT, Settings
from tests.fakes import HashEncoder

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


def write_round(settings: Settings, number: int, pick: random.Random) -> None:
    """A folder of some of nine guides, all of them of one round."""
    for path in settings.corpus.iterdir():
        path.unlink()
    for name in pick.sample(range(9), pick.randint(1, 9)):
        text = f"# A guide named {name}\n\nThe guide {name} speaks of many things. It was written in round {number}.\n"
        (settings.corpus / f"g{name}.md").write_text(text)


def _asks(stop: Path, place: int) -> bool:
    """Whether that reader has asked once."""
    return Path(f"{stop}.{place}").exists()


@pytest.mark.soak
@pytest.mark.timeout(SECONDS + 240)
def test_readers_never_see_anything_but_whole_new_states(settings: Settings) -> None:
    pick, stop, mark = random.Random(0), settings.corpus.parent / "stop", settings.index_path / "round"
    write_round(settings, 0, pick)
    service.ingest(settings, settings.corpus, encoder=HashEncoder())
    mark.write_text("0")
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
    number = 0
    try:
        while not all(reader.poll() is not None or _asks(stop, place) for place, reader in enumerate(readers)):
            time.sleep(0.05)  # on a busy machine they need longer to start than the whole soak is meant to take
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and all(reader.poll() is None for reader in readers):
            number += 1
            write_round(settings, number, pick)
            service.ingest(settings, encoder=HashEncoder())
            mark.with_suffix(".new").write_text(str(number))
            os.replace(mark.with_suffix(".new"), mark)
    finally:
        stop.touch()
        told = [reader.communicate() for reader in readers]
    for reader, (out, err) in zip(readers, told, strict=True):
        assert reader.returncode == 0, err
        asked, rounds = map(int, out.split())
        assert asked > 5
        assert rounds > 1
    assert number > 3
