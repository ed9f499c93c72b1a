"""Earlier conversations: kept in a folder, listed, taken up again, deleted; never shown to strangers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes_ui import MOON, PAY, SCRIPT, SENIOR, FakeAssistant
from tests.ui.driving import answer_text, asked, button, drawn, opened
from ui import keeping
from ui.chats import Chats
from ui.escaping import label
from ui.state import Exchange

SAID = (Exchange(PAY, SCRIPT[PAY]), Exchange(MOON, error="The index went away."), Exchange(SENIOR, written="A harbour"))


def test_what_was_kept_comes_back_whole(tmp_path: Path) -> None:
    kept = Chats(tmp_path / "chats")
    id = kept.keep(None, SAID)
    assert id
    assert kept.exchanges(id) == SAID
    assert [chat.title for chat in kept.newest()] == [PAY]
    assert kept.keep(id, SAID[:1]) == id
    assert kept.exchanges(id) == SAID[:1]


def test_what_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    kept = Chats(tmp_path)
    (tmp_path / f"{'a' * 32}.json").write_text('[{"question": 1', encoding="utf-8")
    (tmp_path / "other.json").write_text("[]", encoding="utf-8")
    assert kept.newest() == ()
    assert kept.exchanges("b" * 32) == ()


@pytest.mark.parametrize("id", ["../index", "a" * 31, "", "A" * 32])
def test_names_lead_nowhere_else(tmp_path: Path, id: str) -> None:
    with pytest.raises(ValueError, match="names no conversation"):
        Chats(tmp_path).delete(id)


def test_folder_that_cannot_be_written_keeps_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert Chats(tmp_path / "file").keep(None, SAID) is None


def test_earlier_chat_is_listed_taken_up_and_deleted(assistant: FakeAssistant) -> None:
    asked(opened(), PAY)
    app = opened()
    assert not app.chat_message
    app = next(each for each in app.sidebar.button if each.label == label(PAY)).click().run()
    assert "A harbour pilot earns" in answer_text(app)
    asked(app, SENIOR)
    assert [turn.question for turn in assistant.asked[-1][1]] == [PAY]
    app = opened()
    assert len([each for each in app.sidebar.button if each.label == label(PAY)]) == 1, "it is one chat still"
    app = button(app, "Delete the chat")()
    assert "Earlier chats" not in drawn(app)
    assert "Earlier chats" not in drawn(opened())


def test_nothing_is_kept_for_who_comes_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    asked(opened(), PAY)
    monkeypatch.setattr(keeping, "at_this_machine", lambda: False)
    app = asked(opened(), MOON)
    assert "Earlier chats" not in drawn(app)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:8501/", True),
        ("http://127.0.0.1:8501/guides", True),
        ("http://[::1]:8501/", True),
        ("https://careers.example.org/", False),
        ("http://192.168.1.4:8501/", False),
        (None, True),
    ],
)
def test_only_an_address_of_this_machine_counts_as_here(url: str | None, expected: bool) -> None:
    assert keeping.is_loopback(url) is expected
