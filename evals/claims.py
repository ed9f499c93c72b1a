"""How the checks do on sentences of which it is known whether the passages carry them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.lines import read_lines, text_of
from rag.checking.exact import wrong
from rag.checking.quantities import Line
from rag.errors import UsageError
from rag.language.amounts import find_amounts
from rag.language.money import CURRENCIES
from rag.language.sentences import sentence_spans
from rag.model.markers import normal, numbers_in, without_markers


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A numbered passage that sentences may cite."""

    number: int
    text: str
    guide: str = ""
    author: str | None = None
    published: str | None = None

    @property
    def lines(self) -> Iterator[Line]:
        """Its sentences and rows, as the checks want them."""
        money = frozenset(each.unit for each in find_amounts(self.text) if each.unit in CURRENCIES)
        byline = f"{self.author or ''} {self.published or ''} {self.guide}"
        for row in self.text.splitlines():
            for start, end in sentence_spans(row):
                yield Line(row[start:end], self.guide.replace("-", " "), byline, money)


Check = Callable[[str, Sequence[CitedPassage]], str | None]
"""(sentence with its markers, passages) -> why it may not be shown, or None."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence with the passages it may cite; `faithful` says whether those carry it."""

    id: str
    kind: str
    sentence: str
    passages: tuple[CitedPassage, ...]
    faithful: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A claim and what the check said of it."""

    claim: Claim
    reason: str | None
    """Why the check removes it; None where it doesn't."""

    @property
    def right(self) -> bool:
        """Whether a faithful claim was kept, or a wrong one caught."""
        return self.claim.faithful == (self.reason is None)


@dataclass(frozen=True, slots=True)
class Counts:
    """Claims: wrong ones and how many of those were caught, faithful ones and how many of those were removed."""

    wrong: int
    caught: int
    faithful: int
    removed: int


def read_claims(path: Path) -> list[Claim]:
    """The claims of a file of JSON lines. Raises UsageError that names the line."""
    return read_lines(path, _claim)


def exactly(sentence: str, passages: Sequence[CitedPassage]) -> str | None:
    """What the exact checks say of a sentence."""
    marked = normal(sentence)
    by_number = {passage.number: passage for passage in passages}
    cited = numbers_in(marked)
    if not cited or not by_number.keys() >= set(cited):
        return "it names no passage that there is"
    return wrong(without_markers(marked), [line for number in cited for line in by_number[number].lines])


def judge(claims: Iterable[Claim], check: Check = exactly) -> list[Outcome]:
    """Each claim with what the check says of it, in order."""
    return [Outcome(claim, check(claim.sentence, claim.passages)) for claim in claims]


def count(outcomes: Iterable[Outcome]) -> Counts:
    """The outcomes counted."""
    outcomes = list(outcomes)
    faithful = [outcome for outcome in outcomes if outcome.claim.faithful]
    wrong = [outcome for outcome in outcomes if not outcome.claim.faithful]
    removed, caught = (sum(outcome.reason is not None for outcome in group) for group in (faithful, wrong))
    return Counts(len(wrong), caught, len(faithful), removed)


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, Counts]:
    """The outcomes counted by kind, kinds in the order in which they first come."""
    kinds = dict.fromkeys(outcome.claim.kind for outcome in outcomes)
    return {kind: count(o for o in outcomes if o.claim.kind == kind) for kind in kinds}


def _claim(value: Mapping[str, Any]) -> Claim:
    passages = value.get("passages")
    if not isinstance(passages, list):
        raise UsageError('"passages" is no list')
    if not isinstance(value.get("faithful"), bool):
        raise UsageError('"faithful" is neither true nor false')
    return Claim(
        id=text_of(value, "id", may_be_null=True),
        kind=text_of(value, "kind"),
        sentence=text_of(value, "sentence"),
        passages=tuple(_passage(number, passage) for number, passage in enumerate(passages, start=1)),
        faithful=value["faithful"],
    )


def _passage(at: int, value: Any) -> CitedPassage:
    if not isinstance(value, Mapping):
        raise UsageError(f"passage {at} is no object")
    number = value.get("number")
    if not isinstance(number, int) or isinstance(number, bool):
        raise UsageError(f'passage {at}: "number" is no whole number')
    try:
        return CitedPassage(
            number=number,
            text=text_of(value, "text"),
            guide=text_of(value, "guide", may_be_null=True) or "",
            author=text_of(value, "author", may_be_null=True) or None,
            published=text_of(value, "published", may_be_null=True) or None,
        )
    except UsageError as error:
        raise UsageError(f"passage {at}: {error}") from None
