"""What a text does with what it says: denies it, hedges it, holds it as a view, or says it of everything."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.claims.content import Word, content_words, credit, opposite, stems
from rag.claims.lexicon import ABSOLUTE, HEDGE, MUST_SAID, NEGATORS, SOFT_NEGATIVE, STANDS_FOR, VIEW, opposites
from rag.claims.names import speakers
from rag.claims.quantities import quantities
from rag.lexical import WORD, terms

_THAN = re.compile(r"\b(?:than|compared (?:to|with))\b")
_SMALL = frozenset("more less fewer most least many few above below lot much little well".split())
"""Words without a topic whose opposites count."""
_CONTRAST = re.compile(r"(?:\band|\bbut|,)\s+not\b|\brather than\b|\binstead of\b|\bnot\b.*\bbut\b", re.IGNORECASE)
_PRONOUNS = frozenset("nothing none nobody".split())
"""They deny without saying of what."""
_UNTIL = re.compile(r"(?:\bnot\b|n['’]t\b|\bnever\b|\bno\b).*\b(?:before|until|unless|without)\b", re.IGNORECASE)
""""Don't quit before you have saved" is told as "save, then quit"."""
_FOR = re.compile(
    r"\b(?:recommend(?:s|ed)?|advis(?:es|ed) (?!against|not)\w+|suggests?|encourages?|urges?|praises?)\b", re.IGNORECASE
)
_AGAINST = re.compile(
    r"\b(?:(?:warns?|advis(?:es|ed)|cautions?|argues?) against|beware|discourages?|advis(?:es|ed) not to)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be|being)\s\w+(?:ed|en)\b|\bby\b", re.IGNORECASE)
_SIDES = re.compile(r"[,;]\s|\s(?:and|but|while|whereas|than)\s")
_REACH = 3
"""Content words that a negation covers."""
_STOPS = re.compile(r"[,;:.—|](?=\s|$)|\b(?:but|because|so|while|whereas|and|as|which|that)\b")
_ATTRIBUTED = re.compile(
    r"\b(?:according to|in the (?:author|guide|article|speaker|source)['’]s|the (?:\S+ ){0,3}(?:author|guide|article|speaker|writer|video|text)"
    r"|(?:he|she|they|I) )\b",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:all|every)\b", re.IGNORECASE)


def denied(text: str) -> frozenset[str]:
    """The stems of content words that a negation in the text covers; a double negation covers none."""
    words = content_words(text)
    found: set[str] = set()
    for match in NEGATORS.finditer(text):
        if match.group().lower() in _PRONOUNS:
            continue
        stop = _STOPS.search(text, match.end() + 1)
        edge = stop.start() if stop else len(text)
        behind = [word for word in words if match.end() <= word.start < edge][:_REACH]
        found ^= {word.stem for word in behind}
    return frozenset(found)


def turned(claim: str, said: str, line: str) -> str | None:
    """A word that the claim affirms and the text denies, or the other way round; None where their words agree.

    `said` is the part of the line that speaks of the claim's matter.
    """
    here, there = denied(claim), denied(said)
    if NEGATORS.search(claim) and NEGATORS.search(line) and not NEGATORS.search(said):
        return None
    words = [word for word in content_words(claim) if credit(word, stems(line)) >= 0.6]
    scope = stems(" ".join(there))
    if bool(NEGATORS.search(claim)) == bool(NEGATORS.search(said)):
        if not _CONTRAST.search(claim) or any(w.stem in here and credit(w, scope) >= 0.6 for w in words):
            return None
        gone_over = [w for w in words if w.stem in here]
        come_over = [w for w in words if credit(w, scope) >= 0.6]
        return gone_over[0].text if gone_over and come_over else None
    if any(opposite(word, stems(line)) for word in content_words(claim)):
        return None  # "stayed" for "never left"
    one, other = (said, claim) if NEGATORS.search(claim) else (claim, said)
    if _UNTIL.search(other):
        return None
    if {m.group().lower() for m in SOFT_NEGATIVE.finditer(one)} - {
        m.group().lower() for m in SOFT_NEGATIVE.finditer(other)
    }:
        return None
    differing = [word for word in words if word.stem in here or credit(word, scope) >= 0.6]
    return differing[0].text if differing else None


def contradicted(claim: str, said: str) -> str | None:
    """A word of the claim that stands where the text has its opposite, or turns a comparison round."""
    against = _opposed(claim, said)
    turned_round = _turned_round(claim, said)
    if bool(against) != turned_round:
        return against or "than"
    return None


def _opposed(claim: str, said: str) -> str | None:
    known, here, there = stems(said), denied(claim), denied(said)
    for word in [*content_words(claim), *_small_words(claim, said)]:
        against = opposite(word, known)
        if against and (word.stem in here) == (against in there):
            return word.text
    return None


def _small_words(claim: str, said: str) -> list[Word]:
    """The words such as "more" of a claim whose neighbour has the opposite beside it in the text."""
    there = _beside(said)
    return [
        Word(small, terms(small)[0], 0, 0, 1.0, False)
        for small, neighbours in _beside(claim).items()
        if any(
            opposites().get(terms(small)[0], frozenset()) & set(terms(o)) and n & neighbours for o, n in there.items()
        )
    ]


def _beside(text: str) -> dict[str, frozenset[str]]:
    """Word such as "more" -> the stems of the content words right before and behind it."""
    words = content_words(text)
    found: dict[str, frozenset[str]] = {}
    for match in WORD.finditer(text):
        if match.group().lower() in _SMALL:
            before = [w.stem for w in words if w.end <= match.start()][-1:]
            behind = [w.stem for w in words if w.start >= match.end()][:1]
            found[match.group().lower()] = found.get(match.group().lower(), frozenset()) | frozenset(before + behind)
    return found


def _turned_round(claim: str, said: str) -> bool:
    """Whether the claim compares the other way round: what it puts before "than" the text puts behind it."""
    one, other = _compared(claim), _compared(said)
    if not one or not other:
        return False
    # Only the very words tell which side is which: a startup is a company, too.
    direct = _overlap(one[0], other[0]) + _overlap(one[1], other[1])
    cross = _overlap(one[0], other[1]) + _overlap(one[1], other[0])
    across = min(_overlap(one[0], other[1]), _overlap(one[1], other[0]))
    return cross > direct or across > 0


def _compared(text: str) -> tuple[list[Word], list[Word]] | None:
    """The words before and behind "than", those on both sides left out."""
    match = _THAN.search(text)
    if not match:
        return None
    before, behind = content_words(text[: match.start()]), content_words(text[match.end() :])
    both = {w.stem for w in before} & {w.stem for w in behind}
    return [w for w in before if w.stem not in both], [w for w in behind if w.stem not in both]


def _overlap(words: Sequence[Word], others: Sequence[Word]) -> float:
    known = {word.stem for word in others}
    return sum(word.weight for word in words if word.stem in known)


def warned(claim: str, said: str) -> bool:
    """Whether the claim recommends what the text warns against, or the other way round."""
    for one, other in ((claim, said), (said, claim)):
        recommends = _FOR.search(one) and not _AGAINST.search(one) and not NEGATORS.search(one)
        if recommends and _AGAINST.search(other) and not _FOR.search(_AGAINST.sub(" ", other)):
            return True
    return False


def exchanged(claim: str, said: str) -> str | None:
    """A word of the claim that stands on the other side of a word between two: "A beats B" told as "B beats A"."""
    if bool(_PASSIVE.search(claim)) != bool(_PASSIVE.search(said)) or _THAN.search(claim) or _THAN.search(said):
        return None
    there = {word.stem: at for at, word in reversed(list(enumerate(content_words(said))))}
    here = content_words(claim)
    for one, between, other in zip(here, here[1:], here[2:], strict=False):
        places = [there.get(word.stem, -1) for word in (one, between, other)]
        if min(places) >= 0 and places[2] + 1 == places[1] == places[0] - 1:
            return one.text
    return None


def crossed(claim: str, said: str) -> tuple[str, str] | None:
    """Two words of the claim that the text tells apart: "free for small firms and dear for large ones" as "free for large ones".

    Counted are words whose opposite stands in the text, too.
    """
    known = stems(said)
    told = stems(claim)
    against = [(w, opposites().get(w.stem, frozenset())) for w in content_words(claim) if w.stem in known]
    polar = [word for word, other in against if other & known and not other & told]
    if len(polar) < 2:
        return None
    parts = [stems(part) for part in _SIDES.split(said)]
    if any(all(word.stem in part for word in polar) for part in parts):
        return None
    return polar[0].text, polar[1].text


def unhedged(claim: str, said: str) -> str | None:
    """A hedge of the text that the claim leaves out, with nothing in its place."""
    for kind, pattern in HEDGE.items():
        for match in pattern.finditer(said):
            if _is_told(said, match, claim) and not any(HEDGE[other].search(claim) for other in STANDS_FOR[kind]):
                return match.group().lower()
    return None


def _is_told(said: str, hedge: re.Match[str], claim: str) -> bool:
    """Whether the claim tells what a hedge of the text stands before."""
    stop = _STOPS.search(said, hedge.end() + 1)
    edge = stop.start() if stop else len(said)
    behind = said[hedge.end() : edge]
    values = [(q.low, q.high) for q in quantities(behind)]
    words = content_words(behind)[:_REACH]
    if not words and not values:
        words = content_words(said[: hedge.start()])[-_REACH:]
    known = stems(claim)
    told = sum(credit(word, known) >= 0.6 for word in words)
    return (bool(words) and 2 * told >= len(words)) or any((q.low, q.high) in values for q in quantities(claim))


def overstated(claim: str, said: str) -> str | None:
    """A word such as "always" of the claim that the text doesn't have in any form."""
    for kind, pattern in ABSOLUTE.items():
        match = pattern.search(claim)
        instead = {"never": NEGATORS, "must": MUST_SAID}.get(kind)
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
