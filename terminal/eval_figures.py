"""`career eval figures` and `career eval disagreements`: each reads a file, measures, and prints a table or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.text import Text

from evals.figures import Matched, count, match, read_listed, records_in
from rag.settings import read_settings
from rag.types import Figure
from terminal.output import Line, console, draw, one_line, print_json


def figures(file: Path, guides: Path | None, *, as_json: bool, misses: bool) -> int:
    """Prints how many listed figures are records, with what; `misses` lists those that aren't, and the others."""
    listed = read_listed(file)
    records = records_in(guides or read_settings().corpus, [one.guide for one in listed])
    matched, extra = match(listed, records)
    counts = count(matched, extra)
    if as_json:
        result = asdict(counts)
        if misses:
            result |= {
                "misses": [asdict(one.listed) | {"found": one.found} for one in matched if not one.right],
                "extra_records": [asdict(figure) for figure in extra],
            }
        print_json(result)
    else:
        draw(console(), [*_shares(asdict(counts)), *(_figure_misses(matched, extra) if misses else ())])
    return 0


def _shares(counts: dict[str, int]) -> Iterator[Line]:
    total = counts["listed"]
    for name, number in counts.items():
        share = f"  {100 * number / total:5.1f}%" if name not in ("listed", "extra") else ""
        yield Line(Text(f"{name.ljust(8)}{number:5}{share}"))


def _figure_misses(matched: Sequence[Matched], extra: Sequence[Figure]) -> Iterator[Line]:
    for one in matched:
        if not one.right:
            wrong = "not found" if not one.found else "unit" if not one.unit else "subject"
            listed = one.listed
            value = f"{listed.low:g}" if listed.low == listed.high else f"{listed.low:g}-{listed.high:g}"
            yield Line(Text(one_line(f"{listed.guide}: {value} {listed.unit}, {listed.of}")), lead=f"{wrong}: ")
    for figure in extra:
        yield Line(Text(one_line(f"{figure.article_id}: {figure.text}, {figure.of}")), lead="not listed: ")
