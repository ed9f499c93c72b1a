"""What `ingest` makes of a folder: a real index, with a fake encoder."""

from __future__ import annotations

import contextlib
import dataclasses
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import service
from ingest.articles import parse
from rag.errors import CareerError, IndexBusy, IndexMissing, IndexUnusable, UsageError
from rag.indexing.index import open_index
from rag.progress import Step
from rag.settings import ROOT, Settings
from rag.types import ParsedArticle
from tests.fakes import HashEncoder
from tests.indexes import PAY, WAY, environment, fill, ingest, snapshot


def test_the_index_becomes_what_the_folder_holds(anywhere: Settings) -> None:
    fill(anywhere, a=PAY, b=WAY, c=PAY)
    first = ingest(anywhere)
    assert (first.added, first.exit_code) == (("a.md", "b.md", "c.md"), 0)
    fill(anywhere, b=PAY, d=WAY)
    (anywhere.corpus / "c.md").unlink()
    second = ingest(anywhere)
    assert (second.added, second.changed, second.removed, second.unchanged) == (
        ("d.md",),
        ("b.md",),
        ("c.md",),
        ("a.md",),
    )
    assert second.generation == snapshot(anywhere).manifest.generation != first.generation
    assert list(snapshot(anywhere).articles) == ["a.md", "b.md", "d.md"]


def test_unchanged_guides_are_not_encoded_and_nothing_new_makes_no_generation(anywhere: Settings) -> None:
    encoder = HashEncoder()
    fill(anywhere, a=PAY, b=WAY)
    first = ingest(anywhere, encoder=encoder)
    encoder.encoded = 0
    assert ingest(anywhere, encoder=encoder) == dataclasses.replace(
        first, added=(), unchanged=("a.md", "b.md"), dropped=()
    )
    assert encoder.encoded == 0
    fill(anywhere, c=WAY)
    ingest(anywhere, encoder=encoder)
    assert encoder.encoded == len(parse(WAY.encode(), "c.md").units)


def test_a_dry_run_tells_and_writes_nothing(settings: Settings) -> None:
    fill(settings, a=PAY)
    (settings.corpus / "x.png").write_text("")
    report = ingest(settings, dry_run=True)
    assert (report.added, [f.guide for f in report.failed], report.generation) == (("a.md",), ["x.png"], None)
    assert report.dry_run
    assert not settings.index_path.exists()
    assert {path.name for path in settings.corpus.parent.iterdir()} == {"guides"}


def test_a_dry_run_lists_what_every_guide_would_lose(settings: Settings) -> None:
    fill(settings, a="# Pay\n\nLoading video analysis...\n\nEngineers earn more money every year.\n")
    ingest(settings)
    dropped = ingest(settings, dry_run=True).dropped
    assert [(line.guide, line.line, line.text) for line in dropped] == [("a.md", 3, "Loading video analysis...")]


def test_a_bad_file_costs_itself_alone(settings: Settings) -> None:
    fill(settings, a=PAY, empty="")
    (settings.corpus / "binary.md").write_bytes(bytes(range(256)) * 50)
    report = ingest(settings)
    assert (report.added, report.exit_code) == (("a.md",), 1)
    assert [failed.guide for failed in report.failed] == ["binary.md", "empty.md"]
    assert list(snapshot(settings).articles) == ["a.md"]


def test_only_bad_files_publish_nothing(anywhere: Settings) -> None:
    fill(anywhere, empty="")
    report = ingest(anywhere)
    assert (report.generation, report.exit_code) == (None, 1)
    with pytest.raises(IndexMissing):
        snapshot(anywhere)


def test_a_guide_that_went_bad_keeps_its_last_good_version(anywhere: Settings) -> None:
    fill(anywhere, a=PAY, b=WAY)
    ingest(anywhere)
    fill(anywhere, a="", b=PAY)
    report = ingest(anywhere)
    assert (report.changed, report.removed) == (("b.md",), ())
    assert report.failed[0].reason.endswith("Its last good version stays in the index.")
    assert snapshot(anywhere).articles["a.md"] == parse(PAY.encode(), "a.md").article
    fill(anywhere, a=WAY)
    assert ingest(anywhere).changed == ("a.md",)


@pytest.mark.parametrize("known", [True, False])
def test_a_guide_that_vanishes_meanwhile(known: bool, settings: Settings) -> None:
    fill(settings, a=PAY, b=WAY)
    if known:
        ingest(settings)
        fill(settings, b=PAY)

    def vanish(step: Step) -> None:
        if step.message == "Reading guides":
            (settings.corpus / "b.md").unlink(missing_ok=True)

    report = ingest(settings, progress=vanish)
    assert [(failed.guide, failed.reason) for failed in report.failed] == [("b.md", "it went away while it was read.")]
    assert report.removed == (("b.md",) if known else ())
    assert list(snapshot(settings).articles) == ["a.md"]


