"""What was read to probabilities: that a unit answers, that the guides answer at all, that a question stands alone.

Logistic regressions. Two were taught on batches that neither encoder nor reader was taught on
(training/calibrate.py). One looks at a unit: what reader and retrieval say of it beside the best that was read, and
whether it asks or leads in to something. The other looks at the likeliest unit of a question. The third was taught on
the batches' follow-ups against their other questions (training/standing.py), over the question's vector; so are those
that tell small talk (training/talk.py).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from rag.encoding.models import shipped_files
from rag.types import Evidence, Unit, Vectors

ORDER = (0.698, 3.062, -3.050)
"""Weights of logit and cosine, and a bias: what orders the units before they are weighed."""
UNIT = ("logit", "cosine", "logit below", "cosine below", "rank", "asks", "leads")
"""What the regression over units looks at."""
QUESTION = ("first",)
"""What the regression over questions looks at: the log odds of the likeliest unit, before units are weighed."""

TALK = ("about", "thanks")
"""Small talk: what asks about the assistant, and what thanks, takes leave or only reacts."""
SMALL_TALK = 0.6
"""The probability from which on a message is taken for it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression."""

    weights: Vectors
    bias: float

    @classmethod
    def of(cls, values: Mapping[str, float], names: Sequence[str]) -> Weights:
        """As a file has them, by name."""
        return cls(np.array([values[name] for name in names], dtype=np.float32), values["bias"])

    def __call__(self, rows: Vectors) -> Vectors:
        """Probabilities of rows of shape (n, features)."""
        found: Vectors = 1 / (1 + np.exp(-(rows @ self.weights + self.bias)))
        return found


def weigh(read: Sequence[Evidence], units: Sequence[Unit]) -> tuple[tuple[Evidence, ...], float]:
    """The evidence with its probabilities, the likeliest first, and the probability that the guides answer.

    Raises EncoderError.
    """
    if not read:
        return (), 0.0
    of_units, of_questions = _weights()
    chances = of_units(unit_features(read, units)).tolist()
    weighed = [replace(each, probability=chance) for each, chance in zip(read, chances, strict=True)]
    weighed.sort(key=lambda each: (-each.probability, each.number))
    return tuple(weighed), float(of_questions(question_features(read))[0])


def unit_features(read: Sequence[Evidence], units: Sequence[Unit]) -> Vectors:
    """What UNIT names of each unit, shape (units read, 7)."""
    best_logit, best_cosine = max(each.logit for each in read), max(each.cosine for each in read)
    ordered = sorted(read, key=lambda each: (-_order(each), each.number))
    rank = {each.number: place for place, each in enumerate(ordered)}
    texts = [units[each.number].text.rstrip() for each in read]
    rows = [
        (
            each.logit,
            each.cosine,
            best_logit - each.logit,
            best_cosine - each.cosine,
            math.log1p(rank[each.number]),
            text.endswith("?"),
            text.endswith(":"),
        )
        for each, text in zip(read, texts, strict=True)
    ]
    return np.array(rows, dtype=np.float32)


def question_features(read: Sequence[Evidence]) -> Vectors:
    """What QUESTION names of what was read for a question, shape (1, 1)."""
    return np.array([[max(map(_order, read))]], dtype=np.float32)


def _order(read: Evidence) -> float:
    """Log odds that a unit answers, by reader and retrieval alone."""
    logit, cosine, bias = ORDER
    return logit * read.logit + cosine * read.cosine + bias


def stands_alone(vector: Vectors) -> bool:
    """Whether the question that has this vector needs nothing before it to be understood. Raises EncoderError."""
    return float(_over_vectors("standing")[""](vector)) < 0.5


def talk(vector: Vectors) -> str | None:
    """The kind of small talk, one of TALK, that a message of this vector is; else None. Raises EncoderError."""
    chances = {kind: float(weights(vector)) for kind, weights in _over_vectors("talk").items()}
    kind = max(chances, key=chances.__getitem__)
    return kind if chances[kind] > SMALL_TALK else None


@cache
def _weights() -> tuple[Weights, Weights]:
    values = _read("weighing")
    return Weights.of(values["unit"], UNIT), Weights.of(values["question"], QUESTION)


@cache
def _over_vectors(name: str) -> dict[str, Weights]:
    """The regressions of a file over vectors, by kind; of a file with one, by the empty name."""
    values = _read(name)
    kinds = {"": values} if "weights" in values else values
    return {kind: Weights(np.array(each["weights"], np.float32), float(each["bias"])) for kind, each in kinds.items()}


def _read(name: str) -> dict[str, Any]:
    return dict(json.loads(shipped_files(name)[0].read_bytes()))
