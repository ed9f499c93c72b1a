"""What makes probabilities of what was read, and the limits by which evidence is quoted or not.

python -m training.calibrate BATCH ... --dev BATCH [--cache FOLDER] [--grid] [--out models]

On batches that neither model was taught on. Each in turn is left out of the fit and answered with it; the fit on all is
tried on the batches of --dev, and written with --out.
"""

from __future__ import annotations

import argparse
import itertools
import json
import pickle
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from evals.batch import BatchScore, BatchSet, BatchTotals, read_batch_set, score, total
from evals.memory import StoredVectors, index_in_memory
from evals.roc import roc_area
from rag.answering.answering import quote
from rag.answering.choosing import LIMITS, Limits, choose
from rag.encoding.encoder import LazyEncoder
from rag.figures.book import FigureBook
from rag.progress import silent
from rag.reading import weighing
from rag.reading.judging import Judge
from rag.reading.reader import LazyReader
from rag.reading.weighing import Weights, question_features, unit_features
from rag.seams import Snapshot
from rag.settings import read_settings
from rag.types import Answer, Evidence, Status, Vectors
from training.batches import Batch, read_batch
from training.export import place

DECAY = 3.0
FALSELY = 0.08
"""Of the answerable questions, the share that may be refused."""


@dataclass(frozen=True, slots=True)
class Read:
    """A batch with what was read for each of its questions."""

    batch: Batch
    asked: BatchSet
    snapshot: Snapshot
    evidence: list[list[Evidence]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("batches", type=Path, nargs="+")
    parser.add_argument("--dev", type=Path, nargs="*", default=[])
    parser.add_argument("--cache", type=Path, help="where what was read is kept, for another look")
    parser.add_argument("--grid", action="store_true")
    parser.add_argument("--out", type=Path, help="the folder of the models, where the weights are written")
    arguments = parser.parse_args()
    read = [_read(folder, arguments.cache) for folder in arguments.batches]
    dev = [_read(folder, arguments.cache) for folder in arguments.dev]
    left_out = []
    for each in read if len(read) > 1 else ():
        left_out.append((each, *weighed(each, *fitted([other for other in read if other is not each]))))
    fit = fitted(read)
    for name, found in {"left out in turn": left_out, "dev": [(each, *weighed(each, *fit)) for each in dev]}.items():
        if found:
            _report(name, found, arguments.grid)
    if arguments.out:
        _write(fit, arguments.out)


Weighed = tuple[Read, list[list[Evidence]], list[float]]
"""A batch, its evidence with probabilities, and the probabilities that its questions are answered."""


def _read(folder: Path, cache: Path | None) -> Read:
    batch, asked = read_batch(folder), read_batch_set(folder)
    kept = cache / f"{folder.name}.pickle" if cache else None
    if kept and kept.exists():
        return Read(batch, asked, *pickle.loads(kept.read_bytes()))
    settings = read_settings()
    encoder = LazyEncoder(settings)
    guides = {path.name: path.read_bytes() for path in sorted((folder / "texts").glob("*.md"))}
    snapshot = index_in_memory(guides, StoredVectors(encoder, settings.cache / "evals"), silent)
    judge = Judge(snapshot, encoder, LazyReader())
    evidence = [list(judge.judge(each.question, each.history).evidence) for each in batch.questions]
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps((snapshot, evidence)))
    return Read(batch, asked, snapshot, evidence)


def fitted(read: Sequence[Read]) -> tuple[Weights, Weights]:
    """The regressions over units and over questions."""
    units, answer, questions, answered = [], [], [], []
    for each in read:
        for question, evidence in zip(each.batch.questions, each.evidence, strict=True):
            if not evidence or (question.answerable and not question.answers):
                continue
            counted = np.array([unit.number not in question.also for unit in evidence])
            units.append(unit_features(evidence, each.snapshot.units)[counted])
            answer.append(np.array([unit.number in question.answers for unit in evidence])[counted])
            questions.append(question_features(evidence))
            answered.append(question.answerable)
    return (
        regression(np.concatenate(units), np.concatenate(answer)),
        regression(np.concatenate(questions), np.array(answered)),
    )


def regression(rows: Vectors, labels: Vectors) -> Weights:
    """Logistic regression by Newton's method, with weight decay over features brought to deviation 1."""
    mean, deviation = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    x = np.hstack([(rows - mean) / deviation, np.ones((len(rows), 1))]).astype(np.float64)
    decay = np.diag([DECAY] * (x.shape[1] - 1) + [1e-6])
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + decay
        weights += np.linalg.solve(hessian, x.T @ (labels - p) - decay @ weights)
    own = weights[:-1] / deviation
    return Weights(own.astype(np.float32), float(weights[-1] - own @ mean))


