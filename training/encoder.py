"""The encoder, taught to bring a question near the units that answer it.

python -m training.encoder OUT --batches DIR ... --public DIR [--steps N] [--dev DIR]

In-batch softmax over cosines (multiple negatives ranking, Henderson et al. 2017) with hard negatives: the `near` units
of a question and the units that share its words and don't answer it. What answers another question of the batch as well
is no negative.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from rag.encoding.models import base_folder
from rag.indexing.views import searched_text
from rag.language.lexical import LexicalIndex, terms
from training.batches import Batch, read_batch
from training.checkpoints import Run
from training.public import read_public

QUESTIONS = 24
"""Questions a step."""
TEMPERATURE = 0.05
LONGEST = 256
"""Tokens that the encoder sees of a text when it is used."""
MOST_TOKENS = 64
CHECKPOINT = "checkpoint.pt"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the texts that answer it, and texts that only look like it, best first."""

    question: str
    answers: tuple[str, ...]
    negatives: tuple[str, ...]


def main() -> None:
    arguments = _arguments()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    rng = random.Random(arguments.seed)
    model = SentenceTransformer(arguments.start or str(base_folder()), device="cpu", local_files_only=True)
    model.max_seq_length = MOST_TOKENS
    batches = [read_batch(folder) for folder in arguments.batches]
    dev = [read_batch(folder) for folder in arguments.dev]
    own = [asked for batch in batches for asked in _own(batch)]
    public = list(_public(arguments.public)) if arguments.public else []
    print(f"{len(own)} own questions, {len(public)} public", flush=True)
    log: list[dict[str, Any]] = []
    if not arguments.start:
        log.append({"step": 0, **_measured(model, dev)})
        print(log[-1], flush=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    _train(model, own, public, dev, arguments, rng, log)
    model.max_seq_length = LONGEST
    model.save(str(arguments.out))
    (arguments.out / "log.json").write_text(json.dumps(log, indent=1))


def _train(
    model: SentenceTransformer,
    own: list[Asked],
    public: list[Asked],
    dev: Sequence[Batch],
    arguments: argparse.Namespace,
    rng: random.Random,
    log: list[dict[str, Any]],
) -> None:
    optimizer = torch.optim.AdamW(model.parameters(), lr=arguments.rate, weight_decay=0.01)
    steps, warm = arguments.steps, max(1, arguments.steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.02, (steps - step) / steps))
    )
    run = Run(model, optimizer, schedule, rng)
    run.resume(arguments.out / CHECKPOINT)
    started, losses = time.time(), []
    for group in _groups(own, public, rng, steps - run.step):
        step = run.step = run.step + 1
        model.train()
        loss = _loss(model, group, rng)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if step % 20 == 0:
            print(step, steps, round(float(np.mean(losses[-20:])), 3), f"{time.time() - started:.0f} s", flush=True)
        if step % arguments.every == 0 or step == steps:
            run.save(arguments.out / CHECKPOINT)
            log.append({"step": step, "loss": float(np.mean(losses[-arguments.every :])), **_measured(model, dev)})
            print(log[-1], flush=True)


