"""The default index, which the first question builds."""

from __future__ import annotations

import functools
import subprocess
import sys
from pathlib import Path

import pytest

from ingest import publishing, service
from ingest.publishing import open_writer
from rag.errors import IndexMissing
from rag.indexing.index import open_place
from rag.indexing.views import PIPELINE
from rag.progress import Step
from rag.settings import ROOT, Settings
from tests.fakes import HashEncoder
from tests.indexes import PAY, fill, snapshot


class DefaultIndex(Settings):
    """Settings as a user has them who named no index."""

    default: Path

    @property
    def index_path(self) -> Path:
        return self.default


@pytest.fixture
def default_settings(settings: Settings) -> Settings:
    return DefaultIndex(corpus=settings.corpus, cache=settings.cache, default=settings.corpus.parent / "default")  # type: ignore[call-arg]


def test_a_missing_default_index_is_built_once(default_settings: Settings) -> None:
    fill(default_settings, a=PAY)
    ensure = functools.partial(service.ensure_default, default_settings, encoder=HashEncoder())
    steps: list[Step] = []
    ensure(steps.append)
    assert str(steps[0]) == "Building the index of the guides (once) ..."
    generation = snapshot(default_settings).manifest.generation
    steps.clear()
    ensure(steps.append)
    assert steps == []
    assert snapshot(default_settings).manifest.generation == generation


def test_a_default_index_of_another_version_is_made_anew(
    default_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(default_settings, a=PAY)
    with monkeypatch.context() as other:
        other.setattr(publishing, "PIPELINE", PIPELINE - 1)
        service.ensure_default(default_settings, encoder=HashEncoder())
    service.ensure_default(default_settings, encoder=(encoder := HashEncoder()))
    assert encoder.encoded > 0
    assert snapshot(default_settings).manifest.pipeline == PIPELINE


def test_a_first_question_waits_for_a_build_that_runs(default_settings: Settings) -> None:
    fill(default_settings, a=PAY)
    code = (
        "import sys, time; from pathlib import Path\n"
        "from ingest import service; from rag.settings import read_settings\n"
        "from tests.fakes import HashEncoder\n"
        "def slow(step):\n"
        "    if step.message == 'Building the index': print('in', flush=True); time.sleep(1.5)\n"
        "service.ingest(read_settings(index=sys.argv[1]), Path(sys.argv[2]), progress=slow, encoder=HashEncoder())\n"
    )
    command = [sys.executable, "-c", code, str(default_settings.index_path), str(default_settings.corpus)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "in\n"
        encoder = HashEncoder()
        service.ensure_default(default_settings, encoder=encoder)
        assert encoder.encoded == 0
    assert list(snapshot(default_settings).articles) == ["a.md"]


def test_a_missing_named_index_is_not_built(settings: Settings) -> None:
    fill(settings, a=PAY)
    with pytest.raises(IndexMissing, match="career ingest FOLDER --index"):
        service.ensure_default(settings)
    with open_writer(open_place(settings), 0), pytest.raises(IndexMissing):
        service.ensure_default(settings)
