"""The terminal face over fakes: no index is opened, and no setting of whoever runs the tests counts."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable

import pytest

from terminal.parts import Parts
from tests.fake_assistant import FakeAssistant


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("CAREER_") or name == "NO_COLOR"]:
        monkeypatch.delenv(name)


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def parts(assistant: FakeAssistant) -> Parts:
    return Parts(open_assistant=lambda settings: assistant, ensure_default=lambda settings, progress: None)


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    return lambda data: monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
