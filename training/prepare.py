"""Batches to the reader's examples, with the windows that an encoder finds for each question.

python -m training.prepare OUT --encoder FOLDER --batches DIR ... [--public DIR]
"""

from __future__ import annotations

import argparse
import pickle
import random
from pathlib import Path

from rag.encoding.encoder import open_encoder
from rag.settings import read_settings
from training.batches import read_batch
from training.examples import of_batch, of_paragraphs
from training.public import read_public, squad


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", help="without it, windows are found by words")
    parser.add_argument("--batches", type=Path, nargs="*", default=[])
    parser.add_argument("--public", type=Path, help="the folder shared/data")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    encoder = open_encoder(read_settings(encoder=arguments.encoder)) if arguments.encoder else None
    for folder in arguments.batches:
        path = arguments.out / f"{folder.name}.pickle"
        if not path.exists():
            batch = read_batch(folder)
            examples = list(of_batch(batch, encoder))
            path.write_bytes(pickle.dumps(examples))
            held = [any(each.answers for each in e.windows[: e.found]) for e in examples]
            print(folder.name, len(examples), f"{sum(held)} with an answer among the windows found", flush=True)
    if arguments.public:
        rng = random.Random(7)
        rows = read_public(arguments.public)
        (arguments.out / "public.pickle").write_bytes(pickle.dumps(list(of_paragraphs(rows, rng))))
        rows = list(squad(arguments.public / "squad" / "dev.json", left_out=True))
        (arguments.out / "squad-left-out.pickle").write_bytes(pickle.dumps(list(of_paragraphs(rows, rng))))


if __name__ == "__main__":
    main()
