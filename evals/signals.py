"""What the coverage score sees of questions of which it is known whether the guides answer them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from evals.answerable import best_part, top_similarity
from evals.lines import text_of
from rag.asking.followup import standalone
from rag.errors import UsageError
from rag.finding.coverage import DEPTH, Signals, signals
from rag.finding.finding import Finder
from rag.finding.missing import gains
from rag.types import Turn

NAMES = tuple(field.name for field in fields(Signals))


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with its label. Questions of one `group` are never fitted and scored on together."""

    id: str
    group: str
    text: str
    history: tuple[Turn, ...]
    answerable: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The signals of a question, in the order of NAMES."""

    source: str
    """Which set it is of."""
    group: str
    id: str
    answerable: bool
    score: float
    """The product's own."""
    similarity: float
    """Highest cosine of the question and any unit."""
    signals: tuple[float, ...]


def observe(source: str, asked: Iterable[Ask], finder: Finder) -> Iterator[Row]:
    """A row for each question for which anything was found."""
    for ask in asked:
        best = best_part(finder.find(standalone(ask.text, ask.history)))
        if best.hits:
            numbers = [hit.number for hit in best.hits[:DEPTH]]
            gained = gains(best.question, numbers, finder.evidence, finder.fit)
            seen = signals(best.question, best.hits, finder.evidence, gained)
            yield Row(
                source=source,
                group=f"{source}/{ask.group}",
                id=ask.id,
                answerable=ask.answerable,
                score=best.coverage.score,
                similarity=top_similarity(best.question.text, finder),
                signals=tuple(float(getattr(seen, name)) for name in NAMES),
            )


def written(row: Row) -> dict[str, Any]:
    """The row as a JSON object."""
    return asdict(row) | {"signals": dict(zip(NAMES, row.signals, strict=True))}


def read_row(value: Any) -> Row:
    """The row of a JSON object. Raises UsageError."""
    seen = value.get("signals")
    if not isinstance(seen, dict) or set(seen) != set(NAMES):
        raise UsageError(f"its signals aren't {', '.join(NAMES)}: make the file anew")
    return Row(
        source=text_of(value, "source"),
        group=text_of(value, "group"),
        id=text_of(value, "id"),
        answerable=bool(value.get("answerable")),
        score=float(value.get("score", 0.0)),
        similarity=float(value.get("similarity", 0.0)),
        signals=tuple(float(seen[name]) for name in NAMES),
    )


def folds(items: Sequence[str], count: int = 5) -> list[str]:
    """A fold for each item, in turn: the groups of a set that has none of its own."""
    return [f"fold {place % count}" for place in range(len(items))]
