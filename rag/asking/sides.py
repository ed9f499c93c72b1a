"""A question that sets two things side by side: which two, and in what respect."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.asking.question import is_topical
from rag.text.lexical import WORD
from rag.text.roles import ROLE_NOUNS

_SIDE = r"(?:an?\s+|the\s+)?(?P<{0}>(?:[\w/+&.-]+\s+){{0,2}}?[\w/+&-]+?)(?:['’]s)?"
_END = r"(?=\s*(?:$|[?.!,:;)–—]|-\s|\b(?:for|in|on|when|if|as|is|pay|salary)\b|\b(?:what|which|who|how|where)))"
_LEADING = (
    r"(?:^|[?.!,:;–—(]\s*|\b(?:choose|pick|become|be|between|for|as|do|study|learn|prefer|better|into|with|of|or|is|either"
    r"|compare|role|job|path|career|go|like|about|a)\s+)"
)
_PATTERNS = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        rf"\b(?:differences?|differ\w*|compar\w+|choos\w+|choice|decide|deciding"
        rf"|torn)\s+between\s+{_SIDE.format('one')}\s+(?:and|or)\s+(?:is\s+|being\s+)?{_SIDE.format('other')}{_END}",
        rf"\bcompar(?:e|ing)\s+{_SIDE.format('one')}\s+(?:and|with|to|against)\s+{_SIDE.format('other')}{_END}",
        rf"\bhow\s+(?:does|do|is|are)\s+{_SIDE.format('one')}\s+(?:differ|different"
        rf"|compare)\w*\s+(?:from|to|with)\s+{_SIDE.format('other')}{_END}",
        rf"{_LEADING}{_SIDE.format('one')}\s+(?:vs\.?|versus|compared\s+(?:to|with)"
        rf"|against)\s+{_SIDE.format('other')}{_END}",
        rf"\b(?:is|are)\s+{_SIDE.format('one')}\s+(?:better|worse|easier"
        rf"|harder)\s+than\s+{_SIDE.format('other')}{_END}",
        rf"{_LEADING}{_SIDE.format('one')}\s+and\s+{_SIDE.format('other')}\s*[,;:?–—-]\s*(?=(?:what"
        rf"|how).{{0,20}}\bdiffer)",
        rf"{_LEADING}{_SIDE.format('one')}\s+or\s+(?:rather\s+|to\s+become\s+|become\s+)?{_SIDE.format('other')}{_END}",
    )
)
_PREPOSITION = re.compile(r"^(?:(?:for|as|into|with|to|of|in|on|become|becoming|being|a|an|the)\s+)+", re.IGNORECASE)
_COMPARING = frozenset(
    """difference differences different differ compare compared comparison comparing versus vs better best worse choose
    choice pick decide deciding between prefer go become path paths career careers role roles job jobs main biggest
    key big major two option options torn study learn work either help explain summary overview side sides table work
    jobs day whats what's work i'd should overall general suits suit fits fit right""".split()
)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two things to be compared, in the asker's words, and what else the question says."""

    sides: tuple[str, str]
    rest: str


def compared(question: str) -> Compared | None:
    """What the question compares; None where it compares nothing."""
    for pattern in _PATTERNS:
        match = pattern.search(question)
        if match:
            one, other = _whole(_PREPOSITION.sub("", match["one"]), _PREPOSITION.sub("", match["other"]))
            rest = f"{question[: match.start('one')]} {question[match.end('other') :]}"
            if one.casefold() != other.casefold():
                return Compared((one, other), rest)
    return None


def is_open(rest: str, respects: Sequence[re.Pattern[str]]) -> bool:
    """Whether a comparison asks for nothing but itself and the given respects."""
    for respect in respects:
        rest = respect.sub(" ", rest)
    return not [word for word in WORD.findall(rest) if is_topical(word) and word.lower() not in _COMPARING]


def _whole(one: str, other: str) -> tuple[str, str]:
    """The sides with the head that they share: "ML and MLOps engineers" are ML engineers and MLOps engineers."""
    head = other.split()[-1]
    shares = len(one.split()) == 1 and len(other.split()) > 1 and _is_head(head) and not _is_head(one)
    if sum(letter.isupper() for letter in one) > 1 and one.lower() not in _SHORT_FIELDS and head.endswith("ing"):
        shares = False  # "MLOps or ML engineering": MLOps is a whole name
    return (f"{one} {head}" if shares else one), other


_SHORT_FIELDS = frozenset({"ml", "ai", "qa", "it", "ui", "ux"})


def _is_head(word: str) -> bool:
    return word.lower().removesuffix("s") in ROLE_NOUNS | {"engineering", "development", "administration", "science"}
