"""Kills what writes at each of its steps in turn: python -m tests.crashing [--every N] [--server URL | --disk FAULT].

With `--disk full` or `--disk read-only` nothing is killed: from the n-th step on the disk is so, and the work ends well
or with a line of ours. A step is a file that is opened for writing, renamed, removed, made or brought to the disk, a
call of Chroma or of its server, or an encoding. Else the process ends on the spot at the n-th, for each n until it
comes to its end. After each, the index must answer as before or as after, and the next ingest must give what a fresh
build of the folder gives.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from ingest import service
from rag.errors import CareerError, IndexMissing
from rag.indexing import served, store, turns, vectors
from rag.indexing.index import LEXICAL, open_index
from rag.language.lexical import LexicalIndex
from rag.settings import Settings, read_settings
from tests.fakes import HashEncoder
from tests.indexes import generation_folder, generations_of, on_server
from tests.steps import FAULTS, KILLED, TOLD, WENT_ON, CountedEncoder, Steps

Texts = dict[str, str]


def write(settings: Settings, **guides: str) -> None:
    for name, said in guides.items():
        (settings.corpus / f"{name}.md").write_text(f"# The guide {name}\n\nThe guide {name} says {said}.\n")


def first(settings: Settings, steps: Steps) -> None:
    steps.watch()
    service.ingest(settings, settings.corpus, encoder=CountedEncoder(steps))


def sync(settings: Settings, steps: Steps) -> None:
    write(settings, a="something new", d="what is added")
    (settings.corpus / "b.md").unlink()
    steps.watch()
    service.ingest(settings, encoder=CountedEncoder(steps))


def removal(settings: Settings, steps: Steps) -> None:
    steps.watch()
    service.remove(settings, "b.md", encoder=CountedEncoder(steps))


def taking_over(settings: Settings, steps: Steps) -> None:
    """A reader that held the old generation takes the new one over, and the old one goes."""
    with closing(open_index(settings, HashEncoder().id)) as index:
        index.snapshot()
        write(settings, a="something new")
        service.ingest(settings, encoder=HashEncoder())
        steps.watch()
        index.snapshot().dense(HashEncoder().encode(["guide"]), 9)


WORKS: dict[str, Callable[[Settings, Steps], None]] = {
    "first build": first,
    "sync": sync,
    "removal": removal,
    "taking over": taking_over,
}


def apart(work: Callable[[], None]) -> int:
    """The exit code of work in a process of its own. This one never opens Chroma, whose threads no fork survives."""
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def told(settings: Settings) -> tuple[Texts, list[tuple[str, float]]]:
    """What the index holds: its guides' texts, and what a search finds."""
    with closing(open_index(settings, HashEncoder().id)) as index:
        snapshot = index.snapshot()
        hits = snapshot.dense(HashEncoder().encode(["the guide says something"]), 99)
        assert len(hits) == len(snapshot.units)
        texts = {id: article.text for id, article in snapshot.articles.items()}
        return texts, sorted((snapshot.units[number].text, round(cosine, 5)) for number, cosine in hits)


def check(settings: Settings, before: Texts | None) -> None:
    """Nothing, if the index answers as before or as after, and the next ingest gives what a fresh build gives."""
    answered: Texts | None
    time.sleep(0.5 if settings.on_server else 0)
    try:
        answered, _ = told(settings)
    except IndexMissing:
        answered = None
    service.ingest(settings, settings.corpus, encoder=HashEncoder())
    fresh = read_settings(index=settings.index_path.parent / "fresh", corpus=settings.corpus)
    service.ingest(fresh, settings.corpus, encoder=HashEncoder())
    assert told(settings) == told(fresh)
    assert answered in (before, told(fresh)[0]), f"neither the old nor the new: {answered}"
    assert len(generations_of(settings)) == 1


def run(name: str, every: int = 1, server: str = "", disk: str = "") -> tuple[Counter[str], Counter[int]]:
    """The steps of a work by kind, once it was broken at every `every`-th of them, and how often it ended in which way.

    Raises AssertionError.
    """
    ends = Counter[int]()
    with tempfile.TemporaryDirectory(prefix="crashing-") as folder:
        root, base = Path(folder, "root"), Path(folder, "base")
        (root / "guides").mkdir(parents=True)
        settings = read_settings(index=root / "index", corpus=root / "guides")
        write(settings, a="something", b="what goes", c="what stays")
        before = None
        if name != "first build":
            before = {path.name: path.read_text().removeprefix("# ").strip() for path in settings.corpus.iterdir()}
            assert apart(partial(build, settings)) == 0
            warm_up(settings)
        root.rename(base)
        at, code = 1, KILLED
        while code:
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(base, root)
            if server:
                settings = on_server(settings, server)
                assert name == "first build" or apart(partial(build, settings)) == 0
            code = apart(partial(killed, name, settings, root, at, disk))
            assert code in (0, *((TOLD, WENT_ON) if disk else (KILLED,))), f"{name} at step {at}: exit code {code}"
            ends[code] += bool(code)
            assert apart(partial(check, settings, before)) == 0, f"{name} at step {at}"
            at += every
        return Counter((root / "steps").read_text().split("\n")), ends


def build(settings: Settings) -> None:
    service.ingest(settings, settings.corpus, encoder=HashEncoder())


def warm_up(settings: Settings) -> None:
    """Makes once what each of many processes would make anew: readers of our types, Chroma's settings, bm25s."""
    folder = generation_folder(settings.index_path)
    store.read_articles(folder)
    store.read_manifest(folder)
    store.read_suggestions(folder)
    LexicalIndex.load(folder / LEXICAL)
    vectors._settings()


def killed(name: str, settings: Settings, root: Path, at: int, disk: str) -> None:
    steps = Steps(root, at, disk)
    try:
        WORKS[name](settings, steps)
    except CareerError as error:
        print(f"{name} at step {at}, {steps.seen[at - 1]}: {error}", file=sys.stderr)
        os._exit(TOLD)
    if len(steps.seen) >= at:
        os._exit(WENT_ON)
    steps.last = 0
    (root / "steps").write_text("\n".join(steps.seen))


def told_ends(ends: Counter[int]) -> str:
    return f"{ends[WENT_ON]} went on, {ends[TOLD]} ended with a line"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="kill at every N-th step")
    parser.add_argument("--work", choices=WORKS, help="this one alone")
    parser.add_argument("--server", default="", help="an index on this Chroma server, in place of one in a folder")
    parser.add_argument("--disk", choices=FAULTS, default="", help="the disk fails; nothing is killed")
    asked = parser.parse_args()
    if asked.server:
        turns.SECONDS, served.READER_SECONDS = 0.5, 0.5  # a writer that was killed keeps others out that long
    every = asked.every
    for name in [asked.work] if asked.work else reversed(WORKS):
        kinds, ends = run(name, every, asked.server, asked.disk)
        steps = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        print(f"| {name} | {kinds.total()} | {ends.total()} | {told_ends(ends) if asked.disk else steps} |", flush=True)


if __name__ == "__main__":
    main()
