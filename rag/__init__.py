"""Answers from guides. `open_assistant` is the way in; it is imported when asked for, so that nothing else waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.assistant import open_assistant

__all__ = ["open_assistant"]


def __getattr__(name: str) -> Any:
    if name == "open_assistant":
        from rag.assistant import open_assistant

        return open_assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
