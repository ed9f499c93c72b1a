"""`career eval claims` and `career eval questions`: each reads a file, measures, and prints a table or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from rich.text import Text

from evals.asking import files_in, index_of, put
from evals.claims import Counts, Outcome, by_kind, count, judge, read_claims
from evals.questions import read_questions
from evals.scoring import SHARES, Scored, Totals, grouped, total
from rag.errors import UsageError
from rag.settings import read_settings
from terminal.asking import chosen_mode
from terminal.bars import bar
from terminal.output import Line, console, draw, one_line, print_json
from terminal.parts import Parts
from terminal.tables import table

_COLUMNS = ("wrong", "caught", "faithful", "removed")
_OF_A_KIND = SHARES[:5]
_SHOWN_WORDS = 30
"""Words of an answer in the list of misses."""


def claims(file: Path, *, as_json: bool, misses: bool) -> int:
    """Prints what the checks caught and removed, per kind and in all; `misses` lists where they were wrong."""
    found = read_claims(file)
    outcomes = judge(found)
    kinds, all_kinds = by_kind(outcomes), count(outcomes)
    wrong = [outcome for outcome in outcomes if not outcome.right] if misses else []
    if as_json:
        result = {"all": asdict(all_kinds), "kinds": {kind: asdict(counts) for kind, counts in kinds.items()}}
        print_json(result | ({"misses": [_miss(outcome) for outcome in wrong]} if misses else {}))
    else:
        draw(console(), [*_table({**kinds, "all": all_kinds}), *_listed(wrong)])
    return 0


def questions(
    parts: Parts,
    file: Path,
    *,
    guides: Path | None,
    index: Path | None,
    mode: str | None,
    as_json: bool,
    misses: bool,
) -> int:
    """Prints how a question set is answered, in all, per kind and per tag; `misses` lists what isn't right."""
    if guides and index:
        raise UsageError("Give --guides or --index, not both: with --guides the index is made of that folder.")
    cases = read_questions(file)
    with bar() as steps:
        settings = read_settings(index=index)
        if guides:
            settings = index_of(guides, settings, steps)
        else:
            parts.ensure_default(settings, steps)
        with closing(parts.open_assistant(settings)) as assistant:
            files = files_in(guides or Path(assistant.manifest.folder))
            scored = list(put(cases, assistant, files, steps, chosen_mode(mode)))
    wrong = [each for each in scored if not each.right] if misses else []
    kinds = grouped(scored, lambda case: case.kind)
    tags = grouped(scored, lambda case: case.tag)
    if as_json:
        result = {
            "all": asdict(total(scored)),
            "kinds": {kind: asdict(totals) for kind, totals in kinds.items()},
            "tags": {tag: asdict(totals) for tag, totals in tags.items()},
        }
        print_json(result | ({"misses": [_missed(each) for each in wrong]} if misses else {}))
    else:
        lines = [*_summary(total(scored)), *_by("kind", kinds), *_by("tag", tags), *_wrong(wrong)]
        draw(console(), lines)
    return 0


def _summary(totals: Totals) -> Iterator[Line]:
    for name in SHARES:
        yield Line(Text(f"{name.replace('_', ' '):16} {getattr(totals, name)}"))
    yield Line(Text(f"{'words':16} median {totals.words_median:.0f}, p90 {totals.words_p90}"))
    yield Line(Text(f"{'seconds':16} {totals.seconds:.1f}"))


def _by(name: str, groups: dict[str, Totals]) -> Iterator[Line]:
    if groups:
        yield Line(Text())
        rows = {
            group: [*(_cell(totals, share) for share in _OF_A_KIND), *_size(totals)] for group, totals in groups.items()
        }
        yield from table([name, *(share.replace("_", " ") for share in _OF_A_KIND), "words", "seconds"], rows)


def _cell(totals: Totals, name: str) -> str:
    share = getattr(totals, name)
    return str(share) if share.of else "-"


def _size(totals: Totals) -> tuple[str, str]:
    return f"{totals.words_median:.0f}", f"{totals.seconds:.1f}"


def _wrong(scored: Sequence[Scored]) -> Iterator[Line]:
    if scored:
        yield Line(Text())
    for each in scored:
        words = " ".join(each.answer.answer.split()[:_SHOWN_WORDS])
        yield Line(
            Text(one_line(f"{each.why_wrong} | {each.case.question} | {words}")), lead=f"{one_line(each.case.id)} "
        )


def _missed(scored: Scored) -> dict[str, object]:
    return {
        "id": scored.case.id,
        "kind": scored.case.kind,
        "tag": scored.case.tag,
        "why": scored.why_wrong,
        "question": scored.case.question,
        "answer": scored.answer.answer,
    }


def _table(rows: dict[str, Counts]) -> Iterator[Line]:
    cells = {kind: [str(getattr(counts, column)) for column in _COLUMNS] for kind, counts in rows.items()}
    return table(["kind", *_COLUMNS], cells)


def _listed(wrong: Sequence[Outcome]) -> Iterator[Line]:
    for outcome in wrong:
        said = f"removed, {outcome.reason}" if outcome.claim.faithful else "not caught"
        claim = outcome.claim
        yield Line(Text(one_line(f"{claim.kind}: {claim.sentence} ({said})")), lead=f"{one_line(claim.id)} ".lstrip())


def _miss(outcome: Outcome) -> dict[str, object]:
    claim = outcome.claim
    return {
        "id": claim.id,
        "kind": claim.kind,
        "sentence": claim.sentence,
        "faithful": claim.faithful,
        "reason": outcome.reason,
    }
