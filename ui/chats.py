"""Earlier conversations, kept as JSON files in a folder of this machine."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from ui.state import Exchange

MOST_LISTED = 20
_ID = re.compile(r"[0-9a-f]{32}")
_EXCHANGES = TypeAdapter(tuple[Exchange, ...])


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation that is kept, in short: `title` is its first question."""

    id: str
    title: str


class Chats:
    """The conversations in a folder. What can't be read is passed over; what can't be written isn't kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def newest(self) -> tuple[Chat, ...]:
        """The conversations that were spoken in last, newest first."""
        files = [file for file in self._folder.glob("*.json") if _ID.fullmatch(file.stem)]
        files.sort(key=_changed, reverse=True)
        kept = ((file.stem, self.exchanges(file.stem)) for file in files[:MOST_LISTED])
        return tuple(Chat(id, exchanges[0].question) for id, exchanges in kept if exchanges)

    def exchanges(self, id: str) -> tuple[Exchange, ...]:
        """What was said in a conversation; nothing where there is none of that name."""
        try:
            return _EXCHANGES.validate_json(self._file(id).read_bytes())
        except (OSError, ValidationError):
            return ()

    def keep(self, id: str | None, exchanges: Sequence[Exchange]) -> str | None:
        """The name under which the conversation is kept now; None where the folder can't be written."""
        id = id or uuid4().hex
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _write(self._file(id), _EXCHANGES.dump_json(tuple(exchanges)))
        except OSError:
            return None
        return id

    def delete(self, id: str) -> None:
        """Forgets a conversation."""
        self._file(id).unlink(missing_ok=True)

    def _file(self, id: str) -> Path:
        if not _ID.fullmatch(id):
            raise ValueError(f"{id!r} names no conversation")
        return self._folder / f"{id}.json"


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # deleted in another window
        return 0.0


def _write(file: Path, data: bytes) -> None:
    """Puts a file in place at once, whole, for this user's eyes alone."""
    handle, part = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        os.replace(part, file)
    finally:
        Path(part).unlink(missing_ok=True)
