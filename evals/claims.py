"""How the checks do on sentences of which it is known whether the passages carry them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.lines import read_lines, text_of
from rag.checks.types import CitedPassage, Verdict
from rag.errors import UsageError

Check = Callable[[str, Sequence[CitedPassage]], Verdict]


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
    verdict: Verdict

    @property
    def right(self) -> bool:
        """Whether a faithful claim was kept, or a wrong one caught."""
        return self.claim.faithful == self.verdict.ok


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


def judge(claims: Iterable[Claim], check: Check) -> list[Outcome]:
    """Each claim with the verdict on it, in order."""
    return [Outcome(claim, check(claim.sentence, claim.passages)) for claim in claims]


def count(outcomes: Iterable[Outcome]) -> Counts:
    """The outcomes counted."""
    outcomes = list(outcomes)
    faithful = [outcome for outcome in outcomes if outcome.claim.faithful]
    wrong = [outcome for outcome in outcomes if not outcome.claim.faithful]
    removed, caught = (sum(not outcome.verdict.ok for outcome in group) for group in (faithful, wrong))
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
            guide=text_of(value, "guide", may_be_null=True),
            author=text_of(value, "author", may_be_null=True) or None,
            published=text_of(value, "published", may_be_null=True) or None,
        )
    except UsageError as error:
        raise UsageError(f"passage {at}: {error}") from None
