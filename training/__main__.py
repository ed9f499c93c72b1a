"""All of training in its order: `python -m training DATA [--out FOLDER]`. A run that was broken off goes on.

DATA holds `reader/` (batches b1 to b6, public/), `ooh/` and `squad/`. Limits are chosen by b5; b6 is never read.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from rag.encoding.models import MODELS
from training.lay import lay

ENCODER_STEPS, READER_STEPS, READER_RATE = 180, (1560, 950), 1.2e-4
"""The reader is taught twice, the second time from where the first ended; the mean of both is exported."""
WEIGHED_ON = range(17, 25)
"""Our own batches that no model is taught on: they tell what its scores are worth."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path(".career/training"))
    arguments = parser.parse_args()
    data, out = arguments.data.absolute(), arguments.out.absolute()
    own = {folder.name: folder for folder in lay(data, out / "batches")}
    weighed_on = [own.pop(f"c{number}") for number in WEIGHED_ON]
    taught = [data / "reader" / f"b{number}" for number in range(1, 5)] + list(own.values())
    dev = data / "reader" / "b5"
    batches = ["--batches", *map(str, taught)]
    public = ["--public", str(data)]
    _run("encoder", out / "encoder", *batches, *public, "--dev", dev, "--steps", ENCODER_STEPS)
    _run("prepare", out / "examples", *batches, dev, *public, "--encoder", out / "encoder")
    examples = [out / "examples" / f"{folder.name}.pickle" for folder in taught]
    files = ["--public", out / "examples" / "public.pickle", "--dev", out / "examples" / "b5.pickle"]
    taught_from = ["--base", out / "encoder", "--frozen", 1, "--rate", READER_RATE, "--public-share", 0.15]
    readers: list[Path] = []
    for number, steps in enumerate(READER_STEPS, 1):
        start = ["--start", readers[-1]] if readers else []
        target = out / f"reader{number}"
        asked = ["--examples", *examples, *files, *taught_from, *start, "--steps", steps, "--seed", number]
        _run("reader", target, *asked)
        readers.append(target / "reader.pt")
    _run("export", "--base", out / "encoder", "--encoder", out / "encoder", "--reader", *readers)
    _run("standing", *batches, "--dev", dev)
    _run("talk", *batches)
    _run("calibrate", *weighed_on, "--dev", dev, "--cache", out / "read", "--out", MODELS)


def _run(step: str, *arguments: object) -> None:
    """One step as a process of its own, so that it gives its memory back. Ends all where it fails."""
    print(f"== {step}", flush=True)
    subprocess.run([sys.executable, "-m", f"training.{step}", *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
