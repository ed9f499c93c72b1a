"""The figures that the product holds: `python -m evals.ratchet` fails where one has become worse than in floors.json.

A change that makes one better raises its floor with `--raise`, which says what it changes and never lowers any. A floor
that has to be lowered is lowered by hand, where a reader of the change sees it.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from evals.asking import files_in, index_of, put
from evals.batch import read_batch_set, scored
from evals.batch import total as batch_total
from evals.claims import count, judge, read_claims
from evals.questions import read_questions
from evals.scoring import SHARES, Share, total
from rag.assistant import open_assistant
from rag.errors import CareerError
from rag.progress import Step
from rag.settings import ROOT, Settings, read_settings

FLOORS = ROOT / "evals" / "floors.json"
MORE_IS_WORSE = frozenset({"falsely refused", "too long", "faithful removed"})
_SCALE = 10_000
"""Floors have four decimals; one question of a few hundred counts for more than the last of them."""


@dataclass(frozen=True, slots=True)
class Held:
    """A figure as measured against its floor, both 0 to 1; a figure that is new has no floor yet."""

    name: str
    measured: Share
    floor: float | None

    @property
    def value(self) -> float:
        """The share, rounded to its worse side; 1 where there was nothing to count, or 0 where more is worse."""
        worse = self.name in MORE_IS_WORSE
        if not self.measured.of:
            return float(not worse)
        exact = self.measured.got / self.measured.of * _SCALE
        return (math.ceil(exact - 1e-9) if worse else math.floor(exact + 1e-9)) / _SCALE

    @property
    def change(self) -> float:
        """How much better it is than its floor; below 0 it is worse."""
        if self.floor is None:
            return 0.0
        return self.floor - self.value if self.name in MORE_IS_WORSE else self.value - self.floor

    def __str__(self) -> str:
        limit = (
            "no floor yet"
            if self.floor is None
            else f"{'most' if self.name in MORE_IS_WORSE else 'least'} {self.floor}"
        )
        verdict = "WORSE" if self.change < 0 else "better" if self.change > 0 else ""
        return f"{self.name:<20}{self.value:<8} {self.measured!s:<10} {limit:<16}{verdict}".rstrip()


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where every figure is as good as its floor, 1 where one isn't."""
    parser = argparse.ArgumentParser(prog="python -m evals.ratchet", description=__doc__)
    parser.add_argument("--raise", dest="lift", action="store_true", help="write the better figures as the new floors")
    parser.add_argument("--batch", type=Path, help="a batch to hold too, that no model was taught on")
    chosen = parser.parse_args(arguments)
    try:
        floors = read_floors(FLOORS)
        held = {
            name: against(figures, floors.get(name, {}))
            for name, figures in measured(read_settings(), chosen.batch).items()
        }
    except CareerError as error:
        print(f"ratchet: {error}", file=sys.stderr)
        return error.exit_code
    for name, figures in held.items():
        print("\n".join([name, *(f"  {figure}" for figure in figures)]))
    if chosen.lift:
        lifted = floors | {name: raised(figures) for name, figures in held.items()}
        FLOORS.write_text(json.dumps(lifted, indent=2) + "\n")
    return 1 if any(figure.change < 0 for figures in held.values() for figure in figures) else 0


def read_floors(path: Path) -> dict[str, dict[str, float]]:
    """Name of a measurement -> name of a figure -> its floor."""
    floors: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return floors


def against(figures: Mapping[str, Share], floors: Mapping[str, float]) -> list[Held]:
    """The figures with their floors. One whose floor is there but that wasn't measured counts as worst."""
    gone = {name: Share(int(name in MORE_IS_WORSE), 1) for name in floors.keys() - figures.keys()}
    return [Held(name, share, floors.get(name)) for name, share in {**figures, **gone}.items()]


def raised(figures: Sequence[Held]) -> dict[str, float]:
    """The floors after a change: the better ones of floor and figure."""
    return {
        figure.name: figure.value if figure.floor is None or figure.change > 0 else figure.floor for figure in figures
    }


def measured(settings: Settings, batch: Path | None = None) -> dict[str, dict[str, Share]]:
    """What is held: a batch left out, the shipped questions on the shipped guides, and the shipped claims.

    Batch and questions are asked in a process each: one question alone doesn't keep two cores busy.
    """
    with ProcessPoolExecutor(2) as processes:
        asked = processes.submit(_questions, settings)
        held = {f"career eval batch {batch.name}": processes.submit(_batch, batch, settings)} if batch else {}
        counts = count(judge(read_claims(ROOT / "evals" / "claims.jsonl")))
        return {
            **{name: figures.result() for name, figures in held.items()},
            "career eval questions evals/career.jsonl": asked.result(),
            "career eval claims evals/claims.jsonl": {
                "wrong caught": Share(counts.caught, counts.wrong),
                "faithful removed": Share(counts.removed, counts.faithful),
            },
        }


def _questions(settings: Settings) -> dict[str, Share]:
    """The shipped questions on the shipped guides."""
    guides = ROOT / "corpus"
    cases = read_questions(ROOT / "evals" / "career.jsonl")
    with closing(open_assistant(index_of(guides, settings, _say))) as assistant:
        totals = total(put(cases, assistant, files_in(guides), _say, "quotes"))
    return {name.replace("_", " "): getattr(totals, name) for name in SHARES}


def _batch(folder: Path, settings: Settings) -> dict[str, Share]:
    """A batch's questions on its own guides."""
    asked = read_batch_set(folder)
    with closing(open_assistant(index_of(folder / "texts", settings, _say))) as assistant:
        found = batch_total(scored(asked, assistant, _say))
    names = ("right", "first", "clean", "refused", "falsely_refused")
    return {name.replace("_", " "): getattr(found, name) for name in names}


def _say(step: Step) -> None:
    """A line on stderr at every fifty pieces, so that nobody thinks it hangs."""
    if step.done % 50 == 0:
        print(step, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
