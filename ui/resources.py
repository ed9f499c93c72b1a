"""The one assistant that all browser sessions of this process share."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.progress import Progress


def open_shared(progress: Progress) -> Assistant:
    """A new assistant on the settings' index; a missing default index is built first. Raises CareerError."""
    # Imported when needed, so that the page is on the screen before what answers is loaded.
    from ingest.service import ensure_default
    from rag.settings import read_settings

    settings = read_settings()
    ensure_default(settings, progress)

    from rag.assistant import open_assistant

    return open_assistant(settings)


class Shared:
    """Opens the assistant at the first call and gives all the same one; after a failure the next call tries again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._assistant: Assistant | None = None

    @property
    def opened(self) -> Assistant | None:
        """The assistant if it is open already."""
        return self._assistant

    def get(self, progress: Progress) -> Assistant:
        """The assistant. Raises CareerError."""
        with self._lock:
            if self._assistant is None:
                self._assistant = open_shared(progress)
            return self._assistant


@st.cache_resource(show_spinner=False)
def shared() -> Shared:
    """The holder that lives as long as the process."""
    return Shared()
