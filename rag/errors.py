"""The tree of errors. A message says what happened and what to do; faces catch the base and print it as one line.

A CareerError ends what was asked for, with its exit code. A ModelError says why a model gave no answer, or not all of
it; it never reaches a face: quotes answer instead.
"""

from __future__ import annotations

from typing import ClassVar


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


class ArticleError(CareerError):
    """One article can't be read; the message is the reason alone."""


class GuideUnknown(CareerError):
    """No guide, or more than one, goes by that name."""


class EncoderError(CareerError):
    """The encoder's files are missing, altered or can't be exported."""


class ModelError(Exception):
    """Base of why a model gave no answer, or not all of it. Its text is one clause of ours, never a server's words."""

    text: ClassVar[str]
    retry: ClassVar[bool] = False
    """Whether asking again at once may help, as long as nothing of the answer has come."""
    counts: ClassVar[bool] = True
    """Whether it speaks against the server, and so counts towards letting the model rest."""

    def __init__(self, text: str | None = None, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(text or self.text)
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


class ModelUnreachable(ModelError):
    """No connection to the model's server."""

    text = "The model's server can't be reached"
    retry = True


class ModelRefused(ModelError):
    """The server refuses the key."""

    text = "The model's server refused the key (OPENAI_API_KEY)"


class ModelRateLimited(ModelError):
    """Too many requests."""

    text = "The model's server takes no more requests just now"
    retry = True


class ModelQuota(ModelError):
    """The account has nothing left to spend."""

    text = "The quota of the model's account is used up"


class ModelOverloaded(ModelError):
    """The server has a fault, or too much to do."""

    text = "The model's server has a fault or is overloaded"
    retry = True


class ModelContextTooLong(ModelError):
    """Question and passages are longer than the model takes."""

    text = "The question and the passages for it are longer than the model takes"
    counts = False


class ModelNotFound(ModelError):
    """The server knows no such model."""

    text = "The model's server knows no such model (CAREER_MODEL) or address (OPENAI_BASE_URL)"


class ModelRejected(ModelError):
    """The server takes the request for a wrong one."""

    text = "The model's server didn't accept the request"


class ModelNonsense(ModelError):
    """What came is no answer."""

    text = "The model's server sent something that is no answer"


class ModelCut(ModelError):
    """The connection ended before the answer did."""

    text = "The connection to the model broke off"
    retry = True


class ModelStalled(ModelError):
    """Nothing came for too long after the first words."""

    text = "The model fell silent"


class ModelTooSlow(ModelError):
    """The first word, or the last, did not come in time."""

    text = "The model took too long"


class ModelEmpty(ModelError):
    """The answer has no word in it."""

    text = "The model wrote nothing"


class ModelLength(ModelError):
    """The answer ended at a limit of its length."""

    text = "The model's answer reached the limit of its length"
    counts = False


class ModelFiltered(ModelError):
    """The server's content filter ended the answer."""

    text = "The content filter of the model's server ended the answer"
    counts = False


class ModelResting(ModelError):
    """It failed several times in a row and is left alone for a while."""

    text = "The model failed several times in a row and isn't asked for a while"
    counts = False
