"""Which folder an ingest is about: the one that was named, the index's own, or the default one."""

from __future__ import annotations

from pathlib import Path

from ingest.articles import SUFFIXES
from ingest.reading import Parse, Source
from ingest.seeding import bring_guides
from rag.errors import IndexMissing, UsageError
from rag.indexing.index import current_manifest, exists, ingest_command, open_place
from rag.settings import Settings


def refuse_missing(settings: Settings) -> None:
    """Nothing, unless an index was named that isn't there: that may be a slip of the pen."""
    if settings.index_named and not exists(place := open_place(settings)):
        command = ingest_command(settings).replace("ingest", "ingest FOLDER", 1)
        raise IndexMissing(f"There is no index in {place}; make it with `{command}`.")


def source_of(
    settings: Settings, parse: Parse, folder: Path | None = None, *, replace: bool = False, make: bool = False
) -> Source:
    """The folder that is meant; `make` makes the one of an index that is to be. Raises UsageError."""
    place = open_place(settings)
    manifest = current_manifest(place)
    recorded = Path(manifest.folder) if manifest else None
    if not (folder or recorded):
        bring_guides(settings)
    chosen = (folder or recorded or settings.corpus).expanduser().absolute()
    if recorded and not replace and chosen.resolve() != recorded.resolve():
        raise UsageError(f"The index was made from {recorded}; to make it from {chosen} instead, add --replace.")
    if not (folder or recorded) and exists(place):
        where = f"The index in {place}"
        raise UsageError(f"{where} is damaged and no longer tells its folder; name it: `career ingest FOLDER`.")
    if make and not recorded:
        chosen.mkdir(parents=True, exist_ok=True)
    if not chosen.is_dir():
        what = "is not a folder" if chosen.exists() else "doesn't exist"
        remedy = "FOLDER --replace" if recorded else "FOLDER"
        raise UsageError(f"The folder of guides {chosen} {what}; name one: `career ingest {remedy}`.")
    return Source(chosen, SUFFIXES, parse, settings.max_article_megabytes, settings.index_path)
