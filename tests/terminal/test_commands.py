"""`career guides`, `show`, `add` and `doctor`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

import cli
from ingest.report import Report
from ingest.sync import Failed
from rag.errors import GuideUnknown, IndexMissing
from rag.settings import Settings, read_settings
from rag.types import Article
from terminal.doctor import age, diagnosis
from terminal.parts import Parts
from tests.fake_assistant import GUIDE, FakeAssistant


def test_guides_in_a_pipe_are_tab_separated_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assistant = FakeAssistant(articles=(GUIDE, Article("bare.md", "x", title="tab\tin it")))
    assert cli.main(["guides"], Parts(open_assistant=lambda settings: assistant)) == 0
    assert capsys.readouterr().out == (
        "pay/harbour.md\tHarbour pilots\tAda Berg\t2024-05-01\thttps://example.org/harbour\t1\n"
        "bare.md\ttab in it\t\t\t\t1\n"
    )


def test_guides_json_has_the_contract_s_keys(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["guides", "--json"], parts)
    (guide,) = json.loads(capsys.readouterr().out)
    assert list(guide) == ["guide", "title", "author", "published", "url", "passages"]


def test_show_writes_exactly_the_text(parts: Parts, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.main(["show", "pay/harbour.md"], parts) == 0
    assert capsysbinary.readouterr().out == GUIDE.text.encode()


def test_show_json_has_the_contract_s_keys(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["show", "Harbour pilots", "--json"], parts)
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["guide", "title", "author", "published", "url", "text", "segments"]
    assert found["segments"][1] == {"start": 16, "end": 70, "section": "Pay", "timestamp": "01:05", "page": None}


def test_an_unknown_guide_is_exit_1(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["show", "nothing"], parts) == GuideUnknown.exit_code == 1
    assert "career guides" in capsys.readouterr().err


def test_doctor_tells_generation_guides_and_where_settings_come_from(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAREER_CACHE", str(tmp_path))
    assert cli.main(["doctor", "--index", str(tmp_path / "index")], parts) == 0
    out = capsys.readouterr().out
    assert "generation g1, 1 guides" in out
    assert all(re.search(rf"^{name} +.*whole in .*{name}-", out, re.MULTILINE) for name in ("encoder", "reader"))
    assert re.search(rf"CAREER_CACHE +{re.escape(str(tmp_path))} \(environment\)", out)
    assert re.search(r"CAREER_ENCODER +career-encoder \(default\)", out)
    monkeypatch.setenv("CAREER_ENCODER", "all-MiniLM-L6-v2")
    cli.main(["doctor", "--index", str(tmp_path / "index")], parts)
    assert "not exported yet" in capsys.readouterr().out


def test_doctor_finds_fault_with_a_missing_index_only_if_it_was_named(tmp_path: Path) -> None:
    def missing(settings: Settings) -> FakeAssistant:
        raise IndexMissing("There is no index.")

    now = datetime.now(UTC)
    assert diagnosis(read_settings(), Parts(open_assistant=missing), "1", now)[1]
    assert not diagnosis(read_settings(index=tmp_path), Parts(open_assistant=missing), "1", now)[1]


@pytest.mark.parametrize(
    ("created", "said"),
    [("2024-06-02T11:59:30", "just now"), ("2024-06-02T10:00:00", "2 hours ago"), ("2024-06-01T11:00:00", "1 day ago")],
)
def test_age_is_told_in_its_largest_unit(created: str, said: str) -> None:
    assert age(f"{created}+00:00", datetime(2024, 6, 2, 12, tzinfo=UTC)) == said


def test_add_passes_files_addresses_and_details_on(capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[tuple[object, ...]] = []

    def add(settings: Settings, articles: Sequence[str], *, progress: object, **details: str | None) -> Report:
        asked.append((list(articles), details))
        failed = Failed("https://example.org/pay", "its server says 404 Not Found.")
        return Report(("pay.md",), (), (), (), (failed,), (), "g2", False)

    arguments = ["add", "pay.md", "https://example.org/pay", "--author", "Ada Berg"]
    assert cli.main(arguments, Parts(add=add)) == 1
    details = {"title": None, "author": "Ada Berg", "published": None, "url": None}
    assert asked == [(["pay.md", "https://example.org/pay"], details)]
    out = capsys.readouterr().out
    assert "1 added, 0 changed, 0 removed, 1 failed" in out
    assert "https://example.org/pay" in out
    assert "404 Not Found" in out
