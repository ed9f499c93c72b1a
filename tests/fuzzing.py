"""Broken, hostile and random files for every loader: each gives an article or a typed error, in time and in memory.

    python -m tests.fuzzing --inputs 100000 --seed 1

Inputs are samples of each format with pieces cut out, repeated and overwritten. Each has five seconds of CPU time;
one that breaks a promise is kept in a folder of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import FrameType

from ingest.apart import LOADERS, MOST_MEGABYTES
from ingest.articles import assembled
from ingest.loaders import load
from rag.errors import ArticleError
from tests.test_articles import SHAPES, check
from tests.test_formats import _pdf, _word

SECONDS = 5
PIECES = [
    b"<", b">", b"</", b"<table>", b"<td colspan=99999>", b"<!--", b"-->", b"&#xe000;", b"```\n", b"|", b"---\n",
    b"+++\n", b"\n\n", b"- ", b"> ", b"# ", b"[[", b"%%", b"00:01.000 --> ", b"\xff", b"\x00", b"endobj", b"stream",
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


def samples() -> dict[str, list[bytes]]:
    """For each suffix some files to break."""
    wild = [text.encode()[:20_000] for text in SHAPES.values()]
    texts = {".md": [NOTE, *wild], ".txt": [NOTE, MAIL, *wild], ".vtt": [TALK], ".srt": [TALK], ".html": [PAGE, *wild]}
    return texts | {".pdf": [_pdf(2)], ".docx": [_word()]}


def broken(chance: random.Random, data: bytes) -> bytes:
    """The data with a few pieces of it changed."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted(chance.randint(0, len(data)) for _ in range(2))
        to = min(to, at + 200)
        piece = chance.choice([b"", data[at:to] * chance.randint(2, 30), chance.choice(PIECES), chance.randbytes(3)])
        data = data[:at] + piece + data[chance.choice([at, to]) :]
    return data


def read(data: bytes, suffix: str) -> str:
    """What became of an input: `article`, or `refused`."""
    try:
        if suffix in LOADERS:
            module, _, name = LOADERS[suffix].partition(":")
            loaded = getattr(__import__(module, fromlist=[name]), name)(data)
        else:
            loaded = load(data, suffix)
        check(assembled(loaded, f"a{suffix}"))
    except ArticleError:
        return "refused"
    except (MemoryError, RecursionError):
        return "limit"
    return "article"


def _late(signum: int, frame: FrameType | None) -> None:
    raise TimeoutError


def run(inputs: int, seed: int, folder: Path) -> Counter[str]:
    """What became of how many inputs; those that broke a promise are written to the folder."""
    told: Counter[str] = Counter()
    seeds = samples()
    suffixes = list(seeds)
    signal.signal(signal.SIGPROF, _late)
    for number in range(inputs):
        chance = random.Random(f"{seed}-{number}")
        suffix = suffixes[number % len(suffixes)]
        data = broken(chance, chance.choice(seeds[suffix]))
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        began = time.process_time()
        try:
            became = read(data, suffix)
        except Exception as error:
            became = f"BROKEN {suffix} {type(error).__name__}"
            (folder / f"{number}{suffix}").write_bytes(data)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        told[became] += 1
        told["slowest ms"] = max(told["slowest ms"], int(1000 * (time.process_time() - began)))
    return told


def main() -> int:
    """0 where every input kept its promise."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--inputs", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="career-fuzz-"))
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with contextlib.suppress(ValueError, OSError):
        limit = int((MOST_MEGABYTES + 400) * 1e6)  # the encoder's libraries are imported here, too
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    told = run(given.inputs, given.seed, folder)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used) // 1024
    bad = sum(count for became, count in told.items() if became.startswith("BROKEN"))
    print(", ".join(f"{became}: {count}" for became, count in sorted(told.items())), f"; memory grew by {grown} MB")
    print(f"{given.inputs - bad} passed, {bad} failed" + (f"; see {folder}" if bad else ""))
    if not bad:
        os.rmdir(folder)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
