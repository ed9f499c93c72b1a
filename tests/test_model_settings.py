"""Which model answers, as the settings say; what `career doctor` tells of it; keys that never show."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rag.errors import Fault, ModelError, SettingsError
from rag.settings import Settings, read_settings
from terminal.doctor import diagnosis
from terminal.output import console, draw
from terminal.parts import Parts
from tests.endpoint import KEY, FakeEndpoint, answer, error
from tests.fake_assistant import FakeAssistant

OLLAMA = "http://localhost:11434/v1"


def diagnosed(settings: Settings, parts: Parts) -> tuple[str, bool]:
    """What the doctor draws, and whether all is well."""
    lines, healthy = diagnosis(settings, parts, "1", datetime.now(UTC))
    stream = io.StringIO()
    draw(console(stream), lines)
    return stream.getvalue(), healthy


@pytest.fixture
def parts() -> Parts:
    return Parts(open_assistant=lambda settings: FakeAssistant())


def test_key_and_address_are_read_without_the_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREER_MODEL", "tiny")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", OLLAMA)
    settings = read_settings()
    assert (settings.model, settings.api_key, settings.base_url) == ("tiny", KEY, OLLAMA)
    assert settings.no_model is None
    assert KEY not in repr(settings)
    assert KEY not in settings.model_dump_json()


def test_they_are_read_from_a_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CAREER_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name)
    (tmp_path / ".env").write_text(f"CAREER_MODEL=tiny\nOPENAI_API_KEY={KEY}\nOTHER=1\n")
    settings = Settings(_env_file=tmp_path / ".env")  # type: ignore[call-arg]
    assert (settings.model, settings.api_key, settings.model_host) == ("tiny", KEY, "api.openai.com")


@pytest.mark.parametrize(
    ("flags", "why"),
    [
        ({}, "CAREER_MODEL"),
        ({"openai_api_key": KEY}, "CAREER_MODEL"),
        ({"model": ""}, "CAREER_MODEL"),
        ({"model": "tiny"}, "neither OPENAI_API_KEY nor OPENAI_BASE_URL"),
        ({"model": "tiny", "openai_api_key": "  "}, "neither OPENAI_API_KEY nor OPENAI_BASE_URL"),
        ({"model": "tiny", "openai_base_url": "localhost:11434"}, "OPENAI_BASE_URL"),
        ({"model": "tiny", "openai_base_url": "http://:99999999/v1"}, "OPENAI_BASE_URL"),
        ({"model": "tiny", "openai_api_key": f"{KEY}\n…"}, "OPENAI_API_KEY"),
        ({"model": "tiny", "openai_api_key": KEY}, None),
        ({"model": "tiny", "openai_base_url": OLLAMA}, None),
    ],
)
def test_without_a_model_it_is_told_why(flags: dict[str, str], why: str | None) -> None:
    reason = read_settings(**flags).no_model
    assert reason is None if why is None else reason and why in reason


def test_only_the_host_of_an_address_shows() -> None:
    settings = read_settings(model="tiny", openai_base_url="https://ann:pass@models.example:8443/v1?key=abc")
    assert settings.model_host == "models.example:8443"
    assert "pass" not in repr(settings)


def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREER_MODEL_STALL_SECONDS", "soon")
    with pytest.raises(SettingsError, match=r"CAREER_MODEL_STALL_SECONDS: .*'soon'"):
        read_settings()


def test_doctor_tells_why_quotes_answer(parts: Parts) -> None:
    text, healthy = diagnosed(read_settings(model="tiny"), parts)
    assert healthy
    assert "quotes: sentences of the guides, word for word; CAREER_MODEL is set, but neither OPENAI_API_KEY" in text
    assert "tiny at api.openai.com, no key is set" in text
    assert not any(line.startswith("server") for line in text.splitlines())


def test_doctor_asks_the_model_and_never_shows_the_key(parts: Parts) -> None:
    with FakeEndpoint(answer) as server:
        settings = read_settings(model="tiny", openai_api_key=KEY, openai_base_url=server.url)
        text, healthy = diagnosed(settings, parts)
        host = server.url.split("/")[2]
    assert healthy
    assert "responds: first word after" in text
    assert f"tiny at {host}, a key is set" in text
    assert "model: tiny writes" in text
    assert KEY not in text
    assert f"{host} (" in text


def test_doctor_tells_what_is_wrong_with_the_model(parts: Parts) -> None:
    with FakeEndpoint(lambda c: c.reply("401 No", error(c.request.headers["authorization"]))) as server:
        text, healthy = diagnosed(read_settings(model="tiny", openai_api_key=KEY, openai_base_url=server.url), parts)
    assert not healthy
    assert f"doesn't answer: {ModelError(Fault.REFUSED)}" in text
    assert KEY not in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_a_file_of_settings_may_be_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    """PowerShell writes UTF-16, Notepad a mark in front, an old editor one byte a letter."""
    (tmp_path / ".env").write_bytes("CAREER_INDEX=/tmp/Größe\nCAREER_FIGURE_AGE_YEARS=2\n".encode(encoding))
    settings = read_settings(_env_file=tmp_path / ".env")
    assert (settings.index, settings.figure_age_years) == (Path("/tmp/Größe"), 2)
