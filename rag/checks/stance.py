"""How surely a text says what it says: hedges, words such as "always", and marks of a view."""

from __future__ import annotations

import re

from rag.checks.content import SAID, content_words, credit
from rag.checks.lexicon import ABSOLUTE, HEDGE, MUST_SAID, NEGATORS, STANDS_FOR, VIEW
from rag.checks.names import speakers
from rag.checks.phrases import REACH, STOPS, Phrase
from rag.checks.quantities import quantities

_ATTRIBUTED = re.compile(
    r"\b(?:according to|in the (?:author|guide|article|speaker|source)['’]s|the (?:\S+ ){0,3}(?:author|guide|article"
    r"|speaker|writer|video|text)"
    r"|(?:he|she|they|I) )\b",
    re.IGNORECASE,
)


def unhedged(claim: Phrase, said: Phrase) -> str | None:
    """A hedge of the text that the claim leaves out, with nothing in its place."""
    for kind, pattern in HEDGE.items():
        for match in pattern.finditer(said.text):
            instead = any(HEDGE[other].search(claim.text) for other in STANDS_FOR[kind])
            if not instead and _is_told(said.text, match, claim):
                return match.group().lower()
    return None


def _is_told(said: str, hedge: re.Match[str], claim: Phrase) -> bool:
    """Whether the claim tells what a hedge of the text stands before."""
    stop = STOPS.search(said, hedge.end() + 1)
    edge = stop.start() if stop else len(said)
    behind = said[hedge.end() : edge]
    values = [(q.low, q.high) for q in quantities(behind)]
    words = content_words(behind)[:REACH]
    if not words and not values:
        words = content_words(said[: hedge.start()])[-REACH:]
    told = sum(credit(word, claim.stems) >= SAID for word in words)
    return (bool(words) and 2 * told >= len(words)) or any((q.low, q.high) in values for q in claim.quantities)


def overstated(claim: str, said: str) -> str | None:
    """A word such as "always" of the claim that the text doesn't have in any form."""
    for kind, pattern in ABSOLUTE.items():
        match = pattern.search(claim)
        instead = {"never": NEGATORS, "must": MUST_SAID}.get(kind)
        if kind == "never" and ABSOLUTE["always"].search(said):
            continue  # "always short of staff" is "never enough staff"
        if match and not pattern.search(said) and not (instead and instead.search(said)):
            return match.group().lower()
    return None


def is_view(text: str) -> bool:
    """Whether the text marks what it says as somebody's view."""
    return bool(VIEW.search(text))


def is_attributed(text: str, authors: str) -> bool:
    """Whether the text says who says or thinks it. `authors` are the names of those who wrote what it cites."""
    named = set(re.findall(r"\w{3,}", authors))
    return bool(_ATTRIBUTED.search(text) or is_view(text) or speakers(text) or named & set(re.findall(r"\w+", text)))
