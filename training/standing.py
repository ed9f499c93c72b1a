"""What tells a question that stands alone from one that asks on: a logistic regression over the encoder's vectors.

python -m training.standing --batches DIR ... --dev DIR [--out models]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evals.roc import roc_area
from rag.encoding.encoder import open_encoder
from rag.encoding.models import MODELS
from rag.seams import Encoder
from rag.settings import read_settings
from rag.types import Vectors
from training.export import place

FALSE_SHARE = 0.01
"""Of the questions that stand alone, the share that may be taken for others on what is taught with."""
DECAY = 3.0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--batches", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=MODELS)
    arguments = parser.parse_args()
    encoder = open_encoder(read_settings())
    x, y = _read(arguments.batches, encoder)
    weights, bias = fitted(x, y)
    scores = x @ weights + bias
    bias -= float(np.quantile(scores[y == 0], 1 - FALSE_SHARE))
    for name, (rows, labels) in {"taught": (x, y), "left out": _read(arguments.dev, encoder)}.items():
        found = rows @ weights + bias > 0
        on, off = found[labels == 1].sum(), found[labels == 0].sum()
        print(name, f"asks on: {on}/{int(labels.sum())} seen, {off}/{int((1 - labels).sum())} falsely;",
              "roc area", round(roc_area((rows @ weights).tolist(), (labels == 1).tolist()), 4))  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "standing.json"
        file.write_text(json.dumps({"weights": [round(float(w), 5) for w in weights], "bias": round(bias, 5)}))
        known = json.loads((arguments.out / "models.json").read_bytes())
        known["standing"] = place(file, "standing", arguments.out)
    (arguments.out / "models.json").write_text(json.dumps(known, indent=1) + "\n")


def fitted(x: Vectors, y: Vectors, weight_decay: float = DECAY) -> tuple[Vectors, float]:
    """Weights and bias, both classes weighing alike, by Newton's method with weight decay."""
    rows = np.hstack([x, np.ones((len(x), 1), dtype=np.float32)]).astype(np.float64)
    share = np.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    decay = np.full(rows.shape[1], weight_decay)
    decay[-1] = 1e-6
    weights = np.zeros(rows.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (share * (p - y)) + decay * weights
        hessian = (rows * (share * p * (1 - p))[:, None]).T @ rows + np.diag(decay)
        weights -= np.linalg.solve(hessian, gradient)
    return weights[:-1].astype(np.float32), float(weights[-1])


def _read(folders: Sequence[Path], encoder: Encoder) -> tuple[Vectors, Vectors]:
    """Vectors of the questions, and 1 for each that asks on."""
    rows = [
        json.loads(line)
        for folder in folders
        for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    labels = np.array([row["kind"] == "follow-up" and bool(row["history"]) for row in rows], dtype=np.float32)
    return encoder.encode([row["question"] for row in rows]), labels


if __name__ == "__main__":
    main()
