"""The contract of `career ingest` and `career add`, over real guides, a real index and the real models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.contract import KEEPERS, career, made, one_line


def test_ingest_makes_the_index_what_the_folder_holds(tmp_path: Path) -> None:
    folder, index = made(tmp_path / "guides"), tmp_path / "index"

    def ingest(*arguments: str) -> dict[str, Any]:
        done = career("ingest", "--index", index, "--json", *arguments)
        assert done.returncode == 0, done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    first = ingest(str(folder))
    keys = ["added", "changed", "removed", "unchanged", "failed", "dropped", "generation", "dry_run"]
    assert list(first) == keys
    assert first["added"] == ["keepers.txt", "sea/pilots.md"]
    assert first["dry_run"] is False

    (folder / "keepers.txt").write_text(KEEPERS + "\nKeepers sleep by day.\n", encoding="utf-8")
    (folder / "sea" / "pilots.md").unlink()
    (folder / "divers.md").write_text("# Divers\n\nA diver earns $50,000 a year.\n", encoding="utf-8")
    for arguments in (["--dry-run"], []):
        report = ingest(*arguments)
        assert (report["added"], report["changed"], report["removed"]) == (
            ["divers.md"],
            ["keepers.txt"],
            ["sea/pilots.md"],
        )
    assert ingest()["unchanged"] == ["divers.md", "keepers.txt"]
    shown = json.loads(career("guides", "--index", index, "--json").stdout)
    assert [guide["guide"] for guide in shown] == ["divers.md", "keepers.txt"]


def test_a_file_that_can_t_be_read_fails_and_the_rest_is_published(tmp_path: Path) -> None:
    folder, index = made(tmp_path / "guides"), tmp_path / "index"
    (folder / "empty.md").write_bytes(b"")
    (folder / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00" * 50)
    done = career("ingest", folder, "--index", index, "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert [failure["guide"] for failure in report["failed"]] == ["empty.md", "picture.md"]
    assert all(failure["reason"] for failure in report["failed"])
    assert "Traceback" not in done.stderr
    read = career("ingest", "--index", index)
    assert read.returncode == 1
    assert read.stdout.startswith("0 added, 0 changed, 0 removed, 2 failed, 2 unchanged.\n  failed   empty.md: ")
    assert career("ask", "What does a harbour pilot earn?", "--index", index).returncode == 0


def test_another_folder_over_an_index_is_refused_without_replace(tmp_path: Path) -> None:
    index, other = tmp_path / "index", tmp_path / "other"
    assert career("ingest", made(tmp_path / "guides"), "--index", index).returncode == 0
    other.mkdir()
    (other / "divers.md").write_text("# Divers\n\nA diver earns $50,000 a year.\n", encoding="utf-8")
    refused = career("ingest", other, "--index", index)
    assert refused.returncode == 2
    assert "--replace" in one_line(refused)
    assert career("ingest", other, "--index", index, "--replace").returncode == 0
    assert career("guides", "--index", index).stdout.startswith("divers.md\t")


def test_added_files_are_guides_at_the_next_question(tmp_path: Path) -> None:
    index, new = tmp_path / "index", tmp_path / "divers.md"
    assert career("ingest", made(tmp_path / "guides"), "--index", index).returncode == 0
    new.write_text("A deep sea diver earns $50,000 a year.\n", encoding="utf-8")
    done = career("add", new, "--title", "Deep sea divers", "--author", "Bo Lind", "--index", index, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["added"] == ["divers.md"]
    answer = json.loads(career("ask", "What does a deep sea diver earn?", "--index", index, "--json").stdout)
    assert (answer["citations"][0]["title"], answer["citations"][0]["author"]) == ("Deep sea divers", "Bo Lind")
