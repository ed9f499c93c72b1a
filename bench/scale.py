"""How cost grows with the number of units: ingest, size, memory, questions, and whether the nearest are found.

    python -m bench.scale GUIDES [--units 1000 10000 50000] [--fill]

GUIDES is a folder of guides, e.g. one of several hundred. Vectors are kept in the cache by guide, so that a run that
was broken off goes on, and ingest is timed without the encoder: once all are there it reads them. `--fill` does no more
than make them. Each size is a folder and an index of its own, in processes of their own.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from bench.__main__ import measured
from evals.memory import StoredVectors
from ingest.articles import parse
from ingest.service import ingest
from rag.assistant import Assistant, open_assistant
from rag.encoding.encoder import LazyEncoder
from rag.indexing.index import Generation, open_index
from rag.indexing.views import searched_text
from rag.settings import ROOT, read_settings
from rag.types import ParsedArticle

NEAREST, SAMPLES = 10, 200
"""Of how many nearest units, and for how many, the share that search finds is told."""
QUESTIONS = ("What does it pay?", "How many new jobs are expected?", "Which degree does it take?", "Is it stressful?")
NEW = "# Keeper of lighthouses\n\nA keeper of lighthouses earns 31,000 dollars a year and looks after one lamp.\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("guides", type=Path)
    parser.add_argument("--units", type=int, nargs="+", default=[1_000, 10_000, 50_000])
    parser.add_argument("--fill", action="store_true")
    parser.add_argument("--index", type=Path, help="measure one folder into this index, and print JSON")
    arguments = parser.parse_args()
    if arguments.index:
        print(json.dumps(grown(arguments.guides, arguments.index)))
        return
    parsed = [(path, parse(path.read_bytes(), path.name)) for path in sorted(arguments.guides.glob("*.md"))]
    if arguments.fill:
        fill([each for _, each in parsed])
        return
    rows = [measured_at(units, parsed) for units in arguments.units]
    print("| |" + "|".join(f"{row['units']:,} units" for row in rows) + "|\n|---|" + "---|" * len(rows))
    for name in rows[0]:
        print(f"| {name} |" + "|".join(f" {row[name]:,} " for row in rows) + "|")


def fill(guides: list[ParsedArticle]) -> None:
    """Encodes the units of the guides, as far as that wasn't done."""
    encoder = stored()
    for number, each in enumerate(guides, 1):
        encoder.encode([searched_text(unit, each.article) for unit in each.units])
        print(f"\r{number} of {len(guides)} guides", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def stored() -> StoredVectors:
    """The shipped encoder, whose vectors are kept."""
    settings = read_settings()
    return StoredVectors(LazyEncoder(settings), settings.cache / "evals")


def measured_at(units: int, parsed: list[tuple[Path, ParsedArticle]]) -> dict[str, Any]:
    """What an index of about so many units costs, and what questions of it cost."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, index, count = Path(scratch, "guides"), Path(scratch, "index"), 0
        folder.mkdir()
        for path, each in parsed:
            if count < units:
                shutil.copy(path, folder)
                count += len(each.units)
        command = [sys.executable, "-m", "bench.scale", str(folder), "--index", str(index)]
        run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        row: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
        ask = [sys.executable, "cli.py", "ask", QUESTIONS[0], "--index", str(index)]
        cold = [measured(ask, ok=(0, 3)) for _ in range(3)]
        cpu, _, peak = (round(statistics.median(column), 2) for column in zip(*cold, strict=True))
        return row | {"cold question, CPU s": cpu, "its peak, MB": round(peak / 1024)}


def grown(folder: Path, root: Path) -> dict[str, Any]:
    """An index is made of the folder; then one guide is added; then it is asked. Times are CPU seconds."""
    settings, encoder = read_settings(index=root), stored()
    row: dict[str, Any] = {}
    with closing(open_index(settings, encoder.id)) as opened, closing(open_assistant(settings, encoder)) as assistant:
        before = time.process_time()
        ingest(settings, folder, encoder=encoder)
        snapshot = opened.snapshot()
        row |= {"units": len(snapshot.units), "guides": len(snapshot.articles)}
        row["ingest without the encoder, CPU s"] = spent(before)
        row["index, MB"] = round(sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) / 1e6, 1)
        assistant.ask(QUESTIONS[0], mode="quotes").answer()
        (folder / "keeper.md").write_text(NEW, encoding="utf-8")
        before = time.process_time()
        ingest(settings, folder, encoder=encoder)
        row["one guide more, CPU s"] = spent(before)
        before = time.process_time()
        snapshot = opened.snapshot()
        row["taking it over, CPU s"] = spent(before)
        rest = [without_models(assistant, question) for question in QUESTIONS * 5]
        row["warm question without the models' passes, CPU ms"] = round(statistics.median(rest))
        row["found of the nearest ten"] = found(snapshot)
    row["peak, MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return row


def spent(before: float) -> float:
    """CPU seconds since then."""
    return round(time.process_time() - before, 2)


def without_models(assistant: Assistant, question: str) -> float:
    """CPU milliseconds of a question but for the reader's, whose share is told by the clock."""
    before, clock = time.process_time(), time.perf_counter()
    answer = assistant.ask(question, mode="quotes").answer()
    cpu, seconds = time.process_time() - before, time.perf_counter() - clock
    return 1000 * cpu * (1 - answer.timings_ms.read / 1000 / seconds)


def found(snapshot: Generation) -> float:
    """The share of the true nearest units that search finds for units as questions."""
    vectors = snapshot.vectors(range(len(snapshot.units)))
    shares = []
    for number in np.random.default_rng(1).choice(len(vectors), min(SAMPLES, len(vectors)), replace=False):
        scores = np.einsum("ij,j->i", vectors, vectors[number])
        least = np.sort(scores)[-NEAREST] - 1e-5  # of those that are equally near, any will do
        got = [scores[unit] >= least for unit, _ in snapshot.dense(vectors[number], NEAREST)]
        shares.append(sum(got) / NEAREST)
    return round(float(np.mean(shares)), 4)


if __name__ == "__main__":
    main()
