"""`career ingest --watch`: the index follows the folder, whatever happens to it, and tells each thing once."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import cli
from ingest.report import Report
from ingest.watching import watch
from rag.errors import UsageError
from rag.indexing.generations import Folder
from rag.settings import Settings, read_settings
from tests.fakes import HashEncoder
from tests.indexes import PAY, WAY, fill, snapshot
from tests.serving.started import command, environment
from tests.test_machine import fill_disks

MORE = "# More\n\nA baker gets up early.\n"


class Watching:
    """A watch that is told what to wait for."""

    def __init__(self, settings: Settings, folder: Path | None = None, replace: bool = False) -> None:
        self.encoder = HashEncoder()
        self._told = watch(settings, folder, replace=replace, encoder=self.encoder, retry_seconds=0.1)

    def folder(self) -> Path:
        told = next(self._told)
        assert isinstance(told, Path)
        return told

    def report(self) -> Report:
        told = next(self._told)
        assert isinstance(told, Report), told
        return told

    def trouble(self) -> str:
        told = next(self._told)
        assert isinstance(told, str), told
        assert "\n" not in told
        return told


@pytest.fixture
def watching(settings: Settings) -> Watching:
    """A watch over one guide, which it has ingested."""
    fill(settings, a=PAY)
    watching = Watching(settings)
    assert watching.folder() == settings.corpus
    assert watching.report().added == ("a.md",)
    return watching


def test_a_burst_of_changes_is_one_ingest(settings: Settings, watching: Watching) -> None:
    fill(settings, b=WAY, c=MORE)
    (settings.corpus / "deep").mkdir()
    (settings.corpus / "deep" / "d.md").write_text("# Deep\n\nDivers go down.\n")
    assert watching.report().added == ("b.md", "c.md", "deep/d.md")
    before = watching.encoder.encoded
    (settings.corpus / "b.md").unlink()
    fill(settings, a=PAY + "\nAnd one more sentence.\n")
    report = watching.report()
    assert (report.changed, report.removed, report.unchanged) == (("a.md",), ("b.md",), ("c.md", "deep/d.md"))
    assert watching.encoder.encoded > before  # by the encoder of the first ingest
    assert set(snapshot(settings).articles) == {"a.md", "c.md", "deep/d.md"}


def test_what_editors_put_beside_a_file_is_no_change_and_no_failure(settings: Settings, watching: Watching) -> None:
    passing = [".a.md.swp", "a.md~", "#a.md#", "~$pay.docx", ".git/index", "README.md"]
    for name in passing:
        path = settings.corpus / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("half")
    time.sleep(1.2)
    (settings.corpus / "4913").write_text("")  # Vim tries whether it may write
    (settings.corpus / "4913").unlink()
    (settings.corpus / "a.md.new").write_text(PAY + "\nSaved.\n")
    (settings.corpus / "a.md.new").replace(settings.corpus / "a.md")
    report = watching.report()
    assert (report.changed, report.failed) == (("a.md",), ())


def test_a_file_is_read_when_it_is_whole(settings: Settings, watching: Watching) -> None:
    def write() -> None:
        with (settings.corpus / "long.md").open("w") as file:
            for number in range(8):
                file.write(f"Trade number {number} pays well.\n\n")
                file.flush()
                time.sleep(0.2)

    writer = threading.Thread(target=write)
    writer.start()
    assert watching.report().added == ("long.md",)
    writer.join()
    assert "Trade number 7" in snapshot(settings).articles["long.md"].text


def test_an_index_in_its_own_folder_of_guides_is_no_change(settings: Settings) -> None:
    inside = read_settings(index=settings.corpus / "index", corpus=settings.corpus, cache=settings.cache)
    fill(inside, a=PAY)
    watching = Watching(inside)
    watching.folder()
    assert watching.report().added == ("a.md",)
    time.sleep(1.2)
    fill(inside, b=WAY)
    assert watching.report().added == ("b.md",)


def test_a_folder_that_goes_keeps_its_index_and_is_followed_when_it_is_back(
    settings: Settings, watching: Watching
) -> None:
    away = settings.corpus.with_name("away")
    settings.corpus.rename(away)
    assert watching.trouble() == f"{settings.corpus} is gone; the index stays as it is until the folder is back."
    assert set(snapshot(settings).articles) == {"a.md"}
    (away / "b.md").write_text(WAY)
    away.rename(settings.corpus)
    assert watching.report().added == ("b.md",)
    fill(settings, c=MORE)
    assert watching.report().added == ("c.md",)


def test_a_folder_put_in_the_place_of_another_is_followed(settings: Settings, watching: Watching) -> None:
    other = settings.corpus.with_name("other")
    other.mkdir()
    (other / "b.md").write_text(WAY)
    settings.corpus.rename(settings.corpus.with_name("away"))
    other.rename(settings.corpus)
    report = watching.report()
    assert (report.added, report.removed) == (("b.md",), ("a.md",))


@pytest.mark.parametrize("replace", [False, True])
def test_a_folder_that_loses_all_its_guides_empties_no_index(replace: bool, settings: Settings) -> None:
    fill(settings, a=PAY)
    watching = Watching(settings, settings.corpus, replace)
    watching.folder()
    watching.report()
    (settings.corpus / "a.md").unlink()
    assert "holds no guide any more, so the 1 in the index stay" in watching.trouble()
    fill(settings, b=WAY)
    assert watching.report().removed == ("a.md",)


def test_a_broken_file_is_told_and_costs_itself_alone(settings: Settings, watching: Watching) -> None:
    (settings.corpus / "half.pdf").write_bytes(b"%PDF-1.4")
    fill(settings, b=WAY)
    report = watching.report()
    assert (report.added, [each.guide for each in report.failed]) == (("b.md",), ["half.pdf"])
    (settings.corpus / "half.pdf").unlink()
    assert watching.report().failed == ()


def test_another_ingest_is_told_once_and_waited_for(settings: Settings, watching: Watching) -> None:
    told: list[Report] = []
    with Folder(settings.index_path).writing(0):
        fill(settings, b=WAY)
        assert watching.trouble() == "Another ingest is writing; this one follows it."
        waits = threading.Thread(target=lambda: told.append(watching.report()))
        waits.start()
        waits.join(3)  # it is tried again, and again
        assert told == []
    waits.join(30)
    assert [report.added for report in told] == [("b.md",)]


def test_a_full_disk_is_told_and_tried_again(
    settings: Settings, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        fill_disks(patch, settings.index_path / "generations")
        fill(settings, b=WAY)
        assert "a disk is full; free some space on it" in watching.trouble()
    assert watching.report().added == ("b.md",)


def test_an_empty_folder_is_told_and_waited_for_but_none_is_wrong_usage(settings: Settings) -> None:
    with pytest.raises(UsageError, match="doesn't exist"):
        Watching(settings, settings.corpus / "none").folder()
    watching = Watching(settings)
    watching.folder()
    assert "holds no guide: put" in watching.trouble()
    fill(settings, a=PAY)
    assert watching.report().added == ("a.md",)
    with pytest.raises(UsageError, match="add --replace"):
        Watching(settings, settings.corpus.parent).folder()


# --- the command -------------------------------------------------------------------------------------------------


@pytest.fixture
def line(settings: Settings) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts `career ingest --watch` in a process of its own, over one guide."""
    fill(settings, a=PAY)
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> subprocess.Popen[str]:
        arguments = command("ingest", str(settings.corpus), "--watch", *options)
        process = subprocess.Popen(
            arguments, env=environment(settings.index_path), stdout=-1, stderr=-1, text=True, bufsize=1
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("ends", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_what_ingest_prints_until_it_is_stopped(
    ends: signal.Signals, line: Callable[..., subprocess.Popen[str]], settings: Settings
) -> None:
    process = line()
    assert process.stdout
    assert process.stdout.readline() == "1 added, 0 changed, 0 removed, 0 failed, 0 unchanged.\n"
    assert process.stdout.readline() == "  added    a.md\n"
    fill(settings, b=WAY)
    assert process.stdout.readline() == "1 added, 0 changed, 0 removed, 0 failed, 1 unchanged.\n"
    assert process.stdout.readline() == "  added    b.md\n"
    process.send_signal(ends)
    out, said = process.communicate(timeout=30)
    assert (process.returncode, out) == (cli.INTERRUPTED, "")
    assert said.startswith(f"Watching {settings.corpus}; Ctrl-C stops it.\n")
    assert "Traceback" not in said


def test_json_is_a_line_each(line: Callable[..., subprocess.Popen[str]], settings: Settings) -> None:
    process = line("--json")
    assert process.stdout
    assert '"added": ["a.md"]' in process.stdout.readline()
    fill(settings, b=WAY)
    assert '"added": ["b.md"]' in process.stdout.readline()


def test_a_dry_run_can_not_watch(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ingest", "--watch", "--dry-run"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
