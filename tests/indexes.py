"""Small folders of guides and their indexes, with an encoder that counts words."""

from __future__ import annotations

import gc
import os
import secrets
from pathlib import Path

from pydantic import SecretStr

from ingest import service
from ingest.report import Report
from rag.indexing.chroma import Chroma
from rag.indexing.generations import GENERATIONS, Folder
from rag.indexing.index import Generation, StoredIndex, open_index
from rag.settings import Settings, read_settings
from tests.careers import GUIDES
from tests.fakes import HashEncoder

PAY = "# Pay\n\nEngineers earn more money every year. Docker is a tool.\n"
WAY = "# Way\n\nLearn Python first, then learn Docker.\n"


def ingest(settings: Settings, folder: Path | None = None, **options: object) -> Report:
    return service.ingest(settings, folder, **{"encoder": HashEncoder(), **options})  # type: ignore[arg-type]


def add(settings: Settings, *files: Path, **options: str) -> Report:
    return service.add(settings, files, encoder=HashEncoder(), **options)  # type: ignore[arg-type]


def snapshot(settings: Settings) -> Generation:
    return open_index(settings, HashEncoder().id).snapshot()


def index_of(settings: Settings) -> StoredIndex:
    return open_index(settings, HashEncoder().id)


def generations_there(settings: Settings) -> list[str]:
    gc.collect()
    return generations_of(settings)


def hits(settings: Settings) -> list[tuple[str, float]]:
    found = snapshot(settings)
    return [
        (found.units[number].text, round(cosine, 5))
        for number, cosine in found.dense(HashEncoder().encode(["docker money"]), 99)
    ]


def on_server(settings: Settings, url: str, **more: object) -> Settings:
    """The settings with an index of its own on that server in place of the folder."""
    own = {"chroma_url": SecretStr(url), "chroma_index": f"test-{secrets.token_hex(4)}"}
    return settings.model_copy(update={**own, **more})


def environment(settings: Settings) -> dict[str, str]:
    """What a process needs in its environment for the same index."""
    place = {"CAREER_CHROMA_URL": settings.chroma_address, "CAREER_CHROMA_INDEX": settings.chroma_index}
    return {**os.environ, "CAREER_INDEX": str(settings.index_path), **place}


def generations_of(settings: Settings) -> list[str]:
    """The generations that are there, whole or not."""
    if not settings.on_server:
        return sorted(path.name for path in (settings.index_path / GENERATIONS).iterdir())
    begins = [f"{settings.chroma_index}.{kind}." for kind in ("vectors", "files")]
    found = [each.name for begin in begins for each in Chroma(settings).collections(begin)]
    return sorted({name.rsplit(".", 1)[1] for name in found})


def generation_folder(root: Path) -> Path:
    """The folder of the current generation of an index in a folder."""
    return root / GENERATIONS / str(Folder(root).current())


def fill(settings: Settings, **guides: str) -> None:
    for name, text in guides.items():
        (settings.corpus / f"{name}.md").write_text(text)


def index_on_disk(folder: Path) -> Path:
    """An index of the tests' own guides, by the encoder that ships."""
    for name, text in GUIDES.items():
        path = folder / "guides" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    service.ingest(read_settings(index=folder / "index", corpus=folder / "guides"))
    return folder / "index"