def _groups(own: list[Asked], public: list[Asked], rng: random.Random, steps: int) -> Iterator[list[Asked]]:
    """Groups of questions, three of our own to one public; half of our own ones from questions that stand together."""
    made = 0
    while made < steps:
        shuffled, near = rng.sample(own, len(own)), own[rng.randrange(QUESTIONS) :]
        some = rng.sample(public, min(len(public), len(own)))
        blocks = [near[i : i + QUESTIONS] for i in range(0, len(near) - QUESTIONS, QUESTIONS)]
        mixed = [shuffled[i : i + QUESTIONS] for i in range(0, len(shuffled) - QUESTIONS, QUESTIONS)]
        wide = [some[i : i + QUESTIONS] for i in range(0, len(some) - QUESTIONS, QUESTIONS)]
        groups = [*rng.sample(blocks, len(blocks) // 2), *rng.sample(mixed, len(mixed) - len(blocks) // 2)]
        groups += wide[: len(groups) // 3]
        rng.shuffle(groups)
        yield from groups[: steps - made]
        made += min(len(groups), steps - made)


def _loss(model: SentenceTransformer, group: Sequence[Asked], rng: random.Random) -> torch.Tensor:
    positives = [rng.choice(asked.answers) for asked in group]
    negatives = [text for asked in group for text in rng.sample(asked.negatives, min(1, len(asked.negatives)))]
    documents = [*positives, *negatives]
    scores = _vectors(model, [asked.question for asked in group]) @ _vectors(model, documents).T / TEMPERATURE
    own = [set(asked.answers) for asked in group]
    other = torch.tensor([[j != i and text in own[i] for j, text in enumerate(documents)] for i in range(len(group))])
    return torch.nn.functional.cross_entropy(scores.masked_fill(other, -1e4), torch.arange(len(group)))


def _vectors(model: SentenceTransformer, texts: Sequence[str]) -> torch.Tensor:
    """Vectors of the texts; run in three parts by length, so that little is padding."""
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    parts = [part.tolist() for part in np.array_split(order, 3)]
    rows = []
    for part in parts:
        made = model.preprocess([texts[at] for at in part])
        features = {name: value for name, value in made.items() if isinstance(value, torch.Tensor)}
        rows.append(torch.nn.functional.normalize(model(features)["sentence_embedding"], dim=-1))
    return torch.cat(rows)[torch.tensor(order).argsort()]


def asked_text(question: str, history: Sequence[str]) -> str:
    """A question behind the one before it, as retrieval looks for it."""
    return " ".join([*history[-1:], question])


def _own(batch: Batch) -> Iterator[Asked]:
    documents = unit_texts(batch)
    words = LexicalIndex.build([terms(text) for text in documents])
    for question in batch.questions:
        if not question.answers:
            continue
        text = asked_text(question.question, question.history)
        fair = question.answers | question.also
        mined = [number for number, _ in words.search(terms(text), 20) if number not in fair][:6]
        near = sorted(question.near - fair)
        negatives = [documents[i] for i in [*near, *near, *mined]]  # labelled ones twice as often
        yield Asked(text, tuple(documents[i] for i in sorted(question.answers)), tuple(negatives))


def _public(data: Path) -> Iterator[Asked]:
    for row in read_public(data):
        if row.answers:
            named = [f"{row.title}. {sentence}" for sentence in row.sentences]
            wrong = tuple(text for i, text in enumerate(named) if i not in row.answers)
            yield Asked(row.question, tuple(named[i] for i in sorted(row.answers)), wrong)


def unit_texts(batch: Batch) -> list[str]:
    """What of each unit is encoded."""
    return [searched_text(unit, batch.articles[unit.article_id]) for unit in batch.units]


def encode(model: SentenceTransformer, documents: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Vectors of unit length."""
    vectors: np.ndarray[Any, np.dtype[np.float32]] = model.encode(
        list(documents), batch_size=32, normalize_embeddings=True, show_progress_bar=False
    )
    return vectors


def _measured(model: SentenceTransformer, dev: Sequence[Batch]) -> dict[str, float]:
    """Share of the answerable questions that have an answer among the first 1, 3, 10, 30 units."""
    ranks: list[int] = []
    for batch in dev:
        vectors = encode(model, unit_texts(batch))
        asked = [question for question in batch.questions if question.answers]
        rows = encode(model, [asked_text(question.question, question.history) for question in asked])
        for row, question in zip(rows @ vectors.T, asked, strict=True):
            places = np.argsort(-row).tolist()
            ranks.append(min(places.index(place) for place in question.answers))
    return {f"in {k}": round(sum(rank < k for rank in ranks) / len(ranks), 3) for k in (1, 3, 10, 30)} if ranks else {}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--batches", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, nargs="*", default=[])
    parser.add_argument("--public", type=Path, help="the folder shared/data")
    parser.add_argument("--start", help="a folder to go on from")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--every", type=int, default=100)
    parser.add_argument("--rate", type=float, default=4e-5)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
