"""Broken, hostile and random files for every loader: each gives an article or a typed error, in time and in memory.

    python -m tests.fuzzing --inputs 100000 --seed 1

Inputs are samples of each format with pieces cut out, repeated and overwritten; of a Word document the parts in it,
since nothing opens a broken archive. A loader's are read one after the other in a child process with limits: five
seconds each, 500 MB more than it began with, no file written. What breaks a promise is kept in a folder of its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import re
import resource
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from io import BytesIO
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from types import FrameType

from ingest.apart import LOADERS, MOST_MEGABYTES
from ingest.articles import assembled
from ingest.loaders import load
from rag.errors import ArticleError
from tests.samples import baking, trams
from tests.test_articles import SHAPES, check

SECONDS = 5
LONGEST = 500  # bytes of a sample
UNREADABLE = 0.05
"""Of the changes: bytes that are no text, after which a text is refused before anything of it is read."""
PIECES = [
    b"<", b">", b"</", b"<table>", b"<td colspan=99999>", b"<!--", b"-->", b"&#xe000;", b"```\n", b"|", b"---\n",
    b"+++\n", b"\n\n", b"- ", b"> ", b"# ", b"[[", b"%%", b"00:01.000 --> ", b"endobj", b"stream",
    b"1e309", b"{", b"***",
]  # fmt: skip
PAGE = b"""<title>T | S</title><main><h1>T</h1><p>Text <b>bold</b></p>
<table><tr><th>a<th>b<tr><td>1<td>$2</table></main>"""
NOTE = b"""---
title: T
---
# T

> [!note] x
> y

- a
  - b

| a | b |
|---|---|
| 1 | $2 |

```
x
```
"""
TALK = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>hello there\n\n00:03.000 --> 00:04.000\nyou earn $5\n"
MAIL = b"From: A <a@b.c>\nSubject: S\n\nText.\n"


@cache
def samples() -> dict[str, list[bytes]]:
    """For each suffix some files to break, small ones: what is broken in them may be repeated."""
    wild = [text.encode()[:LONGEST] for text in SHAPES.values()]
    texts = {".md": [NOTE, *wild], ".txt": [NOTE, MAIL, *wild], ".vtt": [TALK], ".srt": [TALK], ".html": [PAGE, *wild]}
    return texts | {".pdf": [trams(2), trams(1, compressed=False)], ".docx": [_lean(baking())]}


def _lean(data: bytes) -> bytes:
    """A Word document without what its template brings for show: reading that would take most of the time."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name.endswith((".xml", ".rels")) and not re.search("theme|Effects|customXml", name):
                shown = re.sub(rb"<w:(latentStyles|[rp]Pr)\b.*?</w:\1>", b"", old.read(name), flags=re.DOTALL)
                shown = re.sub(rb'<w:style w:type="table".*?</w:style>', b"", shown, flags=re.DOTALL)
                new.writestr(name, shown if name == "word/styles.xml" else old.read(name))
    return out.getvalue()


def broken(chance: random.Random, data: bytes) -> bytes:
    """The data with a few pieces of it changed."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted(chance.randint(0, len(data)) for _ in range(2))
        to = min(to, at + 200)
        piece = chance.choice([b"", data[at:to] * chance.randint(2, 9), chance.choice(PIECES)])
        if chance.random() < UNREADABLE:
            piece = chance.choice([b"\xff", b"\x00", chance.randbytes(3)])
        data = data[:at] + piece + data[chance.choice([at, to]) :]
    return data


def broken_word(chance: random.Random, data: bytes) -> bytes:
    """A Word document in which pieces of one part are changed, and the archive is whole."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        chosen = chance.choice(["word/document.xml", "word/document.xml", *old.namelist()])
        for name in old.namelist():
            new.writestr(name, tampered(chance, old.read(name)) if name == chosen else old.read(name))
    return out.getvalue()


def tampered(chance: random.Random, data: bytes) -> bytes:
    """XML whose elements are taken out, doubled, put into each other or renamed, so that it can mostly be parsed."""
    pieces = re.split(rb"(?=<)", data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(pieces) or 1)
        to = min(len(pieces), at + chance.randint(1, 8))
        renamed = [piece.replace(b"w:", b"w:x", 1) for piece in pieces[at : at + 1]]
        pieces[at : chance.choice([at, to])] = chance.choice([[], pieces[at:to] * chance.randint(2, 9), renamed])
    return b"".join(pieces) if chance.random() < 0.9 else broken(chance, data)


