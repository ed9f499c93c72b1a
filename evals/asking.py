"""A question set put to the assistant, on its own index or on one of any folder of guides."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

from evals.memory import StoredVectors
from evals.questions import Case
from evals.scoring import GuideText, Scored, score
from ingest.articles import SUFFIXES
from ingest.service import ingest
from ingest.sync import digest, list_guides, read_guide
from rag.encoding.encoder import LazyEncoder
from rag.errors import ArticleError, UsageError
from rag.indexing.index import exists, open_place
from rag.indexing.views import PIPELINE
from rag.progress import Progress, Step
from rag.seams import Pieces
from rag.settings import Settings
from rag.types import Answer, EncoderId, Turn


class Asked(Protocol):
    """What is needed of rag.assistant.Assistant."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, mode: str | None = None, background: str | None = None
    ) -> Pieces: ...


def put(
    cases: Sequence[Case], assistant: Asked, guide_text: GuideText, progress: Progress, mode: str | None = None
) -> Iterator[Scored]:
    """Each case's answer, scored, in order. The first question also pays for opening index and encoder."""
    for number, case in enumerate(cases):
        progress(Step("Asking questions", number, len(cases)))
        started = time.perf_counter()
        answer = _answer(case, assistant, mode)
        yield score(case, answer, time.perf_counter() - started, guide_text)


def files_in(folder: Path) -> GuideText:
    """What gives the text of a guide's file in a folder; "" where there is none."""

    @cache
    def text(guide: str) -> str:
        try:
            return (folder / guide).read_bytes().decode("utf-8", "replace")
        except OSError:
            return ""

    return text


def index_of(folder: Path, settings: Settings, progress: Progress) -> Settings:
    """Settings for an index of the folder's guides, kept in the cache under a name that stands for their content.

    Built where it isn't there yet; vectors that a broken-off build has made are used again. Raises UsageError for a
    folder that can't be read or holds no guide.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder of guides.")
    encoder = LazyEncoder(settings, progress)
    kept = settings.cache.expanduser().absolute() / "evals"
    try:
        index = kept / f"index-{_content(folder, settings, encoder.id)}"
    except OSError as error:
        raise UsageError(f"The folder {folder} can't be read ({error.strerror}).") from None
    chosen = settings.model_copy(update={"index": index, "chroma_url": None})
    if not exists(open_place(chosen)):
        report = ingest(chosen, folder, replace=True, progress=progress, encoder=StoredVectors(encoder, kept))
        for failed in report.failed:
            progress(Step(f"Left out {failed.guide}: {failed.reason}"))
    return chosen


def _answer(case: Case, assistant: Asked, mode: str | None) -> Answer:
    try:
        return assistant.ask(case.question, case.history, mode=mode, background=case.background).answer()
    except UsageError as error:  # this question alone can't be asked; of other errors all would fail
        return Answer(case.question, case.question, "error", "", notice=str(error))


def _content(folder: Path, settings: Settings, encoder: EncoderId) -> str:
    """A name for what an index of the folder would hold."""
    guides = list_guides(folder, SUFFIXES, settings.index_path).guides
    parts = [f"{id}\0{_digest(path, settings.max_article_megabytes)}" for id, path in guides.items()]
    return hashlib.sha256("\0".join([str(PIPELINE), encoder.sha256, *parts]).encode()).hexdigest()[:24]


def _digest(path: Path, most_megabytes: float) -> str:
    try:
        return digest(read_guide(path, most_megabytes))
    except (ArticleError, FileNotFoundError):
        return ""
