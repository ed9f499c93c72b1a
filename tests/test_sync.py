from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.loaders import refusal
from ingest.sync import Plan, list_guides, plan, read_guide
from rag.errors import ArticleError

SUFFIXES = frozenset({".md", ".txt"})


def listed(folder: Path) -> tuple[list[str], dict[str, str]]:
    listing = list_guides(folder, SUFFIXES, folder / "index")
    return list(listing.guides), {failed.guide: failed.reason for failed in listing.failed}


def test_the_plan_is_the_difference() -> None:
    known = {"same": "1", "changed": "1", "gone": "1", "broken": "1"}
    assert plan({"same": "1", "changed": "2", "new": "3"}, known, ["broken"]) == Plan(
        added=("new",), changed=("changed",), removed=("gone",), unchanged=("same",)
    )


def test_guides_at_any_depth_and_what_is_left_out_in_silence(tmp_path: Path) -> None:
    for name in ("b.md", "a/x y.TXT", "a/new\nline.md", "Cafe\u0301.md", "B.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    for name in (".git/a.md", ".hidden.md", "README.md", "a/readme.txt", "index/manifest.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    guides, failed = listed(tmp_path)
    assert guides == sorted(["b.md", "a/x y.TXT", "a/new\nline.md", "Caf\u00e9.md", "B.md"])
    assert failed == {}


def test_of_one_name_in_two_unicode_forms_the_newer_file_counts(tmp_path: Path) -> None:
    for age, name in enumerate(("Cafe\u0301.md", "Caf\u00e9.md")):
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    listing = list_guides(tmp_path, frozenset({".md"}), tmp_path / "index")
    assert listing.guides == {"Caf\u00e9.md": tmp_path / "Cafe\u0301.md"}
    assert [each.guide for each in listing.failed] == ["Caf\u00e9.md"]


def test_everything_else_is_named_with_the_reason(tmp_path: Path) -> None:
    folder, outside = tmp_path / "guides", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "secret.md").write_text("x")
    (folder / "in.md").write_text("x")
    (folder / "picture.png").write_text("x")
    (folder / "nothing").write_text("x")
    (folder / "link.md").symlink_to(outside / "secret.md")
    (folder / "inner-link.md").symlink_to(folder / "in.md")
    (folder / "folder-link").symlink_to(outside)
    (folder / "dangling.md").symlink_to(folder / "not-there.md")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.md")).write_text("x")
    guides, failed = listed(folder)
    assert guides == ["dangling.md", "in.md", "inner-link.md"]
    assert failed == {
        "picture.png": refusal(".png"),
        "nothing": refusal(""),
        "link.md": "a link out of the folder; put the file itself here.",
        "folder-link": "a linked folder, or one that can't be opened; put the guides themselves here.",
        "\ufffd.md": "its name is not UTF-8; rename it.",
    }


def test_reading_refuses_what_is_no_small_file(tmp_path: Path) -> None:
    (tmp_path / "big.md").write_bytes(b"x" * 1_100_000)
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(ArticleError, match=r"1\.1 MB, more than the 1 MB that CAREER_MAX_ARTICLE_MEGABYTES"):
        read_guide(tmp_path / "big.md", 1.0)
    with pytest.raises(ArticleError, match="not a file"):
        read_guide(tmp_path / "pipe.md", 1.0)
    with pytest.raises(FileNotFoundError):
        read_guide(tmp_path / "gone.md", 1.0)
    assert read_guide(tmp_path / "big.md", 2.0) == b"x" * 1_100_000
