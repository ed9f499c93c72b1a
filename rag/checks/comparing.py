"""A comparison that a clause draws and no line does, held against the figures that stand with its two sides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.checks.cited import Cited
from rag.checks.content import content_words, stems
from rag.checks.figures import Stated, stated_in
from rag.checks.quantities import DURATIONS, in_months, quantities
from rag.text.lexical import terms

_MORE = r"more|higher|longer|greater|larger|bigger|better|dearer|costlier"
_LESS = r"less|lower|shorter|smaller|fewer|cheaper|worse"
_COMPARES = re.compile(rf"\b(?:(?P<more>{_MORE})|(?P<less>{_LESS}))\b(?P<between>(?:\s[\w-]+){{0,6}}?)\sthan\b", re.I)
_END = re.compile(r"[;:,]|\s(?:but|while|whereas|because)\s")


def bears_out(text: str, cited: Cited) -> bool | None:
    """Whether the figures that stand with both sides of a clause's "more than" say so; None where they say nothing."""
    match = _COMPARES.search(text)
    if not match or quantities(text):
        return None
    end = _END.search(text, match.end())
    one, other = _stems(text[: match.start()]), _stems(text[match.end() : end.start() if end else len(text)])
    dimension = _stems(match.group("between")) | (one & other)
    left, right = one - other, other - one
    if not left or not right:
        return None
    found = [said for line in cited.lines for said in stated_in(line)]
    here, there = _with(left, right, found), _with(right, left, found)
    pairs = [(a, b) for a in here for b in there if a is not b and _same_kind(a, b)]
    if re.match("long|short", (match.group("more") or match.group("less")).lower()):
        pairs = [(a, b) for a, b in pairs if a.quantity.unit in DURATIONS]
    fit = [sum(stem in stems(f"{a.own} {a.whole}") for stem in dimension) for a, _ in pairs]
    best = [pair for pair, score in zip(pairs, fit, strict=True) if score == max(fit)]
    if not best or len({_unit(a) for a, _ in best}) > 1:
        return None
    larger = [_middle(a) > _middle(b) for a, b in best]
    if any(_middle(a) == _middle(b) for a, b in best) or any(one != larger[0] for one in larger):
        return None
    return larger[0] == bool(match.group("more"))


def _with(wanted: frozenset[str], unwanted: frozenset[str], found: Sequence[Stated]) -> list[Stated]:
    """The figures with most of one side's words and fewest of the other's."""
    scored = [(len(wanted & _own(said)) - len(unwanted & _own(said)), said) for said in found if wanted & _own(said)]
    most = max((score for score, _ in scored), default=0)
    return [said for score, said in scored if score == most]


def _own(said: Stated) -> frozenset[str]:
    return frozenset(terms(said.own))


def _same_kind(one: Stated, other: Stated) -> bool:
    near = one.line == other.line or (one.line and other.line and one.line.passage == other.line.passage)
    return bool(near) and _unit(one) == _unit(other) != ("", "")


def _unit(said: Stated) -> tuple[str, str]:
    quantity = in_months(said.quantity)
    return quantity.unit, quantity.rate


def _middle(said: Stated) -> float:
    quantity = in_months(said.quantity)
    return (quantity.low + quantity.high) / 2


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in content_words(text))
