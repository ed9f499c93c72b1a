"""A comparison that a claim draws, against one that the text draws or the figures that stand with its sides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.checks.cited import Cited
from rag.checks.content import Word, content_words
from rag.checks.figures import Said
from rag.checks.phrases import Phrase
from rag.checks.quantities import DURATIONS, in_months
from rag.language.lexical import WORD, terms
from rag.language.opposites import opposites

_THAN = re.compile(
    r"\b(?:than|compared (?:to|with)|ahead of|beats?|outearns?|outnumbers?|surpass(?:es|ed)?|outranks?|outperforms?"
    r"|exceeds?(?!\s\S?\d)|passed (?=that|those|the pay))\b"
)
_CLAUSE = re.compile(r"[;:]\s|,\s(?:and|but|while|whereas|although|because|since)\s|\s(?:but|while|whereas|because)\s")
SMALL = frozenset("more less fewer most least many few above below lot much little well".split())
"""Words without a topic whose opposites count."""
_COMPARING = frozenset(
    """higher lower longer shorter better worse larger smaller bigger greater faster slower harder easier earlier later
    cheaper stronger weaker older younger rarer""".split()
)
_MORE = r"more|higher|longer|greater|larger|bigger|better|dearer|costlier"
_LESS = r"less|lower|shorter|smaller|fewer|cheaper|worse"
_COMPARES = re.compile(rf"\b(?:(?P<more>{_MORE})|(?P<less>{_LESS}))\b(?P<between>(?:\s[\w-]+){{0,6}}?)\sthan\b", re.I)
_END = re.compile(r"[;:,]|\s(?:but|while|whereas|because)\s")


def compares(text: str) -> bool:
    """Whether a text compares anything with "than" or a verb that does, such as "outearns"."""
    return bool(_THAN.search(text))


def turned_round(claim: Phrase, said: Phrase) -> bool:
    """Whether the claim compares the other way round: what it puts before "than" the text puts behind it."""
    one, other = _compared(claim.text), _compared(said.text)
    if not one or not other:
        return False
    # Only the very words tell which side is which: a startup is a company, too.
    direct = _overlap(one[0], other[0]) + _overlap(one[1], other[1])
    cross = _overlap(one[0], other[1]) + _overlap(one[1], other[0])
    across = min(_overlap(one[0], other[1]), _overlap(one[1], other[0]))
    return cross > direct or across > 0


def measured(claim: Phrase, said: Phrase) -> str | None:
    """The comparing word of a claim ("more ... than") where the text compares the same two things the other way."""
    one, other = _compared(claim.text), _compared(said.text)
    if not one or not other or not (_overlap(one[1], other[1]) or _overlap(one[1], other[0])):
        return None
    here, there = _comparing(claim.text), _comparing(said.text)
    return here if here and there and opposites().get(terms(here)[0], frozenset()) & set(terms(there)) else None


def bears_out(claim: Phrase, cited: Cited) -> bool | None:
    """Whether the figures that stand with both sides of a clause's "more than" say so; None where they say nothing."""
    text = claim.text
    match = _COMPARES.search(text)
    if not match or claim.quantities:
        return None
    end = _END.search(text, match.end())
    one, other = _stems(text[: match.start()]), _stems(text[match.end() : end.start() if end else len(text)])
    dimension = _stems(match.group("between")) | (one & other)
    left, right = one - other, other - one
    if not left or not right:
        return None
    here, there = _with(left, right, cited.figures), _with(right, left, cited.figures)
    pairs = [(a, b) for a in here for b in there if a is not b and _same_kind(a, b)]
    if re.match("long|short", (match.group("more") or match.group("less")).lower()):
        pairs = [(a, b) for a, b in pairs if a.quantity.unit in DURATIONS]
    fit = [len(dimension & (a.own.stems | a.whole.stems)) for a, _ in pairs]
    best = [pair for pair, score in zip(pairs, fit, strict=True) if score == max(fit)]
    if not best or len({_unit(a) for a, _ in best}) > 1:
        return None
    larger = [_middle(a) > _middle(b) for a, b in best]
    if any(_middle(a) == _middle(b) for a, b in best) or any(one != larger[0] for one in larger):
        return None
    return larger[0] == bool(match.group("more"))


def _with(wanted: frozenset[str], unwanted: frozenset[str], found: Sequence[Said]) -> list[Said]:
    """The figures with most of one side's words and fewest of the other's."""
    scored = [(len(wanted & _own(said)) - len(unwanted & _own(said)), said) for said in found if wanted & _own(said)]
    most = max((score for score, _ in scored), default=0)
    return [said for score, said in scored if score == most]


def _own(said: Said) -> frozenset[str]:
    return frozenset(terms(said.own.text))


def _same_kind(one: Said, other: Said) -> bool:
    return one.line.passage == other.line.passage and _unit(one) == _unit(other) != ("", "")


def _unit(said: Said) -> tuple[str, str]:
    quantity = in_months(said.quantity)
    return quantity.unit, quantity.rate


def _middle(said: Said) -> float:
    quantity = in_months(said.quantity)
    return (quantity.low + quantity.high) / 2


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in content_words(text))


def _comparing(text: str) -> str:
    """The word that compares, before "than": "more", "less", "longer"; or ``."""
    match = _THAN.search(text)
    words = WORD.findall(text[: match.start()].lower()) if match else []
    return next((word for word in reversed(words) if word in SMALL or word in _COMPARING), "")


def _compared(text: str) -> tuple[list[Word], list[Word]] | None:
    """The words before and behind "than", those on both sides left out."""
    match = _THAN.search(text)
    if not match:
        return None
    cuts = [cut.span() for cut in _CLAUSE.finditer(text)]
    first = max((end for _, end in cuts if end <= match.start()), default=0)
    last = min((start for start, _ in cuts if start >= match.end()), default=len(text))
    before, behind = content_words(text[first : match.start()]), content_words(text[match.end() : last])
    both = {w.stem for w in before} & {w.stem for w in behind}
    return [w for w in before if w.stem not in both], [w for w in behind if w.stem not in both]


def _overlap(words: Sequence[Word], others: Sequence[Word]) -> float:
    known = {word.stem for word in others}
    return sum(word.weight for word in words if word.stem in known)
