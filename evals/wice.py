"""The checks on WiCE's claims, which other people labelled: `python -m evals.wice FILE` (JSON lines of WiCE's format).

WiCE (Kamoi et al., 2023) has sentences of Wikipedia with the lines of a page that they cite. The checks get the lines
nearest to the claim, as an answer's passages are found and not read whole.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.lines import read_lines, text_of
from evals.roc import roc_area
from rag.checks.checking import check
from rag.checks.types import CitedPassage
from rag.encoding.encoder import open_encoder
from rag.encoding.remembering import RememberingEncoder
from rag.errors import CareerError, UsageError
from rag.seams import Encoder
from rag.settings import read_settings

NEAREST = 8
"""Lines of a page that the checks get."""


@dataclass(frozen=True, slots=True)
class WiceClaim:
    """A claim, the lines of the page it cites, and whether these support all of it."""

    text: str
    lines: tuple[str, ...]
    supported: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What was made of a claim."""

    supported: bool
    passed: bool
    score: float
    """The checks' support, 0 to 1; one less for a claim that they remove, so that it stands below all that pass."""
    cosine: float
    """Highest similarity of the claim and a line."""


def main() -> int:
    """Prints the areas under the ROC curve, supported claims against the rest."""
    parser = argparse.ArgumentParser(prog="python -m evals.wice", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    try:
        claims = read_lines(chosen.file, _claim)
        judged = list(judge(claims, RememberingEncoder(open_encoder(read_settings()))))
    except CareerError as error:
        print(f"wice: {error}", file=sys.stderr)
        return error.exit_code
    print("\n".join(report(judged)))
    return 0


def judge(claims: Sequence[WiceClaim], encoder: Encoder) -> Iterator[Judged]:
    """Each claim in order, with progress on stderr."""
    for number, claim in enumerate(claims, 1):
        cosines = (encoder.encode(claim.lines) @ encoder.encode([claim.text]).T)[:, 0]
        nearest = sorted(np.argsort(-cosines, kind="stable")[:NEAREST].tolist())
        passage = CitedPassage(1, "\n".join(claim.lines[place] for place in nearest), "page", None, None)
        verdict = check(f"{claim.text.rstrip('.')} [1].", [passage], encoder)
        score = verdict.support if verdict.ok else verdict.support - 1
        yield Judged(claim.supported, verdict.ok, score, float(cosines.max()))
        if number % 50 == 0:
            print(f"{number} of {len(claims)} claims", file=sys.stderr, flush=True)


def report(judged: Sequence[Judged]) -> Iterator[str]:
    """The figures, a line each."""
    supported = [each.supported for each in judged]
    rest = [each for each in judged if not each.supported]
    yield f"supported, of all claims      {sum(supported)}/{len(judged)}"
    yield f"ROC area, the checks          {roc_area([each.score for each in judged], supported):.3f}"
    yield f"ROC area, similarity alone    {roc_area([each.cosine for each in judged], supported):.3f}"
    yield f"removed, of the supported     {sum(each.supported and not each.passed for each in judged)}/{sum(supported)}"
    yield f"removed, of the rest          {sum(not each.passed for each in rest)}/{len(rest)}"


def _claim(line: Any) -> WiceClaim:
    lines = line.get("evidence")
    if not isinstance(lines, list) or not lines or not all(isinstance(each, str) for each in lines):
        raise UsageError('"evidence" is no list of lines')
    return WiceClaim(text_of(line, "claim"), tuple(lines), text_of(line, "label") == "supported")


if __name__ == "__main__":
    sys.exit(main())
