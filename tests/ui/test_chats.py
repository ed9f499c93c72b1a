"""Conversations: kept in one file, listed, taken up, renamed, deleted and put back; never shown to strangers."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.fakes_ui import MOON, PAY, SCRIPT, SENIOR, FakeAssistant, FakeParts
from tests.ui.driving import asked, last, opened, titles
from ui import keeping
from ui.shell import day
from ui.state import Exchange
from ui.store import SCHEMA, Chats

SAID = (Exchange(PAY, SCRIPT[PAY]), Exchange(MOON, error="The index went away."), Exchange(SENIOR, written="A harbour"))


def named(app: AppTest) -> str:
    """The conversation that the page's address names."""
    value = app.query_params["chat"]
    return value if isinstance(value, str) else value[0]


def filled(folder: Path) -> Chats:
    """A file with one conversation."""
    kept = Chats(folder / "index" / keeping.FILE)
    for exchange in SAID:
        kept.add("one", exchange)
    return kept


def test_what_was_kept_comes_back_whole(tmp_path: Path) -> None:
    kept = filled(tmp_path)
    said = kept.said("one")
    assert tuple(each.exchange for each in said) == SAID
    assert kept.numbers("one") == tuple(each.number for each in said)
    assert [each.exchange for each in kept.said("one", said[1].number)] == [SAID[2]]
    [chat] = kept.newest()
    assert (chat.title, chat.questions) == (PAY, (PAY, MOON, SENIOR))
    kept.drop([said[2].number])
    assert len(kept.said("one")) == 2
    file = tmp_path / "index" / keeping.FILE
    assert file.stat().st_mode & 0o077 == 0
    assert sqlite3.connect(file).execute("PRAGMA user_version").fetchone() == (SCHEMA,)


def test_deleted_is_gone_from_the_file_and_can_be_put_back(tmp_path: Path) -> None:
    kept = filled(tmp_path)
    kept.rename("one", "Pilots")
    said, [chat] = kept.said("one"), kept.newest()
    gone = kept.delete("one")
    assert gone
    assert kept.newest() == ()
    assert PAY.encode() not in (tmp_path / "index" / keeping.FILE).read_bytes()
    kept.restore(gone)
    assert kept.said("one") == said
    assert kept.newest() == (chat,)
    assert chat.title == "Pilots"
    assert kept.delete("nobody") is None


def test_file_of_a_later_version_is_left_alone_and_breaks_nothing(tmp_path: Path) -> None:
    file = tmp_path / "index" / keeping.FILE
    file.parent.mkdir()
    with sqlite3.connect(file) as later:
        later.execute("PRAGMA user_version = 9")
    before = file.read_bytes()
    with pytest.raises(sqlite3.DatabaseError, match="version 9"):
        Chats(file).add("one", SAID[0])
    app = asked(opened(), PAY)
    assert not app.exception
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database, for certain" * 50, None])
def test_file_that_cannot_be_used_keeps_nothing_and_breaks_nothing(
    content: bytes | None, tmp_path: Path, parts: FakeParts
) -> None:
    if content is None:
        (tmp_path / "index").write_text("a file where the folder should be", encoding="utf-8")
    else:
        (tmp_path / "index").mkdir()
        (tmp_path / "index" / keeping.FILE).write_bytes(content)
    app = asked(asked(opened(), PAY), SENIOR)
    assert not app.exception
    assert [each["state"] for each in parts.data["conversation"]["exchanges"]] == ["answered", "answered"]
    assert titles(parts) == []


def test_chat_is_listed_taken_up_renamed_deleted_and_put_back(assistant: FakeAssistant, parts: FakeParts) -> None:
    asked(opened(), PAY)
    app = opened()
    [chat] = parts.data["chats"]["chats"]
    assert (chat["title"], chat["when"], chat["open"]) == (PAY, "today", False)
    parts.send("chats", "open", chat["id"])
    app.run()
    assert last(parts)["question"] == PAY
    assert parts.data["chats"]["chats"][0]["open"] is True
    asked(app, SENIOR)
    assert [turn.question for turn in assistant.asked[-1][1]] == [PAY]
    assert titles(parts) == [PAY], "it is one chat still"
    parts.send("chats", "rename", {"id": chat["id"], "title": "  Pilots, \n pay "})
    app.run()
    assert titles(parts) == ["Pilots, pay"]
    parts.send("chats", "delete", chat["id"])
    app.run()
    assert titles(parts) == []
    assert parts.data["chats"]["gone"] is True
    assert not app.get("download_button"), "the chat that was open is gone"
    parts.send("chats", "undo", True)
    app.run()
    assert titles(parts) == ["Pilots, pay"]
    assert parts.data["chats"]["gone"] is False


def test_address_names_the_chat_and_a_reload_shows_it(parts: FakeParts, assistant: FakeAssistant) -> None:
    app = opened(q=PAY)
    assert "q" not in app.query_params
    id = named(app)
    parts.data.clear()
    again = opened(chat=id)
    assert last(parts)["question"] == PAY
    assert len(assistant.asked) == 1
    unknown = opened(chat="f" * 32)
    assert "chat" not in unknown.query_params
    assert not unknown.exception
    assert named(again) == id


def test_two_tabs_on_one_chat_lose_nothing(parts: FakeParts, assistant: FakeAssistant) -> None:
    one = opened(q=PAY)
    other = opened(chat=named(one))
    asked(one, SENIOR)
    asked(other, MOON)
    assert [turn.question for turn in assistant.asked[-1][1]] == [PAY, SENIOR]
    one.run()
    assert [each["question"] for each in parts.data["conversation"]["exchanges"]] == [PAY, SENIOR, MOON]
    parts.send("conversation", "again", {"place": 2, "question": PAY})
    one.run()
    other.run()
    assert [each["question"] for each in parts.data["conversation"]["exchanges"]] == [PAY, SENIOR, PAY]


def test_nothing_is_kept_for_who_comes_through_a_proxy(
    monkeypatch: pytest.MonkeyPatch, parts: FakeParts, tmp_path: Path
) -> None:
    id = named(asked(opened(), PAY))
    monkeypatch.setattr(keeping, "at_this_machine", lambda: False)
    parts.data.clear()
    app = opened(chat=id)
    assert "conversation" not in parts.data
    app = asked(asked(app, MOON), SENIOR)
    assert [each["question"] for each in parts.data["conversation"]["exchanges"]] == [MOON, SENIOR]
    assert "chat" not in app.query_params
    assert "chats" not in parts.data
    assert [chat.title for chat in Chats(tmp_path / "index" / keeping.FILE).newest()] == [PAY]


def test_date_is_said_as_one_says_it() -> None:
    now = datetime(2026, 5, 3, 12, tzinfo=UTC).astimezone()
    seconds = now.timestamp()
    assert day(seconds, now) == "today"
    assert day(seconds - 30 * 86400, now) == "3 Apr"
    assert day(seconds - 365 * 86400, now) == "3 May 2025"


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
