"""Uploads and removal through ingest.service: a real index, with a fake encoder and parser."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.adding import Upload
from ingest.service import add_uploads, ingest, preview_uploads, remove
from rag.errors import GuideUnknown, UsageError
from rag.indexing.generations import Folder
from rag.indexing.index import current_manifest
from rag.settings import Settings
from tests.fakes import HashEncoder, parse_lines

ONE, TWO = "Pilots\nPilots earn well.\n", "Tugs\nTugs pull 80% of ships.\n"


@pytest.fixture
def guides(settings: Settings) -> Path:
    """The folder of an index of two guides."""
    (settings.corpus / "one.md").write_text(ONE, encoding="utf-8")
    (settings.corpus / "two.md").write_text(TWO, encoding="utf-8")
    ingest(settings, settings.corpus, parse=parse_lines, encoder=HashEncoder())
    return settings.corpus


def known(settings: Settings) -> set[str]:
    """The guides that the index holds."""
    manifest = current_manifest(Folder(settings.index_path))
    assert manifest
    return set(manifest.digests)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_preview_tells_what_each_would_be_and_writes_nothing(settings: Settings, guides: Path) -> None:
    new, same, newer, bad, other, empty = preview_uploads(
        settings,
        [
            Upload("new.md", b"Locks\nLock keepers earn little.\n"),
            Upload("one.md", ONE.encode()),
            Upload("two.md", TWO.encode() + b"More.\n"),
            Upload("bad.md", b"\xff\xfe\xff"),
            Upload("one.md", b"Bakers\nBakers rise early.\n"),
            Upload("empty.md", b""),
        ],
        parse=parse_lines,
    )
    assert new.parsed
    assert (new.parsed.article.title, new.replaces, new.same, new.refused) == ("Locks", False, False, None)
    assert (same.same, same.replaces) == (True, False)
    assert (newer.same, newer.replaces) == (False, True)
    assert (bad.parsed, bad.refused) == (None, "it is not text")
    assert other.refused
    assert "another guide of that name" in other.refused
    assert empty.refused == "it is empty"
    assert names(guides) == {"one.md", "two.md"}
    assert known(settings) == {"one.md", "two.md"}


def test_preview_tells_of_what_another_guide_says_already(settings: Settings, guides: Path) -> None:
    said = "Barges\n" + "".join(f"Barge {n} pulls {n}0% of the coal.\n" for n in range(1, 10))
    add_uploads(settings, [Upload("barges.md", said.encode())], parse=parse_lines, encoder=HashEncoder())
    edited = said.replace("Barge 3 pulls", "Barge three pulls").encode()
    uploads = [
        Upload("copy.md", edited),
        Upload("barges.md", edited),
        Upload("z.md", b"A\nB\nC\nD\nE\n"),
        Upload("y.md", b"A\nB\nC\nD\n"),
    ]
    previews = preview_uploads(settings, uploads, parse=parse_lines)
    assert [(each.copy_of, each.replaces, each.wanted) for each in previews] == [
        ("barges.md", False, False),
        (None, True, True),
        ("y.md", False, False),
        (None, False, True),
    ]
    report = add_uploads(settings, uploads, parse=parse_lines, encoder=HashEncoder())
    assert (report.added, report.changed) == (("y.md",), ("barges.md",))
    assert {failed.guide for failed in report.failed} == {"copy.md", "z.md"}


@pytest.mark.parametrize("name", ["guide.exe", "guide", ".hidden.md", "README.md", ""])
def test_kind_is_checked_here_whatever_the_browser_let_through(settings: Settings, guides: Path, name: str) -> None:
    [preview] = preview_uploads(settings, [Upload(name, ONE.encode())], parse=parse_lines)
    assert preview.refused
    report = add_uploads(settings, [Upload(name, ONE.encode())], parse=parse_lines, encoder=HashEncoder())
    assert len(report.failed) == 1
    assert known(settings) == {"one.md", "two.md"}


def test_size_is_checked_here(settings: Settings, guides: Path) -> None:
    small = settings.model_copy(update={"max_article_megabytes": 0.00001})
    [preview] = preview_uploads(small, [Upload("new.md", ONE.encode())], parse=parse_lines)
    assert preview.refused
    assert "CAREER_MAX_ARTICLE_MEGABYTES" in preview.refused


@pytest.mark.parametrize("name", ["../../escaped.md", "/etc/escaped.md", "C:\\tmp\\escaped.md", "a/b/escaped.md"])
def test_names_with_folders_in_them_end_up_in_the_folder_of_guides(settings: Settings, guides: Path, name: str) -> None:
    add_uploads(settings, [Upload(name, b"Locks\nLocks.\n")], parse=parse_lines, encoder=HashEncoder())
    assert names(guides) == {"one.md", "two.md", "escaped.md"}


def test_uploads_are_published(settings: Settings, guides: Path) -> None:
    report = add_uploads(settings, [Upload("new.md", b"Locks\nLocks.\n")], parse=parse_lines, encoder=HashEncoder())
    assert report.added == ("new.md",)
    assert (guides / "new.md").read_bytes() == b"Locks\nLocks.\n"
    assert known(settings) == {"one.md", "two.md", "new.md"}


def test_removed_guide_is_gone_from_folder_and_index(settings: Settings, guides: Path) -> None:
    report = remove(settings, "one.md", parse=parse_lines, encoder=HashEncoder())
    assert report.removed == ("one.md",)
    assert names(guides) == {"two.md"}
    assert known(settings) == {"two.md"}


def test_guide_whose_file_is_gone_already_is_removed(settings: Settings, guides: Path) -> None:
    (guides / "one.md").unlink()
    assert remove(settings, "one.md", parse=parse_lines, encoder=HashEncoder()).removed == ("one.md",)


@pytest.mark.parametrize("name", ["nowhere.md", "../one.md", "/etc/passwd", ""])
def test_only_guides_of_the_index_are_removed(settings: Settings, guides: Path, name: str) -> None:
    with pytest.raises(GuideUnknown):
        remove(settings, name, parse=parse_lines, encoder=HashEncoder())
    assert names(guides) == {"one.md", "two.md"}


def test_last_guide_stays(settings: Settings, guides: Path) -> None:
    remove(settings, "one.md", parse=parse_lines, encoder=HashEncoder())
    with pytest.raises(UsageError, match="the only guide"):
        remove(settings, "two.md", parse=parse_lines, encoder=HashEncoder())
    assert names(guides) == {"two.md"}
