"""A question as typed to what it asks: the kind of answer, and the words that evidence must speak of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rag.lexical import WORD, terms
from rag.vocabulary import Vocabulary
from rag.words import LIGHT, STOPWORDS, concepts, phrases_of_concepts


class Asks(StrEnum):
    """The kind of answer a question wants."""

    MONEY = "money"
    DURATION = "duration"
    SHARE = "share"
    GROWTH = "growth"
    COUNT = "count"
    AGE = "age"
    PERSON = "person"
    AUTHOR = "author"
    MOMENT = "moment"
    YEAR = "year"
    REASON = "reason"
    MANNER = "manner"
    NAMES = "names"
    YES_NO = "yes or no"
    OPEN = "open"


QUANTITIES = frozenset({Asks.MONEY, Asks.DURATION, Asks.SHARE, Asks.GROWTH, Asks.COUNT, Asks.AGE})
"""Kinds that only a figure answers."""

_PAY = r"(?:earn|earns|pay|pays|paid|salar(?:y|ies)|compensation|income|wages?|remuneration|make|makes|cost|costs|price|fees?|tuition|charge)"
_ASKS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            Asks.AUTHOR,
            r"\bwho (?:wrote|writes|made|makes|authored|published|recorded|is behind|speaks|is speaking|is talking|talks|(?:is|was) the (?:author|speaker|writer))\b|"
            r"\b(?:author|writer|speaker) of (?:the|this|that)\b|\bwhose (?:article|guide|video|post|view|channel)\b|\b(?:written|made|recorded) by whom\b",
        ),
        (
            Asks.MOMENT,
            r"\b(?:where|when|at (?:what|which) (?:time|point|minute|moment|second))\b.*\b(?:video|recording|talk|transcript|episode|clip)\b|"
            r"\b(?:time ?stamp|minute mark)\b",
        ),
        (Asks.AGE, r"\bhow old\b|\b(?:what|average|median)\b.{0,20}\bage\b"),
        (
            Asks.SHARE,
            r"\b(?:what|which|how (?:large|big|high))\b.{0,12}\b(?:share|percent(?:age)?|fraction|proportion|portion|rate)\b|"
            r"\bhow much of\b|\bwhat part of\b|\bhow (?:large|big) a part\b|\bpercent(?:age)?s?\b",
        ),
        (
            Asks.DURATION,
            r"\bhow long\b|\bhow many (?:more )?(?:years?|months?|weeks?|days?|hours?|minutes?)\b|\bhow (?:fast|quick(?:ly)?|soon)\b|"
            r"\b(?:years|months) of experience\b|\bhow much (?:\S+ ){0,3}(?:time|experience)\b",
        ),
        (
            Asks.GROWTH,
            r"\bby how much\b|\bhow (?:much|fast|strongly)\b.{0,60}\b(?:grow|grew|grown|growth|increase|rise|risen)\b",
        ),
        (
            Asks.MONEY,
            rf"\bhow (?:much|high)\b.{{0,80}}\b(?:{_PAY}|get|gets|worth)\b|\b{_PAY}\b.{{0,40}}\bhow much\b|"
            r"\bhow (?:well|much|good).{0,20}\bpa(?:y|id)\b|"
            r"\bwhat (?:do|does|did|would|will|can|could|should|might)\b.{0,60}\b(?:earn|make|cost|pay|get|charge)\b|"
            r"\bwhat(?:'s| is| are)?\b.{0,40}\b(?:salar(?:y|ies)|pay|compensation|income|wages?|costs?|prices?|fees?|tuition|going rate)\b|"
            r"^\W*(?:(?!how\b|why\b|is\b|are\b|do\b|does\b)\S+\s+){0,6}(?:salar(?:y|ies)|pay|compensation|tuition|costs?|prices?|fees?)(?:\s+\S+){0,3}\W*$|"
            r"\bhow (?:large|big)\b.{0,40}\bmarket\b|\bmarket\b.{0,30}\b(?:size|worth|value)|\bworth\b",
        ),
        (Asks.COUNT, r"\bhow many\b"),
        (Asks.PERSON, r"\bwho(?:m|se)?\b"),
        (Asks.YEAR, r"^\W*(?:since |until |by )?when\b|\b(?:what|which) year\b"),
        (Asks.REASON, r"\bwhy\b|\bhow come\b|\bwhat (?:is )?the reason\b"),
        (
            Asks.NAMES,
            r"\b(?:which|name (?:the|some|a few)|list)\b|\bwhat (?:\S+ ){0,3}(?:tools|skills|courses|roles|titles|companies|topics|names|technologies|"
            r"platforms|frameworks|languages|universities|programs|degrees|certificates)\b",
        ),
        (Asks.MANNER, r"^\W*how (?:do|does|can|could|should|would|to|might)\b"),
        (
            Asks.YES_NO,
            r"^\W*(?:so |and |but |or )?(?:is|are|am|do|does|did|can|could|should|will|would|has|have|was|were|must)\b",
        ),
    )
)
_LEVELS = {
    "entry-level": "entry",
    "entry": "entry",
    "junior": "entry",
    "beginner": "entry",
    "newcomer": "entry",
    "starter": "entry",
    "fresher": "entry",
    "graduate": "entry",
    "mid-level": "mid",
    "midlevel": "mid",
    "mid": "mid",
    "intermediate": "mid",
    "senior": "senior",
    "sr": "senior",
    "staff": "staff",
    "principal": "staff",
    "lead": "lead",
    "head": "lead",
    "intern": "intern",
    "internship": "intern",
}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FOCUS = re.compile(
    r"\b(?:which|what|how many|name (?:the|some|a few)|list(?: the)?|any|best)\s+((?:[\w/+#'-]+\s*){1,4})",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"\bhow (?:do|does|can|could|should|would|to|might)\s+(?:(?:i|you|we|one|people|someone)\s+)?([\w'-]+)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:in|at|for|from|near|as|with|by|of|about|than)\s+(?:an?\s+|the\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that evidence should speak of."""

    word: str
    stem: str
    weight: float
    """Inverse document frequency in the guides."""
    is_name: bool = False
    """Written with a capital, or so written in the guides: it stands for one thing and for no other."""
    is_condition: bool = False
    """Behind a preposition: where, for whom, with what. Another one makes another question."""
    is_focus: bool = False
    """What a `which`, `what` or `how many` asks for."""
    inherited: bool = False
    """Comes from an earlier question of the conversation."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was read."""

    text: str
    asks: Asks
    terms: tuple[Term, ...]
    years: frozenset[str]
    levels: frozenset[str]


