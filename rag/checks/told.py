"""What the parts of a sentence say of what: the words before the first known verb are the subject, the others the rest.

There is no parser here. Where no verb is found, a part has no subject, and nothing is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.checks.lexicon import NEGATORS, REPORT
from rag.checks.quantities import in_months, quantities
from rag.language.lexical import WORD, stem_of, terms

_AUXILIARIES = frozenset(
    """is are was were be been am has have had do does did will would can could may might must shall should
    isn't aren't wasn't weren't don't doesn't didn't won't can't cannot hasn't haven't gets get got becomes become
    remains remain seems seem stays stay""".split()
)
_VERBS = frozenset(
    term
    for word in """accept add advise allow apply argue ask attract avoid beat become begin bring build buy call
    carry cause change check choose climb close collect come consider consist contain continue cost count cover create
    cut decide decline demand depend deserve design do double drop earn employ enjoy enter exceed expect fail
    fall feel fetch fill find finish follow forbid gain get give go grow handle have help hire hold improve
    include increase insist invite join keep know lack last lead learn leave let lie live look lose make
    manage mean meet miss move need offer open outnumber own pay pass permit prefer prepare prevent produce
    promote provide put qualify reach receive recommend recover reduce refuse reject rely remain replace
    require rise run save say see seem sell send serve settle show shrink sit spend stand start stay stop
    suit support take teach tell tend think train travel treat try turn use vary wait want win worry write
    shape fell rose grew shrank paid took gave got went came began became left lost kept made met had knew
    wrote said told sold spent stood thought taught won brought built bought chose found held led ran sent
    sat saw""".split()
    for term in terms(word)[:1]
)
_NOUNS_FIRST = frozenset("cost pay work design report study lead support demand change increase".split())
"""Verbs that are nouns at least as often: only an ending or what stands before tells."""
_LEAD_IN = re.compile(r"^(?:[^,]{0,60}?\b\w+,\s)?(?:and|but|while|whereas|although|though|that|because|so|yet)\s", re.I)
_PHRASE = re.compile(r"^(?:in|at|on|for|by|since|after|before|during|between|according to|with|unlike)\b[^,]*,\s", re.I)
_REPORT = re.compile(
    r"^.{0,40}?\b(?:says?|thinks?|believes?|notes?|writes?|argues?|finds?|estimates?|warns?)\s(?:that\s)?", re.I
)
_PARTS = re.compile(r";\s|,\s(?:and|but|while|whereas|although|though|yet)\s|\s(?:but|while|whereas|although)\s|,\s")
_PREPOSITION = re.compile(r"\b(?:in|at|of|on|for|from|to|with|by|among|under|without|after|before|than|per)\s", re.I)
_SMALL = _AUXILIARIES | frozenset(
    """a an the and or but so that which who this these those it its he she they his her their i we you my our your not
    no n't also even still only too very more most much many in at of on for from to with by as than then both each all
    some any every about around roughly there here when while if because where what how up down out off over under
    typically usually often generally mostly""".split()
)
_MOST_TOKENS = 6
"""Words of a subject; what is longer is none that was read rightly."""


@dataclass(frozen=True, slots=True)
class Told:
    """A part of a text: what it is about, what it says of that, whether it denies it. Stems; figures as "#41000"."""

    head: frozenset[str]
    """Of the subject, what stands before its first preposition."""
    subject: frozenset[str]
    rest: frozenset[str]
    denies: bool


def parts(text: str) -> list[Told]:
    """The parts of a text that have a subject of their own; one without a verb goes on with the verb before."""
    cuts = [0, *(match.end() for match in _PARTS.finditer(text)), len(text)]
    found: list[Told] = []
    begin = 0
    for end in cuts[1:]:
        part = _told(text[begin:end].strip(" ,;."), found[-1] if found else None)
        if part:
            found.append(part)
            begin = end  # what says nothing yet ("Airflow, Dagster and ...") goes with what follows
    return found


def _told(text: str, before: Told | None) -> Told | None:
    start = _begin(text)
    for match in WORD.finditer(text, start):
        subject = _tokens(text[start : match.start()])
        lower = match.group().lower().replace("’", "'")
        if lower in _AUXILIARIES or (_is_verb(lower) and (subject or match.start() > start or before)):
            if len(subject) > _MOST_TOKENS or REPORT.fullmatch(lower):
                return None
            rest = _tokens(text[match.start() :]) | _figures(text)
            denies = bool(NEGATORS.search(text[match.start() :]))
            head = _head(text[start : match.start()])
            if before and match.start() == start:  # "..., and runs the night shift"
                head, subject = before.head, before.subject
            return Told(head, subject, rest or (before.rest if before else rest), denies)
    behind = _PREPOSITION.search(text, start)
    if before and behind and _tokens(text[start : behind.start()]):
        subject = _tokens(text[start : behind.start()])
        rest = _tokens(text[behind.start() :]) | _figures(text)
        return Told(subject, subject, rest, bool(NEGATORS.search(text[behind.start() :])))
    return None


def _is_verb(word: str) -> bool:
    """Whether a word is a verb of the list; "designers" is none, though "design" is."""
    return stem_of(word) in _VERBS and word not in _NOUNS_FIRST and not word.endswith(("ers", "er", "ors", "ings"))


def _tokens(text: str) -> frozenset[str]:
    return frozenset(_stems(text))


def _stems(text: str) -> Iterator[str]:
    for match in WORD.finditer(text):
        lower = match.group().lower().replace("’", "'")
        if lower not in _SMALL and not lower[0].isdigit():
            yield stem_of(lower)


def _head(text: str) -> frozenset[str]:
    cut = _PREPOSITION.search(text)
    return _tokens(text[: cut.start()] if cut else text)


def _figures(text: str) -> frozenset[str]:
    found = map(in_months, quantities(text))
    return frozenset(f"#{value:g}" for quantity in found for value in (quantity.low, quantity.high))


def _begin(text: str) -> int:
    """Where a clause begins, behind "in 2019," and "she says that"."""
    at = 0
    for pattern in (_LEAD_IN, _PHRASE, _REPORT):
        match = pattern.match(text[at:])
        at += match.end() if match else 0
    return at
