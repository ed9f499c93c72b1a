"""The words of the project as frozen dataclasses; its seams are in rag.seams. Nothing here does any work.

Offsets count Unicode code points into an article's cleaned text; `text[start:end]` is always what is quoted.
Unknown values are None, never made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:  # what only parses an article has no use for numpy, which takes longer to load than that
    import numpy as np
    from numpy.typing import NDArray

Vectors: TypeAlias = "NDArray[np.float32]"
"""float32, one row per text, each row of unit length."""


# --- guides ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an article's cleaned text that stands under one heading, time mark or page."""

    start: int
    end: int
    section: str | None = None
    timestamp: str | None = None
    """`MM:SS` or `H:MM:SS` into the recording."""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One guide. `id` is its path under the folder, with forward slashes."""

    id: str
    text: str
    """The whole cleaned text; every quote is a slice of it."""
    title: str | None = None
    author: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    segments: tuple[Segment, ...] = ()
    questions: tuple[str, ...] = ()
    """Questions that the guide says it answers, to be suggested."""


@dataclass(frozen=True, slots=True)
class GuideInfo:
    """A guide as lists of guides show it; `dataclasses.asdict` gives the contract's object. `passages` is a count."""

    guide: str
    title: str | None
    author: str | None
    published: str | None
    url: str | None
    passages: int


class UnitKind(StrEnum):
    """What a unit was in the article."""

    SENTENCE = "sentence"
    ITEM = "item"
    CELL = "cell"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, list item, table cell or catalogue row: the smallest thing that is found and quoted."""

    article_id: str
    start: int
    end: int
    text: str
    """Equal to the article's `text[start:end]`."""
    kind: UnitKind = UnitKind.SENTENCE
    section: str | None = None
    context: str = ""
    """What a reader of the page sees around it and the quote leaves out: row and column names, a list's lead-in."""
    passage: int = 0
    """Number of the passage (paragraph, table, list) within the article; units of one passage are neighbours."""
    timestamp: str | None = None
    page: int | None = None


Grounds = Literal["source", "unnamed source", "estimate", "forecast"]
"""What a figure rests on, where the guide says so: a named source, one without a name ("a commonly cited stat"), the
author's own estimate ("roughly", "in my experience"), or a forecast."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value or range that a guide states. `low == high` for a single value."""

    article_id: str
    start: int
    end: int
    text: str
    low: float
    high: float
    unit: str
    """An ISO currency code, `percent`, `times`, `years`, `months`, `weeks`, `days`, `hours`, `minutes`, or `` for a
    bare count and for money whose currency no guide names."""
    of: str
    """What it is a figure of, in the guide's words, without the figures themselves."""
    level: str | None = None
    place: str | None = None
    says: str | None = None
    """Who says it: somebody whom the sentence names, else the guide's author."""
    as_of: str | None = None
    """The year for which it holds by the sentence, else the guide's date."""
    basis: str | None = None
    """The words that tell on what it rests."""
    grounds: Grounds | None = None
    """What kind of basis those words are; None where no basis is given."""
    per: str | None = None
    """By what it is paid or counted: `hour`, `day`, `week`, `month`, `quarter`, `year`, `semester`, `credit`, `word`,
    `page`, `shift`, or another such word."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something cleaning left out of the text. `line` counts from 1 in the source file."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """What ingest makes of one source file."""

    article: Article
    units: tuple[Unit, ...]
    figures: tuple[Figure, ...]
    dropped: tuple[Dropped, ...]


# --- retrieval and reading -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbours under one heading, by their numbers among all units."""

    heading: str
    """The guide's title and the headings above."""
    numbers: tuple[int, ...]
    texts: tuple[str, ...]
    """Of the units; where names of columns or a lead-in are first needed, behind these."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit found for a question."""

    unit: Unit
    score: float
    """Fused score; comparable within one question only, higher is better."""
    cosine: float
    """Cosine similarity of question and unit, -1 to 1."""
    number: int
    """The unit's number in the snapshot: neighbours in an article have neighbouring numbers."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A unit that was read with the question."""

    number: int
    """The unit's number in the snapshot."""
    probability: float
    """That it answers, 0 to 1, as the reader and retrieval judge together."""
    logit: float
    """What the reader says: above 0 it rather answers than not."""
    cosine: float
    """Of question and unit, -1 to 1."""


