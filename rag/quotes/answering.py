"""Evidence to an answer in quotes: what was covered in the guides' words, what wasn't named, and where to go on."""

from __future__ import annotations

from collections.abc import Sequence

from rag.asking.asks import Asks
from rag.asking.background import Said
from rag.finding.disagreement import described, disagreements
from rag.finding.finding import Finder, Part
from rag.finding.quoting import Quoted, quote
from rag.finding.strangers import unspoken
from rag.quotes.advice import advised
from rag.quotes.comparison import Table, compare, gaps, shown
from rag.quotes.gaps import Gap, gap, gap_quoted
from rag.quotes.refusal import NOTHING, missing_sentence
from rag.quotes.suggestions import follow_ups
from rag.types import Answer

NEAR = 0.4
"""A refusal shows the nearest unit from this cosine similarity on; below, it has nothing to do with the question."""


def answer(asked: str, alone: str, found: Sequence[Part], finder: Finder, said: Sequence[Said] = ()) -> Answer:
    """The answer to a question from its parts: `asked` as typed, `alone` without need of the history."""
    covered = [part for part in found if part.covered]
    table = compare(found[0].question.text, said, finder) if len(found) == 1 else None
    if table:
        return _compared(asked, alone, found[0], table, finder, said)
    lacking = gap(found[0].question.text, said, finder) if len(found) == 1 else None
    if lacking:
        return _missing(asked, alone, found[0], lacking, finder, said)
    if not covered:
        return refusal(asked, alone, found[0], finder)
    return _quotes(asked, alone, found, covered, finder, said)


def _quotes(
    asked: str, alone: str, found: Sequence[Part], covered: Sequence[Part], finder: Finder, said: Sequence[Said]
) -> Answer:
    evidence = finder.evidence
    hits = list({hit.number: hit for part in covered for hit in part.chosen}.values())
    if covered[0].advice and len(covered) == 1:
        quoted = advised(covered[0].advice, evidence)
    else:
        quoted = quote(hits, evidence, moment=covered[0].question.asks is Asks.MOMENT)
    numbers = {hit.number: number for number, hit in enumerate(hits, 1)}
    left = (*(part.question.text for part in found if not part.covered), *unspoken(said, evidence))
    return Answer(
        question=asked,
        standalone_question=alone,
        status="partial" if left else "answered",
        answer=quoted.text,
        citations=quoted.citations,
        not_covered=left,
        disagreements=described(covered[0].question.text, list(disagreements(hits, evidence)), numbers),
        background=tuple(item.text for item in said),
        follow_ups=tuple(follow_ups(covered[0].hits, hits, finder.covers)),
    )


def _compared(asked: str, alone: str, part: Part, table: Table, finder: Finder, said: Sequence[Said]) -> Answer:
    """The answer that sets two things side by side."""
    evidence = finder.evidence
    verdict = part.advice.verdict if part.advice and part.covered else None
    drawn = shown(table, evidence, verdict)
    hits = list({hit.number: hit for hit in [*([verdict] if verdict else []), *table.hits]}.values())
    left = (*gaps(table), *unspoken(said, evidence))
    numbers = {hit.number: number for number, hit in enumerate(hits, 1)}
    return Answer(
        question=asked,
        standalone_question=alone,
        status="partial" if left else "answered",
        answer=drawn.text,
        citations=drawn.citations,
        not_covered=left,
        disagreements=described(part.question.text, list(disagreements(hits, evidence)), numbers),
        comparison=drawn.comparison,
        background=tuple(item.text for item in said),
        follow_ups=tuple(follow_ups(part.hits, hits, finder.covers)),
    )


def _missing(asked: str, alone: str, part: Part, lacking: Gap, finder: Finder, said: Sequence[Said]) -> Answer:
    """The answer that says what of the required skills somebody has, and what not."""
    quoted = gap_quoted(lacking, finder.evidence)
    left = (*unspoken(said, finder.evidence), *(f"anything about {skill}" for skill in lacking.unknown))
    return Answer(
        question=asked,
        standalone_question=alone,
        status="partial" if left else "answered",
        answer=quoted.text,
        citations=quoted.citations,
        not_covered=left,
        background=tuple(item.text for item in said),
        follow_ups=tuple(follow_ups(part.hits, lacking.hits, finder.covers)),
    )


def refusal(asked: str, alone: str, part: Part, finder: Finder) -> Answer:
    """The answer to a question that no guide answers: what is missing, and the nearest thing that a guide does say."""
    near = part.chosen[:1] if part.chosen and part.chosen[0].cosine >= NEAR else ()
    nearest = quote(near, finder.evidence) if near else Quoted("", ())
    said = missing_sentence(part.question, part.coverage) if near else NOTHING
    return Answer(
        question=asked,
        standalone_question=alone,
        status="not_in_guides",
        answer=f"{said} {_nearest(nearest.text)}" if near else said,
        citations=nearest.citations,
        not_covered=(alone,),
        follow_ups=tuple(follow_ups(part.hits, near, finder.covers)),
    )


def _nearest(quoted: str) -> str:
    """A quoted sentence as the nearest thing that a guide does say."""
    return f"Nearest, f{quoted[1:]}" if quoted.startswith("From ") else f"Nearest: {quoted}"
