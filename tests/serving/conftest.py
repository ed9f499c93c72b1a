"""What the tests of the servers share: an index on disk, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.service import ingest
from rag.settings import read_settings
from tests.careers import GUIDES


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the tests' own guides."""
    folder = tmp_path_factory.mktemp("served")
    for name, text in GUIDES.items():
        path = folder / "guides" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    ingest(read_settings(index=folder / "index", corpus=folder / "guides"))
    return folder / "index"
