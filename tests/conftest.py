"""Fixtures that several test files share."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.encoding.encoder import OnnxEncoder, open_encoder
from rag.reading.reader import LazyReader
from rag.settings import Settings, read_settings
from rag.types import Turn
from tests.careers import GUIDES, Ask, MemoryIndex, MemorySnapshot


def pytest_configure() -> None:
    """A shell starts what runs in the background with Ctrl-C ignored, and children would inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def no_model() -> Iterator[None]:
    """No test asks a real model: whoever runs them may have one set up."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CAREER_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
            patch.setenv(name, "")
        patch.setenv("NO_PROXY", "127.0.0.1")
        yield


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


@pytest.fixture(scope="session")
def meaning() -> OnnxEncoder:
    """The encoder that ships, for tests where it matters what a text means."""
    return open_encoder(read_settings())


@pytest.fixture(scope="session")
def reading() -> LazyReader:
    """The reader that ships, for tests where it matters what answers a question."""
    return LazyReader()


@pytest.fixture(scope="session")
def guides(meaning: OnnxEncoder) -> MemorySnapshot:
    """The tests' own guides; see tests/careers.py."""
    return MemorySnapshot(GUIDES, meaning)


@pytest.fixture(scope="session")
def ask(guides: MemorySnapshot, meaning: OnnxEncoder, reading: LazyReader) -> Ask:
    """The assistant over the tests' own guides, as a function of a question and the questions before it."""
    assistant = Assistant(read_settings(), MemoryIndex(guides), meaning, reading)
    return lambda question, *before: assistant.ask(question, [Turn(earlier) for earlier in before]).answer()
