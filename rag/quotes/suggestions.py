"""Questions to go on with, made from the guides' own headings and asked only where the guides answer them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from rag.types import Hit, Unit

MOST = 3
_TRIED = 8

_COMMON = ("What background do I need?", "Which role suits me?", "What does it pay?")
"""What most people come to career guides with; asked only where the guides answer it."""
_ABOUT_ITSELF = re.compile(
    r"\b(?:about the|article|guide|transcript|summary|conclusions?|introduction|overview|takeaways?|faq|brief"
    r"|key points|topics)\b",
    re.IGNORECASE,
)
_MINE = {"your": "my", "yourself": "myself", "yours": "mine", "you": "I"}
_YOUR = re.compile(rf"\b(?:{'|'.join(_MINE)})\b", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:why|how|what|when|where|who|which|if)\b", re.IGNORECASE)

Covers = Callable[[str], bool]
"""Whether the guides answer a question."""


def follow_ups(hits: Sequence[Hit], shown: Sequence[Hit], covers: Covers) -> Iterator[str]:
    """Up to three questions near the ones found, on sections that weren't quoted."""
    seen = {hit.unit.section for hit in shown}
    near = [hit.unit for hit in hits if hit.unit.section not in seen]
    yield from _answerable(near, covers)


def first_questions(units: Sequence[Unit], covers: Covers) -> Iterator[str]:
    """Three questions to begin with: what most people come with, and, where the guides don't answer that, one of each
    guide in turn, its headings that are questions first."""
    common = [question for question in _COMMON if covers(question)]
    yield from common
    by_guide: dict[str, list[Unit]] = {}
    for unit in units:
        if _question(unit):
            by_guide.setdefault(unit.article_id, []).append(unit)
    firsts = [min(units, key=lambda u: not (u.section or "").endswith("?")) for units in by_guide.values()]
    yield from islice(_answerable(firsts, covers), MOST - len(common))


def _answerable(units: Sequence[Unit], covers: Covers) -> Iterator[str]:
    found = 0
    questions = dict.fromkeys(question for unit in units if (question := _question(unit)))
    for question in list(questions)[:_TRIED]:
        if found < MOST and covers(question):
            found += 1
            yield question


def _question(unit: Unit) -> str | None:
    """A question that a unit's section answers; None where its heading makes none."""
    heading = (unit.section or "").split(" › ")[-1]
    heading = " ".join(re.sub(r"\([^)]*\)", "", heading).split()).strip(" :-–—")
    if heading.endswith("?"):
        return heading
    if not 2 <= len(heading.split()) <= 10 or re.search(r"[^\w\s,'’&/+-]", heading) or _ABOUT_ITSELF.search(heading):
        return None
    if re.match(r"how to\b", heading, re.IGNORECASE):
        return f"How do I {_YOUR.sub(lambda match: _MINE[match.group().lower()], heading[7:])}?"
    return None if _CLAUSE.match(heading) else f"Tell me about {_lowered(heading)}."


def _lowered(heading: str) -> str:
    """The heading inside a sentence: words in lower case unless they are names or abbreviations."""
    words = heading.split()
    in_title_case = sum(word[:1].isupper() for word in words) > len(words) / 2
    lowered = [word if any(c.isupper() for c in word[1:]) else word.lower() for word in words]
    return " ".join(lowered if in_title_case else [lowered[0], *words[1:]])
