"""Whole processes beside each other: a bare one, the tutorials' chain, and the product; then a warm question's parts.

    python -m bench [--index INDEX] [--guides FOLDER] [--repeats N]

CPU seconds (user and system, children included) and peak memory of each, medians; the programs take turns, so that
whatever else this machine does falls on all of them alike.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from bench.floor import QUESTION
from rag.assistant import Assistant, open_assistant
from rag.indexing.generations import GENERATIONS
from rag.indexing.index import open_place
from rag.settings import ROOT, read_settings
from rag.types import Answer

WARM = (
    QUESTION,
    "How many models reach production?",
    "Do I need a PhD?",
    "Is remote work possible?",
    "What does an MLOps engineer do all day?",
)
"""Questions for an assistant that has answered before."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--guides", type=Path, default=ROOT / "corpus", help="what the tutorials' chain is made of")
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    settings = read_settings(index=arguments.index)
    generation = open_place(settings).current()
    if generation is None:
        sys.exit(f"There is no index in {settings.index_path}; make it with `career ingest`.")
    with tempfile.TemporaryDirectory() as folder:
        chain = [sys.executable, "-m", "bench.chain", folder]
        measured([*chain, "--ingest", str(arguments.guides)])
        career, index = [sys.executable, "cli.py"], ["--index", str(settings.index_path)]
        programs = {
            "floor": [sys.executable, "-m", "bench.floor", str(settings.index_path / GENERATIONS / generation)],
            "tutorials' chain": chain,
            "`career ask`": [*career, "ask", QUESTION, *index],
            "`career guides`": [*career, "guides", *index],
            "`career --version`": [*career, "--version"],
        }
        seconds: dict[str, list[tuple[float, float, int]]] = {name: [] for name in programs}
        for _ in range(arguments.repeats):
            for name, command in programs.items():
                seconds[name].append(measured(command))
    floor = statistics.median(cpu for cpu, _, _ in seconds["floor"])
    print("| process | CPU s | of the floor | clock s | peak MB |\n|---|---|---|---|---|")
    for name, runs in seconds.items():
        cpu, clock, peak = (statistics.median(column) for column in zip(*runs, strict=True))
        print(f"| {name} | {cpu:.2f} | {cpu / floor:.2f} | {clock:.2f} | {peak / 1024:.0f} |")
    print()
    with closing(open_assistant(settings)) as assistant:
        warm(assistant)


def measured(command: Sequence[str], ok: Sequence[int] = (0,)) -> tuple[float, float, int]:
    """CPU seconds, seconds and peak kilobytes of a process. Raises CalledProcessError for any other exit code."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1"}
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if (code := os.waitstatus_to_exitcode(status)) not in ok:
        raise subprocess.CalledProcessError(code, command)
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss


def warm(assistant: Assistant, rounds: int = 4) -> None:
    """Prints what a question costs an assistant that has answered before: CPU milliseconds, and of them the parts'."""
    ask: Callable[[str], Answer] = lambda question: assistant.ask(question, mode="quotes").answer()  # noqa: E731
    for question in WARM:
        ask(question)
    whole, retrieve, read = [], [], []
    for question in WARM * rounds:
        before, clock = time.process_time(), time.perf_counter()
        timings = ask(question).timings_ms
        share = (time.process_time() - before) / (time.perf_counter() - clock)
        whole.append((time.process_time() - before) * 1000)
        retrieve.append(timings.retrieve * share)
        read.append(timings.read * share)
    rest = [total - found - judged for total, found, judged in zip(whole, retrieve, read, strict=True)]
    print("| a warm question | CPU ms, median |\n|---|---|")
    rows = {"in all": whole, "encoding and searching": retrieve, "reading": read, "all else": rest}
    for name, values in rows.items():
        print(f"| {name} | {statistics.median(values):.0f} |")


if __name__ == "__main__":
    main()
