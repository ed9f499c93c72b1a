"""What a machine may lack, and what an index from elsewhere may hold: questions go on, and good files are kept."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.errors import CareerError, IndexUnusable, MachineError
from rag.indexing import store, vectors
from rag.indexing.generations import Folder
from rag.indexing.index import StoredIndex, current_manifest, open_index
from rag.settings import ROOT, Settings
from rag.types import Vectors
from tests.fakes import HashEncoder, WordReader
from tests.indexes import PAY, WAY, fill, generation_folder, ingest

MEMORY = Path("/dev/shm")


def made(settings: Settings) -> StoredIndex:
    fill(settings, pay=PAY, way=WAY)
    ingest(settings, settings.corpus)
    return open_index(settings, HashEncoder().id)


def found(index: StoredIndex) -> int:
    return len(index.snapshot().dense(HashEncoder().encode(["docker"]), 9))


def private_copies(*places: Path) -> list[Path]:
    return [path for place in places for path in place.glob("career-index-*")]


def fill_disks(patch: pytest.MonkeyPatch, *full: Path) -> None:
    """Lets no Chroma be opened or added to under these folders, as on a full disk."""
    whole = vectors.VectorStore

    class Store(whole):  # type: ignore[misc, valid-type]
        def __init__(self, folder: Path, *, create: bool = False) -> None:
            if not create and any(folder.is_relative_to(each) for each in full):
                raise RuntimeError("error returned from database: (code: 13) database or disk is full")
            self.folder = folder
            super().__init__(folder, create=create)

        def add(self, ids: Sequence[str], rows: Vectors) -> None:
            if any(self.folder.is_relative_to(each) for each in full):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            super().add(ids, rows)

    patch.setattr(vectors, "VectorStore", Store)


@pytest.mark.parametrize("temporary", ["there", "full", "missing"])
def test_a_full_disk_stops_no_question(temporary: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    index, folder = made(settings), settings.corpus.parent / "temporary"
    if temporary != "missing":
        folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    fill_disks(monkeypatch, settings.index_path, *([folder] if temporary == "full" else []))
    before = private_copies(MEMORY)
    assert found(index) == 3
    copies = private_copies(folder) if temporary == "there" else set(private_copies(MEMORY)) - set(before)
    assert len(copies) == 1
    index.close()
    assert not [copy for copy in copies if copy.exists()]


def test_where_no_place_has_room_the_disk_is_named_and_not_the_index(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = made(settings)
    fill_disks(monkeypatch, settings.index_path, MEMORY, Path(tempfile.gettempdir()))
    with pytest.raises(MachineError, match=r"can't be read: a disk is full; free some space on it\.$"):
        index.snapshot()


def test_an_ingest_on_a_full_disk_is_one_line_and_the_old_index_answers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = made(settings)
    fill(settings, more="# More\n\nA baker gets up early.\n")
    with monkeypatch.context() as patch:
        fill_disks(patch, settings.index_path / "generations")
        with pytest.raises(MachineError, match=r"stays as it was: a disk is full; free some space on it\.$"):
            ingest(settings)
    assert found(index) == 3
    index.close()
    ingest(settings)
    assert found(index) == 4


FEW_HANDLES = """
import os, resource, sys
from rag.errors import CareerError, MachineError
from rag.indexing.index import open_index
from rag.settings import read_settings
from tests.fakes import HashEncoder
index, vector = open_index(read_settings(index=sys.argv[1]), None), HashEncoder().encode(["docker"])
index.snapshot().dense(vector, 9)
index.close()
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
for more in range(9):
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    first_free = os.dup(0)
    os.close(first_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (first_free + more, most))
    try:
        print(len(index.snapshot().dense(vector, 9)))
    except CareerError as error:
        print(error)
    index.close()
