"""What makes a probability of the reader's logit and the cosine, and the limits by which evidence is quoted or not.

python -m training.calibrate BATCH ... [--squad FILE]

On batches that neither model was trained on. Prints the weights of a logistic regression over the units that were read,
how well the probabilities hold, and what the product's choice comes to at several limits.
"""

from __future__ import annotations

import argparse
import itertools
import pickle
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from evals.batch import BatchScore, BatchSet, BatchTotals, read_batch_set, score, total
from evals.memory import StoredVectors, index_in_memory
from evals.roc import roc_area
from rag.answering.answering import quote
from rag.answering.choosing import LIMITS, Limits, answers, choose
from rag.encoding.encoder import LazyEncoder
from rag.figures.book import FigureBook
from rag.progress import silent
from rag.reading.judging import Judge
from rag.reading.reader import LazyReader
from rag.seams import Snapshot
from rag.settings import read_settings
from rag.types import Answer, Evidence, Status
from training.batches import Batch, read_batch

Read = list[list[Evidence]]
"""For each question what was read, the likeliest first."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("batches", type=Path, nargs="+")
    parser.add_argument("--cache", type=Path, help="where what was read is kept, for another look at the limits")
    parser.add_argument("--grid", action="store_true")
    arguments = parser.parse_args()
    read = [_read(folder, arguments.cache) for folder in arguments.batches]
    logit, cosine, bias = fitted([(batch, evidence) for batch, _, _, evidence in read])
    print(f"LOGIT, COSINE, BIAS = {logit:.3f}, {cosine:.3f}, {bias:.3f}")
    for batch, asked, snapshot, evidence in read:
        now = [_weighed(each, logit, cosine, bias) for each in evidence]
        print(batch.name, _reliability(batch, now))
        best = [each[0].probability if each else 0.0 for each in now]
        print("roc area of answerable", round(roc_area(best, [q.answerable for q in batch.questions]), 3))
        print("with LIMITS:", _line(outcome(asked, snapshot, now, LIMITS)))
        for limits in _grid() if arguments.grid else ():
            print(limits.answers, limits.further, limits.of_the_best, limits.most_units,
                  _line(outcome(asked, snapshot, now, limits)), flush=True)  # fmt: skip


def _read(folder: Path, cache: Path | None) -> tuple[Batch, BatchSet, Snapshot, Read]:
    batch, asked = read_batch(folder), read_batch_set(folder)
    kept = cache / f"{folder.name}.pickle" if cache else None
    if kept and kept.exists():
        snapshot, evidence = pickle.loads(kept.read_bytes())
        return batch, asked, snapshot, evidence
    settings = read_settings()
    encoder, reader = LazyEncoder(settings), LazyReader()
    guides = {path.name: path.read_bytes() for path in sorted((folder / "texts").glob("*.md"))}
    snapshot = index_in_memory(guides, StoredVectors(encoder, settings.cache / "evals"), silent)
    judge = Judge(snapshot, encoder, reader)
    evidence = [list(judge.judge(each.question, each.history).evidence) for each in batch.questions]
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps((snapshot, evidence)))
    return batch, asked, snapshot, evidence


def fitted(read: Iterable[tuple[Batch, Read]]) -> tuple[float, float, float]:
    """Weights of logit and cosine and the bias, by logistic regression (Newton's method) over all units read."""
    rows, labels = [], []
    for batch, evidence in read:
        for question, each in zip(batch.questions, evidence, strict=True):
            if question.answerable and not question.answers:
                continue
            for unit in each:
                if unit.number not in question.also:
                    rows.append((unit.logit, unit.cosine, 1.0))
                    labels.append(unit.number in question.answers)
    x, y = np.array(rows), np.array(labels, dtype=float)
    weights = np.zeros(3)
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(3)
        weights += np.linalg.solve(hessian, x.T @ (y - p))
    return float(weights[0]), float(weights[1]), float(weights[2])


def _weighed(evidence: Sequence[Evidence], logit: float, cosine: float, bias: float) -> list[Evidence]:
    found = [
        replace(each, probability=float(1 / (1 + np.exp(-(logit * each.logit + cosine * each.cosine + bias)))))
        for each in evidence
    ]
    return sorted(found, key=lambda each: -each.probability)


def _reliability(batch: Batch, evidence: Read) -> str:
    """For tenths of the probability of the likeliest unit: how many there are, and the share that answer."""
    pairs = [
        (each[0].probability, each[0].number in question.answers)
        for question, each in zip(batch.questions, evidence, strict=True)
        if each
    ]
    parts = []
    for tenth in range(10):
        own = [right for p, right in pairs if tenth / 10 <= p < (tenth + 1) / 10 + (tenth == 9)]
        parts.append(f"{tenth / 10:.1f}: {sum(own)}/{len(own)}")
    return ", ".join(parts)


def outcome(asked: BatchSet, snapshot: Snapshot, evidence: Read, limits: Limits) -> BatchTotals:
    """The batch scored with answers that these limits give."""
    book = FigureBook(snapshot)
    scores: list[BatchScore] = []
    for case, each in zip(asked.cases, evidence, strict=True):
        text, _, citations = quote(choose(each, book, limits) if answers(each, limits) else [], snapshot)
        status: Status = "answered" if citations else "not_in_guides"
        answer = Answer(case.question, case.question, status, text, citations=tuple(citations))
        scores.append(score(case, answer, asked.rows))
    return total(scores)


def _grid() -> Iterable[Limits]:
    for least, further, share, most in itertools.product((0.2, 0.3, 0.4), (0.2, 0.3, 0.45), (0.4, 0.6, 0.8), (2, 3)):
        yield Limits(answers=least, further=further, of_the_best=share, most_units=most)


def _line(found: BatchTotals) -> str:
    names = ("right", "first", "clean", "refused", "falsely_refused")
    shares = [f"{name} {getattr(found, name).got / max(1, getattr(found, name).of):.3f}" for name in names]
    kinds = " ".join(f"{kind} {share}" for kind, share in found.kinds.items())
    return f"{' '.join(shares)} words {found.words_median:.0f} | {kinds}"


if __name__ == "__main__":
    main()
