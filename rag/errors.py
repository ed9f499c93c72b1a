"""The tree of errors. A message says what happened and what to do; faces catch the base and print it as one line.

CareerError
├── UsageError            what was asked can't be done as asked: bad flag, question, history, folder   (exit 2)
├── SettingsError         a setting has a value it can't take; the message names the variable           (exit 2)
├── IndexMissing          nothing was published where the index should be                              (exit 1)
├── IndexUnusable         an index is there but can't be read, or was made with another encoder        (exit 1)
├── IndexBusy             another ingest is running                                                    (exit 1)
├── ArticleError          one article can't be read; the message is the reason                         (exit 1)
├── GuideUnknown          no guide, or more than one, goes by that name                                (exit 1)
└── EncoderError          the encoder's files are missing, altered or can't be exported                (exit 1)
"""

from __future__ import annotations


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
