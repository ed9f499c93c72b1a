"""Whether a clause says of one thing what its passages say of another, or the opposite of the same."""

from __future__ import annotations

from collections.abc import Set

from rag.checks.alignment import Clause
from rag.checks.cited import Cited
from rag.checks.told import Told
from rag.language.lexical import WORD, stem_of
from rag.language.opposites import against
from rag.language.words import concepts

_RIGHTLY = 0.6
"""The share of what is told of a subject that another part has to say, to be the one that is meant."""


def other_subject(clause: Clause, cited: Cited) -> tuple[str, str] | None:
    """What a clause is about and what the passages say it of, where they say something else of the former."""
    lines = [part for line in cited.lines for part in line.parts]
    for claim in clause.parts:
        if not claim.head or len(claim.rest) < 2:
            continue
        share, best = max(
            ((_share(claim, part), part) for part in lines if part.denies == claim.denies),
            key=lambda p: (p[0], len(p[1].subject & claim.subject)),
            default=(0.0, None),
        )
        if best is None or share < _RIGHTLY or not best.head:
            continue
        taken = claim.head - best.subject - best.rest
        left = best.head - claim.subject - claim.rest
        if not taken or not left:
            continue
        others = [part for part in lines if part is not best and taken <= part.subject]
        if any(taken <= part.head for part in others) and not any(_adds(claim, part, best) for part in others):
            return _written(taken, clause.text), _written(left, clause.line.text)
    return None


def turned_about(clause: Clause, cited: Cited) -> str | None:
    """A word of a clause whose opposite is said of the very same subject."""
    lines = [part for line in cited.lines for part in line.parts]
    for claim in clause.parts:
        for part in lines:
            same = claim.head and claim.head == part.head and claim.denies == part.denies
            if same and claim.rest and _share(claim, part):
                opposed = sorted(stem for stem in claim.rest - part.rest if against(stem, part.rest))
                if opposed:
                    return _written({opposed[0]}, clause.text)
    return None


def _share(claim: Told, part: Told) -> float:
    """The share of what a part of a claim says that another part says, 0 to 1."""
    return sum(_says(stem, part.rest) for stem in claim.rest) / len(claim.rest)


def _adds(claim: Told, part: Told, best: Told) -> bool:
    """Whether a part says anything of a claim that the best one doesn't."""
    return part.denies == claim.denies and any(
        _says(stem, part.rest) and not _says(stem, best.rest) for stem in claim.rest
    )


def _says(stem: str, said: frozenset[str]) -> bool:
    return stem in said or bool(concepts().get(stem, frozenset()) & said)


def _written(found: Set[str], text: str) -> str:
    words = [match.group() for match in WORD.finditer(text)]
    return " ".join(dict.fromkeys(w for w in words if stem_of(w) in found)) or " ".join(sorted(found))
