"""A follow-up question to one that stands alone, from the questions before it. Pure text, no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.asking.asks import MEASURES
from rag.asking.question import is_topical
from rag.text.lexical import WORD, terms
from rag.text.roles import ROLE_NOUNS
from rag.types import Turn

_LEAD = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|thanks?|thank you|cool|great|well|so|then|also|and|but|or)\b\W*)*"
    r"(?:(?:what|how) about\b|what if\b|same for\b)?\s*",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^\W*(?:what|how|why|who|whose|which|when|where|is|are|was|were|do|does|did|can|could|should|will|would|must|has"
    r"|have|tell|explain|describe|show|list|name|give|compare)\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"^\W*(?:why|why not|how so|how come|since when|really|are you sure)\W*$", re.IGNORECASE)
_THING = re.compile(
    r"\b(?:it|they|them|that|this|these|those|ones?|the same|both|either|neither|there)\b", re.IGNORECASE
)
_PERSON = re.compile(r"\b(?:he|she|him|the (?:author|speaker|writer))\b", re.IGNORECASE)
_EXPLETIVE = re.compile(r"\s+(?:takes?|hard|difficult|easy|worth|possible|true|is|are)\b", re.IGNORECASE)
_PERSON_NAME = re.compile(r"\b[A-Z][a-z]+(?: (?:van|von|de|da|di|del|la))*(?: [A-Z][a-z]+)+\b")
_NOUN_PHRASE = re.compile(r"^(?:the|a|an|my|his|her|their)\s+[\w' -]+$", re.IGNORECASE)
_LEVEL = re.compile(
    r"\b(?:entry[- ]level|junior|mid[- ]level|senior|staff|principal|lead|beginner|intern)\b", re.IGNORECASE
)
_EXPERIENCE = re.compile(r"\b(?:after|with)\s+(?:[\w-]+\s+){0,3}years?\b|\byears? of experience\b", re.IGNORECASE)
"""How long somebody is at it: that names a level too."""
_LEVEL_OF_ROLE = re.compile(
    rf"\b(?P<article>an?\s+)?(?:{_LEVEL.pattern})\s+"
    rf"(?=(?:[\w/+.-]+\s+){{0,2}}?(?:(?:{'|'.join(sorted(ROLE_NOUNS))})s?\b|(?-i:\w*[A-Z]\w*[A-Z])))",
    re.IGNORECASE,
)
_VOWEL = re.compile(r"(?!eu|one\b|uni|U[A-Z])(?:[aeiouAEIOU]|[FHLMNRSX][A-Z])")
"""A word that begins with a vowel's sound, as ML does and "university" doesn't."""
_PLACE = re.compile(r"\b(?:in|at|around|from)\s+(?:the\s+)?[A-Z][\w.]*(?:[ /](?:and |or )?[A-Z][\w.]*)*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ROLE = re.compile(
    r"\b(?:(?!(?:an?|the|do|does|did|is|are|can|for|of|as|by|to|and|or|about)\b)[\w/+.-]+\s+)?"
    rf"(?:{'|'.join(sorted(ROLE_NOUNS))})s?\b|\b\w*[a-z]?[A-Z]\w*[A-Z]\w*\b"
)
_NAME = re.compile(r"\b[A-Z]\w+(?: [A-Z]\w+)*\b")
_SHORT_TOPIC, _LONGEST_TOPIC = 3, 5


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that needs no history, and the stems that come from earlier ones."""

    text: str
    inherited: frozenset[str] = frozenset()


def standalone(question: str, history: Sequence[Turn]) -> Standalone:
    """The question with what it leaves out taken from the questions before it; itself where it leaves nothing out."""
    before = ""
    for turn in history:
        if turn.question.strip():
            before = resolve(turn.question, before).text
    return resolve(question, before)


