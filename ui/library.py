"""The folder of guides, as the page changes it: `ingest.service` with this process's settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from ui import resources

if TYPE_CHECKING:
    from ingest.adding import Preview, Upload
    from ingest.report import Report
    from rag.progress import Progress


class Library(Protocol):
    """What the page does with guides. All of it raises CareerError."""

    def suffixes(self) -> tuple[str, ...]:
        """Of what kinds a guide can be, as the ends of file names without the dot."""

    def max_megabytes(self) -> float:
        """The size of the largest guide."""

    def preview(self, uploads: Sequence[Upload]) -> tuple[Preview, ...]: ...

    def add(self, uploads: Sequence[Upload], progress: Progress) -> Report: ...

    def remove(self, guide: str, progress: Progress) -> Report: ...


def read_only() -> bool:
    """Whether guides may be neither added nor removed here."""
    return resources.settings().read_only


class FolderLibrary:
    """A Library over the folder that the index was made from."""

    def suffixes(self) -> tuple[str, ...]:
        from ingest.articles import SUFFIXES

        return tuple(sorted(suffix.lstrip(".") for suffix in SUFFIXES))

    def max_megabytes(self) -> float:
        return resources.settings().max_article_megabytes

    def preview(self, uploads: Sequence[Upload]) -> tuple[Preview, ...]:
        from ingest.service import preview_uploads

        return preview_uploads(resources.settings(), uploads)

    def add(self, uploads: Sequence[Upload], progress: Progress) -> Report:
        from ingest.service import add_uploads

        return add_uploads(resources.settings(), uploads, progress=progress)

    def remove(self, guide: str, progress: Progress) -> Report:
        from ingest.service import remove

        return remove(resources.settings(), guide, progress=progress)


def open_library() -> Library:
    """The library of this process."""
    return FolderLibrary()
