"""What an asker says of themselves, apart from what they ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rag.asking.asks import QUANTITIES, asks
from rag.asking.contractions import written_out
from rag.asking.personal import IsCareer, impersonal
from rag.asking.question import is_topical
from rag.text.lexical import WORD
from rag.text.places import PLACE
from rag.text.roles import ROLE_NOUNS
from rag.text.seniority import levels

MOST_SAID = 8
"""What was said last counts; an hour's chat does not pile up."""
_LONGEST_WORDS = 30


class Kind(StrEnum):
    """In what way something is said of oneself."""

    IS = "is"
    HAS = "has"
    LACKS = "lacks"
    WANTS = "wants"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that the asker said of themselves, in their own words."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Told:
    """A question as typed, taken apart."""

    question: str
    """What is asked; without who the asker is, and without what they say of themselves. Empty where nothing is."""
    said: tuple[Said, ...] = ()


_ASKING = re.compile(
    r"^\W*(?:(?:so|and|but|or|then|now|also|ok(?:ay)?|well|please|hence)\W+)*"
    r"(?:what|how|why|who|whose|whom|which|when|where|is|isn['’]t|are|am|was|were|do|don['’]t\syou|does|did|can|could"
    r"|should|will|would|must|may|might|has|tell me|give me|show me|list|explain|compare|advise|help me)\b",
    re.IGNORECASE,
)
_JOINT = (
    r"^\W*(?:(?:so|and|but|or|well|also|because|since|though|although|while|given that|seeing that|now that|as|plus)"
    r"\b\W*)*"
)
_CONDITION = (
    r"(?:if\s+(?=(?:I['’]?m|I am|I have|I['’]ve|I know"
    r"|I (?:don['’]t|do not|only|already|just|love|hate|like|enjoy|want|lack))\b))?"
)
_FIRST_PERSON = re.compile(
    rf"{_JOINT}{_CONDITION}(?:(?:currently|right now|at the moment|today|until now|so far)\W+)?(?:"
    r"I['’]?m|I am|I was|I['’]ve|I have|I had|I know|I can|I could|I work|I worked|I use|I used|I do"
    r"|I did|I don['’]t|I do not|I didn['’]t|I did not"
    r"|I never|I only|I just|I already|I also|I always|I still|I currently|I really|I mostly|I mainly"
    r"|I hate|I love|I like|I enjoy|I dislike|I prefer"
    r"|I want|I['’]d like|I['’]d love|I['’]d prefer|I would (?:like|love|prefer)|I hope|I wish|I lack"
    r"|I studied|I study|I finished|I graduated|I hold|I got"
    r"|I live|I come|I came|I teach|I taught|I test|I write|I build|I run|I manage|I earn"
    r"|I understand|I left|I quit|I dropped|I['’]d rather"
    r"|I (?:have )?(?:cod|programm|manag|work|train|learn|serv|assist|nurs|teach)\w*"
    r"|my (?:background|degree|experience|job|strength|weakness|strong point|field|work|skills?|dream"
    r"|goal|wish|maths?|current \w+)\b"
    r"|an?\s(?:[\w/+-]+\s*){1,4}[.!]*$|no (?!matter|longer)\w|not (?:good|a|an|into|keen)\b|never\s"
    r"|without\s|coming from|with (?:an?|no|some|\d+)\s)",
    re.IGNORECASE,
)
_AS = re.compile(
    r"^\W*(?:as|being|coming from|speaking as)\s+(?:an?\s|somebody|someone|the\s|\w+ing\b|[A-Z])", re.IGNORECASE
)
_TRAILING_AS = re.compile(
    r"[,\s]+(?:as|being)\s+(an?\s+(?:\w[\w/+-]*\s*){1,4}(?:with\s[^,?.!]+)?)(?=[?.!]*$)", re.IGNORECASE
)
_IF = r"(?:if|given that|since|now that|because)"
_HOW_IT_IS = (
    r"(?:already\s|only\s|just\s|really\s)?"
    r"(?:know|have|can|use|master|hate|love|dislike|enjoy|lack|don['’]t\s(?:know|like|have))\b"
)
_TRAILING_IF = re.compile(
    rf",?\s+(?:(?:{_IF}|when)\s+(?=I\s{_HOW_IT_IS})|{_IF}\s+(?=(?:I\sam|I['’]m)\b))([^?]*)\?*$", re.IGNORECASE
)
_SUBJECT = re.compile(rf"\b(?:{'|'.join(sorted(ROLE_NOUNS))})s?\b|\b\w*[A-Z]\w*[A-Z]\w*\b")
"""A role or a discipline: "as a ..." behind it tells of the asker, and without it names what is asked about."""
_LACKS = re.compile(
    r"\b(?:no|not|never|don['’]t|didn['’]t|doesn['’]t|haven['’]t|can['’]t|cannot|without|lack|zero|weak|bad at|poor"
    r"|dropped|little|shaky|rusty|struggl\w+|hates?|dislikes?|afraid|scared|tired of|sick of|fed up)\b",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"\b(?:want|wants|wish|['’]d (?:like|loves?|prefers?|rather)|would (?:like|loves?|prefers?|rather)|prefer"
    r"|loves?|likes?|enjoys?|hope"
    r"|dream|goal|looking for|interested|keen|aim|need to)\b",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?:know|have|['’]ve|had|can|use|used|experience|years?|degree|worked|work with|understand"
    r"|skills?|good at|learned|learnt"
    r"|studied|hold|got|did|with)\b",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\b(?:I['’]?m|I am|I was|I work as|I worked as|as|being|job is)\s+(?:an?|the|somebody|someone|in)\b", re.IGNORECASE
)
_BREAK = re.compile(
    r"(\s*(?:[;,]|\s[–—-]\s|\.\s|\s(?=(?:but|who)\s)|\s(?=with(?:out)?\s(?:no|an?|some|little|zero"
    r"|good|strong|\d+)\b))\s*)"
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_AND_I = re.compile(
    r"\s+and\s+(?=(?:I['’]?m|I am|I['’]ve|I have|I know|I want|I don['’]t|I like|I love|I hate|I live"
    r"|I work|want|would like|love|hate|know|live|work|no)\b)",
    re.I,
)
_LEAD = re.compile(r"^\W*(?:(?:so|and|but|also|well|because|since|given that|if|plus)\b\W*)+", re.IGNORECASE)


def told(text: str, is_career: IsCareer) -> Told:
    """What a question asks and what it says of its asker. Where all is statement, the question is empty."""
    clean = impersonal(written_out(text), is_career)
    asked: list[str] = []
    said: list[Said] = []
    for sentence in filter(None, (s.strip() for s in _SENTENCE.split(clean))):
        statement, question = _halves(sentence)
        said += _items(statement)
        if question:
            asked.append(question)
    question = " ".join(asked)
    condition = _TRAILING_IF.search(question)
    if condition and not (wants_figure(question) and (levels(condition[1]) or _SUBJECT.search(condition[1]))):
        said += _items(condition[1].strip(" ,?.!"))
        question = question[: condition.start()] + "?"
    trailing = _TRAILING_AS.search(question)
    if trailing and _SUBJECT.search(question[: trailing.start()]):
        said += _items(trailing.group().strip(" ,?.!"))
        question = question[: trailing.start()] + question[trailing.end() :]
    if not said:
        return Told(clean)
    return Told(question[:1].upper() + question[1:], tuple(said))


def parse_background(text: str, is_career: IsCareer) -> tuple[Said, ...]:
    """What is said in a background that was given apart: phrases between commas, in the first person or not."""
    clean = impersonal(written_out(text), is_career)
    return tuple(item for sentence in _SENTENCE.split(clean) for item in _items(sentence))


def together(*groups: Sequence[Said]) -> tuple[Said, ...]:
    """What was said, earlier first, each thing once; of two messages with a role the later one's holds."""
    kept: list[Said] = []
    for group in groups:
        if any(_IS.search(item.text) for item in group):
            kept = [item for item in kept if not _IS.search(item.text)]
        kept += [item for item in group if item.text.casefold() not in {other.text.casefold() for other in kept}]
    return tuple(kept[-MOST_SAID:])


def _halves(sentence: str) -> tuple[str, str]:
    """What a sentence tells of its asker, and what it asks; one of them may be empty."""
    pieces = _BREAK.split(_AND_I.sub(", ", sentence))
    clauses, joints = pieces[::2], [*pieces[1::2], ""]
    if not _is_told(clauses[0]) or (len(clauses) == 1 and sentence.endswith("?")):
        return "", sentence
    first = next((n for n, c in enumerate(clauses) if _ASKING.match(c) and not _is_relative(c, joints[n - 1])), None)
    if first is None:
        return _split_last(clauses, joints, sentence)
    if first == 0:
        return "", sentence
    statement = "".join(c + j for c, j in zip(clauses[:first], joints[:first], strict=True))
    return statement.strip(" ,;–—-"), _LEAD.sub(
        "", "".join(c + j for c, j in zip(clauses[first:], joints[first:], strict=True))
    )


def _is_relative(clause: str, joint: str) -> bool:
    """Whether a clause goes on with what was said: "a developer who loves maths"."""
    return not joint.strip() and clause.lower().startswith("who ")


def _split_last(clauses: Sequence[str], joints: Sequence[str], sentence: str) -> tuple[str, str]:
    """A statement; of one that ends as a question, its last clause is what is asked."""
    if not sentence.endswith("?"):
        return sentence, ""
    return "".join(c + j for c, j in zip(clauses[:-1], joints[:-1], strict=False)).strip(" ,;"), clauses[-1]


def _is_told(clause: str) -> bool:
    return bool(_FIRST_PERSON.match(clause) or _AS.match(clause)) and len(clause.split()) <= _LONGEST_WORDS


def _items(statement: str) -> Iterable[Said]:
    """The things said in a statement, split where its commas are; one without a verb is said as the one before it."""
    before: Kind | None = None
    for clause in _BREAK.split(_AND_I.sub(", ", statement))[::2]:
        text = _LEAD.sub("", clause).strip(" ,.;:!?–—-")
        if not any(is_topical(word) for word in WORD.findall(text)) or text.isdigit():
            continue
        kind = _kind(text)
        before = kind or before or Kind.IS
        yield Said(text, before)


def _kind(text: str) -> Kind | None:
    for kind, pattern in ((Kind.LACKS, _LACKS), (Kind.WANTS, _WANTS), (Kind.IS, _IS), (Kind.HAS, _HAS)):
        if pattern.search(text):
            return kind
    return None


def place_in(said: Sequence[Said]) -> str | None:
    """The place where the asker lives or wants to work, which a question about pay is about; None for any other."""
    for item in reversed(said):
        match = re.search(rf"\b(?:in|to|near|around)\s+((?:the\s)?(?:{PLACE.pattern}))", item.text)
        if match:
            return match[1]
    return None


def wants_figure(question: str) -> bool:
    """Whether a figure answers it: whose background is no part of the question."""
    return asks(question) in QUANTITIES
