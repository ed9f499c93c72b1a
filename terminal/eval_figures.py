"""`career eval figures` and `career eval disagreements`: each reads a file, measures, and prints a table or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from pathlib import Path

from rich.text import Text

from evals.disagreements import Judged, PairCounts, by_kind, judge, read_pairs
from evals.disagreements import count as count_pairs
from evals.figures import Matched, count, match, read_listed, records_in
from rag.errors import UsageError
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


def disagreements(file: Path, *, part: str | None, as_json: bool, misses: bool) -> int:
    """Prints how many pairs are judged rightly, per kind and in all; `misses` lists the others."""
    pairs = [pair for pair in read_pairs(file) if part in (None, pair.part)]
    if not pairs:
        raise UsageError(f"{file} holds no pair of the part {part!r}.")
    judged = judge(pairs)
    kinds, everything = by_kind(judged), count_pairs(judged)
    wrong = [one for one in judged if not one.right] if misses else []
    if as_json:
        result = {"all": asdict(everything), "kinds": {kind: asdict(counts) for kind, counts in kinds.items()}}
        print_json(result | ({"misses": [asdict(one.pair) for one in wrong]} if misses else {}))
    else:
        draw(console(), [*_pair_table({**kinds, "all": everything}), *_pair_misses(wrong)])
    return 0


def _pair_table(rows: dict[str, PairCounts]) -> Iterator[Line]:
    names = [field.name for field in fields(PairCounts)]
    width = max(len(one_line(kind)) for kind in rows)
    yield Line(Text("  ".join(["kind".ljust(width), *names]), style="bold"))
    for kind, counts in rows.items():
        cells = (str(getattr(counts, name)).rjust(len(name)) for name in names)
        yield Line(Text("  ".join([one_line(kind).ljust(width), *cells])))


def _pair_misses(wrong: Sequence[Judged]) -> Iterator[Line]:
    for one in wrong:
        said = " / ".join(guide.text for guide in one.pair.guides)
        seen = "seen, but is none" if one.seen else "not seen"
        yield Line(Text(one_line(f"{one.pair.kind} ({seen}): {said}")), lead=f"{one_line(one.pair.id)} ".lstrip())
