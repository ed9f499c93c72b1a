"""What the faces call to bring guides into the index and out of it: `ingest`, `add`, `remove`, `ensure_default`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from ingest.adding import Preview, Upload, place, preview, safe
from ingest.articles import parse
from ingest.duplicates import without_copies
from ingest.embedding import embed
from ingest.files import remove_parts
from ingest.pages import bring, fetch_page
from ingest.publishing import IndexWriter, matches, open_writer
from ingest.reading import Parse, Reading, Source, read_folder
from ingest.refetching import Refreshed, pages_due, settle
from ingest.report import Report, report
from ingest.sources import refuse_missing, source_of
from ingest.suggesting import suggested
from ingest.sync import Failed, list_guides
from rag.encoding.encoder import LazyEncoder
from rag.errors import GuideUnknown, UsageError
from rag.indexing.index import current_manifest, exists, open_place, outdated
from rag.progress import Progress, Step, silent
from rag.reading.reader import LazyReader
from rag.seams import Encoder
from rag.settings import Settings

BUILD_TIMEOUT_SECONDS = 600.0  # how long a question waits for a first build that somebody else has begun


def ingest(
    settings: Settings,
    folder: Path | None = None,
    *,
    replace: bool = False,
    dry_run: bool = False,
    progress: Progress = silent,
    parse: Parse = parse,
    encoder: Encoder | None = None,
) -> Report:
    """What was done for the index to become what the folder holds; without `folder`, the one it was made from.

    A dry run writes nothing, not even a folder. Raises UsageError for a folder that can't be meant, IndexBusy.
    """
    encoder = encoder or LazyEncoder(settings, progress)
    source = source_of(settings, parse, folder, replace=replace)
    if dry_run:
        manifest = current_manifest(open_place(settings))
        known = manifest.digests if manifest and matches(manifest, encoder.id) else {}
        reading = _read(source, known, progress, replace, whole=True)
        return report(reading, (), manifest.generation if manifest else None, True)
    with open_writer(open_place(settings), settings.lock_timeout_seconds) as writer:
        source_of(settings, parse, folder, replace=replace)  # another ingest may have come between
        return _sync(writer, source, (), replace, encoder, progress)


def add(
    settings: Settings,
    articles: Sequence[Path | str | Upload],
    *,
    title: str | None = None,
    author: str | None = None,
    published: str | None = None,
    url: str | None = None,
    progress: Progress = silent,
    parse: Parse = parse,
    encoder: Encoder | None = None,
) -> Report:
    """What was done for the index to hold these files too: each is put into the index's folder, which is then ingested.

    An article is a file, or the address of a web page, which is fetched first; see docs/decisions/web-pages.md.
    A file of the same name there is replaced if it is an older version: if it has the same url, or where one has none,
    the same title, or half of its sentences are in the new one. A page that is no version of it gets another name.
    Given title, author, ... go into the front matter. A file that can't be parsed is failed, not copied.
    A missing index is made. Raises UsageError, IndexBusy.
    """
    if len(articles) > 1 and (title or url):
        raise UsageError("A title or url belongs to one guide; add them one by one.")
    given = {"title": title, "author": author, "published": published, "url": url}
    metadata = {key: value for key, value in given.items() if value}
    source = source_of(settings, parse, make=True)
    encoder = encoder or LazyEncoder(settings, progress)
    brought = [bring(article, settings, progress) for article in articles]
    with open_writer(open_place(settings), settings.lock_timeout_seconds) as writer:
        remove_parts(source.folder)
        placed = [
            each if isinstance(each, Failed) else place(each, called, source, metadata) for called, each in brought
        ]
        failed = [each for each in placed if isinstance(each, Failed)]
        files = [each for each in placed if isinstance(each, Path)]
        return _sync(writer, source, failed, False, encoder, progress, placed=files)


def refresh(
    settings: Settings,
    days: int,
    *,
    today: date | None = None,
    progress: Progress = silent,
    parse: Parse = parse,
    encoder: Encoder | None = None,
) -> Refreshed:
    """What came of fetching again each guide that was added by its address and last looked at so many days ago.

    A file that was edited here is never overwritten. The folder is then ingested. Raises UsageError, IndexBusy,
    IndexMissing.
    """
    refuse_missing(settings)
    source = source_of(settings, parse)
    encoder = encoder or LazyEncoder(settings, progress)
    today = today or datetime.now(UTC).date()
    due = pages_due(source, days, today)
    brought = [(page, fetch_page(page.url, page.url, settings, progress, today)) for page in due]
    with open_writer(open_place(settings), settings.lock_timeout_seconds) as writer:
        remove_parts(source.folder)
        fresh, failed = settle(brought, source, today)
        return Refreshed(_sync(writer, source, failed, False, encoder, progress), fresh, len(due))


def preview_uploads(settings: Settings, uploads: Sequence[Upload], *, parse: Parse = parse) -> tuple[Preview, ...]:
    """What `add_uploads` would make of each upload; no guide is written. Raises UsageError."""
    source = source_of(settings, parse, make=True)
    try:
        standing = [each.parsed for each in IndexWriter(open_place(settings)).articles()]
    except (OSError, ValueError, KeyError):  # another generation came between: publishing tells of copies again
        standing = []
    return preview(uploads, source, standing)


def add_uploads(
    settings: Settings,
    uploads: Sequence[Upload],
    *,
    progress: Progress = silent,
    parse: Parse = parse,
    encoder: Encoder | None = None,
) -> Report:
    """What was done for the index to hold the uploads too, as if `add` had been given files. Raises as it does."""
    return add(settings, list(map(safe, uploads)), progress=progress, parse=parse, encoder=encoder)


def remove(
    settings: Settings,
    guide: str,
    *,
    progress: Progress = silent,
    parse: Parse = parse,
    encoder: Encoder | None = None,
) -> Report:
    """What was done for the index not to hold that guide any more: its file is deleted from the folder.

    Raises GuideUnknown, UsageError where it is the last guide or can't be deleted, IndexBusy.
    """
    refuse_missing(settings)
    source = source_of(settings, parse)
    encoder = encoder or LazyEncoder(settings, progress)
    with open_writer(open_place(settings), settings.lock_timeout_seconds) as writer:
        known = writer.manifest.digests if writer.manifest else {}
        if guide not in known:
            raise GuideUnknown(f"No guide of the index is {guide!r}; `career guides` lists them by path.")
        if len(known) == 1:
            raise UsageError(f"{guide} is the only guide; add another one before you remove it.")
        try:
            # What the folder lists, and not where the index says that a guide is: it may come from elsewhere.
            listed = list_guides(source.folder, source.suffixes, source.leave_out).guides
            if guide in listed:
                listed[guide].unlink(missing_ok=True)
        except OSError as error:
            raise UsageError(f"{guide} can't be deleted from {source.folder} ({error.strerror}).") from None
        return _sync(writer, source, (), False, encoder, progress)


def ensure_default(
    settings: Settings, progress: Progress = silent, *, parse: Parse = parse, encoder: Encoder | None = None
) -> None:
    """Nothing; the index is there afterwards. A default one that is missing, or that another version of this product
    made, is built, or somebody else's build waited for.

    Raises IndexMissing for a missing index that was named, IndexBusy when the other build takes too long.
    """
    refuse_missing(settings)
    place = open_place(settings)
    if exists(place) and not outdated(settings):
        return
    progress(Step("Building the index of the guides (once)"))
    encoder = encoder or LazyEncoder(settings, progress)
    source = source_of(settings, parse)
    with open_writer(place, BUILD_TIMEOUT_SECONDS) as writer:
        if not exists(place) or outdated(settings):
            for failed in _sync(writer, source, (), False, encoder, progress).failed:
                progress(Step(f"Left out {failed.guide}: {failed.reason}"))


def _read(
    source: Source, known: Mapping[str, str], progress: Progress, replace: bool, whole: bool = False, asked: bool = True
) -> Reading:
    """The folder's reading. Raises UsageError where it can't be listed or would leave the index without a guide."""
    try:
        reading = read_folder(source, known, progress, whole=whole)
    except OSError as error:
        raise UsageError(f"The folder {source.folder} can't be read ({error.strerror}).") from None
    left = known.keys() - set(reading.plan.removed) or reading.plan.added
    if not left and known and not replace:
        raise UsageError(
            f"{source.folder} holds no guide any more, so the {len(known)} in the index stay; --replace empties it."
        )
    if not left and not known and not reading.failed and asked:
        raise UsageError(f"{source.folder} holds no guide: put {', '.join(sorted(source.suffixes))} files there.")
    return reading


def _sync(
    writer: IndexWriter,
    source: Source,
    failed: Sequence[Failed],
    replace: bool,
    encoder: Encoder,
    progress: Progress,
    placed: Sequence[Path] = (),
) -> Report:
    """Brings the index to what the folder holds. A copy of a guide is none, and not kept where it was just `placed`."""
    known = dict(writer.manifest.digests) if writer.manifest and writer.usable(encoder.id) else {}
    reading = _read(source, known, progress, replace, asked=not failed)
    reading, copies = without_copies(reading, writer.articles() if known and reading.parsed else ())
    failed = [*failed, *copies]
    for copy in copies:
        if (file := source.folder / copy.guide) in placed:
            file.unlink(missing_ok=True)
    moved = writer.manifest is not None and writer.manifest.folder != str(source.folder)
    if reading.parsed or reading.plan.removed or (known and moved):
        keep = known.keys() - {each.parsed.article.id for each in reading.parsed} - set(reading.plan.removed)
        fresh = list(embed(reading.parsed, encoder, progress))
        reader = LazyReader()
        writer.publish(
            source.folder,
            encoder.id,
            keep,
            fresh,
            progress,
            lambda snapshot: suggested(reading.parsed, snapshot, encoder, reader, progress),
        )
    return report(reading, failed, writer.manifest.generation if writer.manifest else None, False)
