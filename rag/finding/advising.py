"""Which units advise somebody: the verdict, then the reasons, then the steps in order with the time they take."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.asking.asks import QUANTITIES, Asks
from rag.asking.background import Said
from rag.asking.question import Question
from rag.finding.matching import Evidence, answers_kind
from rag.finding.quoting import asks_for_money, has_money, overlap, speaks_of_money
from rag.finding.steering import speaks_against, speaks_of
from rag.text.roles import roles, same_role
from rag.types import Hit, UnitKind

MOST_WORDS, _MOST_WORDS_WITH_STEPS = 72, 96
"""Words of quotes; names of voices come on top."""
_REASONS, _MOST_REASONS, _MOST_STEPS = 2, 3, 4
_HEARD = 20
_NEAR = 4.0
"""How far below the best one's score a reason may stay."""
_VERDICT_WORTH, _REASON_WORTH, _SAID_WORTH = 2.0, 0.7, 1.0
"""What a unit gains as a verdict, as a reason, and as a reason that speaks of what the asker said."""
_SAME_WORDS = 0.6
_FEWEST_ORDERED = 2
"""How many units of a section say their place in the order, for it to give steps."""

_VERDICT = re.compile(
    r"\b(?:advis\w+|recommend\w*|suggest\w*|(?:the|an?|is|are|be|fits?(?:\s\S+){0,2}) better"
    r"|better (?:choice|fit|odds|off|for|suited|than)|best|good (?:choice|fit)|(?:right|obvious|stronger"
    r"|safer|smarter) choice|bet\b"
    r"|realistic|suits?|fits?|perfect(?:ly)?|ideal|possible|doable|harder|easier|faster|overkill"
    r"|overrated|worth|no need"
    r"|need(?:s)? (?:no|not)|does not have to|can still|count for more|should)\b",
    re.IGNORECASE,
)
_POINTS_ON = re.compile(r"\b(?:further reading|read more|see also|refers? to|points? readers)\b", re.IGNORECASE)
_REASON = re.compile(
    r"\b(?:because|since|therefore|so that|as (?:it|they|the|he|she)\b|for (?:it|they)\b|due to"
    r"|reason|carr(?:y|ies) over|overlap"
    r"|already|rather than|less|more)\b",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"\b(?:first|firstly|second|third|next|then|after(?:wards| that)?|finally|last|later|step"
    r"|start(?:s|ing)?|begin(?:s|ning)?"
    r"|before|follow(?:s|ed)?|build|learn|take[s]?)\b|^\W*\d+[.)]",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?:first(?!\s(?:year|job|time|attempt))|second|third|next(?!\s(?:year|month|week))|then"
    r"|afterwards|after that|finally|step|follows"
    r"|(?:start|begin)(?:s|ning|ing)?\s(?:with|by|in|on))\b",
    re.IGNORECASE,
)
_WAY_IN = re.compile(
    r"\bhow (?:do|can|could|should|would|might|to)\s+(?:(?:i|we|you|one|someone|somebody|people|an?\s[\w-]+)\s)?"
    r"(?:best |actually |even )?"
    r"(?:become|get (?:into|in\b|started|there|hired|my first)|break in|enter|start|begin|learn|study|teach myself|move"
    r"|switch|transition|change|go (?:from|into)|land)\b"
    r"|\bwhat (?:should|do|must|can|could|would) (?:i|we|one|you) (?:have to |need to )?"
    r"(?:learn|do|study|start)\b(?:.{0,30}\b(?:first|next|to (?:become|get))\b|\W*$)"
    r"|\bwhere (?:do|should|can|to)\b.{0,10}\b(?:start|begin)\b"
    r"|\b(?:give|show|make|need|want|suggest|what(?:'s|’s| is| are| would))\b.{0,30}"
    r"\b(?:steps|plan|road ?map|learning path)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Advice:
    """Units that advise, each once."""

    verdict: Hit
    reasons: tuple[Hit, ...]
    against: tuple[Hit, ...]
    """What speaks of something that the asker lacks or dislikes, and not of doing without it."""
    steps: tuple[Hit, ...]
    """Of one section, in the guide's order."""

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All of them, in the order of the answer."""
        return (self.verdict, *self.reasons, *self.against, *self.steps)


def wants_steps(question: Question) -> bool:
    """Whether a way to somewhere is asked for."""
    return bool(_WAY_IN.search(question.text))


def wants_advice(question: Question) -> bool:
    """Whether who asks makes a difference to the answer; a figure, a name or a moment is the same for everybody."""
    return question.asks not in QUANTITIES | {Asks.AUTHOR, Asks.MOMENT, Asks.YEAR, Asks.PERSON}


def advise(question: Question, hits: Sequence[Hit], said: Sequence[Said], evidence: Evidence) -> Advice | None:
    """The units to advise with, from hits that were steered, best first; None where there are none."""
    if not hits:
        return None
    near = [hit for hit in hits[:_HEARD] if hit.score >= hits[0].score - _NEAR and _can_advise(hit)]
    if not asks_for_money(question) and not any(speaks_of_money(item.text) for item in said):
        # What a job pays is near to everything that is said of it.
        near = [hit for hit in near if not has_money(hit, evidence)] or near
    if not near:
        return None
    verdict = max(near, key=lambda hit: hit.score + _VERDICT_WORTH * bool(_VERDICT.search(hit.unit.text)))
    way = _way(hits, evidence) if wants_steps(question) else []
    if not _leads_there(way, question, evidence):
        way = []
    taken = {hit.number for hit in way}
    bearing = [hit for hit in near if hit.number not in taken]
    reasons = _reasons(bearing, verdict, said, evidence, fewest=0 if way else _REASONS) if said else []
    steps = _steps(way, [verdict, *reasons], evidence)
    if steps and verdict.number in taken and not speaks_of(said, verdict, evidence):
        # A step that is for everybody has its place among the others: "then choose a cloud" is no beginning.
        verdict, *others = sorted([verdict, *steps], key=lambda hit: hit.number)
        steps = tuple(others)
    told = () if speaks_against(said, verdict, evidence) else said
    against = [hit for hit in reasons if speaks_against(told, hit, evidence)]
    return Advice(verdict, tuple(hit for hit in reasons if hit not in against), tuple(against), steps)


def _reasons(near: Sequence[Hit], verdict: Hit, said: Sequence[Said], evidence: Evidence, fewest: int) -> list[Hit]:
    """The hits that bear the verdict out: `fewest`, or as many more as speak of what nothing else speaks of."""
    reasons: list[Hit] = []
    words = _words(verdict)
    while len(reasons) < _MOST_REASONS:
        heard = [verdict, *reasons]
        unheard = [item for item in said if not any(speaks_of([item], hit, evidence) for hit in heard)]
        fitting = [
            hit
            for hit in near
            if words + _words(hit) <= MOST_WORDS
            and not _said(hit, heard)
            and (
                speaks_of(unheard, hit, evidence) if len(reasons) >= fewest else _carries(hit, verdict, said, evidence)
            )
        ]
        if not fitting:
            break
        best = max(fitting, key=lambda hit: _reason_worth(hit, unheard or said, evidence))
        reasons.append(best)
        words += _words(best)
    return reasons


def _reason_worth(hit: Hit, said: Sequence[Said], evidence: Evidence) -> float:
    gives_one = bool(_REASON.search(hit.unit.text))
    return hit.score + _REASON_WORTH * gives_one + _SAID_WORTH * speaks_of(said, hit, evidence)


def _can_advise(hit: Hit) -> bool:
    """Whether a unit may be a verdict or a reason: it points to no other place, and is no bare row of data."""
    text = hit.unit.text
    is_data = hit.unit.kind is UnitKind.ROW and not (_VERDICT.search(text) or _REASON.search(text))
    return not is_data and not _POINTS_ON.search(text)


def _carries(hit: Hit, verdict: Hit, said: Sequence[Said], evidence: Evidence) -> bool:
    """Whether a unit is a reason for the verdict: it speaks of what was said, or stands with the verdict."""
    beside = hit.unit.article_id == verdict.unit.article_id and hit.unit.section == verdict.unit.section
    return beside or speaks_of(said, hit, evidence)


def _leads_there(way: Sequence[Hit], question: Question, evidence: Evidence) -> bool:
    """Whether the role that steps speak of most is one that is asked about, where both name one."""
    asked = roles(question.text, evidence.disciplines)
    said = Counter(role for hit in way for role in evidence.own_roles(hit.number)).most_common(1)
    return not asked or not said or any(same_role(role, said[0][0]) for role in asked)


def _way(hits: Sequence[Hit], evidence: Evidence) -> list[Hit]:
    """The steps of the one section that gives most of them, in the guide's order."""
    best = _richest(hits)
    return _section(best[0], evidence) if best else []


def _steps(way: Sequence[Hit], heard: Sequence[Hit], evidence: Evidence) -> tuple[Hit, ...]:
    """As many steps of a way as there is room for, the time it takes first; none where it's one alone."""
    taken = {hit.number for hit in heard}
    whole = [hit for hit in way if hit.number not in taken]
    timed = [hit for hit in whole if answers_kind(Asks.DURATION, hit.unit, evidence.figures(hit.unit))]
    kept: list[Hit] = []
    for hit in dict.fromkeys([*timed[:1], *whole]):
        room = _MOST_WORDS_WITH_STEPS - sum(map(_words, [*heard, *kept]))
        if len(kept) < _MOST_STEPS and _words(hit) <= room:
            kept.append(hit)
    return tuple(sorted(kept, key=lambda hit: hit.number)) if len(kept) > 1 else ()


def first_steps(hits: Sequence[Hit], evidence: Evidence) -> list[Hit]:
    """All steps of the section that gives most of them, in the guide's order; empty where none gives any."""
    return [hit for hit in _way(hits, evidence) if _ORDER.search(hit.unit.text)]


def _richest(hits: Sequence[Hit]) -> list[Hit]:
    """The steps among the hits that stand in the section with most of them; none where they have no order."""
    sections: dict[tuple[str, str | None], list[Hit]] = defaultdict(list)
    for hit in hits:
        if _STEP.search(hit.unit.text) and hit.unit.kind not in (UnitKind.ROW, UnitKind.CELL):
            sections[hit.unit.article_id, hit.unit.section].append(hit)
    best = max(sections.values(), key=lambda found: _worth(found, hits[0]), default=[])
    return best if sum(bool(_ORDER.search(hit.unit.text)) for hit in best) >= _FEWEST_ORDERED else []


def _section(hit: Hit, evidence: Evidence) -> list[Hit]:
    """The steps in a hit's section, in the guide's order, as far as they belong to one row of steps."""
    units = evidence.snapshot.units
    own = [n for n, u in enumerate(units) if (u.article_id, u.section) == (hit.unit.article_id, hit.unit.section)]
    return [replace(hit, unit=units[n], number=n) for n in own if _STEP.search(units[n].text)]


def _worth(found: Sequence[Hit], best: Hit) -> float:
    """Of a section's steps: how many say their place in the order, and how near the question the nearest is."""
    ordered = sum(bool(_ORDER.search(hit.unit.text)) for hit in found)
    return min(ordered, 3) + 0.25 * (max(hit.score for hit in found) - best.score)


def _said(hit: Hit, others: Sequence[Hit]) -> bool:
    return any(hit.number == other.number or overlap(hit, other) >= _SAME_WORDS for other in others)


def _words(hit: Hit) -> int:
    return len(hit.unit.text.split())
