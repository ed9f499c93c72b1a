"""What each command does once its line is parsed; each gives its exit code."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import UsageError
from rag.settings import ROOT, Settings, read_settings
from terminal.asking import ask_lines, ask_once
from terminal.doctor import diagnosis
from terminal.output import console, draw, json_text, print_json, progress, safe, say
from terminal.parts import Assistant, Parts
from terminal.questions import read_history
from terminal.reports import article_json, print_guides, refreshed_lines, report_lines
from terminal.version import version

if TYPE_CHECKING:
    from ingest.report import Report


def ask(
    parts: Parts,
    question: str | None,
    *,
    as_json: bool,
    jsonl: bool,
    history: Path | None,
    within: Sequence[str] | None,
    index: Path | None,
    mode: str | None,
) -> int:
    if jsonl == (question is not None):
        raise UsageError("Give one question, or --jsonl and a question a line on stdin.")
    if jsonl and history:
        raise UsageError("With --jsonl the history stands in each line; leave --history out.")
    turns = read_history(history) if history else ()
    with _ready_assistant(parts, read_settings(index=index)) as assistant:
        asking = partial(assistant.ask, within=within or ())
        if question is None:
            return ask_lines(asking, sys.stdin.buffer, mode)
        return ask_once(asking, question, turns, mode, as_json)


def ingest(
    parts: Parts, folder: Path | None, *, index: Path | None, dry_run: bool, replace: bool, as_json: bool
) -> int:
    settings = read_settings(index=index)
    with progress() as steps:
        report = parts.ingest(settings, folder, replace=replace, dry_run=dry_run, progress=steps)
    return _reported(report, as_json)


def watch(parts: Parts, folder: Path | None, *, index: Path | None, replace: bool, as_json: bool) -> int:
    """Tells of each ingest until Ctrl-C, or SIGTERM, which ends it the same way."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for told in parts.watch(read_settings(index=index), folder, replace=replace, progress=progress):
        if isinstance(told, Path):
            say(f"Watching {told}; Ctrl-C stops it.")
        elif isinstance(told, str):
            say(f"career: {told}")
        elif as_json:
            print(json_text(asdict(told)), flush=True)
        else:
            _reported(told, as_json)
            sys.stdout.flush()
    return 0


def add(parts: Parts, files: Sequence[str], *, index: Path | None, as_json: bool, **details: str | None) -> int:
    settings = read_settings(index=index)
    with progress() as steps:
        report = parts.add(settings, files, **details, progress=steps)
    return _reported(report, as_json)


def refresh(parts: Parts, days: int, *, index: Path | None, as_json: bool) -> int:
    settings = read_settings(index=index)
    with progress() as steps:
        refreshed = parts.refresh(settings, days, progress=steps)
    if not refreshed.asked:
        say(f"No guide was added by its address and last looked at {days} days ago or before.")
    if as_json:
        print_json({**asdict(refreshed.report), "fresh": refreshed.fresh})
    else:
        draw(console(), refreshed_lines(refreshed))
    return refreshed.report.exit_code


def guides(parts: Parts, *, index: Path | None, as_json: bool) -> int:
    with closing(parts.open_assistant(read_settings(index=index))) as assistant:
        found = assistant.guides()
    if as_json:
        print_json([asdict(guide) for guide in found])
    else:
        print_guides(found)
    return 0


def show(parts: Parts, guide: str, *, index: Path | None, as_json: bool) -> int:
    with closing(parts.open_assistant(read_settings(index=index))) as assistant:
        article = assistant.guide(guide)
    if as_json:
        print_json(article_json(article))
    else:
        sys.stdout.write(safe(article.text) if sys.stdout.isatty() else article.text)
    return 0


def chat(parts: Parts, *, host: str, port: int, index: Path | None) -> int:
    from terminal.chat import run_chat  # late: a question needs nothing of a server

    settings = read_settings(index=index)
    _ensure_index(parts, settings)
    run_chat(settings, port, ROOT / "app.py", host)
    return 0


def doctor(parts: Parts, *, index: Path | None) -> int:
    lines, healthy = diagnosis(read_settings(index=index), parts, version(), datetime.now(UTC))
    draw(console(), lines)
    return 0 if healthy else 1


@contextmanager
def _ready_assistant(parts: Parts, settings: Settings) -> Iterator[Assistant]:
    _ensure_index(parts, settings)
    with closing(parts.open_assistant(settings)) as assistant:
        yield assistant


def _ensure_index(parts: Parts, settings: Settings) -> None:
    with progress() as steps:
        parts.ensure_default(settings, steps)


def _reported(report: Report, as_json: bool) -> int:
    if as_json:
        print_json(asdict(report))
    else:
        draw(console(), report_lines(report))
    return report.exit_code