def test_a_mistake_of_the_parser_costs_one_guide(settings: Settings) -> None:
    def fragile(data: bytes, id: str) -> ParsedArticle:
        return parse(data, id) if id == "a.md" else parse(data, 1 / 0)  # type: ignore[arg-type]

    fill(settings, a=PAY, b=WAY)
    report = ingest(settings, parse=fragile)
    assert (report.added, [f.guide for f in report.failed]) == (("a.md",), ["b.md"])


def test_another_folder_needs_replace(anywhere: Settings, tmp_path: Path) -> None:
    fill(anywhere, a=PAY)
    ingest(anywhere)
    other = tmp_path / "other"
    other.mkdir()
    (other / "z.md").write_text(WAY)
    with pytest.raises(UsageError, match="--replace"):
        ingest(anywhere, other)
    assert ingest(anywhere, other, replace=True).removed == ("a.md",)
    assert ingest(anywhere).unchanged == ("z.md",)
    assert snapshot(anywhere).manifest.folder == str(other)


def test_the_same_guides_in_another_folder_are_recorded_there(anywhere: Settings, tmp_path: Path) -> None:
    fill(anywhere, a=PAY)
    ingest(anywhere)
    moved = anywhere.corpus.rename(tmp_path / "moved")
    with pytest.raises(UsageError, match="doesn't exist"):
        ingest(anywhere)
    assert ingest(anywhere, moved, replace=True).unchanged == ("a.md",)
    assert snapshot(anywhere).manifest.folder == str(moved)


def test_a_folder_without_guides_empties_nothing_unasked(anywhere: Settings) -> None:
    with pytest.raises(UsageError, match="holds no guide"):
        ingest(anywhere)
    fill(anywhere, a=PAY)
    ingest(anywhere)
    (anywhere.corpus / "a.md").unlink()
    with pytest.raises(UsageError, match="--replace"):
        ingest(anywhere)
    assert list(snapshot(anywhere).articles) == ["a.md"]
    assert ingest(anywhere, replace=True).removed == ("a.md",)
    assert list(snapshot(anywhere).articles) == []


def test_what_is_no_folder_is_told(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="doesn't exist"):
        ingest(settings, tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is not a folder"):
        ingest(settings, tmp_path / "file")
    assert not settings.index_path.exists()


def test_another_encoder_makes_everything_again(anywhere: Settings) -> None:
    fill(anywhere, a=PAY)
    ingest(anywhere)
    other = HashEncoder("other")
    with pytest.raises(IndexUnusable):
        open_index(anywhere, other.id).snapshot()
    assert ingest(anywhere, encoder=other).added == ("a.md",)
    assert open_index(anywhere, other.id).snapshot().manifest.encoder == other.id


def _damage_vectors(root: Path) -> None:
    for path in root.rglob("data_level0.bin"):
        path.write_bytes(b"noise")


def _damage_manifest(root: Path) -> None:
    for path in root.rglob("manifest.json"):
        path.write_text("{")


def _damage_pointer(root: Path) -> None:
    (root / "current").write_text("nonsense")


@pytest.mark.parametrize("damage", [_damage_vectors, _damage_manifest, _damage_pointer])
def test_the_next_ingest_repairs_a_damaged_index(damage: Callable[[Path], None], settings: Settings) -> None:
    fill(settings, a=PAY, b=WAY)
    ingest(settings)
    damage(settings.index_path)
    with pytest.raises(IndexUnusable):
        snapshot(settings)
    if damage is not _damage_vectors:
        with pytest.raises(UsageError, match="no longer tells its folder"):
            ingest(settings)
    ingest(settings, settings.corpus)
    assert list(snapshot(settings).articles) == ["a.md", "b.md"]
    assert len(list((settings.index_path / "generations").iterdir())) == 1


def test_one_ingest_at_a_time(anywhere: Settings) -> None:
    fill(anywhere, a=PAY)
    code = (
        "import sys; from ingest.publishing import open_writer; from rag.indexing.index import open_place\n"
        "from rag.settings import read_settings\n"
        "with open_writer(open_place(read_settings()), 0): print('in', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code]
    own = environment(anywhere)
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=own) as other:
        assert other.stdout
        assert other.stdout.readline() == b"in\n"
        with pytest.raises(IndexBusy, match="Another ingest"):
            ingest(anywhere)
        other.communicate()
    assert ingest(anywhere).added == ("a.md",)


def test_an_index_from_elsewhere_deletes_no_file_outside_its_folder(settings: Settings, tmp_path: Path) -> None:
    fill(settings, a=PAY, b=WAY)
    ingest(settings)
    outside = settings.corpus.parent / "precious.md"
    outside.write_text(PAY)
    manifest = next(settings.index_path.rglob("manifest.json"))
    manifest.write_text(manifest.read_text().replace('"a.md"', '"../precious.md"'))
    with contextlib.suppress(CareerError):
        service.remove(settings, "../precious.md", encoder=HashEncoder())
    assert outside.exists()
