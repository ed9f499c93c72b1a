"""Files put into the folder of guides, with what is known of them in their front matter; and what each would become."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

import frontmatter

from ingest.duplicates import find_copies
from ingest.fetches import Fetch, remember, said
from ingest.files import write_whole
from ingest.frontmatter import read_front_matter
from ingest.reading import Source
from ingest.sync import Failed, check_size, digest, read_guide, unreadable_name
from rag.errors import ArticleError
from rag.types import ParsedArticle

_SEALED = frozenset((".pdf", ".docx"))
"""Into these nothing can be written."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent, or a page of the web; nothing in it is to be trusted."""

    name: str
    data: bytes
    own_name: str | None = None
    """Of a page: the file name that no other address has, for where another guide has the file's."""
    url: str | None = None
    """Of a page: its address."""
    fetched: str | None = None
    """Of a page: the day, in ISO 8601."""


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
    copy_of: str | None = None
    """The guide that says the same already, so that it would not be kept."""
    refused: str | None = None
    """Why it can't be a guide of the folder."""

    @property
    def wanted(self) -> bool:
        """Whether anything would come of publishing it."""
        return self.refused is None and self.copy_of is None and not self.same


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A file that may become a guide of the folder: where it goes, and what is written there."""

    target: Path
    data: bytes
    parsed: ParsedArticle
    changes: bool
    """Whether anything has to be written: a file of the folder is where it belongs already."""


class _NameTaken(ArticleError):
    """Another guide of the folder has the file's name."""


def safe(upload: Upload) -> Upload:
    """The upload under the last part of its name as a browser sent it, without what no file system takes."""
    last = PureWindowsPath(PurePosixPath(upload.name).name).name
    name = PurePosixPath("".join(char for char in last if char.isprintable()).strip())
    return replace(upload, name=f"{name.stem[:80]}{name.suffix[:10]}" or "upload")


def preview(uploads: Sequence[Upload], source: Source, standing: Sequence[ParsedArticle]) -> tuple[Preview, ...]:
    """What would become of each upload, beside the guides that stand in the index. Nothing is written."""
    previews = [_previewed(upload, source) for upload in uploads]
    new = [each.parsed for each in previews if each.parsed and not (each.replaces or each.same)]
    copies = find_copies(sorted(new, key=lambda each: each.article.id), standing)
    return tuple(
        replace(each, copy_of=None if each.replaces or each.same else copies.get(each.name)) for each in previews
    )


def _previewed(upload: Upload, source: Source) -> Preview:
    try:
        ready = _prepared(safe(upload), source, {})
    except ArticleError as error:
        return Preview(upload.name, None, refused=str(error))
    there = ready.target.exists()
    same = there and ready.target.read_bytes() == ready.data
    return Preview(ready.target.name, ready.parsed, replaces=there and not same, same=same)


def place(
    file: Path | Upload | Failed, called: str, source: Source, metadata: Mapping[str, str]
) -> Path | Failed | None:
    """The file that is new in the folder now, None for one that was there, or why not, and the folder is as it was.

    `called` is what it is to whoever adds it.
    """
    if isinstance(file, Failed):
        return file
    own = replace(file, name=file.own_name, own_name=None) if isinstance(file, Upload) and file.own_name else None
    try:
        if own and (source.folder / own.name).exists():  # its name was taken when this page was added first
            file, own = own, None
        try:
            ready = _prepared(file, source, metadata)
        except _NameTaken:
            if not own:
                raise
            ready = _prepared(own, source, metadata)
        new = not ready.target.exists()
        if ready.changes:
            write_whole(ready.target, ready.data)
        if isinstance(file, Upload) and file.url and file.fetched:
            page = source.parsed(file.data, ready.target.name)
            fetch = Fetch(file.fetched, digest(ready.data), said(page), metadata)
            remember(source.folder, metadata.get("url", file.url), fetch)
        return ready.target if new else None
    except ArticleError as error:
        return Failed(called, str(error))
    except FileNotFoundError:
        return Failed(called, "there is no such file.")
    except OSError as error:
        return Failed(called, f"it can't be copied to {source.folder}: {error.strerror}.")


def _prepared(file: Path | Upload, source: Source, metadata: Mapping[str, str]) -> _Prepared:
    """The file as it would be put into the folder. Raises ArticleError where it can't be a guide there, OSError."""
    if isinstance(file, Path) and file.is_dir():
        raise ArticleError("it is a folder; `career ingest` takes folders.")
    if reason := unreadable_name(file.name, source.suffixes):
        raise ArticleError(reason)
    if isinstance(file, Path):
        before, inside = read_guide(file, source.max_megabytes), file.resolve().is_relative_to(source.folder.resolve())
        target = file.resolve() if inside else _namesake(source.folder, file.name)
    else:
        check_size(len(file.data), source.max_megabytes)
        before, inside, target = file.data, False, _namesake(source.folder, file.name)
    parsed = source.parsed(before, file.name)
    suffix = PurePosixPath(file.name).suffix
    if metadata and suffix.lower() in _SEALED:
        raise ArticleError(f"a {suffix} file says its title and author itself; set them in it, and add it without.")
    data = with_front_matter(before, metadata) if metadata else before
    if data != before:
        parsed = source.parsed(data, file.name)
    if target.exists() and not inside:
        _check_same(target, source, parsed)
    return _Prepared(target, data, parsed, changes=not inside or data != before)


def _namesake(folder: Path, name: str) -> Path:
    """Where a file of that name goes: over the one whose name is the same in another of Unicode's forms."""
    called = unicodedata.normalize("NFC", name)
    return next(
        (each for each in folder.iterdir() if unicodedata.normalize("NFC", each.name) == called), folder / called
    )


def _check_same(target: Path, source: Source, newer: ParsedArticle) -> None:
    """Nothing, where the file there is an older version of this one, or is no guide. Raises ArticleError."""
    try:
        older = source.parsed(read_guide(target, source.max_megabytes), target.name)
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
