"""A file put into the folder of guides, with what is known of it in its front matter."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import frontmatter

from ingest.bringing import Brought
from ingest.frontmatter import read_front_matter
from ingest.reading import Source
from ingest.sync import Failed, read_guide, unreadable_name
from rag.errors import ArticleError
from rag.types import ParsedArticle

_SEALED = frozenset((".pdf", ".docx"))
"""Into these nothing can be written."""
PART = ".career-add-"
"""How a half-written file's name begins; hidden, so that it is no guide."""


def place(brought: Brought, source: Source, metadata: Mapping[str, str]) -> Failed | Path | None:
    """The file that is new in the folder now, None for one that was there, or why not, and the folder is as it was."""
    file, called = brought.file, brought.called
    try:
        if file.is_dir():
            raise ArticleError("it is a folder; `career ingest` takes folders.")
        return _place(brought, source, metadata)
    except ArticleError as error:
        return Failed(called, str(error))
    except FileNotFoundError:
        return Failed(called, "there is no such file.")
    except OSError as error:
        return Failed(called, f"it can't be copied to {source.folder}: {error.strerror}.")
    except Exception as error:  # a parser's own mistake must not cost the other guides
        return Failed(called, f"it can't be read ({type(error).__name__}: {error}).")


class _NameTaken(ArticleError):
    """Another guide of the folder has the file's name."""


def _place(brought: Brought, source: Source, metadata: Mapping[str, str]) -> Path | None:
    try:
        if brought.own_name and (source.folder / brought.own_name).exists():
            raise _NameTaken  # it was when this page was added first
        ready = prepared(brought.file, source, metadata)
    except _NameTaken:
        if not brought.own_name:
            raise
        ready = prepared(brought.file.rename(brought.file.with_name(brought.own_name)), source, metadata)
    new = not ready.target.exists()
    if ready.changes:
        _write(ready.target, ready.data)
    return ready.target if new else None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that may become a guide of the folder: where it goes, and what is written there."""

    target: Path
    data: bytes
    parsed: ParsedArticle
    changes: bool
    """Whether anything has to be written: a file of the folder is where it belongs already."""


def prepared(file: Path, source: Source, metadata: Mapping[str, str]) -> Prepared:
    """The file as it would be put into the folder. Raises ArticleError where it can't be a guide there, OSError."""
    if reason := unreadable_name(file.name, source.suffixes):
        raise ArticleError(reason)
    inside = file.resolve().is_relative_to(source.folder.resolve())
    target = file.resolve() if inside else _namesake(source.folder, file.name)
    before = read_guide(file, source.max_megabytes)
    parsed = source.parse(before, file.name)
    if metadata and file.suffix.lower() in _SEALED:
        raise ArticleError(
            f"a {file.suffix} file says its title and author itself; set them in it, and add it without."
        )
    data = with_front_matter(before, metadata) if metadata else before
    if data != before:
        parsed = source.parse(data, file.name)
    if target.exists() and not inside:
        _check_same(target, source, parsed)
    return Prepared(target, data, parsed, changes=not inside or data != before)


def _namesake(folder: Path, name: str) -> Path:
    """Where a file of that name goes: over the one whose name is the same in another of Unicode's forms."""
    called = unicodedata.normalize("NFC", name)
    return next(
        (each for each in folder.iterdir() if unicodedata.normalize("NFC", each.name) == called), folder / called
    )


def _check_same(target: Path, source: Source, newer: ParsedArticle) -> None:
    """Nothing, where the file there is an older version of this one, or is no guide. Raises ArticleError."""
    try:
        older = source.parse(read_guide(target, source.max_megabytes), target.name)
    except ArticleError:
        return
    if not _same_guide(older, newer):
        raise _NameTaken(f"another guide of that name is in {target.parent}; rename yours, or remove that one first.")


def _same_guide(older: ParsedArticle, newer: ParsedArticle) -> bool:
    """Whether two articles have one address, or where one has none, one title or half of the older one's units."""
    if newer.article.url and older.article.url:
        return older.article.url == newer.article.url
    titles = [each.article.title.casefold() for each in (older, newer) if each.article.title]
    kept = {unit.text for unit in older.units} & {unit.text for unit in newer.units}
    return (len(titles) == 2 and titles[0] == titles[1]) or 2 * len(kept) >= len(older.units)


def with_front_matter(data: bytes, metadata: Mapping[str, str]) -> bytes:
    """A text file's bytes with the metadata in its front matter, other keys kept. UTF-8. Raises ArticleError."""
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        raise ArticleError("it is not UTF-8, so nothing can be added to it; save it as UTF-8.") from None
    values, body = read_front_matter(text.replace("\r\n", "\n").lstrip())
    post = frontmatter.Post(body.strip())
    post.metadata.update({**values, **metadata})
    return (frontmatter.dumps(post, sort_keys=False) + "\n").encode()


def _write(target: Path, data: bytes) -> None:
    """Puts a file in place at once, whole."""
    handle, part = tempfile.mkstemp(prefix=PART, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, 0o644)
        os.replace(part, target)
    finally:
        Path(part).unlink(missing_ok=True)


def remove_parts(folder: Path) -> None:
    """Takes away what a crash while adding left in the folder."""
    for part in folder.glob(f"{PART}*"):
        part.unlink(missing_ok=True)
