"""What the commands call: the assistant and ingest, each imported when first used, so that `--help` stays quick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.service import Report
    from rag.assistant import Assistant
    from rag.progress import Progress

    from rag.settings import Settings


def _open_assistant(settings: Settings) -> Assistant:
    from rag.assistant import open_assistant

    return open_assistant(settings)


def _ensure_default(settings: Settings, progress: Progress) -> None:
    from ingest.service import ensure_default

    ensure_default(settings, progress)


def _ingest(*arguments: object, **options: object) -> Report:
    from ingest.service import ingest

    return ingest(*arguments, **options)  # type: ignore[arg-type]


def _add(*arguments: object, **options: object) -> Report:
    from ingest.service import add

    return add(*arguments, **options)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Parts:
    """The functions behind the commands, with the signatures of rag.assistant and ingest.service."""

    open_assistant: Callable[[Settings], Assistant] = _open_assistant
    ensure_default: Callable[[Settings, Progress], None] = _ensure_default
    ingest: Callable[..., Report] = _ingest
    add: Callable[..., Report] = _add
