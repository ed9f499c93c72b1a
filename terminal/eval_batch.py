"""`career eval batch`: a batch's questions asked about its own guides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from rich.text import Text

from evals.asking import index_of
from evals.batch import BatchScore, BatchTotals, read_batch_set, scored, total
from rag.assistant import open_assistant
from rag.settings import read_settings
from terminal.bars import bar
from terminal.output import Line, console, draw, one_line, print_json
from terminal.tables import table

_SHOWN_CHARS = 140


def batch(folder: Path, *, as_json: bool, misses: bool) -> int:
    """Prints how a batch is answered, in all and per kind; `misses` lists what isn't right."""
    asked = read_batch_set(folder)
    with bar() as steps:
        settings = index_of(folder / "texts", read_settings(), steps)
        with closing(open_assistant(settings)) as assistant:
            scores = list(scored(asked, assistant, steps))
    found = total(scores)
    wrong = [each for each in scores if not (each.right if each.case.answers else each.refused)] if misses else []
    if as_json:
        print_json(asdict(found) | ({"misses": [_miss(each) for each in wrong]} if misses else {}))
    else:
        draw(console(), [*_summary(found), *_listed(wrong)])
    return 0


def _summary(found: BatchTotals) -> Iterator[Line]:
    for name in ("right", "first", "clean", "refused", "falsely_refused"):
        yield Line(Text(f"{name.replace('_', ' '):16} {getattr(found, name)}"))
    yield Line(Text(f"{'words':16} median {found.words_median:.0f}"))
    yield Line(Text())
    yield from table(["kind", "right or refused"], {kind: [str(share)] for kind, share in found.kinds.items()})


def _miss(each: BatchScore) -> dict[str, object]:
    case, answer = each.case, each.answer
    return {
        "id": case.id,
        "kind": case.kind,
        "question": case.question,
        "status": answer.status,
        "answer": answer.answer,
    }


def _listed(wrong: Sequence[BatchScore]) -> Iterator[Line]:
    for each in wrong:
        what = "refused" if each.refused else "answered" if not each.case.answers else "wrong"
        said = f"{each.case.kind}, {what} | {each.case.question} | {each.answer.answer[:_SHOWN_CHARS]}"
        yield Line(Text(one_line(said)), lead=f"{each.case.id} ")
