"""The reader, taught to tell for each unit of a window whether it answers a question.

python -m training.reader OUT --examples FILE ... [--dev FILE] [--base FOLDER] [--steps N]

One question a group, with windows that answer and the hardest that don't. Two losses: for each unit by itself, and over
all units that were read for the question, with "none of them" as one more choice (as extractive readers with a null
answer do), so that units are ranked across windows and a question that nothing answers is learned as that.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from evals.roc import roc_area
from rag.reading.tokens import Tokens, batch
from rag.reading.windows import MOST_UNITS
from training.checkpoints import Run
from training.examples import ANSWERS, EITHER, Example, Labelled
from training.network import Network

GROUP = 4
"""Windows a question."""
QUESTIONS = 4
"""Questions a step."""
PART = 6
"""Windows run at once."""
CHECKPOINT, SAVED = "checkpoint.pt", 50
"""The file of a run that can go on, written every so many steps."""
DROPPED = 0.12
"""Share of the answerable questions whose answers are left out: the rest doesn't answer them."""


def main() -> None:
    arguments = _arguments()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    rng = random.Random(arguments.seed)
    own = [example for path in arguments.examples for example in _read(path)]
    public = _read(arguments.public) if arguments.public else []
    dev = _read(arguments.dev) if arguments.dev else []
    tokens = Tokens(Tokenizer.from_file(str(arguments.base / "tokenizer.json")))
    network = Network(arguments.base, arguments.layers)
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start))
    network.bert.embeddings.requires_grad_(False)
    network.bert.encoder.layer[: arguments.frozen].requires_grad_(False)
    print(f"{len(own)} own questions, {len(public)} public, {len(dev)} to choose by", flush=True)
    log = _train(network, tokens, own, public, dev, arguments, rng)
    torch.save(network.state_dict(), arguments.out / "reader.pt")
    (arguments.out / "log.json").write_text(json.dumps(log, indent=1))


