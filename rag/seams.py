"""The seams of the project as Protocols: what stands behind each can be changed without anybody's noticing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from rag.errors import ModelError
from rag.types import (
    Answer,
    Article,
    EncoderId,
    Figure,
    Finish,
    Manifest,
    Suggestion,
    Unit,
    Usage,
    Vectors,
    Window,
)

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage


class Generation(Protocol):
    """A model's text as it comes.

    Iterating it raises a ModelError where no word came; once a word came it ends without one, and `error` tells what
    kept the rest. An empty piece says only that it is still waiting. Leaving it early, or `close` from any thread,
    ends the request.
    """

    @property
    def usage(self) -> Usage | None: ...

    @property
    def finish(self) -> Finish | None:
        """None until it has ended, and where it ended well without the server's saying so."""

    @property
    def error(self) -> ModelError | None:
        """Why the text isn't all of the answer; None while it runs and where it is all."""

    def __iter__(self) -> Iterator[str]: ...

    def close(self) -> None: ...


class Generator(Protocol):
    """A model: messages to a stream of text."""

    @property
    def model(self) -> str: ...

    def generate(
        self, messages: Sequence[BaseMessage], seconds: float | None = None, schema: Mapping[str, Any] | None = None
    ) -> Generation:
        """The answer as it comes; nothing is raised before it is iterated. `seconds` bounds all of it, unretried.

        `schema` is the JSON schema of the reply that is wanted; not every server holds its model to one.
        """

    def close(self) -> None:
        """Ends what still runs, and lets go of the server."""


class Encoder(Protocol):
    """Texts to vectors; the same one for guides and questions."""

    @property
    def id(self) -> EncoderId: ...

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class Reader(Protocol):
    """A question and windows of guides to a score for each of their units."""

    def read(self, question: str, earlier: str, windows: Sequence[Window]) -> list[list[float]]:
        """For each window a logit of each of its units: the higher, the likelier it answers.

        `earlier` is what was asked before and told of oneself; it helps to understand the question.
        """

    def knows(self, word: str) -> bool:
        """Whether a word in small letters is one that it knows; a slip is not."""


class Snapshot(Protocol):
    """One published generation, opened for reading; consistent until closed."""

    @property
    def manifest(self) -> Manifest: ...

    @property
    def articles(self) -> Mapping[str, Article]:
        """Article id -> article, sorted by id."""

    @property
    def units(self) -> Sequence[Unit]:
        """All units, article by article, in the order of their text. A unit's number is its place here."""

    @property
    def figures(self) -> Sequence[Figure]: ...

    @property
    def suggestions(self) -> Sequence[Suggestion]:
        """Questions that the guides answer, as judged at ingest."""

    def dense(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """The k nearest units as (unit number, cosine), best first."""

    def vectors(self, numbers: Sequence[int]) -> Vectors:
        """The stored vectors of units, in the order of `numbers`."""

    def lexical(self, terms: Sequence[str], k: int) -> list[tuple[int, float]]:
        """The k best units by BM25 over stemmed terms as (unit number, score), best first; zero scores left out."""


class VectorStore(Protocol):
    """The vectors of one generation, by unit id."""

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Adds new ids with their vectors."""

    def count(self) -> int: ...

    def ids(self) -> list[str]:
        """All ids, in no order."""

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The vectors of ids, in their order. Raises KeyError where one is missing."""

    def nearest(self, vectors: Vectors, k: int) -> list[list[tuple[str, float]]]:
        """For each vector the k nearest ids with their cosine, best first."""

    def close(self) -> None: ...


class Place(Protocol):
    """Generations by name, of which one is current; `str` of it is what messages call it.

    What is private to a reader or a writer is a folder, in which store.py reads and writes a generation's files.
    """

    copies: bool
    """Whether a generation's vectors begin as a copy of those before, what was removed staying as dead weight."""

    def current(self) -> str | None:
        """The current generation; None where none was published. Raises ValueError where the pointer is broken."""

    def manifest(self, generation: str) -> Manifest:
        """What a generation was made from. Raises OSError or ValueError."""

    def hold(self, generation: str, resources: ExitStack) -> Path:
        """The folder of its files, which stays until `resources` are closed. Raises FileNotFoundError if it is gone."""

    def vectors(self, folder: Path, resources: ExitStack) -> VectorStore:
        """The vectors of the generation in a folder that is held or built."""

    def writing(self, timeout_seconds: float) -> AbstractContextManager[None]:
        """Keeps all other ingests out. Raises IndexBusy when another one runs, UsageError where none can write."""

    def building(self, generation: str) -> AbstractContextManager[Path]:
        """An empty folder for a new generation's files. It is the current one when the block ends well, else gone."""

    def begin_vectors(
        self, folder: Path, base: Path | None, kept: Sequence[str], gone: Sequence[str] | None
    ) -> VectorStore:
        """The new generation's vectors, to be added to: those of `kept` from the base, and none without one.

        Where the place `copies`, they are the base's without the `gone`; without `gone` they are made anew.
        """

    def clean(self) -> None:
        """Removes what a crash left and each retired generation that nobody holds. Wants others kept out."""


class PassageIndex(Protocol):
    """The index for readers: always the newest published generation."""

    def snapshot(self, *, search: bool = True) -> Snapshot:
        """The current generation; looks at the pointer each time and re-opens when it moved.

        Without `search` it may be one that can't be searched yet: who only reads guides is spared opening Chroma.

        Raises IndexMissing where none was published, IndexUnusable where one can't be read or was made otherwise.
        """

    def close(self) -> None: ...


class Pieces(Protocol):
    """What a face gets from `assistant.ask`: iterate it for the text as it comes, ask it for the whole."""

    def __iter__(self) -> Iterator[str]: ...

    def answer(self) -> Answer: ...
