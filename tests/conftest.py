"""Fixtures that several test files share."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest import service
from rag.assistant import Assistant
from rag.encoding.encoder import OnnxEncoder, open_encoder
from rag.errors import ModelError
from rag.reading.reader import LazyReader
from rag.reply import Reply
from rag.settings import Settings, read_settings
from rag.types import Answer, Finish, Turn
from tests.careers import GUIDES, Ask, MemoryIndex, MemorySnapshot
from tests.chroma_server import ChromaServer
from tests.fakes import HashEncoder, WordReader
from tests.indexes import PAY, fill, on_server
from tests.web import Server, serving
from tests.writing_models import TRAINING, ScriptedModel, Wrote


def pytest_configure() -> None:
    """A shell starts what runs in the background with Ctrl-C ignored, and children would inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def no_model() -> Iterator[None]:
    """No test asks a real model: whoever runs them may have one set up."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CAREER_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL", "CAREER_CHROMA_URL"):
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


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server of this machine."""
    with serving() as server:
        yield server


@pytest.fixture
def allowing(settings: Settings) -> Settings:
    """Settings that allow pages of this machine, over an index of one guide."""
    fill(settings, a=PAY)
    allowing = settings.model_copy(update={"private_hosts": "wiki, 127.0.0.1"})
    service.ingest(allowing, encoder=HashEncoder())
    return allowing


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A Chroma server for all tests of this process, each of which has an index of its own there."""
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def served(settings: Settings, chroma: ChromaServer) -> Settings:
    """Settings for an index of the test's own on a Chroma server."""
    return on_server(settings, chroma.url)


@pytest.fixture(params=["folder", "server"])
def anywhere(request: pytest.FixtureRequest) -> Settings:
    """Settings for an index of the test's own: in a folder, and on a Chroma server."""
    found: Settings = request.getfixturevalue("settings" if request.param == "folder" else "served")
    return found


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


@pytest.fixture
def replies(guides: MemorySnapshot, meaning: OnnxEncoder) -> Callable[[str, ScriptedModel], Reply]:
    """The reply to a question, written by a model."""
    index = MemoryIndex(guides)
    return lambda question, model: Assistant(read_settings(verify=False), index, meaning, WordReader(), model).ask(
        question
    )


@pytest.fixture
def wrote(replies: Callable[[str, ScriptedModel], Reply], guides: MemorySnapshot) -> Wrote:
    """The answer that a reader gets of a model's text; what is true of every answer is looked at here."""

    def answer(
        text: str, question: str = TRAINING, finish: Finish | None = "stop", error: ModelError | None = None
    ) -> Answer:
        reply = replies(question, ScriptedModel(text, finish, error))
        shown = "".join(reply)
        found = reply.answer()
        assert shown == found.answer
        marked = {int(number) for number in re.findall(r"\[(\d+)\]", found.answer)}
        assert marked == {citation.number for citation in found.citations}
        for citation in found.citations:
            assert guides.articles[citation.guide].text[citation.start : citation.end] == citation.quote
        return found

    return answer
