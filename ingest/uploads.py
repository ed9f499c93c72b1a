"""Guides that come as a name and bytes, from a browser: what each would be, told before anything is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from ingest.adding import prepared
from ingest.reading import Source
from rag.errors import ArticleError
from rag.types import ParsedArticle


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it; nothing in it is to be trusted."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of an upload."""

    name: str
    parsed: ParsedArticle | None
    """The guide that it would be; None where it is refused."""
    replaces: bool = False
    """Whether it would take the place of an older version."""
    same: bool = False
    """Whether it is in the folder as it is."""
    refused: str | None = None
    """Why it can't be a guide of the folder."""


def preview(uploads: Sequence[Upload], source: Source) -> tuple[Preview, ...]:
    """What would become of each upload. Nothing is written into the folder."""
    with saved(uploads) as files:
        return tuple(_previewed(upload.name, file, source) for upload, file in zip(uploads, files, strict=True))


@contextmanager
def saved(uploads: Sequence[Upload]) -> Iterator[list[Path]]:
    """The uploads as files under their own names, each in a folder that nobody else sees, for as long as needed."""
    with tempfile.TemporaryDirectory(prefix="career-upload-") as folder:
        files: list[Path] = []
        for number, upload in enumerate(uploads):
            file = Path(folder) / str(number) / _file_name(upload.name)
            file.parent.mkdir()
            file.write_bytes(upload.data)
            files.append(file)
        yield files


def _file_name(name: str) -> str:
    """The last part of a name as a browser sent it, without what no file system takes."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    clean = "".join(char for char in last if char.isprintable()).strip()
    stem, suffix = PurePosixPath(clean).stem, PurePosixPath(clean).suffix
    return f"{stem[:80]}{suffix[:10]}" or "upload"


def _previewed(name: str, file: Path, source: Source) -> Preview:
    no_metadata: Mapping[str, str] = {}
    try:
        ready = prepared(file, source, no_metadata)
    except ArticleError as error:
        return Preview(name, None, refused=str(error))
    except Exception as error:  # a parser's own mistake must not cost the other files
        return Preview(name, None, refused=f"it can't be read ({type(error).__name__}).")
    there = ready.target.exists()
    same = there and ready.target.read_bytes() == ready.data
    return Preview(ready.target.name, ready.parsed, replaces=there and not same, same=same)