def inputs_of(suffix: str, seed: int) -> Callable[[int], bytes]:
    """A loader's inputs by their number."""
    seeds = samples()[suffix]

    def made(number: int) -> bytes:
        chance = random.Random(f"{seed}-{suffix}-{number}")
        change = broken_word if suffix == ".docx" and number % 20 else broken
        return change(chance, chance.choice(seeds))

    return made


def read(data: bytes, suffix: str) -> str:
    """What became of an input: `article`, `refused`, or `limit`."""
    try:
        if suffix in LOADERS:
            module, _, name = LOADERS[suffix].partition(":")
            loaded = getattr(import_module(module), name)(data)
        else:
            loaded = load(data, suffix)
        check(assembled(loaded, f"a{suffix}"))
    except ArticleError:
        return "refused"
    except (MemoryError, RecursionError):
        return "limit"
    return "article"


@dataclass
class Told:
    """What became of a loader's inputs, and what they took."""

    counts: Counter[str]
    bad: list[int]
    seconds: float = 0.0  # of CPU time
    slowest: float = 0.0
    megabytes: float = 0.0
    """The child's peak; about 150 of them are the libraries that it has loaded."""


class Late(BaseException):
    """An input took too long; no loader catches it."""


def _late(signum: int, frame: FrameType | None) -> None:
    raise Late


def _child(suffix: str, numbers: range, seed: int, at: Synchronized[int], pipe: Connection) -> None:
    """Reads a loader's inputs within limits; `at` is the one that is being read, whatever becomes of the child."""
    made, told = inputs_of(suffix, seed), Told(Counter(), [])
    read(made(-1), suffix)  # what a loader imports is not an input's
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + int(MOST_MEGABYTES * 1e6)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.signal(signal.SIGPROF, _late)
    for number in numbers:
        at.value, data = number, made(number)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        began = time.process_time()
        try:
            became = read(data, suffix)
        except (Exception, Late) as error:
            became = f"BROKEN {type(error).__name__}"
            told.bad.append(number)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        told.counts[became] += 1
        told.seconds += time.process_time() - began
        told.slowest = max(told.slowest, time.process_time() - began)
    told.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send(told)


def run(suffix: str, inputs: int, seed: int) -> Told:
    """What became of a loader's inputs. One that ends the child is among the bad ones, and the next child goes on."""
    whole, first = Told(Counter(), []), 0
    while first < inputs:
        at: Synchronized[int] = multiprocessing.Value("i", first)
        here, there = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.Process(target=_child, args=(suffix, range(first, inputs), seed, at, there))
        child.start()
        there.close()
        try:
            told = here.recv()
            first = inputs
        except EOFError:
            told, first = Told(Counter({"BROKEN ended the child": 1}), [at.value]), at.value + 1
        child.join()
        whole.counts, whole.bad = whole.counts + told.counts, whole.bad + told.bad
        whole.seconds += told.seconds
        whole.slowest, whole.megabytes = max(whole.slowest, told.slowest), max(whole.megabytes, told.megabytes)
    return whole


def main() -> int:
    """0 where every input kept its promise."""
    arguments = argparse.ArgumentParser()
    for name, usual in (("--inputs", 1000), ("--seed", 1)):
        arguments.add_argument(name, type=int, default=usual)
    given = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="career-fuzz-"))
    suffixes, bad = list(samples()), 0
    for place, suffix in enumerate(suffixes):
        inputs = given.inputs // len(suffixes) + (place < given.inputs % len(suffixes))
        told, made = run(suffix, inputs, given.seed), inputs_of(suffix, given.seed)
        for number in told.bad:
            (folder / f"{number}{suffix}").write_bytes(made(number))
        bad += len(told.bad)
        counts = ", ".join(f"{became}: {count}" for became, count in sorted(told.counts.items()))
        print(
            f"{suffix} {counts}; {told.seconds:.0f} s, slowest {told.slowest:.2f} s, {told.megabytes:.0f} MB at most",
            flush=True,
        )
    print(f"{given.inputs - bad} passed, {bad} failed" + (f"; see {folder}" if bad else ""))
    if not bad:
        os.rmdir(folder)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
