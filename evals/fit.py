"""Fits the weights of rag.finding.coverage: `python -m evals.fit --help`.

Each set weighs the same, however many questions it has. What is printed of a set is always scored by a regression that
has not seen the question's group (a SQuAD article, or a fifth of a question file).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from evals.answerable import as_guides
from evals.lines import read_lines
from evals.logistic import Logistic, fit
from evals.memory import MemorySnapshot, StoredVectors, index_in_memory
from evals.questions import read_questions
from evals.roc import roc_area
from evals.signals import NAMES, Ask, Row, folds, observe, read_row, written
from evals.squad import read_squad
from rag.encoding.encoder import LazyEncoder
from rag.encoding.remembering import RememberingEncoder
from rag.errors import CareerError, UsageError
from rag.finding.coverage import THRESHOLD
from rag.finding.finding import Finder
from rag.finding.matching import Evidence
from rag.progress import silent
from rag.seams import Encoder
from rag.settings import Settings, read_settings


def main() -> int:
    """Reads or makes the rows, and prints what they say."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit", description=__doc__)
    parser.add_argument("--squad", type=Path, action="append", default=[], metavar="FILE", help="SQuAD 2.0's format")
    parser.add_argument(
        "--questions",
        type=Path,
        nargs=2,
        action="append",
        default=[],
        metavar=("FILE", "GUIDES"),
        help="a question set and the folder of guides that it is on",
    )
    parser.add_argument("--dump", type=Path, metavar="FILE", help="write the signals of each question there")
    parser.add_argument(
        "--rows", type=Path, action="append", default=[], metavar="FILE", help="read signals that were dumped"
    )
    parser.add_argument("--strength", type=float, default=1.0, help="scikit-learn's C: smaller is tamer [default: 1]")
    chosen = parser.parse_args()
    try:
        rows = [row for path in chosen.rows for row in read_lines(path, read_row)]
        settings = read_settings()
        encoder = LazyEncoder(settings)
        for path in chosen.squad:
            rows += _observed(path.stem, *_squad(path, settings, encoder), encoder)
        for path, guides in chosen.questions:
            rows += _observed(path.stem, *_questions(path, guides, settings, encoder), encoder)
    except CareerError as error:
        print(f"fit: {error}", file=sys.stderr)
        return error.exit_code
    if not rows:
        parser.error("name a set: --squad, --questions or --rows")
    if chosen.dump:
        lines = (json.dumps(written(row), ensure_ascii=False) for row in rows)
        chosen.dump.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(report(rows, chosen.strength)))
    return 0


def report(rows: Sequence[Row], strength: float) -> Iterator[str]:
    """What the rows say of the product's weights and of better ones, as lines."""
    sources = list(dict.fromkeys(row.source for row in rows))
    own = {row.group: fitted([r for r in rows if r.group != row.group], strength) for row in rows}
    yield f"{'':<24}{'questions':>10}{'similarity':>12}{'as it is':>10}{'fitted':>8}{'without the set':>17}"
    for source in sources:
        of = [row for row in rows if row.source == source]
        others = [row for row in rows if row.source != source]
        areas = [
            _area(of, [row.similarity for row in of]),
            _area(of, [row.score for row in of]),
            _area(of, [_score(own[row.group], row) for row in of]),
            _area(of, [_score(fitted(others, strength), row) for row in of]) if others else float("nan"),
        ]
        yield f"{source:<24}{len(of):>10}{areas[0]:>12.3f}{areas[1]:>10.3f}{areas[2]:>8.3f}{areas[3]:>17.3f}"
    yield ""
    yield f"at {THRESHOLD}, fitted without the question's group"
    for source in sources:
        of = [row for row in rows if row.source == source]
        refused = [_score(own[row.group], row) < THRESHOLD for row in of]
        right = sum(no for no, row in zip(refused, of, strict=True) if not row.answerable)
        wrong = sum(no for no, row in zip(refused, of, strict=True) if row.answerable)
        answerable = sum(row.answerable for row in of)
        yield f"{source:<24}refused {right}/{len(of) - answerable}, falsely refused {wrong}/{answerable}"
    yield ""
    whole = fitted(rows, strength)
    yield "fitted on all"
    for name, weight in zip(NAMES, whole.weights, strict=True):
        yield f"    {name}={weight:.2f},"
    yield f"BIAS = {whole.bias:.2f}"


def fitted(rows: Sequence[Row], strength: float) -> Logistic:
    """The regression of rows in which each set has the same weight in all, that of a hundred questions."""
    sizes = {source: sum(row.source == source for row in rows) for source in {row.source for row in rows}}
    signals = np.array([row.signals for row in rows], dtype=np.float64)
    return fit(signals, [row.answerable for row in rows], [100 / sizes[row.source] for row in rows], strength)


def _score(model: Logistic, row: Row) -> float:
    return float(model.scores(np.array([row.signals], dtype=np.float64))[0])


def _area(rows: Sequence[Row], scores: Sequence[float]) -> float:
    return roc_area(scores, [row.answerable for row in rows])


def _observed(source: str, snapshot: MemorySnapshot, asked: Sequence[Ask], encoder: Encoder) -> list[Row]:
    finder = Finder(Evidence(snapshot), RememberingEncoder(encoder))
    rows = []
    for number, row in enumerate(observe(source, asked, finder), start=1):
        rows.append(row)
        if number % 100 == 0:
            print(f"{source}: {number} of {len(asked)} questions", file=sys.stderr, flush=True)
    return rows


def _squad(path: Path, settings: Settings, encoder: Encoder) -> tuple[MemorySnapshot, list[Ask]]:
    articles = read_squad(path)
    asked = [Ask(q.id, a.title, q.text, (), bool(q.answers)) for a in articles for q in a.questions]
    kept = StoredVectors(encoder, settings.cache / "evals")
    return index_in_memory(as_guides(articles), kept, silent), asked


def _questions(path: Path, guides: Path, settings: Settings, encoder: Encoder) -> tuple[MemorySnapshot, list[Ask]]:
    questions = read_questions(path)
    groups = folds([question.id for question in questions])
    asked = [
        Ask(q.id, group, q.question, q.history, q.kind != "unanswerable")
        for q, group in zip(questions, groups, strict=True)
    ]
    files = sorted(file for file in guides.rglob("*") if file.suffix in (".md", ".txt") and file.stem != "README")
    texts = {file.relative_to(guides).as_posix(): file.read_bytes() for file in files}
    if not texts:
        raise UsageError(f"{guides} holds no guide.")
    kept = StoredVectors(encoder, settings.cache / "evals")
    return index_in_memory(texts, kept, silent), asked


if __name__ == "__main__":
    sys.exit(main())