# --- conversation ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange. `answer` is None where it is not known."""

    question: str
    answer: str | None = None


Status = Literal["answered", "partial", "not_in_guides", "error"]
Mode = Literal["quotes", "model"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One numbered source of an answer; `quote` equals the guide's cleaned text[start:end]."""

    number: int
    guide: str
    title: str | None
    author: str | None
    published: str | None
    as_of: str | None
    section: str | None
    timestamp: str | None
    page: int | None
    url: str | None
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure with the sentence or row that states it."""

    figure: Figure
    citation: Citation
    differs_from: tuple[int, ...] = ()
    """Places, among the figures it was listed with, of other guides' figures that give the same another value."""


@dataclass(frozen=True, slots=True)
class Position:
    """One side of a disagreement: the value or stance in short, the guide's words, and the citation's number."""

    value: str
    says: str
    citation: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Guides that say different things about the same matter."""

    about: str
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a guide says of one side in one respect: its words, and the citation's number."""

    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One respect in which things are compared; a cell is None where no guide says."""

    name: str
    """What the cells are about; empty where they stand under no heading in common."""
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Things side by side: a column for each, in the asker's words."""

    sides: tuple[str, ...]
    rows: tuple[ComparisonRow, ...]


Check = Literal["quote", "verified", "exact", "none"]
"""A guide's own words; carried by its quotes as a verifying look found; only figures, names and markers were checked;
nothing was."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer with the numbers of its citations."""

    text: str
    citations: tuple[int, ...]
    check: Check


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that a guide gives and answers, with the place, among the guide's units, of the one that answers."""

    question: str
    article_id: str
    unit: int


@dataclass(frozen=True, slots=True)
class Removed:
    """A sentence that a check took out of an answer."""

    sentence: str
    reason: str


Finish = Literal["stop", "length", "content_filter", "cut"]
"""How a model's text came to its end."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a model counted."""

    input_tokens: int
    output_tokens: int

    def plus(self, other: Usage | None) -> Usage:
        """What two calls took together."""
        more = other or Usage(0, 0)
        return Usage(self.input_tokens + more.input_tokens, self.output_tokens + more.output_tokens)


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds."""

    total: float = 0.0
    retrieve: float = 0.0
    read: float = 0.0
    first_token: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as the contract has it: `dataclasses.asdict` gives the JSON object, keys and order included."""

    question: str
    standalone_question: str
    status: Status
    answer: str
    """Cited sentences alone; each ends in its marker(s), and each marker is a citation's number."""
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    """Where no guide answers: what comes nearest, unmarked."""
    not_covered: tuple[str, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    comparison: Comparison | None = None
    """The same quotes as a table, where the question compares."""
    removed: tuple[Removed, ...] = ()
    background: tuple[str, ...] = ()
    mode: Mode = "quotes"
    model: str | None = None
    notice: str | None = None
    follow_ups: tuple[str, ...] = ()
    usage: Usage | None = None
    timings_ms: Timings = field(default_factory=Timings)

    @property
    def outside_comparison(self) -> str:
        """The paragraphs of which the comparison's cells hold no quote, such as a verdict; all where there is none."""
        rows = self.comparison.rows if self.comparison else ()
        held = {f"[{cell.citation}]" for row in rows for cell in row.cells if cell}
        apart = (each for each in self.answer.split("\n\n") if not any(marker in each for marker in held))
        return "\n\n".join(apart)


# --- index ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EncoderId:
    """Which encoder made an index: a name and the SHA-256 of its weights."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article as the index keeps it. `digest` is the SHA-256 of the source file's bytes."""

    parsed: ParsedArticle
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made from."""

    generation: str
    folder: str
    """The absolute folder it was built from."""
    encoder: EncoderId
    pipeline: int
    """Version of cleaning, splitting and views; another version asks for a new ingest."""
    created: str
    """UTC, ISO 8601."""
    digests: Mapping[str, str]
    """Article id -> digest."""
    units: int
    removed_units: int = 0
    """Units that were taken out of this index's vectors since those were made anew; they cost space and speed."""
