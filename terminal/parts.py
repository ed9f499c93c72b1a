"""What the commands call: the assistant and ingest, each imported when first used, so that `--help` stays quick."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ingest.refetching import Refreshed
    from ingest.report import Report
    from rag.model.probing import Probed
    from rag.progress import Progress
    from rag.seams import Pieces
    from rag.settings import Settings
    from rag.types import Article, Citation, GuideInfo, Manifest, Stated, Turn


class Assistant(Protocol):
    """What the commands need of rag.assistant.Assistant."""

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        mode: str | None = None,
        background: str | None = None,
        within: Sequence[str] = (),
    ) -> Pieces: ...

    def search(self, question: str, most: int) -> tuple[Citation, ...]: ...

    def guides(self) -> tuple[GuideInfo, ...]: ...

    def guide(self, name: str) -> Article: ...

    def figures(self, topic: str | None = None) -> tuple[Stated, ...]: ...

    @property
    def manifest(self) -> Manifest: ...

    def close(self) -> None: ...


def _open_assistant(settings: Settings) -> Assistant:
    from rag.assistant import open_assistant

    return open_assistant(settings)


def _ensure_default(settings: Settings, progress: Progress) -> None:
    from rag.indexing.index import exists, open_place, outdated

    if settings.on_server or (exists(open_place(settings)) and not outdated(settings)):
        return  # a question needs nothing of ingest
    from ingest.service import ensure_default

    ensure_default(settings, progress)


def _ingest(settings: Settings, folder: Path | None, *, replace: bool, dry_run: bool, progress: Progress) -> Report:
    from ingest.service import ingest

    return ingest(settings, folder, replace=replace, dry_run=dry_run, progress=progress)


def _watch(
    settings: Settings,
    folder: Path | None,
    *,
    replace: bool,
    progress: Callable[[], AbstractContextManager[Progress]],
) -> Iterator[Path | Report | str]:
    from ingest.watching import watch

    return watch(settings, folder, replace=replace, progress=progress)


def _add(
    settings: Settings,
    files: Sequence[str],
    *,
    title: str | None,
    author: str | None,
    published: str | None,
    url: str | None,
    progress: Progress,
) -> Report:
    from ingest.service import add

    return add(settings, files, title=title, author=author, published=published, url=url, progress=progress)


def _refresh(settings: Settings, days: int, *, progress: Progress) -> Refreshed:
    from ingest.service import refresh

    return refresh(settings, days, progress=progress)


def _probe(settings: Settings) -> Probed:
    from rag.model.probing import probe

    return probe(settings)


@dataclass(frozen=True, slots=True)
class Parts:
    """The functions behind the commands, with the signatures of rag.assistant and ingest.service."""

    open_assistant: Callable[[Settings], Assistant] = _open_assistant
    ensure_default: Callable[[Settings, Progress], None] = _ensure_default
    ingest: Callable[..., Report] = _ingest
    watch: Callable[..., Iterator[Path | Report | str]] = _watch
    add: Callable[..., Report] = _add
    refresh: Callable[..., Refreshed] = _refresh
    probe: Callable[[Settings], Probed] = _probe