"""


def test_few_file_handles_are_told_as_such(settings: Settings) -> None:
    made(settings).close()
    command = [sys.executable, "-c", FEW_HANDLES, str(settings.index_path)]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert child.returncode == 0, child.stderr
    told = {line for line in child.stdout.splitlines() if line != "3"}
    remedy = "too many files are open; close other programs, or raise the limit (`ulimit -n`)."
    assert told == {f"The index in {settings.index_path} can't be read: {remedy}"}


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("Exception during initialization: std::bad_alloc")])
def test_little_memory_is_told_as_such(error: Exception, settings: Settings) -> None:
    class Short(HashEncoder):
        def encode(self, texts: Sequence[str]) -> Vectors:
            raise error

    assistant = Assistant(settings, made(settings), Short(), WordReader())
    for asked in (lambda: assistant.ask("What is Docker?").answer(), lambda: assistant.search("Docker", 3)):
        with pytest.raises(MachineError, match="not enough memory; close other programs"):
            asked()
    fill(settings, more="# More\n\nA baker gets up early.\n")
    with pytest.raises(MachineError, match="stays as it was: there is not enough memory"):
        ingest(settings, encoder=Short())


def rewritten(settings: Settings, name: str, change: Callable[[str], str]) -> None:
    """An index from elsewhere: one file of the generation says something else, and the seal fits it."""
    folder = generation_folder(settings.index_path)
    (folder / name).write_text(change((folder / name).read_text()))
    store.seal(folder)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (store.MANIFEST, lambda text: text.replace('"generation": "', '"generation": "../../')),
        (store.ARTICLES, lambda text: text.replace('"pay.md"', '"../pay.md"')),
        (store.ARTICLES, lambda text: text.replace('"pay.md"', '"/etc/pay.md"')),
        (store.SUGGESTIONS, lambda text: json.dumps([{"question": "Why?", "article_id": "../pay.md", "unit": 0}])),
        (store.SUGGESTIONS, lambda text: json.dumps([{"question": "Why?", "article_id": "pay.md", "unit": 99}])),
    ],
)
def test_no_name_in_an_index_from_elsewhere_leads_out_of_it(
    name: str, change: Callable[[str], str], settings: Settings
) -> None:
    index = made(settings)
    rewritten(settings, name, change)
    with pytest.raises(IndexUnusable, match="can't be read"):
        index.snapshot()


def test_a_manifest_never_names_the_folder_that_ingest_builds_on(settings: Settings) -> None:
    made(settings)
    manifest = current_manifest(Folder(settings.index_path))
    folder = generation_folder(settings.index_path)
    assert manifest
    store.write_manifest(folder, replace(manifest, generation="../../elsewhere"))
    assert current_manifest(Folder(settings.index_path)) is None


def test_a_seal_reads_nothing_outside(settings: Settings) -> None:
    index, outside = made(settings), settings.corpus.parent / "outside"
    outside.write_text("a secret")
    folder = generation_folder(settings.index_path)
    seal = json.loads((folder / store.SEAL).read_text())
    for name in (str(outside), os.path.relpath(outside, folder)):
        digests = seal | {name: hashlib.sha256(b"a secret").hexdigest()}
        (folder / store.SEAL).write_text(json.dumps(digests))
        with pytest.raises(IndexUnusable, match="is missing or not as it was written"):
            index.snapshot()


def test_links_in_an_index_are_not_followed(settings: Settings) -> None:
    index, outside = made(settings), settings.corpus.parent / "outside"
    folder = generation_folder(settings.index_path)
    (folder / store.ARTICLES).rename(outside)
    (folder / store.ARTICLES).symlink_to(outside)
    with pytest.raises(IndexUnusable, match="it holds links"):
        index.snapshot()
    (settings.index_path / "current.part").symlink_to(outside)
    before = outside.read_text()
    ingest(settings)
    assert outside.read_text() == before
    assert found(index) == 3


def test_an_index_of_links_is_not_removed_from(settings: Settings) -> None:
    """What `generations` names and is a link stays: only folders of our own are cleaned away."""
    made(settings)
    precious = settings.corpus.parent / "precious"
    precious.mkdir()
    (precious / "held").touch()
    (precious / "file").touch()
    (settings.index_path / "generations" / "20200101T000000-00000000").symlink_to(precious)
    fill(settings, more="# More\n\nA baker gets up early.\n")
    ingest(settings)
    assert (precious / "file").exists()


def test_a_machine_error_is_one_that_faces_catch() -> None:
    assert issubclass(MachineError, CareerError)
