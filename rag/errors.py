"""The tree of errors. A message says what happened and what to do; faces catch the base and print it as one line.

A CareerError ends what was asked for, with its exit code. A ModelError says by its Fault why a model gave no answer, or
not all of it; it never reaches a face: quotes answer instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum


class CareerError(Exception):
    """Base of all errors that a user can do something about."""

    exit_code = 1


class UsageError(CareerError):
    """What was asked can't be done as asked."""

    exit_code = 2


class SettingsError(CareerError):
    """A setting has a value it can't take."""

    exit_code = 2


class IndexMissing(CareerError):
    """Nothing was published where the index should be."""


class IndexUnusable(CareerError):
    """An index is there but can't be read, or was made with another encoder or pipeline."""


class IndexBusy(CareerError):
    """Another ingest is running."""


class ServerError(CareerError):
    """The Chroma server of the index can't be asked, or doesn't do as asked; the message names it without a secret."""


class ArticleError(CareerError):
    """One article can't be read; the message is the reason alone."""


class GuideUnknown(CareerError):
    """No guide, or more than one, goes by that name."""


class EncoderError(CareerError):
    """The encoder's files are missing, altered or can't be exported."""


class MachineError(CareerError):
    """The machine lacks space, memory or file handles for it: what is there is good, and stays."""


_LACKS = {
    "a disk is full; free some space on it": ("disk is full", "No space left", "quota exceeded"),
    "a disk takes no writing any more; see to it": ("Read-only file system", "readonly", "Input/output", "I/O error"),
    "too many files are open; close other programs, or raise the limit (`ulimit -n`)": ("Too many open files",),
    "there is not enough memory; close other programs, or raise the limit (`ulimit -v`)": (
        *("MemoryError", "bad_alloc", "out of memory", "Cannot allocate memory"),
    ),
}
"""What a machine may lack, with the remedy -> how the system, SQLite and libraries say so."""


def _few_handles() -> str:
    """The system's words where hardly a file can be opened any more, which not every library passes on; else empty."""
    handles: list[int] = []
    try:
        while len(handles) < 16:
            handles.append(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        return str(error)
    finally:
        for handle in handles:
            os.close(handle)
    return ""


@contextmanager
def telling_lacks(what: str) -> Iterator[None]:
    """Raises what fails for want of space, memory or handles as a MachineError; `what` says what can't be done then."""
    try:
        yield
    except Exception as error:
        if isinstance(error, CareerError) and not isinstance(error, IndexUnusable | EncoderError):
            raise
        each: BaseException | None = error
        while each:
            said = f"{type(each).__name__}: {each} {_few_handles()}"
            for lack, words in _LACKS.items():
                if any(word in said for word in words):
                    raise MachineError(f"{what}: {lack}.") from error
            each = each.__cause__ or each.__context__
        raise


class Fault(Enum):
    """Why a model gave no answer, or not all of it: in one clause of ours, never in a server's words."""

    UNREACHABLE = "The model's server can't be reached", True
    REFUSED = "The model's server refused the key (OPENAI_API_KEY)"
    RATE_LIMITED = "The model's server takes no more requests just now", True
    QUOTA = "The quota of the model's account is used up"
    OVERLOADED = "The model's server has a fault or is overloaded", True
    CONTEXT_TOO_LONG = "The question and the passages for it are longer than the model takes", False, False
    NOT_FOUND = "The model's server knows no such model (CAREER_MODEL) or address (OPENAI_BASE_URL)"
    REJECTED = "The model's server didn't accept the request"
    NONSENSE = "The model's server sent something that is no answer"
    CUT = "The connection to the model broke off", True
    STALLED = "The model fell silent"
    TOO_SLOW = "The model took too long"
    EMPTY = "The model wrote nothing"
    LENGTH = "The model's answer reached the limit of its length", False, False
    FILTERED = "The content filter of the model's server ended the answer", False, False
    RESTING = "The model failed several times in a row and isn't asked for a while", False, False

    def __init__(self, text: str, retry: bool = False, counts: bool = True) -> None:
        self.text = text
        self.retry = retry
        """Whether asking again at once may help, as long as nothing of the answer has come."""
        self.counts = counts
        """Whether it speaks against the server, and so counts towards letting the model rest."""


class ModelError(Exception):
    """A model gave no answer, or not all of it. `text` is the fault in other words, which know more of it."""

    def __init__(self, fault: Fault, text: str | None = None, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(text or fault.text)
        self.fault = fault
        self.retry_after_seconds = retry_after_seconds
        """How long the server asks to wait, where it does."""

    @property
    def notice(self) -> str:
        """One line for the reader of quotes that stand in for the model's answer."""
        return f"{self}, so this answer is made of quotes."

    @property
    def partial_notice(self) -> str:
        """One line for the reader of a model's answer that isn't all of it."""
        return f"{self}; this is what it had written until then."
