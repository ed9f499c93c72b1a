"""Files of formats that are hard to read safely are parsed in a child process with limits on time and memory."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from importlib import import_module
from typing import Any

from ingest.blocks import Block, BlockKind, Loaded, Metadata
from rag.errors import ArticleError
from rag.types import Dropped

LOADERS = {
    ".html": "ingest.web:load_page",
    ".htm": "ingest.web:load_page",
    ".pdf": "ingest.pdf:load_pdf",
    ".docx": "ingest.word:load_word",
}
"""Suffix -> module and function, so that only a child imports the parser."""
MOST_MEGABYTES = 500
_SECONDS = 4.0
_SECONDS_A_MEGABYTE = 40.0
_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_KEPT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")
"""Of the environment; the rest, keys among it, is none of a parser's business."""


def load_apart(data: bytes, suffix: str) -> Loaded:
    """What the loader for a suffix makes of a file's bytes. Raises ArticleError, also where it takes too much."""
    seconds = _SECONDS + _SECONDS_A_MEGABYTE * len(data) / 1e6
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"PYTHONPATH": _ROOT, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-W", "ignore", "-m", "ingest.apart", suffix, str(int(seconds + 1))]
    with tempfile.TemporaryDirectory(prefix="career-read-") as nowhere:
        try:
            done = subprocess.run(
                command,
                input=data,
                capture_output=True,
                timeout=2 * seconds + 6,
                cwd=nowhere,
                env=environment,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ArticleError(_too_much(seconds)) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:  # ended by a limit
        raise ArticleError(_too_much(seconds)) from None
    if "error" in answer:
        raise ArticleError(str(answer["error"]))
    return _loaded(answer)


def _too_much(seconds: float) -> str:
    return (
        f"reading it takes more than {seconds:.0f} s or {MOST_MEGABYTES} MB, as no guide of its size does: "
        "save it anew, or as .txt."
    )


def _loaded(answer: dict[str, Any]) -> Loaded:
    blocks = (
        Block(**{**block, "kind": BlockKind(block["kind"]), "rows": tuple(map(tuple, block["rows"]))})
        for block in answer["blocks"]
    )
    known = Metadata(**{**answer["known"], "questions": tuple(answer["known"]["questions"])})
    return Loaded(tuple(blocks), known, tuple(Dropped(**each) for each in answer["dropped"]))


def _limit(seconds: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # where there are none, the parent's clock counts
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (int(MOST_MEGABYTES * 1e6), int(MOST_MEGABYTES * 1e6)))


def _main(suffix: str, seconds: int) -> None:
    """The child: bytes come on stdin, the blocks go to stdout as JSON, or why there are none."""
    data = sys.stdin.buffer.read()
    module, _, name = LOADERS[suffix].partition(":")
    loader = getattr(import_module(module), name)
    _limit(seconds)
    try:
        answer = asdict(loader(data))
    except ArticleError as error:
        answer = {"error": str(error)}
    except (MemoryError, RecursionError):
        answer = {"error": _too_much(seconds)}
    except Exception as error:  # a parser's own mistake
        answer = {"error": f"it can't be read ({type(error).__name__}): save it anew, or as .txt."}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
