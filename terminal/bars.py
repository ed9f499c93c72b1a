"""Progress of long work: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich import progress as rich_progress

from rag.progress import Progress, Step
from terminal.output import console, one_line, say

_LINES = 10
"""Lines written for one kind of step where there is no terminal."""


@contextmanager
def bar() -> Iterator[Progress]:
    """What draws steps on stderr, one bar for each kind."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    columns = (
        rich_progress.TextColumn("{task.description}"),
        rich_progress.BarColumn(),
        rich_progress.MofNCompleteColumn(),
        rich_progress.TimeRemainingColumn(),
    )
    with rich_progress.Progress(*columns, console=console(sys.stderr), transient=True) as drawn:
        yield _Bars(drawn)


class _Bars:
    def __init__(self, drawn: rich_progress.Progress) -> None:
        self._drawn = drawn
        self._message = ""
        self._task = rich_progress.TaskID(0)

    def __call__(self, step: Step) -> None:
        if step.message != self._message:
            if self._message:
                self._drawn.remove_task(self._task)
            self._message = step.message
            self._task = self._drawn.add_task(one_line(step.message), total=step.total or None)
        self._drawn.update(self._task, completed=step.done)


class _Lines:
    """Writes a step when a tenth of its kind is done."""

    def __init__(self) -> None:
        self._last: tuple[str, int] = "", 0

    def __call__(self, step: Step) -> None:
        at = step.message, step.done * _LINES // step.total if step.total else 0
        if at != self._last:
            self._last = at
            say(str(step))
