"""Files of JSON lines: each line read into a dataclass, a bad one named by its number."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from rag.errors import UsageError

T = TypeVar("T")


def read_lines(path: Path, read: Callable[[Mapping[str, Any]], T]) -> list[T]:
    """What each line that isn't blank holds. Raises UsageError that names the file, the line and what is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}.") from None
    found = list(_read(path, data, read))
    if not found:
        raise UsageError(f"{path} holds no line.")
    return found


def text_of(value: Mapping[str, Any], key: str, *, may_be_null: bool = False) -> str:
    """The string under a key, or "" for null where it may be. Raises UsageError."""
    found = value.get(key)
    if found is None and may_be_null:
        return ""
    if not isinstance(found, str):
        raise UsageError(f'"{key}" is no string' if key in value else f'"{key}" is missing')
    return found


def _read(path: Path, data: bytes, read: Callable[[Mapping[str, Any]], T]) -> Iterator[T]:
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            try:
                value = json.loads(line.decode("utf-8-sig"))
                if not isinstance(value, Mapping):
                    raise UsageError("it is no JSON object")
                yield read(value)
            except UsageError as error:
                raise UsageError(f"{path}, line {number}: {error}.") from None
            except (ValueError, RecursionError):
                raise UsageError(f"{path}, line {number}: it is no JSON in UTF-8.") from None
