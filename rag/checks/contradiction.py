"""Whether a claim says the opposite of a text: by a word, by turning a comparison, by crossing what goes together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.checks.content import Word, content_words, opposite, stems
from rag.checks.lexicon import NEGATORS
from rag.checks.negation import denied
from rag.checks.opposites import opposites
from rag.text.lexical import WORD, terms

_THAN = re.compile(
    r"\b(?:than|compared (?:to|with)|ahead of|beats?|outearns?|outnumbers?|surpass(?:es|ed)?|outranks?|outperforms?"
    r"|exceeds?(?!\s\S?\d)|passed (?=that|those|the pay))\b"
)
_CLAUSE = re.compile(r"[;:]\s|,\s(?:and|but|while|whereas|although|because|since)\s|\s(?:but|while|whereas|because)\s")
_SMALL = frozenset("more less fewer most least many few above below lot much little well".split())
"""Words without a topic whose opposites count."""
_COMPARING = frozenset(
    """higher lower longer shorter better worse larger smaller bigger greater faster slower harder easier earlier later
    cheaper stronger weaker older younger rarer""".split()
)
_FOR = re.compile(
    r"\b(?:recommend(?:s|ed)?|advis(?:es|ed) (?!against|not)\w+|suggests?|encourages?|urges?|praises?)\b", re.IGNORECASE
)
_AGAINST = re.compile(
    r"\b(?:(?:warns?|advis(?:es|ed)|cautions?|argues?) against|beware|discourages?|advis(?:es|ed) not to)\b",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"\b(?:mov|chang|switch|migrat|shift|went|go|com|came|transfer|turn|convert)(?:e|es|ed|ing|s)?\b", re.IGNORECASE
)
_WAY = re.compile(r"\b(from|to|into)\s(?:an?\s|the\s)?", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be|being)\s(?:not\s|\w+ly\s)?\w+(?:ed|en)\b|\bby\b", re.IGNORECASE)
_SIDES = re.compile(r"[,;]\s|\s(?:and|but|while|whereas|than)\s")


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
    if measured := _measured(claim, said):
        return measured
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


def _measured(claim: str, said: str) -> str | None:
    """The comparing word of a claim ("more ... than") where the text compares the same two things the other way."""
    one, other = _compared(claim), _compared(said)
    if not one or not other or not (_overlap(one[1], other[1]) or _overlap(one[1], other[0])):
        return None
    here, there = _comparing(claim), _comparing(said)
    return here if here and there and opposites().get(terms(here)[0], frozenset()) & set(terms(there)) else None


def _comparing(text: str) -> str:
    """The word that compares, before "than": "more", "less", "longer"; or ``."""
    match = _THAN.search(text)
    words = WORD.findall(text[: match.start()].lower()) if match else []
    return next((word for word in reversed(words) if word in _SMALL or word in _COMPARING), "")


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
    cuts = [cut.span() for cut in _CLAUSE.finditer(text)]
    first = max((end for _, end in cuts if end <= match.start()), default=0)
    last = min((start for start, _ in cuts if start >= match.end()), default=len(text))
    before, behind = content_words(text[first : match.start()]), content_words(text[match.end() : last])
    both = {w.stem for w in before} & {w.stem for w in behind}
    return [w for w in before if w.stem not in both], [w for w in behind if w.stem not in both]


def _overlap(words: Sequence[Word], others: Sequence[Word]) -> float:
    known = {word.stem for word in others}
    return sum(word.weight for word in words if word.stem in known)


def warned(claim: str, said: str) -> bool:
    """Whether the claim recommends what the text warns against, or the other way round."""
    return any(_recommends(one) and _warns(other) for one, other in ((claim, said), (said, claim)))


def _recommends(text: str) -> bool:
    return bool(_FOR.search(text)) and not _AGAINST.search(text) and not NEGATORS.search(text)


def _warns(text: str) -> bool:
    return bool(_AGAINST.search(text)) and not _FOR.search(_AGAINST.sub(" ", text))


def redirected(claim: str, said: str) -> str | None:
    """A word that the claim goes away from and the text towards, or the other way round."""
    here, there = _directions(claim), _directions(said)
    return next((stem for stem, way in here.items() if stem in there and not way & there[stem]), None)


def _directions(text: str) -> dict[str, frozenset[str]]:
    """Stem of a word -> the ways, "from" or "to", in which the text moves with it."""
    found: dict[str, frozenset[str]] = {}
    words = content_words(text)
    moves = _MOVES.search(text)
    for match in _WAY.finditer(text, moves.start()) if moves else ():
        word = next((w for w in words if w.start >= match.end()), None)
        if word and not WORD.search(text[match.end() : word.start]):
            way = "from" if match.group(1).lower() == "from" else "to"
            found[word.stem] = found.get(word.stem, frozenset()) | {way}
    return found


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
    """Two words of the claim that the text tells apart: "free for small, dear for large firms" as "free for large".

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
