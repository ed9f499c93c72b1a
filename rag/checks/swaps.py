"""Whether a clause is a copy of its line but for what it puts in another thing's place."""

from __future__ import annotations

from difflib import SequenceMatcher

from rag.checks.alignment import Clause
from rag.checks.content import SAID, content_words, credit, stems
from rag.checks.figure_checks import INDEPENDENT
from rag.checks.quantities import quantities

_ANYBODY = frozenset("person peopl man woman human".split())
_MOSTLY = 0.6
"""The share of a clause's words that a part of its line says, from which on the clause may stand for that part."""


def other_part(clause: Clause, whole: str) -> str | None:
    """The part of a line whose subject a clause gives to another: "A builds x and B builds y" told as "A builds y".

    Each part that the clause may stand for says something else in the place of what the clause takes from another part.
    """
    said = clause.line.text
    parts = INDEPENDENT.split(said)
    if len(parts) < 2 or len(clause.words) < 3 or quantities(clause.text):
        return None
    known, claim = [stems(part) for part in parts], stems(whole)
    around = stems(clause.line.around)
    pure = all(credit(w, stems(said) | around) == 1 for w in clause.words)
    if max(sum(credit(w, own) == 1 for w in clause.words) for own in known) < max(2, _MOSTLY * len(clause.words)):
        return None
    for part, own in zip(parts, known, strict=True):
        if sum(credit(w, own | around) >= SAID for w in clause.words) < _MOSTLY * len(clause.words):
            continue
        others = frozenset().union(*(other for other in known if other is not own))
        taken = [
            w
            for w in (clause.words if pure else clause.words[:2])
            if credit(w, own | around) < SAID <= credit(w, others)
        ]
        left = [w for w in content_words(part) if credit(w, claim) < SAID and w.stem not in _ANYBODY]
        if not taken or not left:
            return None
    return parts[0]


def replaced(clause: Clause, around: str) -> tuple[str, str] | None:
    """What a clause puts in the place of other words of its line, and those words, where it is else nearly its copy."""
    said = content_words(clause.line.text)
    context = stems(around)
    blocks = SequenceMatcher(None, [w.stem for w in said], [w.stem for w in clause.words], autojunk=False).get_opcodes()
    same = sum(end - start for kind, *_, start, end in blocks if kind == "equal")
    if same < max(2, _MOSTLY * len(clause.words)):
        return None
    claim = stems(clause.text)
    for kind, a, b, c, d in blocks:
        new = [
            w for n, w in enumerate(clause.words) if c <= n < d and n in clause.strange and credit(w, context) < SAID
        ]
        old = [w for w in said[a:b] if credit(w, claim) < SAID]
        if kind == "replace" and a == c == 0 and new and old and len(new) == d - c:
            return " ".join(w.text for w in new), " ".join(w.text for w in old)
    return None
