"""A logistic regression for a handful of signals, in Newton's way: the same rows always give the same weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_STEPS = 100
_CLOSE = 1e-10


@dataclass(frozen=True, slots=True)
class Logistic:
    """Weights, one for each signal, and the bias."""

    weights: tuple[float, ...]
    bias: float

    def scores(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probability of each row, 0 to 1."""
        result: NDArray[np.float64] = _sigmoid(rows @ np.array(self.weights) + self.bias)
        return result


def fit(
    rows: NDArray[np.float64],
    positive: Sequence[bool],
    importance: Sequence[float] | None = None,
    strength: float = 1.0,
) -> Logistic:
    """The regression of rows of shape (questions, signals).

    Minimises the log loss, each row times its importance, plus |weights|^2 / (2 * strength): L2, with scikit-learn's C.
    """
    data = np.hstack([rows, np.ones((len(rows), 1))])
    wanted = np.asarray(positive, dtype=np.float64)
    each = np.ones(len(rows)) if importance is None else np.asarray(importance, dtype=np.float64)
    penalty = np.append(np.full(rows.shape[1], 1 / strength), 0.0)  # the bias is free
    found = np.zeros(data.shape[1])
    for _ in range(_STEPS):
        expected = _sigmoid(data @ found)
        slope = data.T @ (each * (expected - wanted)) + penalty * found
        bend = (data.T * (each * expected * (1 - expected))) @ data + np.diag(penalty + 1e-9)
        step = np.linalg.solve(bend, slope)
        found -= step
        if np.abs(step).max() < _CLOSE:
            break
    return Logistic(tuple(float(weight) for weight in found[:-1]), float(found[-1]))


def _sigmoid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(values, -500, 500)))
    return result
