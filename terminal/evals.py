"""The commands under `career eval`: each reads a file, measures, and prints a table or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.text import Text

from evals.claims import Counts, Outcome, by_kind, count, judge, read_claims
from rag.checks.checking import check
from rag.checks.vectors import RememberingEncoder
from rag.encoding.encoder import LazyEncoder
from rag.settings import read_settings
from terminal.output import Line, console, draw, one_line, print_json, progress

_COLUMNS = ("wrong", "caught", "faithful", "removed")


def claims(file: Path, *, as_json: bool, misses: bool) -> int:
    """Prints what the checks caught and removed, per kind and in all; `misses` lists where they were wrong."""
    found = read_claims(file)
    with progress() as steps:
        encoder = RememberingEncoder(LazyEncoder(read_settings(), steps))
        outcomes = judge(found, lambda sentence, passages: check(sentence, passages, encoder))
    kinds, all_kinds = by_kind(outcomes), count(outcomes)
    wrong = [outcome for outcome in outcomes if not outcome.right] if misses else []
    if as_json:
        result = {"all": asdict(all_kinds), "kinds": {kind: asdict(counts) for kind, counts in kinds.items()}}
        print_json(result | ({"misses": [_miss(outcome) for outcome in wrong]} if misses else {}))
    else:
        draw(console(), [*_table({**kinds, "all": all_kinds}), *_listed(wrong)])
    return 0


def _table(rows: dict[str, Counts]) -> Iterator[Line]:
    width = max(len(one_line(kind)) for kind in [*rows, "kind"])
    yield Line(Text("  ".join(["kind".ljust(width), *_COLUMNS]), style="bold"))
    for kind, counts in rows.items():
        cells = (str(getattr(counts, column)).rjust(len(column)) for column in _COLUMNS)
        yield Line(Text("  ".join([one_line(kind).ljust(width), *cells])))


def _listed(wrong: Sequence[Outcome]) -> Iterator[Line]:
    for outcome in wrong:
        said = f"removed, {outcome.verdict.reason}" if outcome.claim.faithful else "not caught"
        claim = outcome.claim
        yield Line(Text(one_line(f"{claim.kind}: {claim.sentence} ({said})")), lead=f"{one_line(claim.id)} ".lstrip())


def _miss(outcome: Outcome) -> dict[str, object]:
    claim, verdict = outcome.claim, outcome.verdict
    return {
        "id": claim.id,
        "kind": claim.kind,
        "sentence": claim.sentence,
        "faithful": claim.faithful,
        "reason": verdict.reason,
    }
