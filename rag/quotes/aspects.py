"""The respects in which careers are compared: how a question names one, and how a unit shows that it speaks of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.asking.asks import Asks
from rag.types import Unit, UnitKind


@dataclass(frozen=True, slots=True)
class Aspect:
    """One respect."""

    name: str
    question: str
    """Asks for it; `{}` is the side."""
    asked: re.Pattern[str]
    """How a question names it."""
    shown: re.Pattern[str]
    """What a unit that speaks of it says, itself or in its names of rows and columns."""
    kind: Asks | None = None
    """The kind of answer a unit has to hold besides."""
    listing: bool = False
    """Whether only a unit that lists several things says it, unless its row or column is called so."""


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


ASPECTS = (
    Aspect(
        "who it suits",
        "Whom does {} suit and fit? Which people love it?",
        _any(r"suits?|suited|fits?|right for|for me|someone|somebody|who should|enjoy|love"),
        _any(
            r"suits?|suited|fits?|fit|drawn|love[s]?|enjoys?|for those who|better choice"
            r"|stronger choice|perfect|bored"
        ),
    ),
    Aspect(
        "pay",
        "What does {} earn?",
        _any(r"pay|pays|paid|salar(?:y|ies)|earns?|earning|money|income|wages?|compensation"),
        _any(r"pay|pays|paid|salar(?:y|ies)|earns?|earning|income|wages?|compensation|makes?"),
        Asks.MONEY,
    ),
    Aspect(
        "maths",
        "How much math and statistics does {} need?",
        _any(r"maths?|mathematics|statistics|algebra|calculus"),
        _any(r"maths?|mathematics|mathematical|statistics|algebra|calculus|arithmetic"),
    ),
    Aspect(
        "way in",
        "How does one become {}, from what background and training?",
        _any(
            r"way in|get(?:ting)? in(?:to)?|how (?:do|can|could|to)\b.*\bbecome|break in(?:to)?"
            r"|hired|hiring|degree|background"
            r"|training|qualifications?|self-taught"
        ),
        _any(
            r"background|typically comes?|come from|comes from|degrees?|diploma|licen[cs]e"
            r"|apprenticeship|training (?:takes|lasts|as|to)|exam|school|self-taught"
            r"|entry[- ]level|postings?|transition|barrier|steep(?:er)?|way in|bar exam|hired"
        ),
    ),
    Aspect(
        "tools",
        "Which tools and technologies does {} use?",
        _any(r"tools?|tooling|stack|tech|technolog(?:y|ies)|software|equipment"),
        _any(r"tools?|tooling|uses?|works? with|needs?|needed|carr(?:y|ies)|equipment|skills|stack"),
        listing=True,
    ),
    Aspect(
        "on-call",
        "Is {} on call, with night shifts and long hours?",
        _any(r"on[- ]?call|pager|shifts?|hours|overtime|work[- ]life(?: balance)?|stress(?:ful)?|nights?|weekends?"),
        _any(r"on[- ]call|oncall|pager|shifts?|hours a (?:week|day)|overtime|nights?|weekends?"),
    ),
    Aspect(
        "work",
        "What does {} do and concentrate on?",
        _any(r"tasks?|duties|daily|day to day|do all day|responsibilities"),
        _any(
            r"daily work|core focus|concentrates|focuses|implements|means|responsible|spends|builds"
            r"|works on|makes|deals|handles|manages|maintains|cares for|argues?|drafts?|applied"
        ),
    ),
)
"""In the order in which they matter to somebody who chooses."""


def shows(aspect: Aspect, unit: Unit) -> bool:
    """Whether a unit speaks of the aspect; its kind of answer is another matter."""
    if aspect.listing and unit.text.count(",") < 2 and not aspect.asked.search(unit.context):
        return False
    in_table = unit.kind in (UnitKind.CELL, UnitKind.ROW)
    return bool(aspect.shown.search(f"{unit.context} {unit.text}" if in_table else unit.text))