def _train(
    network: Network,
    tokens: Tokens,
    own: list[Example],
    public: list[Example],
    dev: list[Example],
    arguments: argparse.Namespace,
    rng: random.Random,
) -> list[dict[str, Any]]:
    arguments.out.mkdir(parents=True, exist_ok=True)
    base = [p for n, p in network.named_parameters() if p.requires_grad and n.startswith("bert.")]
    head = [p for n, p in network.named_parameters() if p.requires_grad and not n.startswith("bert.")]
    optimizer = torch.optim.AdamW(
        [{"params": base, "lr": arguments.rate}, {"params": head, "lr": 5 * arguments.rate}], weight_decay=0.01
    )
    steps, warm = arguments.steps, max(1, arguments.steps // 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.02, (steps - step) / steps))
    )
    log: list[dict[str, Any]] = []
    run = Run(network, optimizer, schedule, rng)
    run.resume(arguments.out / CHECKPOINT)
    started, losses = time.time(), []
    for group in _groups(own, public, arguments.public_share, rng, steps - run.step):
        step = run.step = run.step + 1
        network.train()
        loss = _loss(network, tokens, group, rng)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([*base, *head], 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if step % 25 == 0:
            print(step, steps, round(float(np.mean(losses[-25:])), 4), f"{time.time() - started:.0f} s", flush=True)
        if step % SAVED == 0 or step == steps:
            run.save(arguments.out / CHECKPOINT)
        if step % arguments.every == 0 or step == steps:
            log.append({"step": step, "loss": float(np.mean(losses[-arguments.every :]))})
            log[-1] |= measured(network, tokens, dev[:: arguments.thin])
            print(log[-1], flush=True)
    return log


def _groups(
    own: list[Example], public: list[Example], share: float, rng: random.Random, steps: int
) -> Iterator[list[Example]]:
    """Groups of questions; a share of the groups is public ones."""
    queues: dict[bool, list[Example]] = {True: [], False: []}
    for _ in range(steps):
        is_public = bool(public) and rng.random() < share
        queue = queues[is_public]
        if len(queue) < QUESTIONS:
            queue[:] = rng.sample(public if is_public else own, len(public if is_public else own))
        yield [queue.pop() for _ in range(QUESTIONS)]


def _chosen(example: Example, rng: random.Random) -> list[Labelled]:
    """The windows of one step: up to two that answer, and of the others the better found rather than the worse."""
    right = [each for each in example.windows if each.answers]
    if right and rng.random() < DROPPED:
        right = []
    wrong = [each for each in example.windows if ANSWERS not in each.labels and EITHER not in each.labels]
    chosen = rng.sample(right, min(len(right), 2))
    wanted = min(len(wrong), GROUP - len(chosen))
    keys = {i: rng.random() ** (1 + i / 6) for i in range(len(wrong))}  # later ones win more rarely
    return [*chosen, *(wrong[i] for i in sorted(keys, key=lambda i: -keys[i])[:wanted])]


def _loss(network: Network, tokens: Tokens, group: Sequence[Example], rng: random.Random) -> torch.Tensor:
    rows = [(example, each) for example in group for each in _chosen(example, rng)]
    logits = _logits(network, tokens, rows)
    labels = torch.full((len(rows), MOST_UNITS), -2)
    for at, (_, each) in enumerate(rows):
        labels[at, : len(each.labels)] = torch.tensor(each.labels)
    losses = []
    for example in group:
        mine = [at for at, (other, _) in enumerate(rows) if other is example]
        scores, wanted = logits[mine].flatten(), labels[mine].flatten()
        scores, wanted = scores[wanted >= 0], wanted[wanted >= 0]
        by_unit = functional.binary_cross_entropy_with_logits(
            scores, wanted.float(), pos_weight=torch.tensor(2.0), reduction="sum"
        ) / len(mine)
        choices = torch.cat([scores, scores.new_zeros(1)])
        right = torch.cat([wanted == ANSWERS, (wanted == ANSWERS).any().logical_not().view(1)])
        among = torch.logsumexp(choices, 0) - torch.logsumexp(choices[right], 0)
        losses.append(0.5 * by_unit + among)
    return torch.stack(losses).mean()


def _logits(network: Network, tokens: Tokens, rows: Sequence[tuple[Example, Labelled]]) -> torch.Tensor:
    """Logits of shape (rows, MOST_UNITS); run in parts by length, so that little is padding."""
    inputs = [tokens.input(example.question, example.earlier, each.window) for example, each in rows]
    order = sorted(range(len(rows)), key=lambda at: len(inputs[at].ids))
    parts = [order[at : at + PART] for at in range(0, len(order), PART)]
    out = []
    for part in parts:
        features = {name: torch.from_numpy(array) for name, array in batch([inputs[at] for at in part]).items()}
        out.append(network(**features))
    return torch.cat(out)[torch.tensor(order).argsort()]


@torch.no_grad()
def unit_logits(network: Network, tokens: Tokens, example: Example) -> list[list[float]]:
    """For each window that retrieval gives, the logits of its units."""
    network.eval()
    rows = [(example, each) for each in example.windows[: example.found]]
    logits = _logits(network, tokens, rows).tolist()
    return [row[: len(each.labels)] for row, (_, each) in zip(logits, rows, strict=True)]


def measured(network: Network, tokens: Tokens, dev: Sequence[Example]) -> dict[str, float]:
    """On questions: shares with an answer first and among the first three, by logit; ROC area of the best logit."""
    firsts: list[bool] = []
    threes: list[bool] = []
    yes: list[float] = []
    no: list[float] = []
    for example in dev:
        logits = unit_logits(network, tokens, example)
        ranked = sorted(
            (-logit, label)
            for row, each in zip(logits, example.windows, strict=False)
            for logit, label in zip(row, each.labels, strict=True)
        )
        answerable = any(each.answers for each in example.windows)
        (yes if answerable else no).append(-ranked[0][0])
        if answerable:
            firsts.append(ranked[0][1] == ANSWERS)
            threes.append(any(label == ANSWERS for _, label in ranked[:3]))
    if not yes:
        return {}
    return {
        "first": round(float(np.mean(firsts)), 3),
        "in 3": round(float(np.mean(threes)), 3),
        "roc": round(roc_area([*yes, *no], [True] * len(yes) + [False] * len(no)), 3),
    }


def _read(path: Path) -> list[Example]:
    examples: list[Example] = pickle.loads(path.read_bytes())  # made by training.prepare, on this machine
    return examples


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--public", type=Path)
    parser.add_argument("--public-share", type=float, default=0.25)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--thin", type=int, default=2, help="measure on each n-th question")
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--layers", type=int)
    parser.add_argument("--frozen", type=int, default=0, help="layers at the bottom that stay as they are")
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--every", type=int, default=300)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