def weighed(read: Read, of_units: Weights, of_questions: Weights) -> tuple[list[list[Evidence]], list[float]]:
    """A batch's evidence with its probabilities, the likeliest first, and those of its questions."""
    units, questions = [], []
    for evidence in read.evidence:
        chances = of_units(unit_features(evidence, read.snapshot.units)).tolist() if evidence else []
        rows = [replace(unit, probability=chance) for unit, chance in zip(evidence, chances, strict=True)]
        units.append(sorted(rows, key=lambda unit: -unit.probability))
        questions.append(float(of_questions(question_features(evidence))[0]) if evidence else 0.0)
    return units, questions


def outcome(
    read: Read, evidence: Sequence[Sequence[Evidence]], answered: Sequence[float], limits: Limits
) -> BatchTotals:
    """The batch scored with answers that these limits give."""
    return total(_scores(read, evidence, answered, limits))


def _scores(
    read: Read, evidence: Sequence[Sequence[Evidence]], answered: Sequence[float], limits: Limits
) -> Iterable[BatchScore]:
    book = FigureBook(read.snapshot)
    for case, each, chance in zip(read.asked.cases, evidence, answered, strict=True):
        text, _, citations = quote(choose(each, book, limits) if chance >= limits.answers else [], read.snapshot)
        status: Status = "answered" if citations else "not_in_guides"
        answer = Answer(case.question, case.question, status, text, citations=tuple(citations))
        yield score(case, answer, read.asked.rows)


def _report(name: str, found: Sequence[Weighed], grid: bool) -> None:
    chances = [chance for *_, answered in found for chance in answered]
    answerable = [question.answerable for read, *_ in found for question in read.batch.questions]
    least = float(np.quantile([p for p, yes in zip(chances, answerable, strict=True) if yes], FALSELY))
    print(f"{name}: roc area of answerable {roc_area(chances, answerable):.3f}; {FALSELY:.0%} lie below {least:.3f}")
    print("units:", _reliability([unit for read, evidence, _ in found for unit in _likeliest(read, evidence)]))
    print("questions:", _reliability(list(zip(chances, answerable, strict=True))))
    for limits in [LIMITS, *(_grid(least) if grid else ())]:
        scores = [each for read, evidence, answered in found for each in _scores(read, evidence, answered, limits)]
        shown = f"{limits.answers:.3f} {limits.further} {limits.of_the_best} {limits.most_units} {limits.most_words}"
        print(shown, _line(total(scores)), flush=True)


def _likeliest(read: Read, evidence: Sequence[Sequence[Evidence]]) -> Iterable[tuple[float, bool]]:
    for question, each in zip(read.batch.questions, evidence, strict=True):
        if each:
            yield each[0].probability, each[0].number in question.answers


def _reliability(pairs: Sequence[tuple[float, bool]]) -> str:
    """For tenths of a probability: how many there are, and how many of them are right."""
    parts = []
    for tenth in range(10):
        own = [right for p, right in pairs if tenth / 10 <= p < (tenth + 1) / 10 + (tenth == 9)]
        parts.append(f"{tenth / 10:.1f}: {sum(own)}/{len(own)}")
    return ", ".join(parts)


def _grid(least: float) -> Iterable[Limits]:
    for further, share, words in itertools.product((0.1, 0.15, 0.2, 0.25), (0.4, 0.5, 0.6), (60,)):
        yield Limits(answers=least, further=further, of_the_best=share, most_words=words)


def _line(found: BatchTotals) -> str:
    names = ("right", "first", "clean", "refused", "falsely_refused")
    shares = [f"{name} {getattr(found, name).got / max(1, getattr(found, name).of):.3f}" for name in names]
    kinds = " ".join(f"{kind} {share}" for kind, share in found.kinds.items())
    return f"{' '.join(shares)} words {found.words_median:.0f} | {kinds}"


def _write(fit: tuple[Weights, Weights], out: Path) -> None:
    """The weights as a file among the models, named by its hash."""
    names = (("unit", weighing.UNIT), ("question", weighing.QUESTION))
    values = {
        kind: dict(zip(own, [round(float(w), 5) for w in each.weights], strict=True)) | {"bias": round(each.bias, 5)}
        for (kind, own), each in zip(names, fit, strict=True)
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "weighing.json"
        file.write_text(json.dumps(values))
        known = json.loads((out / "models.json").read_bytes())
        known["weighing"] = place(file, "weighing", out)
    (out / "models.json").write_text(json.dumps(known, indent=1) + "\n")


if __name__ == "__main__":
    main()
