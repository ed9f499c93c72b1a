"""Whether a claim puts one thing in the place of another: swapped round, of the wrong part, or in a near copy."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from rag.checks.alignment import Clause
from rag.checks.comparisons import compares
from rag.checks.content import SAID, credit, stems
from rag.checks.phrases import Phrase
from rag.language.lexical import WORD
from rag.language.opposites import opposites

_MOVES = re.compile(
    r"\b(?:mov|chang|switch|migrat|shift|went|go|com|came|transfer|turn|convert)(?:e|es|ed|ing|s)?\b", re.IGNORECASE
)
_WAY = re.compile(r"\b(from|to|into)\s(?:an?\s|the\s)?", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be|being)\s(?:not\s|\w+ly\s)?\w+(?:ed|en)\b|\bby\b", re.IGNORECASE)
_SIDES = re.compile(r"[,;]\s|\s(?:and|but|while|whereas|than)\s")
_ANYBODY = frozenset("person peopl man woman human".split())
_MOSTLY = 0.6
"""The share of a clause's words that a part of its line says, from which on the clause may stand for that part."""


def crossed(claim: Phrase, said: Phrase) -> tuple[str, str] | None:
    """Two words of the claim that the text tells apart: "free for small, dear for large firms" as "free for large".

    Counted are words whose opposite stands in the text, too.
    """
    against = [(w, opposites().get(w.stem, frozenset())) for w in claim.words if w.stem in said.stems]
    polar = [word for word, other in against if other & said.stems and not other & claim.stems]
    if len(polar) < 2:
        return None
    parts = [stems(part) for part in _SIDES.split(said.text)]
    if any(all(word.stem in part for word in polar) for part in parts):
        return None
    return polar[0].text, polar[1].text


def redirected(claim: Phrase, said: Phrase) -> str | None:
    """A word that the claim goes away from and the text towards, or the other way round."""
    here, there = _directions(claim), _directions(said)
    return next((stem for stem, way in here.items() if stem in there and not way & there[stem]), None)


def _directions(phrase: Phrase) -> dict[str, frozenset[str]]:
    """Stem of a word -> the ways, "from" or "to", in which the text moves with it."""
    text = phrase.text
    found: dict[str, frozenset[str]] = {}
    moves = _MOVES.search(text)
    for match in _WAY.finditer(text, moves.start()) if moves else ():
        word = next((w for w in phrase.words if w.start >= match.end()), None)
        if word and not WORD.search(text[match.end() : word.start]):
            way = "from" if match.group(1).lower() == "from" else "to"
            found[word.stem] = found.get(word.stem, frozenset()) | {way}
    return found


def exchanged(claim: Phrase, said: Phrase) -> str | None:
    """A word of the claim that stands on the other side of a word between two: "A beats B" told as "B beats A"."""
    if bool(_PASSIVE.search(claim.text)) != bool(_PASSIVE.search(said.text)):
        return None
    if compares(claim.text) or compares(said.text):
        return None
    there = {word.stem: at for at, word in reversed(list(enumerate(said.words)))}
    here = claim.words
    for one, between, other in zip(here, here[1:], here[2:], strict=False):
        places = [there.get(word.stem, -1) for word in (one, between, other)]
        if min(places) >= 0 and places[2] + 1 == places[1] == places[0] - 1:
            return one.text
    return None


def other_part(clause: Clause, whole: Phrase) -> str | None:
    """The part of a line whose subject a clause gives to another: "A builds x and B builds y" told as "A builds y".

    Each part that the clause may stand for says something else in the place of what the clause takes from another part.
    """
    parts = clause.line.independent
    if len(parts) < 2 or len(clause.words) < 3 or clause.phrase.quantities:
        return None
    known = [part.stems for part in parts]
    around = stems(clause.line.around)
    pure = all(credit(w, clause.line.phrase.stems | around) == 1 for w in clause.words)
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
        left = [w for w in part.words if credit(w, whole.stems) < SAID and w.stem not in _ANYBODY]
        if not taken or not left:
            return None
    return parts[0].text


def replaced(clause: Clause, around: str) -> tuple[str, str] | None:
    """What a clause puts in the place of other words of its line, and those words, where it is else nearly its copy."""
    said = clause.line.phrase.words
    context = stems(around)
    blocks = SequenceMatcher(None, [w.stem for w in said], [w.stem for w in clause.words], autojunk=False).get_opcodes()
    same = sum(end - start for kind, *_, start, end in blocks if kind == "equal")
    if same < max(2, _MOSTLY * len(clause.words)):
        return None
    for kind, a, b, c, d in blocks:
        new = [
            w for n, w in enumerate(clause.words) if c <= n < d and n in clause.strange and credit(w, context) < SAID
        ]
        old = [w for w in said[a:b] if credit(w, clause.phrase.stems) < SAID]
        if kind == "replace" and a == c == 0 and new and old and len(new) == d - c:
            return " ".join(w.text for w in new), " ".join(w.text for w in old)
    return None
