"""What all browser sessions of this process share: the settings, the assistant, and the answers being written."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import suppress
from threading import Lock, Thread
from typing import TYPE_CHECKING

import streamlit as st

from rag.errors import CareerError

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.progress import Progress, Step
    from rag.settings import Settings
    from ui.asking import Asking

LOOK_SECONDS = 0.1


def open_shared(progress: Progress) -> Assistant:
    """A new assistant on the settings' index; a missing default index is built first. Raises CareerError."""
    # Imported when needed, so that the page is on the screen before what answers is loaded.
    from ingest.service import ensure_default

    ensure_default(settings(), progress)

    from rag.assistant import open_assistant

    opened = open_assistant(settings())
    opened.manifest  # noqa: B018  opens the index
    Thread(target=_warm, args=(opened,), name="warming", daemon=True).start()
    return opened


def _warm(assistant: Assistant) -> None:
    """Asks something, so that the models are loaded before somebody waits for them."""
    with suppress(CareerError):
        for question in assistant.first_questions()[:1]:
            assistant.ask(question, mode="quotes").answer()


class Shared:
    """Opens the assistant once, in a thread of its own that no click interrupts; after a failure it tries again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._opening: Future[Assistant] | None = None
        self._step: Step | None = None

    @property
    def opened(self) -> Assistant | None:
        """The assistant if it is open already."""
        done = self._opening and self._opening.done() and not self._opening.exception()
        return self._opening.result() if self._opening and done else None

    def get(self, progress: Progress) -> Assistant:
        """The assistant. Raises CareerError."""
        opening = self._begin()
        while True:
            with suppress(TimeoutError):
                return opening.result(LOOK_SECONDS)
            if self._step:
                progress(self._step)

    def _begin(self) -> Future[Assistant]:
        with self._lock:
            if self._opening is None or (self._opening.done() and self._opening.exception()):
                self._opening = Future()
                Thread(target=self._open, args=(self._opening,), name="opening", daemon=True).start()
            return self._opening

    def _open(self, opening: Future[Assistant]) -> None:
        try:
            opening.set_result(open_shared(self._note))
        except Exception as error:  # raised again where the assistant is waited for
            opening.set_exception(error)

    def _note(self, step: Step) -> None:
        self._step = step


@st.cache_resource(show_spinner=False)
def shared() -> Shared:
    """The holder that lives as long as the process."""
    return Shared()


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """The settings, read once. Raises SettingsError."""
    from rag.settings import read_settings

    return read_settings()


@st.cache_resource(show_spinner=False)
def running() -> dict[str, Asking]:
    """The answers that are being written, by their conversation's name."""
    return {}
