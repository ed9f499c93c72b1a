"""`career add --refresh`: pages over a real server that change, stay, go and break, and files that were edited here."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path

import pytest

import cli
from ingest import service
from ingest.fetches import RECORD
from ingest.refetching import Refreshed
from ingest.report import Report
from ingest.sync import Failed
from rag.errors import IndexMissing
from rag.settings import Settings, read_settings
from terminal.parts import Parts
from tests.fakes import HashEncoder
from tests.indexes import WAY, fill, snapshot
from tests.web import Server

GUIDE = "127.0.0.1-pay.html"
TODAY = datetime.datetime.now(datetime.UTC).date()


def page(pay: str) -> bytes:
    """A page that says what a pilot earns, with a number in it that is another one each time, as pages have."""
    token = os.urandom(4).hex()
    words = f"<main><h1>Pay of pilots</h1><p>A harbour pilot earns {pay} a year.</p></main>"
    return f"<html><script>token = '{token}'</script>{words}</html>".encode()


def add(settings: Settings, address: str, **details: str) -> Report:
    return service.add(settings, [address], encoder=HashEncoder(), **details)  # type: ignore[arg-type]


def refresh(settings: Settings, days: int = 0, later: int = 0, encoder: HashEncoder | None = None) -> Refreshed:
    """What comes of a refresh that many days from now."""
    today = TODAY + datetime.timedelta(later)
    return service.refresh(settings, days, today=today, encoder=encoder or HashEncoder())


def text(settings: Settings, guide: str = GUIDE) -> str:
    return snapshot(settings).articles[guide].text


@pytest.fixture
def pilots(allowing: Settings, server: Server) -> str:
    """The address of a page that is a guide."""
    address = server.serve("/pay", body=page("€91,000"))
    assert add(allowing, address).added == (GUIDE,)
    return address


def test_a_page_that_changed_is_taken_over(allowing: Settings, server: Server, pilots: str) -> None:
    server.serve("/pay", body=page("€95,000"))
    refreshed = refresh(allowing)
    assert (refreshed.report.changed, refreshed.report.unchanged) == ((GUIDE,), ("a.md",))
    assert (refreshed.fresh, refreshed.report.exit_code) == ((), 0)
    assert "€95,000" in text(allowing)
    server.serve("/pay", body=page("€99,000"))
    assert refresh(allowing).report.changed == (GUIDE,)  # what was taken over counts as fetched


def test_a_page_that_says_the_same_is_fresh_and_costs_nothing(allowing: Settings, server: Server, pilots: str) -> None:
    before, encoder = (allowing.corpus / GUIDE).read_bytes(), HashEncoder()
    server.serve("/pay", body=page("€91,000"))
    refreshed = refresh(allowing, encoder=encoder)
    assert (refreshed.fresh, refreshed.report.changed, encoder.encoded) == ((GUIDE,), (), 0)
    assert (allowing.corpus / GUIDE).read_bytes() == before
    server.serve("/pay", body=page("€95,000"))
    assert refresh(allowing).report.changed == (GUIDE,)


def test_only_pages_of_that_age_are_asked(allowing: Settings, server: Server, pilots: str) -> None:
    server.hosts.clear()
    assert refresh(allowing, days=7, later=6).fresh == ()
    assert server.hosts == []
    assert refresh(allowing, days=7, later=7).fresh == (GUIDE,)
    assert refresh(allowing, days=7, later=13).fresh == ()
    assert refresh(allowing, days=7, later=14).fresh == (GUIDE,)
    assert len(server.hosts) == 2


def test_a_page_that_is_gone_or_broken_is_told_and_its_guide_stays(
    allowing: Settings, server: Server, pilots: str
) -> None:
    for status, reason in ((404, "404 Not Found"), (410, "410 Gone"), (500, "500"), (204, "204")):
        server.serve("/pay", status=status)
        refreshed = refresh(allowing)
        [failed] = refreshed.report.failed
        assert failed.guide == GUIDE
        assert failed.reason.startswith(f"its server says {reason}")
        assert failed.reason.endswith(f" The guide stays as it is, with the page of {TODAY}.")
        assert (refreshed.report.exit_code, refreshed.report.removed) == (1, ())
    assert "€91,000" in text(allowing)
    server.serve("/pay", body=page("€95,000"))
    assert refresh(allowing).report.changed == (GUIDE,)


def test_what_is_no_newer_version_is_not_taken(allowing: Settings, server: Server, pilots: str) -> None:
    server.serve("/login", body=b"<main><p>Please log in to read on.</p></main>")
    bad: list[tuple[str, dict[str, object]]] = [
        ("its page is of another kind now", {"body": b"A pilot earns more.", "type": "text/plain"}),
        ("there is no text in it", {"body": b"<script>fill()</script>"}),
        ("it is larger than 10 MB", {"body": b"x" * 11_000_000}),
        ("localhost is of this machine", {"status": 302, "headers": (("Location", "http://localhost/"),)}),
        ("its address leads to", {"status": 302, "headers": (("Location", "/login"),)}),
    ]
    for reason, served in bad:
        server.serve("/pay", **served)
        [failed] = refresh(allowing).report.failed
        assert failed.reason.startswith(reason)
        assert "\n" not in failed.reason
    assert "€91,000" in text(allowing)


def test_a_page_that_moved_and_says_the_same_is_fresh(allowing: Settings, server: Server, pilots: str) -> None:
    server.serve("/new", body=page("€91,000"))
    server.serve("/pay", status=301, headers=(("Location", "/new"),))
    assert refresh(allowing).fresh == (GUIDE,)


def test_a_file_that_was_edited_here_is_never_overwritten(allowing: Settings, server: Server, pilots: str) -> None:
    file = allowing.corpus / GUIDE
    edited = file.read_text().replace("A harbour pilot", "A pilot of the harbour")
    file.write_text(edited)
    server.serve("/pay", body=page("€91,000"))
    refreshed = refresh(allowing)
    assert (refreshed.fresh, refreshed.report.failed) == ((GUIDE,), ())
    server.serve("/pay", body=page("€95,000"))
    [failed] = refresh(allowing).report.failed
    assert failed.reason.startswith(f"its page has changed, but its file was edited here; `career add {pilots}` takes")
    assert file.read_text() == edited
    assert "A pilot of the harbour" in text(allowing)
    assert add(allowing, pilots).changed == (GUIDE,)
    server.serve("/pay", body=page("€99,000"))
    assert refresh(allowing).report.changed == (GUIDE,)


def test_what_was_said_with_the_address_stays(allowing: Settings, server: Server) -> None:
    add(allowing, server.serve("/pay", body=page("€91,000")), author="Ada Berg", title="Pilots")
    assert refresh(allowing).fresh == (GUIDE,)
    server.serve("/pay", body=page("€95,000"))
    assert refresh(allowing).report.changed == (GUIDE,)
    article = snapshot(allowing).articles[GUIDE]
    assert (article.author, article.title) == ("Ada Berg", "Pilots")


def test_without_a_record_it_is_careful(allowing: Settings, server: Server, pilots: str) -> None:
    """As with pages that were added before there was one."""
    server.serve("/pay", body=page("€95,000"))
    for record in ("", "[1]", '{"http://127.0.0.1/": {"when": 1}}', None):
        (allowing.corpus / RECORD).unlink(missing_ok=True)
        if record is not None:
            (allowing.corpus / RECORD).write_text(record)
        [failed] = refresh(allowing).report.failed
        assert "nobody noted whether its file was edited here" in failed.reason
    server.serve("/pay", body=page("€91,000"))
    assert refresh(allowing).fresh == (GUIDE,)
    server.serve("/pay", body=page("€95,000"))
    assert refresh(allowing).report.changed == (GUIDE,)


def test_other_guides_are_not_asked_for(allowing: Settings, server: Server) -> None:
    fill(
        allowing,
        named=f"---\nurl: {server.base}/pay\n---\n{WAY}",
        rubbish=f"---\nurl: file:///etc/passwd\nfetched: 2020-01-01\n---\n{WAY}!",
    )
    (allowing.corpus / "broken.md").write_bytes(b"---\nurl: [\n---\n\xff")
    refreshed = refresh(allowing)
    assert server.hosts == []
    assert refreshed.fresh == ()
    assert (allowing.corpus / "named.md").read_text().endswith(WAY)


def test_a_guide_that_was_moved_in_its_folder_is_still_its_page(
    allowing: Settings, server: Server, pilots: str
) -> None:
    (allowing.corpus / "deep").mkdir()
    (allowing.corpus / GUIDE).rename(allowing.corpus / "deep" / "pilots.html")
    server.serve("/pay", body=page("€95,000"))
    assert refresh(allowing).report.added == ("deep/pilots.html",)
    assert "€95,000" in text(allowing, "deep/pilots.html")


def test_a_named_index_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        service.refresh(read_settings(index=tmp_path / "none"), 0, encoder=HashEncoder())


# --- the command -------------------------------------------------------------------------------------------------


def refreshing(*failed: Failed) -> Parts:
    report = Report((), ("pay.html",), (), ("a.md", "old.html"), failed, (), "g2", False)
    return Parts(refresh=lambda settings, days, progress: Refreshed(report, ("old.html",), days))


def test_the_command_tells_what_is_fresh_beside_what_ingest_tells(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["add", "--refresh", "7"], refreshing()) == 0
    assert capsys.readouterr().out == (
        "0 added, 1 changed, 0 removed, 0 failed, 2 unchanged.\n  changed  pay.html\n  fresh    old.html\n"
    )
    assert cli.main(["add", "--refresh", "0", "--json"], refreshing(Failed("x.html", "its server says 404."))) == 1
    captured = capsys.readouterr()
    assert captured.err == "No guide was added by its address and last looked at 0 days ago or before.\n"
    told = json.loads(captured.out)
    assert (told["fresh"], told["failed"]) == (["old.html"], [{"guide": "x.html", "reason": "its server says 404."}])


@pytest.mark.parametrize(
    "arguments",
    [["--refresh", "-1"], ["--refresh", "x"], ["--refresh", "1", "a.md"], ["--refresh", "1", "--title", "T"]],
)
def test_wrong_usage_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["add", *arguments], refreshing()) == 2
    assert capsys.readouterr().err.count("\n") == 1
