"""What stands in rows on a Chroma server: it comes whole, and whatever it is, it is data."""

from __future__ import annotations

import base64
import zlib
from pathlib import Path

import numpy as np
import pytest

from rag.errors import IndexUnusable
from rag.indexing import chroma as chroma_module
from rag.indexing import rows
from rag.indexing.chroma import Chroma
from rag.settings import Settings
from tests.indexes import PAY, WAY, fill, generations_there, hits, ingest, snapshot


def test_more_than_goes_at_a_time_comes_whole_and_in_order(
    served: Settings, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma_module, "PAGE", 2)
    monkeypatch.setattr(rows, "PAGE", 3)
    monkeypatch.setattr(rows, "PIECE", 300)
    fill(served, a=PAY, b=WAY, c="# Bakers\n\nBakers earn more at night. They get up early.\n")
    ingest(served)
    ingest(settings, served.corpus)
    there, here = snapshot(served), snapshot(settings)
    assert there.units == here.units
    numbers = range(len(here.units))
    np.testing.assert_allclose(there.vectors(numbers), here.vectors(numbers), atol=1e-6)
    assert hits(served) == hits(settings)
    fill(served, b=PAY + "Docker is not the only one.\n")
    ingest(served)
    ingest(settings)
    assert hits(served) == hits(settings)
    assert len(generations_there(served)) == 2  # `there` is read still


def rewritten(settings: Settings, **changed: str) -> None:
    """The index with other rows among its files, as whoever may write to the server could make them."""
    chroma = Chroma(settings)
    (files,) = chroma.collections(f"{settings.chroma_index}.files.")
    data = base64.b64encode(zlib.compress(b"a secret")).decode()
    row = {"file": "x", "piece": 0, "data": data, **changed}
    chroma.rows(files.id, "add", ids=["new"], embeddings=[[1e6]], metadatas=[row])


@pytest.mark.parametrize("name", ["../x", "/tmp/career-x", "a/../../x", "", ".", "x\0", "x" * 300, "seal.json/x"])
def test_no_name_from_a_server_leads_out_of_the_private_folder(name: str, served: Settings) -> None:
    fill(served, a=PAY)
    ingest(served)
    rewritten(served, file=name)
    with pytest.raises(IndexUnusable, match=r"can't be read .*remake it with `career ingest`"):
        snapshot(served)
    assert not Path("/tmp/career-x").exists()


@pytest.mark.parametrize("changed", [{"data": "?"}, {"piece": "7"}, {"file": "manifest.json"}])
def test_files_that_are_not_whole_are_told_and_made_anew(changed: dict[str, str], served: Settings) -> None:
    fill(served, a=PAY)
    ingest(served)
    rewritten(served, **changed)
    with pytest.raises(IndexUnusable, match="can't be read"):
        snapshot(served)
    ingest(served, served.corpus)
    assert list(snapshot(served).articles) == ["a.md"]


def test_a_pointer_that_names_no_generation_is_told_and_put_right(served: Settings) -> None:
    fill(served, a=PAY)
    ingest(served)
    chroma = Chroma(served)
    (turn,) = chroma.collections(f"{served.chroma_index}.turn.")
    chroma.describe(turn.id, {"until": 0.0, "generation": "../../etc"})
    with pytest.raises(IndexUnusable, match="names no generation"):
        snapshot(served)
    ingest(served, served.corpus)
    assert list(snapshot(served).articles) == ["a.md"]
    assert len(generations_there(served)) == 1


def test_vectors_that_went_are_told_and_made_anew(served: Settings) -> None:
    fill(served, a=PAY)
    ingest(served)
    chroma = Chroma(served)
    (vectors,) = chroma.collections(f"{served.chroma_index}.vectors.")
    chroma.delete(vectors.name)
    with pytest.raises(IndexUnusable, match=r"its vectors are gone\); remake it"):
        snapshot(served)
    ingest(served)
    assert hits(served)
