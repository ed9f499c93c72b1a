"""The reader that ships: a score for each unit, the same however windows are batched, and only from the true file."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from rag.encoding.models import MODELS, shipped
from rag.errors import EncoderError
from rag.reading.reader import LazyReader
from rag.reading.windows import MOST_UNITS, windows
from rag.settings import ROOT
from rag.types import Window
from tests.careers import MemorySnapshot

QUESTION = "How long does a carpentry apprenticeship take?"


@pytest.fixture
def all_windows(guides: MemorySnapshot) -> list[Window]:
    return windows(guides.units, guides.articles)


def test_each_unit_has_one_score(reading: LazyReader, all_windows: list[Window]) -> None:
    assert len(all_windows) > 4
    scores = reading.read(QUESTION, "", all_windows)
    assert [len(row) for row in scores] == [len(window.numbers) for window in all_windows]
    assert np.isfinite(np.concatenate(scores)).all()


def test_what_answers_scores_higher_than_what_has_nothing_to_do_with_it(reading: LazyReader) -> None:
    window = Window(
        "Working as a carpenter",
        (0, 1),
        ("A carpentry apprenticeship takes four years.", "Table saws cause most of the injuries in a workshop."),
    )
    ((answer, other),) = reading.read(QUESTION, "", [window])
    assert answer > other


def test_scores_are_the_same_whatever_is_read_with_it(reading: LazyReader, all_windows: list[Window]) -> None:
    together = reading.read(QUESTION, "I am a nurse.", all_windows)
    backwards = reading.read(QUESTION, "I am a nurse.", all_windows[::-1])[::-1]
    alone = [reading.read(QUESTION, "I am a nurse.", [window])[0] for window in all_windows]
    for row, other, single in zip(together, backwards, alone, strict=True):
        np.testing.assert_allclose(row, other, atol=1e-3)
        np.testing.assert_allclose(row, single, atol=1e-3)


def test_threads_get_what_one_gets(reading: LazyReader, all_windows: list[Window]) -> None:
    alone = reading.read(QUESTION, "", all_windows[:3])
    with ThreadPoolExecutor(4) as threads:
        for scores in threads.map(lambda _: reading.read(QUESTION, "", all_windows[:3]), range(8)):
            for row, expected in zip(scores, alone, strict=True):
                np.testing.assert_allclose(row, expected, atol=1e-4)


@pytest.mark.parametrize("question", ["", "?", "🔥", "word " * 2000, "\x00\u202e"])
def test_whatever_is_typed_and_however_long_the_units_are_it_reads(question: str, reading: LazyReader) -> None:
    wide = Window("Heading " * 50, tuple(range(MOST_UNITS)), ("word " * 300,) * (MOST_UNITS - 1) + ("",))
    (row,) = reading.read(question, question, [wide])
    assert len(row) == MOST_UNITS
    assert np.isfinite(row).all()


def test_nothing_to_read_gives_nothing(reading: LazyReader) -> None:
    assert reading.read(QUESTION, "", []) == []


def test_an_altered_reader_is_refused_at_the_first_question_with_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    shutil.copytree(MODELS, folder)
    with shipped("reader", folder)[0].open("r+b") as stream:
        stream.seek(1000)
        stream.write(b"\0\1\2\3")
    reader = LazyReader(folder)  # which costs nothing
    for _ in range(2):
        with pytest.raises(EncoderError, match="is not the file that belongs here") as error:
            reader.read(QUESTION, "", [])
        assert "\n" not in str(error.value)


def test_reading_imports_no_heavy_library() -> None:
    code = """
import sys, json
from rag.reading.reader import LazyReader
from rag.types import Window
print(json.dumps([len(LazyReader().read("Who?", "", [Window("A", (0,), ("B.",))])[0]),
    [name for name in ("torch", "transformers", "sentence_transformers", "chromadb") if name in sys.modules]]))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [1, []]
