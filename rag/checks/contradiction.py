"""Whether a claim says the opposite of a text: by a "not", by an opposite word, or by advising against."""

from __future__ import annotations

import re

from rag.checks.comparisons import SMALL, measured, turned_round
from rag.checks.content import SAID, Word, credit, opposite, stems
from rag.checks.lexicon import SOFT_NEGATIVE
from rag.checks.phrases import Phrase
from rag.language.lexical import WORD, terms
from rag.language.opposites import opposites

_CONTRAST = re.compile(r"(?:\band|\bbut|,)\s+not\b|\brather than\b|\binstead of\b|\bnot\b.*\bbut\b", re.IGNORECASE)
_UNTIL = re.compile(r"(?:\bnot\b|n['’]t\b|\bnever\b|\bno\b).*\b(?:before|until|unless|without)\b", re.IGNORECASE)
""""Don't quit before you have saved" is told as "save, then quit"."""
_FOR = re.compile(
    r"\b(?:recommend(?:s|ed)?|advis(?:es|ed) (?!against|not)\w+|suggests?|encourages?|urges?|praises?)\b", re.IGNORECASE
)
_AGAINST = re.compile(
    r"\b(?:(?:warns?|advis(?:es|ed)|cautions?|argues?) against|beware|discourages?|advis(?:es|ed) not to)\b",
    re.IGNORECASE,
)


def turned(claim: Phrase, said: Phrase, line: Phrase) -> str | None:
    """A word that the claim affirms and the text denies, or the other way round; None where their words agree.

    `said` is the part of the line that speaks of the claim's matter.
    """
    if claim.negates and line.negates and not said.negates:
        return None
    words = [word for word in claim.words if credit(word, line.stems) >= SAID]
    scope = stems(" ".join(sorted(said.denied)))
    if claim.negates == said.negates:
        return _contrast_turned(claim, words, scope)
    if any(opposite(word, line.stems) for word in claim.words):
        return None  # "stayed" for "never left"
    one, other = (said, claim) if claim.negates else (claim, said)
    if _UNTIL.search(other.text) or _soft(one.text) - _soft(other.text):
        return None
    differing = [word for word in words if word.stem in claim.denied or credit(word, scope) >= SAID]
    return differing[0].text if differing else None


def _contrast_turned(claim: Phrase, words: list[Word], scope: frozenset[str]) -> str | None:
    """A word that changed sides where both texts deny something: "a, not b" told as "b, not a"."""
    here = claim.denied
    if not _CONTRAST.search(claim.text) or any(w.stem in here and credit(w, scope) >= SAID for w in words):
        return None
    gone_over = [w for w in words if w.stem in here]
    come_over = [w for w in words if credit(w, scope) >= SAID]
    return gone_over[0].text if gone_over and come_over else None


def _soft(text: str) -> set[str]:
    return {match.group().lower() for match in SOFT_NEGATIVE.finditer(text)}


def contradicted(claim: Phrase, said: Phrase) -> str | None:
    """A word of the claim that stands where the text has its opposite, or turns a comparison round."""
    against = _opposed(claim, said)
    return against or "than" if bool(against) != turned_round(claim, said) else None


def _opposed(claim: Phrase, said: Phrase) -> str | None:
    for word in [*claim.words, *_small_words(claim, said)]:
        against = opposite(word, said.stems)
        if against and (word.stem in claim.denied) == (against in said.denied):
            return word.text
    return measured(claim, said)


def _small_words(claim: Phrase, said: Phrase) -> list[Word]:
    """The words such as "more" of a claim whose neighbour has the opposite beside it in the text."""
    there = _beside(said)
    return [
        Word(small, terms(small)[0], 0, 0, 1.0, False)
        for small, neighbours in _beside(claim).items()
        if any(
            opposites().get(terms(small)[0], frozenset()) & set(terms(o)) and n & neighbours for o, n in there.items()
        )
    ]


def _beside(text: Phrase) -> dict[str, frozenset[str]]:
    """Word such as "more" -> the stems of the content words right before and behind it."""
    found: dict[str, frozenset[str]] = {}
    for match in WORD.finditer(text.text):
        if match.group().lower() in SMALL:
            before = [w.stem for w in text.words if w.end <= match.start()][-1:]
            behind = [w.stem for w in text.words if w.start >= match.end()][:1]
            found[match.group().lower()] = found.get(match.group().lower(), frozenset()) | frozenset(before + behind)
    return found


def warned(claim: Phrase, said: Phrase) -> bool:
    """Whether the claim recommends what the text warns against, or the other way round."""
    return any(_recommends(one) and _warns(other) for one, other in ((claim, said), (said, claim)))


def _recommends(phrase: Phrase) -> bool:
    return bool(_FOR.search(phrase.text)) and not _AGAINST.search(phrase.text) and not phrase.negates


def _warns(phrase: Phrase) -> bool:
    return bool(_AGAINST.search(phrase.text)) and not _FOR.search(_AGAINST.sub(" ", phrase.text))
