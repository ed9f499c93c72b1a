"""What tells small talk from questions: two logistic regressions over the encoder's vectors.

python -m training.talk --batches DIR ... [--out models]

training/talk.jsonl has messages of each kind: thanks and small reactions, questions about the assistant itself,
questions about careers that begin like either, and wishes that are neither. The batches' questions are added to the
questions about careers.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np

from rag.encoding.encoder import open_encoder
from rag.encoding.models import MODELS
from rag.reading.weighing import TALK
from rag.settings import ROOT, read_settings
from training.export import place
from training.standing import fitted

MESSAGES = ROOT / "training" / "talk.jsonl"
DECAY = 1.0
"""Chosen with one author's messages taught and another's left out; see docs/decisions/reader.md."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--batches", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=MODELS)
    arguments = parser.parse_args()
    messages = [json.loads(line) for line in MESSAGES.read_text(encoding="utf-8").splitlines()]
    for folder in arguments.batches:
        lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
        messages += [{"kind": "question", "text": json.loads(line)["question"]} for line in lines]
    vectors = open_encoder(read_settings()).encode([each["text"] for each in messages])
    kinds = np.array([each["kind"] for each in messages])
    found = {}
    for kind in TALK:
        weights, bias = fitted(vectors, (kinds == kind).astype(np.float32), DECAY)
        seen = int((vectors[kinds == kind] @ weights + bias > 0).sum())
        print(f"{kind}: {seen} of {int((kinds == kind).sum())} seen")
        found[kind] = {"weights": [round(float(weight), 5) for weight in weights], "bias": round(bias, 5)}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "talk.json"
        file.write_text(json.dumps(found))
        known = json.loads((arguments.out / "models.json").read_bytes())
        known["talk"] = place(file, "talk", arguments.out)
    (arguments.out / "models.json").write_text(json.dumps(known, indent=1) + "\n")


if __name__ == "__main__":
    main()
