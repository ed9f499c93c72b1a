"""Fixtures that several test files share."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.settings import Settings, read_settings


@pytest.fixture(scope="session")
def encoder_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder for the exported encoder; the first test that encodes pays for the export."""
    return tmp_path_factory.mktemp("encoder")


@pytest.fixture
def settings(tmp_path: Path, encoder_cache: Path) -> Settings:
    """Settings for an index and a folder of guides of the test's own."""
    corpus = tmp_path / "guides"
    corpus.mkdir()
    return read_settings(index=tmp_path / "index", corpus=corpus, cache=encoder_cache)