def read_question(
    text: str, vocabulary: Vocabulary, is_english: Callable[[str], bool], inherited: frozenset[str] = frozenset()
) -> Question:
    """The question with misspelt words corrected, its kind, and its terms. `inherited` are stems of earlier questions."""
    text = correct(text, vocabulary, is_english)
    asks = next((kind for kind, pattern in _ASKS if pattern.search(text)), Asks.OPEN)
    return Question(
        text=text,
        asks=asks,
        terms=tuple(_terms(text, vocabulary, inherited)),
        years=frozenset(_YEAR.findall(text)),
        levels=levels(text),
    )


def correct(text: str, vocabulary: Vocabulary, is_english: Callable[[str], bool]) -> str:
    """The text with misspelt words replaced by the guides' words they were meant to be."""
    return WORD.sub(lambda match: vocabulary.correct(match.group(), is_english), text)


def levels(text: str) -> frozenset[str]:
    """The levels of seniority that a text names: entry, mid, senior, staff, lead, intern."""
    words = re.findall(
        r"[a-z]+(?:-[a-z]+)?", text.lower().replace("entry level", "entry-level").replace("mid level", "mid-level")
    )
    return frozenset(_LEVELS[word] for word in words if word in _LEVELS)


def _terms(text: str, vocabulary: Vocabulary, inherited: frozenset[str]) -> Iterator[Term]:
    focus = _focus_words(text)
    conditions = {match.end() for match in _CONDITION.finditer(text)}
    seen: set[str] = set()
    after_condition = False
    for place, match in enumerate(_phrase_or_word().finditer(text)):
        word = match.group()
        after_condition = match.start() in conditions or (after_condition and _continues(text, match.start()))
        if not is_topical(word) or _YEAR.fullmatch(word):
            after_condition = after_condition and word.lower() in ("a", "an", "the", "new")
            continue
        stem = _stem(word)
        if stem in seen:
            continue
        seen.add(stem)
        capital = word[0].isupper() and (place > 0 or not word[1:].islower())
        yield Term(
            word=word,
            stem=stem,
            weight=vocabulary.idf(stem),
            is_name=(capital and not text.isupper() and not text.istitle()) or stem in vocabulary.names,
            is_condition=after_condition,
            is_focus=word.lower() in focus,
            inherited=stem in inherited,
        )


def _stem(word: str) -> str:
    """The word's stem; of a phrase, or of a joined word that is no word of its own ("MLOps-specific"), those of its parts."""
    if " " in word:
        return " ".join(terms(word))
    whole, *joined = terms(word)
    return " ".join(joined) if joined and whole not in concepts() else whole


@cache
def _phrase_or_word() -> re.Pattern[str]:
    """Words, and the phrases that mean one thing ("San Francisco", "large language model")."""
    phrases = sorted((phrase for phrase in phrases_of_concepts()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})s?\b|{WORD.pattern}", re.IGNORECASE)


def is_topical(word: str) -> bool:
    """Whether a word of a question names something that guides may speak of."""
    lower = word.lower()
    if len(word) > 1 and word.isupper():  # IT, US
        return True
    return lower not in STOPWORDS and lower not in LIGHT and (len(lower) > 1 or lower.isdigit())


def _continues(text: str, at: int) -> bool:
    return bool(re.search(r"\w[ /-]$", text[:at]))


def _focus_words(text: str) -> frozenset[str]:
    """The words that are asked for, up to the first one that carries no topic: "which [workflow orchestrators] should"."""
    words: set[str] = set()
    for match in _FOCUS.finditer(text):
        for word in WORD.findall(match.group(1)):
            if word.lower() in STOPWORDS:
                break
            words.add(word.lower())
    return frozenset(words | {match.group(1).lower() for match in _ACTION.finditer(text)})


def same_matter(stem: str) -> frozenset[str]:
    """The stem and the stems and phrases that mean the same in talk of careers."""
    return concepts().get(stem, frozenset()) | {stem}
