from __future__ import annotations

import gc
import hashlib
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding import embed
from ingest.publishing import open_writer
from rag.errors import IndexBusy, IndexMissing, IndexUnusable, UsageError
from rag.indexing.generations import Folder
from rag.indexing.index import Generation, StoredIndex, open_index, open_place
from rag.indexing.views import searched_text
from rag.language.lexical import terms
from rag.progress import silent
from rag.settings import ROOT, Settings, read_settings
from rag.types import IndexedArticle, Manifest
from tests.fakes import HashEncoder, parse_lines
from tests.indexes import environment, generation_folder, generations_of

FOLDER = Path("/guides")
PAY = "Pay\nEngineers earn 50% more money\nDocker is a tool"
WAY = "Way\nLearn python first\nThen learn docker"


def indexed(id: str, text: str) -> IndexedArticle:
    return IndexedArticle(parse_lines(text.encode(), id), hashlib.sha256(text.encode()).hexdigest())


def publish(settings: Settings, fresh: dict[str, str], keep: Sequence[str] = ()) -> Manifest:
    encoder = HashEncoder()
    with open_writer(open_place(settings), 0) as writer:
        articles = list(embed([indexed(id, text) for id, text in fresh.items()], encoder, silent))
        return writer.publish(FOLDER, encoder.id, keep, articles, silent)


def reader(settings: Settings) -> StoredIndex:
    return open_index(settings, HashEncoder().id)


def in_folder(root: Path) -> Settings:
    return read_settings(index=root)


def test_a_snapshot_holds_what_was_published(anywhere: Settings) -> None:
    manifest = publish(anywhere, {"b.md": WAY, "a/a.md": PAY})
    snapshot = reader(anywhere).snapshot()
    assert snapshot.manifest == manifest
    assert list(snapshot.articles) == ["a/a.md", "b.md"]
    both = [indexed("a/a.md", PAY).parsed, indexed("b.md", WAY).parsed]
    assert list(snapshot.articles.values()) == [each.article for each in both]
    assert list(snapshot.units) == [unit for each in both for unit in each.units]
    assert list(snapshot.figures) == [figure for each in both for figure in each.figures]


def test_every_unit_is_nearest_to_its_own_text(anywhere: Settings) -> None:
    publish(anywhere, {"a.md": PAY, "b.md": WAY})
    snapshot = reader(anywhere).snapshot()
    for number, unit in enumerate(snapshot.units):
        vector = HashEncoder().encode([searched_text(unit, snapshot.articles[unit.article_id])])
        hits = snapshot.dense(vector, 3)
        assert hits[0][0] == number
        assert hits[0][1] == pytest.approx(1.0, abs=1e-5)
        assert [cosine for _, cosine in hits] == sorted((cosine for _, cosine in hits), reverse=True)


def test_more_hits_than_units_are_all_units(anywhere: Settings) -> None:
    publish(anywhere, {"a.md": PAY})
    snapshot = reader(anywhere).snapshot()
    assert sorted(number for number, _ in snapshot.dense(HashEncoder().encode(["x"]), 99)) == [0, 1, 2]
    assert snapshot.dense(HashEncoder().encode(["x"]), 0) == []


def test_words_find_units_by_stem(anywhere: Settings) -> None:
    publish(anywhere, {"a.md": PAY, "b.md": WAY})
    snapshot = reader(anywhere).snapshot()
    assert {snapshot.units[number].text for number, _ in snapshot.lexical(terms("earning"), 9)} == {PAY.splitlines()[1]}
    assert snapshot.lexical(terms("nothing of that"), 9) == []


def test_a_new_generation_has_the_difference_and_the_old_one_stays_as_it_was(anywhere: Settings) -> None:
    publish(anywhere, {"a.md": PAY, "b.md": WAY})
    index = reader(anywhere)
    old = index.snapshot()
    publish(anywhere, {"c.md": "See\nLearn python last"}, keep=["a.md"])
    new = index.snapshot()
    assert list(new.articles) == ["a.md", "c.md"]
    vector = HashEncoder().encode(["learn python"])
    assert [new.units[n].text for n, _ in new.dense(vector, 1)] == ["Learn python last"]
    assert [old.units[n].text for n, _ in old.dense(vector, 1)] == ["Learn python first"]
    assert {old.units[n].text for n, _ in old.lexical(terms("first"), 5)} == {"Learn python first"}


