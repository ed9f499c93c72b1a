"""What an ingest did, as the contract has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.reading import Reading
from ingest.sync import Failed


@dataclass(frozen=True, slots=True)
class DroppedLine:
    """Something that cleaning left out of a guide. `line` counts from 1 in the file."""

    guide: str
    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did, or would do; `dataclasses.asdict` gives the contract's object."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[Failed, ...]
    """Files that are not in the index as they are now. One that was in it before keeps its last good version there."""
    dropped: tuple[DroppedLine, ...]
    """Of the guides that were parsed: the added and changed ones, in a dry run all."""
    generation: str | None
    """The current one afterwards; None where there is none."""
    dry_run: bool

    @property
    def exit_code(self) -> int:
        """0 all well, 1 if any article failed."""
        return 1 if self.failed else 0


def report(reading: Reading, more_failed: Sequence[Failed], generation: str | None, dry_run: bool) -> Report:
    """The report on a folder that was read, and on files that never came into it."""
    plan = reading.plan
    return Report(
        added=plan.added,
        changed=plan.changed,
        removed=plan.removed,
        unchanged=plan.unchanged,
        failed=(*more_failed, *reading.failed),
        dropped=tuple(
            DroppedLine(each.parsed.article.id, dropped.line, dropped.text, dropped.reason)
            for each in reading.parsed
            for dropped in each.parsed.dropped
        ),
        generation=generation,
        dry_run=dry_run,
    )
