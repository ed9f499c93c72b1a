"""The index kept what its folder holds: an ingest at the start, and one after each burst of changes."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from enum import Enum, auto
from pathlib import Path

import watchfiles

from ingest.articles import parse
from ingest.reading import Parse, Source
from ingest.report import Report
from ingest.service import ingest
from ingest.sources import source_of
from ingest.sync import is_left_out
from rag.encoding.encoder import LazyEncoder
from rag.errors import CareerError, IndexBusy, UsageError
from rag.progress import Progress, silent
from rag.seams import Encoder
from rag.settings import Settings

QUIET_MS, LONGEST_BURST_SECONDS = 500, 10.0
"""A burst is over when nothing has changed for so long, so that files are whole; one that doesn't end is cut."""
STEP_MS = 100
"""How often it is looked whether anything has changed."""
GONE_SECONDS = 1.0
"""How often it is looked whether a folder is back."""
RETRY_SECONDS = 10.0
"""After how long an ingest that failed is tried again, also where nothing changed: a lock or a full disk may go."""
FOLLOWS = "Another ingest is writing; this one follows it."


class Seen(Enum):
    """What a look at the folder found."""

    CHANGED = auto()
    NOTHING = auto()
    GONE = auto()


def watch(
    settings: Settings,
    folder: Path | None = None,
    *,
    replace: bool = False,
    progress: Callable[[], AbstractContextManager[Progress]] = lambda: nullcontext(silent),
    parse: Parse = parse,
    encoder: Encoder | None = None,
    retry_seconds: float = RETRY_SECONDS,
) -> Iterator[Path | Report | str]:
    """The folder that is watched; then, for ever, the report of each ingest, or one line on why there is none.

    A line comes once for as long as it stays true. `replace` counts until an ingest has succeeded, since a folder that
    loses its guides later, as an unmounted one does, must not empty the index. Raises UsageError for a folder that
    can't be meant, CareerError for one that can't be watched.
    """
    source = source_of(settings, parse, folder, replace=replace)
    encoder = encoder or LazyEncoder(settings)
    yield source.folder
    told, due = "", math.inf
    for seen in _looks(source):
        if seen is Seen.NOTHING and time.monotonic() < due:
            continue
        try:
            if seen is Seen.GONE:
                raise UsageError(f"{source.folder} is gone; the index stays as it is until the folder is back.")
            with progress() as steps:
                report = ingest(settings, source.folder, replace=replace, progress=steps, parse=parse, encoder=encoder)
        except CareerError as error:
            due = time.monotonic() + retry_seconds
            now = FOLLOWS if isinstance(error, IndexBusy) else str(error)
            if now != told:
                told = now
                yield told
            continue
        told, due, replace = "", math.inf, False
        yield report


def _looks(source: Source) -> Iterator[Seen]:
    """What happens to the folder, as it happens; the first look, and the first at a folder that is back, is a change.

    What happens between two looks is not lost, however long it takes to deal with the first. Raises CareerError.
    """
    while True:
        mark, began = _mark(source.folder), -math.inf
        if mark is None:
            yield Seen.GONE
            time.sleep(GONE_SECONDS)
            continue
        try:
            with closing(_stretches(source)) as stretches:
                for changed in stretches:
                    if _mark(source.folder) != mark:
                        break
                    now = time.monotonic()
                    began = min(began, now) if changed else began
                    over = began < math.inf and (not changed or now - began > LONGEST_BURST_SECONDS)
                    yield Seen.CHANGED if over else Seen.NOTHING
                    began = math.inf if over else began
        except FileNotFoundError:  # it went just now
            time.sleep(GONE_SECONDS)
        except (OSError, RuntimeError) as error:  # as Linux has only so many watches
            remedy = "set WATCHFILES_FORCE_POLLING=1, and it is looked through again and again instead"
            raise CareerError(f"{source.folder} can't be watched ({error}); {remedy}.") from None


def _stretches(source: Source) -> Generator[bool, None, None]:
    """Of each stretch of time, whether anything changed in it that may be a guide; a quiet one takes QUIET_MS."""
    root, index = source.folder.resolve(), source.leave_out.resolve()
    # Unfiltered, since what is filtered there ends no stretch, and hidden files that keep changing would hide the rest.
    changes = watchfiles.watch(
        root,
        watch_filter=None,
        step=STEP_MS,
        debounce=QUIET_MS,
        rust_timeout=QUIET_MS,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    with closing(changes):
        for change in changes:
            paths = [Path(name) for _, name in change]
            outside = [path.relative_to(root).parts for path in paths if not path.is_relative_to(index)]
            yield any(not any(map(is_left_out, parts)) for parts in outside)


def _mark(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another one of its name; None where none is there."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if folder.is_dir() else None
