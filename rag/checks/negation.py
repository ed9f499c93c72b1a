"""What a text denies, and whether a claim affirms it."""

from __future__ import annotations

import re

from rag.checks.content import SAID, Word, content_words, credit, opposite, stems
from rag.checks.lexicon import NEGATORS, SOFT_NEGATIVE

_CONTRAST = re.compile(r"(?:\band|\bbut|,)\s+not\b|\brather than\b|\binstead of\b|\bnot\b.*\bbut\b", re.IGNORECASE)
_PRONOUNS = frozenset("nothing none nobody".split())
"""They deny without saying of what."""
_UNTIL = re.compile(r"(?:\bnot\b|n['’]t\b|\bnever\b|\bno\b).*\b(?:before|until|unless|without)\b", re.IGNORECASE)
""""Don't quit before you have saved" is told as "save, then quit"."""
_JOINT = re.compile(r"\s(?:because|that|so|as)\b")
"""Right behind a negation it ends nothing: "not because of the pay", "doubts that"."""
REACH = 3
"""Content words that a negation covers."""
STOPS = re.compile(r"[,;:.—|](?=\s|$)|\b(?:but|because|so|while|whereas|and|as|which|that)\b")
"""Where the reach of a negation or hedge ends."""


def denied(text: str) -> frozenset[str]:
    """The stems of content words that a negation in the text covers; a double negation covers none."""
    words = content_words(text)
    found: set[str] = set()
    for match in NEGATORS.finditer(text):
        if match.group().lower() in _PRONOUNS:
            continue
        joint = _JOINT.match(text, match.end())
        stop = STOPS.search(text, joint.end() if joint else match.end() + 1)
        edge = stop.start() if stop else len(text)
        behind = [word for word in words if match.end() <= word.start < edge][:REACH]
        found ^= {word.stem for word in behind}
    return frozenset(found)


def turned(claim: str, said: str, line: str) -> str | None:
    """A word that the claim affirms and the text denies, or the other way round; None where their words agree.

    `said` is the part of the line that speaks of the claim's matter.
    """
    here, there = denied(claim), denied(said)
    if NEGATORS.search(claim) and NEGATORS.search(line) and not NEGATORS.search(said):
        return None
    words = [word for word in content_words(claim) if credit(word, stems(line)) >= SAID]
    scope = stems(" ".join(there))
    if bool(NEGATORS.search(claim)) == bool(NEGATORS.search(said)):
        return _contrast_turned(claim, words, here, scope)
    if any(opposite(word, stems(line)) for word in content_words(claim)):
        return None  # "stayed" for "never left"
    one, other = (said, claim) if NEGATORS.search(claim) else (claim, said)
    if _UNTIL.search(other):
        return None
    if _soft(one) - _soft(other):
        return None
    differing = [word for word in words if word.stem in here or credit(word, scope) >= SAID]
    return differing[0].text if differing else None


def _contrast_turned(claim: str, words: list[Word], here: frozenset[str], scope: frozenset[str]) -> str | None:
    """A word that changed sides where both texts deny something: "a, not b" told as "b, not a"."""
    if not _CONTRAST.search(claim) or any(w.stem in here and credit(w, scope) >= SAID for w in words):
        return None
    gone_over = [w for w in words if w.stem in here]
    come_over = [w for w in words if credit(w, scope) >= SAID]
    return gone_over[0].text if gone_over and come_over else None


def _soft(text: str) -> set[str]:
    return {match.group().lower() for match in SOFT_NEGATIVE.finditer(text)}
