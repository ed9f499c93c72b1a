"""Whether a question stands alone, or asks on from what was said before: a logistic regression over its vector.

The weights are taught on the batches' follow-ups against their other questions (training/standing.py).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np

from rag.encoding.models import MODELS, shipped_files
from rag.errors import EncoderError
from rag.types import Vectors


@cache
def _weights(folder: Path = MODELS) -> tuple[Vectors, float]:
    path, _ = shipped_files("standing", folder)
    try:
        values = json.loads(path.read_bytes())
        return np.array(values["weights"], dtype=np.float32), float(values["bias"])
    except (OSError, ValueError, KeyError, TypeError):
        raise EncoderError(f"{path} is missing or broken; get the project's files anew.") from None


def stands_alone(vector: Vectors) -> bool:
    """Whether the question that has this vector needs nothing before it to be understood."""
    weights, bias = _weights()
    return float(vector @ weights) + bias < 0
