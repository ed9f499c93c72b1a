"""Which units answer a question in the guides' own words: the one that answers, then the few that carry it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.asking.asks import QUANTITIES, Asks
from rag.asking.question import Question, Term, is_topical, same_matter
from rag.finding.disagreement import conflicting
from rag.finding.extremes import extreme
from rag.finding.matching import SAME_MATTER, Evidence, answers_kind
from rag.finding.voices import cite, spoken
from rag.text.lexical import WORD, stem_of, terms
from rag.types import Citation, Hit

MOST_UNITS = 3
MOST_WORDS = 72
"""Words of quotes; names of voices come on top, and an answer should stay under 90."""
NEAR_THE_BEST = 3.0
"""How far below the best one's score a further unit may stay."""
LEAST_COSINE = 0.25
"""Cosine below which a further unit shares no more than words with the question."""
_MONEY_WORDS = frozenset(terms("pay cost salary money dollar"))
_SUM = re.compile(r"[$€£₹]|\b\d[\d,.]*\s?(?:k|grand)\b", re.IGNORECASE)
_SAME_WORDS = 0.7
_HEARD = 12
"""How many of the best hits are heard for another voice."""
_ANNOUNCES = re.compile(
    r"(?::|\bthere (?:is|are) (?:a|an|one|some|two|three)\b[^.]*|\bhere(?:'s|’s| is| are)\b[^.]*|\bis simple)\W*$"
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Sentences of an answer with their citations."""

    text: str
    citations: tuple[Citation, ...]


def select(question: Question, hits: Sequence[Hit], evidence: Evidence) -> list[Hit]:
    """The hits to quote, the answering one first: few, near the best, each new, other voices before more of one.

    Of a table's rows the one that a superlative asks for, and no other.
    """
    if not hits:
        return []
    compared = extreme(question, hits, evidence)
    if compared:
        return [compared]
    first = hits[0]
    chosen = [first, *_announced(first, hits, evidence)]
    rest = [hit for hit in hits[1:20] if hit.score >= first.score - NEAR_THE_BEST and hit.cosine >= LEAST_COSINE]
    chosen += [hit for hit in hits[1:_HEARD] if conflicting(first, hit, evidence)][:1]
    chosen += _other_levels(question, chosen, hits[1:], evidence)
    for hit in rest:
        words = sum(len(h.unit.text.split()) for h in chosen)
        if len(chosen) >= MOST_UNITS + (question.asks is Asks.NAMES):
            break
        if words + len(hit.unit.text.split()) <= MOST_WORDS and _adds(question, hit, chosen, evidence):
            chosen += [hit, *_announced(hit, hits, evidence)]
    return _grouped(chosen)


def _other_levels(question: Question, chosen: Sequence[Hit], rest: Sequence[Hit], evidence: Evidence) -> list[Hit]:
    """Of a question about several levels ("What do juniors and seniors earn?") the best hit for each."""
    found: list[Hit] = []
    for level in sorted(question.levels) if len(question.levels) > 1 else []:
        if not any(level in evidence.levels(hit.number) for hit in [*chosen, *found]):
            of_level = (hit for hit in rest if evidence.levels(hit.number) == {level})
            found += [hit for hit in of_level if evidence.answers_kind(question, hit.number)][:1]
    return found


def _adds(question: Question, hit: Hit, chosen: Sequence[Hit], evidence: Evidence) -> bool:
    """Whether a further unit says something that the chosen ones don't, on the same matter."""
    if any(hit.number == other.number or overlap(hit, other) >= _SAME_WORDS for other in chosen):
        return False
    if any(_is_lost(term, chosen[0], hit, evidence) for term in question.terms):
        return False
    if not asks_for_money(question) and has_money(hit, evidence) and not has_money(chosen[0], evidence):
        return False  # what a job pays is near to everything that is said of it
    if question.asks in QUANTITIES and evidence.answers_kind(question, chosen[0].number):
        # Beside a figure that answers, only another figure of the kind is more than near.
        return evidence.answers_kind(question, hit.number)
    return evidence.coverage(question, [hit.number]) >= 0.5 * evidence.coverage(question, [chosen[0].number])


def asks_for_money(question: Question) -> bool:
    """Whether a question is for a sum of money, or speaks of pay or cost."""
    return question.asks in (Asks.MONEY, Asks.COST, Asks.GROWTH) or speaks_of_money(question.text)


def speaks_of_money(text: str) -> bool:
    """Whether words of an asker have a sum of money, or name pay or cost."""
    words = filter(is_topical, WORD.findall(text))
    return bool(_SUM.search(text)) or any(same_matter(stem_of(word.lower())) & _MONEY_WORDS for word in words)


def has_money(hit: Hit, evidence: Evidence) -> bool:
    return answers_kind(Asks.MONEY, hit.unit, evidence.figures(hit.unit))


def _is_lost(term: Term, first: Hit, further: Hit, evidence: Evidence) -> bool:
    """Whether the first unit speaks of a name in the question and the further one of another in its place."""
    found = evidence.support(term, first.number) >= SAME_MATTER
    return term.is_name and found and evidence.support(term, further.number) == 0


def overlap(a: Hit, b: Hit) -> float:
    """The share of the shorter unit's words that the other one has too."""
    one, other = set(terms(a.unit.text)), set(terms(b.unit.text))
    return len(one & other) / max(1, min(len(one), len(other)))


def _announced(hit: Hit, hits: Sequence[Hit], evidence: Evidence) -> list[Hit]:
    """The sentence that a unit only announces ("there is a simple way.")."""
    units = evidence.snapshot.units
    following = hit.number + 1
    if (
        not _ANNOUNCES.search(hit.unit.text)
        or following >= len(units)
        or units[following].article_id != hit.unit.article_id
    ):
        return []
    return [replace(hit, unit=units[following], number=following)]


def _grouped(chosen: Sequence[Hit]) -> list[Hit]:
    """The chosen hits with those of one guide together, in the order in which the guides first speak."""
    order = list(dict.fromkeys(hit.unit.article_id for hit in chosen))
    return sorted(chosen, key=lambda hit: order.index(hit.unit.article_id))


def quote(hits: Sequence[Hit], evidence: Evidence, *, first_number: int = 1, moment: bool = False) -> Quoted:
    """The hits as cited sentences, one guide a paragraph."""
    paragraphs: list[list[str]] = []
    citations: list[Citation] = []
    previous = None
    for number, hit in enumerate(hits, first_number):
        article = evidence.snapshot.articles[hit.unit.article_id]
        sentence = spoken(hit.unit, article, number, named=article.id != previous, moment=moment)
        if article.id != previous:
            paragraphs.append([])
        paragraphs[-1].append(sentence)
        citations.append(cite(hit.unit, article, number))
        previous = article.id
    return Quoted("\n\n".join(" ".join(sentences) for sentences in paragraphs), tuple(citations))
