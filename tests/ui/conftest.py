"""The browser face over fakes: no index is opened, and conversations are kept in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes_ui import FakeAssistant, FakeLibrary, FakeParts
from ui import asking, keeping, library, mounting, resources


class PromptAsking(asking.Asking):
    """One that is over when it was begun, as far as nothing holds it up: AppTest doesn't run a fragment again."""

    def start(self) -> None:
        super().start()
        self.wait(3)


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def folder(assistant: FakeAssistant) -> FakeLibrary:
    return FakeLibrary(assistant)


@pytest.fixture
def parts() -> FakeParts:
    return FakeParts()


@pytest.fixture(autouse=True)
def _opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, assistant: FakeAssistant, folder: FakeLibrary, parts: FakeParts
) -> Iterator[None]:
    for shared in (resources.shared, resources.settings, resources.running):
        shared.clear()
    monkeypatch.setenv("CAREER_INDEX", str(tmp_path / "index"))
    monkeypatch.setattr(resources, "open_shared", lambda progress: assistant)
    monkeypatch.setattr(keeping, "at_this_machine", lambda: True)  # AppTest has no connection to look at
    monkeypatch.setattr(library, "open_library", lambda: folder)
    monkeypatch.setattr(asking, "Asking", PromptAsking)
    # AppTest sees no component of one's own; a browser's tests do.
    monkeypatch.setattr(mounting, "component", parts.component)
    yield
    resources.shared.clear()