def test_the_same_snapshot_until_something_is_published(anywhere: Settings) -> None:
    publish(anywhere, {"a.md": PAY})
    index = reader(anywhere)
    assert index.snapshot() is index.snapshot()


def test_a_retired_generation_goes_as_soon_as_nobody_reads_it(anywhere: Settings) -> None:
    gc.disable()  # it must not hang on when the collector comes by
    try:
        first = publish(anywhere, {"a.md": PAY}).generation
        index = reader(anywhere)
        held = index.snapshot()
        publish(anywhere, {"b.md": "Two\nb"})
        last = publish(anywhere, {"b.md": "Three\nc"}).generation
        assert generations_of(anywhere) == sorted([first, last])
        index.snapshot()
        assert len(held.dense(HashEncoder().encode(["x"]), 9)) == 3
        assert generations_of(anywhere) == sorted([first, last])
        del held
        assert generations_of(anywhere) == [last]
        index.close()
        assert generations_of(anywhere) == [last]
    finally:
        gc.enable()


def test_an_index_may_be_empty(anywhere: Settings) -> None:
    publish(anywhere, {})
    snapshot = reader(anywhere).snapshot()
    assert (list(snapshot.units), snapshot.lexical(["a"], 5)) == ([], [])
    assert snapshot.dense(HashEncoder().encode(["a"]), 5) == []


def test_nothing_published_is_missing(anywhere: Settings) -> None:
    named = "" if anywhere.on_server else f" --index {anywhere.index_path}"
    with pytest.raises(IndexMissing, match=f"There is no index in .*make it with `career ingest{named}`"):
        reader(anywhere).snapshot()


def test_advice_can_be_typed_as_it_stands(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=f"`career ingest --index '{tmp_path}/my index'`"):
        reader(in_folder(tmp_path / "my index")).snapshot()


def test_another_encoder_is_refused_with_the_remedy(anywhere: Settings) -> None:
    publish(anywhere, {"a.md": PAY})
    with pytest.raises(IndexUnusable, match=r"another encoder.*remake it with `career ingest"):
        open_index(anywhere, HashEncoder("other").id).snapshot()
    assert open_index(anywhere, None).snapshot().manifest.encoder == HashEncoder().id


def _damages() -> list[str]:
    return ["gone", "empty", "half", "noise"]


@pytest.mark.parametrize("how", _damages())
def test_a_damaged_file_is_told(how: str, tmp_path: Path) -> None:
    publish(in_folder(tmp_path / "whole"), {"a.md": PAY, "b.md": WAY})
    folder = generation_folder(tmp_path / "whole")
    for number, path in enumerate(sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)):
        root = tmp_path / str(number)
        shutil.copytree(tmp_path / "whole", root)
        damage(generation_folder(root) / path.relative_to(folder), how)
        with pytest.raises(IndexUnusable, match="remake it with `career ingest"):
            reader(in_folder(root)).snapshot()


def damage(path: Path, how: str) -> None:
    data = path.read_bytes()
    if how == "gone":
        return path.unlink()
    noise = random.Random(0)
    broken = {
        "empty": b"",
        "half": data[: len(data) // 2],
        "noise": bytes(byte ^ (noise.random() < 0.05) * 255 for byte in data[:-1]) + bytes([data[-1] ^ 255]),
    }
    path.write_bytes(broken[how])
    return None


def test_a_broken_pointer_is_told(tmp_path: Path) -> None:
    publish(in_folder(tmp_path), {"a.md": PAY})
    (tmp_path / "current").write_text("../../etc")
    with pytest.raises(IndexUnusable, match="names no generation"):
        reader(in_folder(tmp_path)).snapshot()


def test_two_writers_never_meet(anywhere: Settings) -> None:
    with open_writer(open_place(anywhere), 0):
        code = (
            "from ingest.publishing import open_writer; from rag.indexing.index import open_place\n"
            "from rag.settings import read_settings\n"
            "with open_writer(open_place(read_settings()), 0): pass"
        )
        other = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, env=environment(anywhere)
        )
    assert IndexBusy.__name__ in other.stderr
    with open_writer(open_place(anywhere), 0):
        pass


