"""A folder of guides that are all of one round, and rounds that are published while other processes read."""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from ingest import service
from rag.settings import Settings
from tests.fakes import HashEncoder


def write_round(settings: Settings, number: int, pick: random.Random) -> None:
    """A folder of some of nine guides, all of them of one round."""
    for path in settings.corpus.iterdir():
        path.unlink()
    for name in pick.sample(range(9), pick.randint(1, 9)):
        text = f"# A guide named {name}\n\nThe guide {name} speaks of many things. It was written in round {number}.\n"
        (settings.corpus / f"g{name}.md").write_text(text)


def begin(settings: Settings, mark: Path) -> None:
    """The first round, published; `mark` tells the last one that was."""
    write_round(settings, 0, random.Random(0))
    service.ingest(settings, settings.corpus, encoder=HashEncoder())
    mark.write_text("0")


def publish_beside(
    readers: Sequence[subprocess.Popen[str]], settings: Settings, mark: Path, stop: Path, seconds: float
) -> tuple[int, list[str]]:
    """How many rounds were published in that time, and what each reader printed once `stop` told it to end.

    Time begins when each has asked once, which it tells by a file. Raises AssertionError where one failed.
    """
    pick, number = random.Random(1), 0
    try:
        while not all(
            each.poll() is not None or Path(f"{stop}.{place}").exists() for place, each in enumerate(readers)
        ):
            time.sleep(0.05)  # on a busy machine they need longer to start than all is meant to take
        end = time.monotonic() + seconds
        while time.monotonic() < end and all(each.poll() is None for each in readers):
            number += 1
            write_round(settings, number, pick)
            service.ingest(settings, encoder=HashEncoder())
            mark.with_suffix(".new").write_text(str(number))
            os.replace(mark.with_suffix(".new"), mark)
    finally:
        stop.touch()
        told = [each.communicate() for each in readers]
    for each, (_, err) in zip(readers, told, strict=True):
        assert each.returncode == 0, err
    return number, [out for out, _ in told]
