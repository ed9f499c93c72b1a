"""Conversations in one SQLite file of this machine. A conversation grows by an exchange at a time, so that two tabs on
one of them lose nothing of each other's."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from ui.state import Exchange, Said

SCHEMA = 1
"""The file's `user_version`; a file of a later one is left alone."""
MOST_LISTED = 200
_TABLES = """
CREATE TABLE chats (id TEXT PRIMARY KEY, title TEXT, changed REAL NOT NULL);
CREATE TABLE exchanges (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    chat TEXT NOT NULL REFERENCES chats ON DELETE CASCADE,
    question TEXT NOT NULL,
    said TEXT NOT NULL
);
CREATE INDEX of_chat ON exchanges (chat, number);
"""
_NEWEST = """
SELECT id, title, changed, group_concat(question, char(10))
FROM (SELECT chats.*, question FROM chats JOIN exchanges ON chat = id ORDER BY number)
GROUP BY id ORDER BY changed DESC LIMIT ?
"""
_EXCHANGE = TypeAdapter(Exchange)


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation in short. `changed` is in seconds since 1970; `questions` are all that were asked in it."""

    id: str
    title: str
    changed: float
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """A conversation that was deleted, as rows, so that it can be put back."""

    chat: tuple[str, str | None, float]
    exchanges: tuple[tuple[int, str, str, str], ...]


class Chats:
    """The conversations in a file, which is made when the first is kept. Raises sqlite3.Error and OSError."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def newest(self) -> tuple[Chat, ...]:
        """The conversations that were spoken in last, newest first. One without a name goes by its first question."""
        with self._opened() as opened:
            rows = opened.execute(_NEWEST, (MOST_LISTED,)).fetchall()
        asked = [(row, tuple(str(row[3]).split("\n"))) for row in rows]
        return tuple(Chat(id, title or questions[0], at, questions) for (id, title, at, _), questions in asked)

    def numbers(self, id: str) -> tuple[int, ...]:
        """The numbers of a conversation's exchanges, oldest first; none where there is no such conversation."""
        with self._opened() as opened:
            return tuple(n for (n,) in opened.execute("SELECT number FROM exchanges WHERE chat = ? ORDER BY 1", (id,)))

    def said(self, id: str, after: int = 0) -> tuple[Said, ...]:
        """What was said in a conversation after the exchange of that number."""
        with self._opened() as opened:
            rows = opened.execute(
                "SELECT number, said FROM exchanges WHERE chat = ? AND number > ? ORDER BY number", (id, after)
            ).fetchall()
        return tuple(Said(number, _EXCHANGE.validate_json(said)) for number, said in rows)

    def add(self, id: str, exchange: Exchange) -> int:
        """The number of an exchange that is added to a conversation, which begins with its first."""
        said = _EXCHANGE.dump_json(exchange).decode()
        with self._opened() as opened:
            opened.execute(
                "INSERT INTO chats (id, changed) VALUES (?, ?) ON CONFLICT DO UPDATE SET changed = excluded.changed",
                (id, time.time()),
            )
            added = opened.execute(
                "INSERT INTO exchanges (chat, question, said) VALUES (?, ?, ?)",
                (id, " ".join(exchange.question.split()), said),
            )
            return added.lastrowid or 0

    def drop(self, numbers: Sequence[int]) -> None:
        """Forgets the exchanges of those numbers."""
        with self._opened() as opened:
            opened.executemany("DELETE FROM exchanges WHERE number = ?", [(number,) for number in numbers])

    def rename(self, id: str, title: str) -> None:
        """Gives a conversation a title; an empty one takes it away."""
        with self._opened() as opened:
            opened.execute("UPDATE chats SET title = ? WHERE id = ?", (title or None, id))

    def delete(self, id: str) -> Removed | None:
        """Forgets a conversation; gives back what it was."""
        with self._opened() as opened:
            chat = opened.execute("SELECT id, title, changed FROM chats WHERE id = ?", (id,)).fetchone()
            rows = opened.execute("SELECT number, chat, question, said FROM exchanges WHERE chat = ?", (id,)).fetchall()
            opened.execute("DELETE FROM chats WHERE id = ?", (id,))
        return Removed(chat, tuple(rows)) if chat else None

    def restore(self, removed: Removed) -> None:
        """Puts back what was deleted."""
        with self._opened() as opened:
            opened.execute("INSERT OR IGNORE INTO chats (id, title, changed) VALUES (?, ?, ?)", removed.chat)
            opened.executemany(
                "INSERT OR IGNORE INTO exchanges (number, chat, question, said) VALUES (?, ?, ?, ?)", removed.exchanges
            )

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection in one transaction; what a part of it can't do, none of it does."""
        if not self._file.exists():
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.touch(mode=0o600)  # for this user's eyes alone
        with closing(sqlite3.connect(self._file, timeout=5, isolation_level=None)) as opened:
            opened.execute("PRAGMA foreign_keys = ON")
            opened.execute("PRAGMA secure_delete = ON")  # what is deleted is gone from the file, too
            if opened.execute("PRAGMA user_version").fetchone() != (SCHEMA,):
                _prepare(opened)
            opened.execute("BEGIN")
            with opened:
                yield opened


def _prepare(opened: sqlite3.Connection) -> None:
    """Makes the tables in a new file. Another thread may have been first."""
    opened.execute("BEGIN IMMEDIATE")
    with opened:
        version = opened.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA:
            raise sqlite3.DatabaseError(f"the file is of version {version}, this program knows {SCHEMA}")
        if version == 0:
            for statement in _TABLES.split(";"):
                opened.execute(statement)
            opened.execute(f"PRAGMA user_version = {SCHEMA}")