def test_an_index_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="can't be written"), open_writer(Folder(tmp_path / "file" / "index"), 0):
        pass


def test_what_is_not_ours_in_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "generations" / "of-my-family").mkdir(parents=True)
    publish(in_folder(tmp_path), {"a.md": PAY})
    publish(in_folder(tmp_path), {"a.md": WAY})
    assert (tmp_path / "generations" / "of-my-family").is_dir()


UNPRIVILEGED = """
import ctypes, os, sys
# Root may write everything. Without the capabilities to (1 and 2), which go at the next exec, it may not.
if os.geteuid() == 0:
    assert all(ctypes.CDLL(None).prctl(24, capability, 0, 0, 0) == 0 for capability in (1, 2))
os.execv(sys.executable, [sys.executable, "-c", *sys.argv[1:]])
"""
READ_ONLY = """
import os, sys, tempfile
from rag.indexing.index import open_index
from rag.settings import read_settings
from tests.fakes import HashEncoder
tempfile.tempdir = sys.argv[2]
index = open_index(read_settings(index=sys.argv[1]), None)
print(os.access(sys.argv[1] + "/current", os.W_OK))
print(len(index.snapshot().dense(HashEncoder().encode(["docker"]), 9)), len(os.listdir(sys.argv[2])))
index.close()
print(os.listdir(sys.argv[2]))
"""


def test_an_unwritable_index_is_read_from_a_private_copy(tmp_path: Path) -> None:
    root, private = tmp_path / "index", tmp_path / "private"
    private.mkdir()
    publish(in_folder(root), {"a.md": PAY, "b.md": WAY})
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    for path in (root, *root.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    command = [sys.executable, "-c", UNPRIVILEGED, READ_ONLY, str(root), str(private)]
    child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert child.stdout.splitlines() == ["False", "6 1", "[]"], child.stderr
    assert {path: path.read_bytes() for path in before} == before


def test_after_much_coming_and_going_search_is_still_exact(anywhere: Settings) -> None:
    words = [f"w{n}" for n in range(60)]
    pick = random.Random(1)
    for round_number in range(6 if anywhere.on_server else 12):  # nothing that was removed stays in its graph
        text = "\n".join(" ".join(pick.sample(words, 6)) for _ in range(40))
        publish(anywhere, {f"{round_number % 3}.md": text}, [f"{n}.md" for n in range(3) if n != round_number % 3])
    snapshot = reader(anywhere).snapshot()
    assert 0 <= snapshot.manifest.removed_units <= snapshot.manifest.units == 120
    stored = HashEncoder().encode([searched_text(unit, snapshot.articles[unit.article_id]) for unit in snapshot.units])
    for _ in range(20):
        query = HashEncoder().encode([" ".join(pick.sample(words, 4))])
        exact = np.sort(stored @ query[0])[::-1][:30]
        np.testing.assert_allclose([cosine for _, cosine in snapshot.dense(query, 30)], exact, atol=1e-5)


def test_the_same_ingest_gives_the_same_answers(anywhere: Settings) -> None:
    def hits(settings: Settings) -> list[list[tuple[int, float]]]:
        publish(settings, {"a.md": PAY, "b.md": WAY})
        publish(settings, {"c.md": PAY}, ["a.md"])
        snapshot = reader(settings).snapshot()
        return [snapshot.dense(HashEncoder().encode([text]), 6) for text in ("docker money", "python")]

    other = anywhere.model_copy(update={"index": anywhere.index_path / "other", "chroma_index": "test-other"})
    assert hits(anywhere) == hits(other)


def test_threads_share_a_snapshot_while_generations_change(anywhere: Settings) -> None:
    publish(anywhere, {"a.md": PAY})
    index = reader(anywhere)
    errors: list[BaseException] = []
    stop = threading.Event()

    def ask() -> None:
        try:
            while not stop.is_set():
                snapshot = index.snapshot()
                hits = snapshot.dense(HashEncoder().encode(["docker"]), 2)
                assert all(snapshot.units[number].text in PAY + WAY for number, _ in hits)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(6):
        publish(anywhere, {"a.md": (PAY, WAY)[number % 2]})
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert isinstance(index.snapshot(), Generation)
