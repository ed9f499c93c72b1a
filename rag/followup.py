"""A follow-up question to one that stands alone, from the questions before it. Pure text, no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.lexical import WORD, terms
from rag.question import is_topical
from rag.types import Turn

_LEAD = re.compile(
    r"^\W*(?:and|but|so|ok(?:ay)?|then|also|well)?[\s,]*(?:(?:what|how) about|what if|and|same for|or)?\s+",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:it|its|they|them|their|that|this|these|those|there|ones?|he|she|his|her|him|the same|both|either|neither)\b",
    re.IGNORECASE,
)
_OPENS_BACK = re.compile(
    r"^\W*(?:and|but|or|what about|how about|what if|why|why not|how so|how come|which ones?|really|since when)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\b(?:entry[- ]level|junior|mid[- ]level|senior|staff|principal|lead|beginner|intern)\b", re.IGNORECASE
)
_NAME = r"[A-Z][\w.]*(?:[ /](?:and |or )?[A-Z][\w.]*)*"
_PLACE = re.compile(rf"\b(?:in|at|around|from)\s+(?:the\s+)?{_NAME}")
_BARE_NAME = re.compile(rf"(?:the\s+)?{_NAME}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ROLE = re.compile(
    r"\b(?:[\w/+.-]+\s+)?(?:engineers?|developers?|scientists?|analysts?|architects?|administrators?|testers?)\b|\b\w*[a-z]?[A-Z]\w*[A-Z]\w*\b",
    re.UNICODE,
)
_FEW_WORDS, _SHORT_TOPIC = 4, 3


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
    if not before or not _leaves_out(question):
        return Standalone(question)
    rest = _LEAD.sub("", f" {question}", count=1).strip()
    for slot in (_LEVEL, _YEAR, _PLACE, _ROLE):
        new, old = slot.search(rest), slot.search(before)
        if new and old and _is_all(rest, new.group()):
            return _inheriting(_put(new.group(), before, old), question)
    place, name = _PLACE.search(before), _BARE_NAME.fullmatch(rest.rstrip("?!. "))
    if place and name and not _ROLE.search(name.group()):
        return _inheriting(_put(f"in {name.group()}", before, place), question)
    return _inheriting(_completed(question, rest, before, _topic(before)), question)


def _inheriting(text: str, question: str) -> Standalone:
    """The completed question; what the follow-up itself doesn't say comes from before."""
    return Standalone(text, _stems(text) - _stems(question))


def _put(new: str, before: str, old: re.Match[str]) -> str:
    """The earlier question with something new in the place of the old, and the article that it takes."""
    head = re.sub(r"\ban?\s$", "an " if new[0].lower() in "aeiou" else "a ", before[: old.start()])
    return head + new + before[old.end() :]


def _leaves_out(question: str) -> bool:
    words = [word for word in WORD.findall(question) if is_topical(word)]
    return (
        bool(_OPENS_BACK.match(question) and len(words) <= _FEW_WORDS)
        or bool(_BACK.search(question) and len(words) <= _FEW_WORDS + 2)
        or len(words) <= 1
    )


def _is_all(rest: str, found: str) -> bool:
    """Whether a follow-up names nothing but what it puts in place of something ("a senior one?")."""
    left = rest.replace(found, "")
    return not [word for word in WORD.findall(left) if is_topical(word) and not _BACK.fullmatch(word)]


def _completed(question: str, rest: str, before: str, topic: str) -> str:
    """The follow-up and the earlier question as one text."""
    asks = re.match(
        r"\W*(?:and|but|so|or)?\W*(?:what|how|why|who|which|when|where|is|are|do|does|can|could|should|will|would)\b",
        question,
        re.IGNORECASE,
    )
    if not asks or re.match(r"\W*(?:and\s+)?(?:what|how) about\b", question, re.IGNORECASE):
        return f"{before.rstrip('?!. ')}, {rest.rstrip('?!. ')}?"
    if re.fullmatch(
        r"\W*(?:and\s+|but\s+)?(?:why|why not|how so|how come|since when|really)\W*", question, re.IGNORECASE
    ):
        return f"{question.strip().rstrip('?!. ')}: {before}"
    pronoun = next((m for m in _BACK.finditer(question) if _stands_for_topic(question, m)), None)
    if pronoun and topic and len(topic.split()) <= _SHORT_TOPIC:
        replaced = f"{question[: pronoun.start()]}{topic}{question[pronoun.end() :]}"
        return re.sub(r"^\W*(?:and|but|so|or)\s+", "", replaced, flags=re.IGNORECASE)
    return f"{question.rstrip('?!. ')}? ({before.rstrip('?!. ')})"


def _stands_for_topic(question: str, pronoun: re.Match[str]) -> bool:
    """Whether a pronoun can be replaced by what was spoken of: no person, "there is", "it takes", "is it hard"."""
    if pronoun.group().lower() in ("there", "he", "she", "his", "her", "him", "its", "their", "this", "that"):
        return False
    before, after = question[: pronoun.start()], question[pronoun.end() :]
    return not (
        re.search(r"\b(?:is|was|would|does|will|can|could|should)\s+$", before, re.IGNORECASE)
        and re.match(r"\s+(?:take|hard|worth|easy|possible|true)\b", after)
    )


def _topic(question: str) -> str:
    """What a question is about: its topical words in order."""
    words = [word for word in WORD.findall(question) if is_topical(word)]
    return " ".join(words[:6])


def _stems(text: str) -> frozenset[str]:
    return frozenset(terms(text))