def resolve(question: str, before: str) -> Standalone:
    """The question completed from the one before it."""
    if not before:
        return Standalone(question)
    rest = _LEAD.sub("", question, count=1).strip()
    text = _replaced(rest, before) or _completed(question, rest, before)
    return Standalone(text, _stems(text) - _stems(question)) if text else Standalone(question)


def _replaced(rest: str, before: str) -> str | None:
    """The earlier question with its level, year, place or role replaced by the one that a follow-up is all about."""
    if _ASKING.match(rest):
        return None
    for slot in (_LEVEL, _YEAR, _PLACE, _ROLE):
        new, old = slot.search(rest), slot.search(before)
        if new and old and not _topical(rest.replace(new.group(), "")):
            return _put(before, old.span(), new.group())
    names = [match for match in _NAME.finditer(before) if match.start() and not _ROLE.search(match.group())]
    new = _NAME.fullmatch(rest.rstrip("?!. "))
    return _put(before, names[-1].span(), new.group()) if new and names and not _ROLE.search(rest) else None


def _put(text: str, span: tuple[int, int], new: str) -> str:
    """The text with `new` in place of a span, and the article before it in the form that `new` wants."""
    article = "an" if new[:1].lower() in "aeiou" else "a"
    return re.sub(r"\b([Aa])n?\s$", rf"\g<1>{article[1:]} ", text[: span[0]]) + new + text[span[1] :]


def _completed(question: str, rest: str, before: str) -> str | None:
    """The follow-up with what it points back to; None where it leaves nothing out."""
    if _BARE.match(rest):
        return f"{rest.rstrip('?!. ')}: {before}"
    if not _ASKING.match(rest):
        return _fragment(rest, before) if _adds(question, rest) else None
    person, name = _PERSON.search(rest), _PERSON_NAME.findall(before)
    if person and name:
        return f"{rest[: person.start()]}{name[-1]}{rest[person.end() :]}"
    thing = _THING.search(rest)
    if not thing and _topical(rest):
        return None
    topic = _topic(before)
    if thing and 0 < len(topic) <= _SHORT_TOPIC and not _is_empty_subject(rest, thing):
        return f"{rest[: thing.start()]}{' '.join(topic)}{rest[thing.end() :]}"
    return f"{rest.rstrip('?!. ')}? (about {' '.join(topic[:_LONGEST_TOPIC])})" if topic else None


def _fragment(rest: str, before: str) -> str:
    """A follow-up that asks nothing by itself: a new matter for the same subject, or one more condition."""
    subject = _ROLE.search(before)
    if _NOUN_PHRASE.match(rest.rstrip("?!. ")) and subject:
        return f"What about {rest.rstrip('?!. ')} for {subject.group()}?"
    if _EXPERIENCE.search(rest):
        before = _LEVEL_OF_ROLE.sub(lambda found: _article(found["article"], before[found.end() :]), before)
    return f"{before.rstrip('?!. ')}, {rest.rstrip('?!. ')}?"


def _adds(question: str, rest: str) -> bool:
    """Whether words that ask nothing add to the question before: by how they begin, or by how few they are."""
    return rest != question.strip() or len(_topical(rest)) <= 1 or bool(_EXPERIENCE.match(rest))


def _is_empty_subject(rest: str, thing: re.Match[str]) -> bool:
    """Whether the pronoun stands for nothing ("there is", "how long would it take") and can't be replaced."""
    return thing.group().lower() in ("there", "this", "that") or bool(_EXPLETIVE.match(rest[thing.end() :]))


def _article(written: str | None, following: str) -> str:
    """The article that was written, if any, as what follows now wants it."""
    if not written:
        return ""
    return f"{written[0]}{'n' if _VOWEL.match(following) else ''} "


def _topical(text: str) -> list[str]:
    return [word for word in WORD.findall(text) if is_topical(word)]


def _topic(question: str) -> list[str]:
    """What a question is about: its topical words in order, without the quantity it asked for."""
    return [word for word in _topical(question) if not set(terms(word)) & MEASURES]


def _stems(text: str) -> frozenset[str]:
    return frozenset(terms(text))
