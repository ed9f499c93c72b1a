"""How well a score tells two groups apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def roc_area(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """The area under the ROC curve: how often a positive scores above a negative, a tie counting half; 0.5 is chance.

    Mann and Whitney's U over the product of the counts. NaN where one group is empty.
    """
    values, wanted = np.asarray(scores, dtype=np.float64), np.asarray(positive, dtype=bool)
    many, few = int(wanted.sum()), int((~wanted).sum())
    if not many or not few:
        return float("nan")
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]  # ties share the mean of their ranks
    return float((ranks[wanted].sum() - many * (many + 1) / 2) / (many * few))
