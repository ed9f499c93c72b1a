"""Small folders of guides and their indexes, with an encoder that counts words."""

from __future__ import annotations

from pathlib import Path

from ingest import service
from ingest.report import Report
from rag.indexing.index import Generation, open_index
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
