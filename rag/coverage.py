"""Whether the evidence answers the question: what it names, and how well the best units fit. Small, and it says why."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields

from rag.lexical import terms
from rag.matching import QUANTITY_WORDS, SAME_MATTER, Evidence
from rag.question import QUANTITIES, Asks, Question, Term, same_matter
from rag.roles import roles, same_role
from rag.types import Coverage, Hit

DEPTH = 3
"""How many of the best units are looked at."""
THRESHOLD = 0.5
"""Scores from here on are answered."""

Fit = Callable[[Sequence[str], Sequence[int]], list[list[float]]]
"""(texts, unit numbers) -> for each text its cosine similarity with each unit."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What is seen of a question and its evidence, each 0 to 1 or so."""

    cosine: float
    """Best cosine similarity of the question and a unit."""
    covered: float
    """Share of the question's weight that the units speak of."""
    foreign: float
    """How much better the evidence fits when a word that no guide ever uses is left out of the question; see `_gains`."""
    far: float
    """How far below a fair similarity the evidence stays."""
    unknown: float
    """Share of the question's weight that no guide ever uses."""
    name_missing: float
    """1 where a name in the question stands nowhere in the evidence."""
    no_figure: float
    """1 where a quantity is asked and no figure of that kind stands in the evidence."""
    figure_apart: float
    """How little the sentences with such a figure speak of what is asked."""
    elsewhere: float
    """1 where year, level or role of the evidence is another one."""


WEIGHTS = Signals(
    cosine=2.0,
    covered=0.4,
    foreign=-0.8,
    far=-1.2,
    unknown=-1.8,
    name_missing=-2.0,
    no_figure=-2.8,
    figure_apart=-2.5,
    elsewhere=-3.6,
)
BIAS = 1.0
"""Weights and bias: logistic regression (L2, C = 1) over the questions in evals/, on these guides and on the raw articles that
they digest, rounded. Fitted on one half and read on the other, the area under the ROC is 0.90 to 0.93 either way."""
_LARGE_GAIN = 0.1
"""Cosine that evidence gains where the word left out was about something else."""
_NEAR = 0.4
_NUMBER = re.compile(r"(?<!\S)\d{1,3}(?!\S)")


def coverage(question: Question, hits: Sequence[Hit], evidence: Evidence, fit: Fit) -> Coverage:
    """How far the best hits cover the question. The score is a logistic regression over `Signals`."""
    asked = tuple(term.word for term in question.terms if not term.inherited)
    if not hits:
        return Coverage(asked, (), asked, 0.0, "nothing was found")
    numbers = [hit.number for hit in hits[:DEPTH]]
    gains = _gains(question, numbers, evidence, fit)
    missing = _missing(question, numbers, evidence, gains)
    signals = _signals(question, hits, evidence, gains)
    score = 1 / (
        1 + math.exp(-BIAS - sum(getattr(WEIGHTS, f.name) * getattr(signals, f.name) for f in fields(Signals)))
    )
    covered = tuple(word for word in asked if word not in missing)
    return Coverage(asked, covered, missing, score, _why(signals))


def _signals(question: Question, hits: Sequence[Hit], evidence: Evidence, gains: dict[str, float]) -> Signals:
    numbers = [hit.number for hit in hits[:DEPTH]]
    own = [term for term in question.terms if not term.inherited]
    total = sum(evidence.weight(term) for term in own) or 1.0
    unknown = [term for term in own if not _is_known(term, evidence)]
    figures = [n for n in numbers if evidence.answers_kind(question, n)] if question.asks in QUANTITIES else []
    return Signals(
        cosine=max(hit.cosine for hit in hits[:DEPTH]),
        covered=evidence.coverage(question, numbers),
        foreign=_largest(gains[term.word] for term in unknown if term.word in gains),
        far=max(0.0, _NEAR - max(hit.cosine for hit in hits[:DEPTH])) / _NEAR,
        unknown=sum(evidence.weight(term) for term in unknown) / total,
        name_missing=float(any(term.is_name and evidence.best_support(term, numbers) == 0 for term in own)),
        no_figure=float(question.asks in QUANTITIES and not figures),
        figure_apart=1 - max(evidence.coverage(question, [n], strict=True) for n in figures) if figures else 0.0,
        elsewhere=float(bool(_elsewhere(question, figures or numbers, evidence))),
    )


def _largest(gains: Iterable[float]) -> float:
    """The largest gain, 0 to 1.5, on a scale where 1 is large."""
    return min(max([0.0, *gains]) / _LARGE_GAIN, 1.5)


def _is_known(term: Term, evidence: Evidence) -> bool:
    return any(evidence.vocabulary.knows(part) for stem in same_matter(term.stem) for part in stem.split(" "))


def _gains(question: Question, numbers: Sequence[int], evidence: Evidence, fit: Fit) -> dict[str, float]:
    """Word -> how much nearer the evidence comes when the word is left out, for words that it lacks.

    A word that the evidence speaks of in other words keeps the question near it; a word about something else ("in
    Canada") pulls it away.
    """
    lacking = [
        term for term in question.terms if not term.inherited and evidence.best_support(term, numbers) < SAME_MATTER - 0.15
        and not (question.asks in QUANTITY_WORDS and not term.is_name and not term.is_focus and evidence.vocabulary.knows(term.stem))
    ]  # fmt: skip
    if not lacking:
        return {}
    without = [re.sub(rf"\b{re.escape(term.word)}(?!\w)", "", question.text) for term in lacking]
    whole, *rest = fit([question.text, *without], numbers)
    return {
        term.word: max(a - b for a, b in zip(row, whole, strict=True)) for term, row in zip(lacking, rest, strict=True)
    }


def _missing(
    question: Question, numbers: Sequence[int], evidence: Evidence, gains: dict[str, float]
) -> tuple[str, ...]:
    """The question's own words and marks for what the evidence doesn't speak of, the surest first."""
    words = [word for word, gain in sorted(gains.items(), key=lambda item: -item[1]) if gain > 0.03]
    return tuple(dict.fromkeys([*_elsewhere(question, numbers, evidence), *words]))


def _elsewhere(question: Question, numbers: Sequence[int], evidence: Evidence) -> list[str]:
    """Years, levels and roles of the question that no unit has all of, while it has others or none."""
    found = [_apart(question, number, evidence) for number in numbers]
    return min(found, key=len, default=[])


def _apart(question: Question, number: int, evidence: Evidence) -> list[str]:
    unit = evidence.snapshot.units[number]
    around = f"{unit.text} {unit.context} {unit.section} {evidence.snapshot.articles[unit.article_id].published}"
    apart = [year for year in sorted(question.years) if year not in around]
    if question.asks in QUANTITIES:
        apart += sorted(question.levels) if not evidence.levels(number) & question.levels else []
        if question.asks is Asks.GROWTH:
            apart += [
                number for number in _NUMBER.findall(" ".join(terms(question.text))) if number not in terms(unit.text)
            ]
        asked, said = roles(question.text, evidence.disciplines), evidence.roles(number)
        if asked and said and not any(same_role(a, s) for a in asked for s in said):
            apart += [" ".join(sorted(role)) for role in asked]
    return apart


def _why(signals: Signals) -> str:
    told = ", ".join(f"{f.name} {getattr(signals, f.name):.2f}" for f in fields(Signals))
    return f"score of {told}"


def kind_of(asks: Asks) -> str:
    """The kind of answer in words, for what isn't covered."""
    return {
        Asks.MONEY: "an amount", Asks.DURATION: "a duration", Asks.SHARE: "a share", Asks.GROWTH: "a growth figure",
        Asks.COUNT: "a number", Asks.AGE: "an age", Asks.YEAR: "a date", Asks.PERSON: "a name",
    }.get(asks, "an answer")  # fmt: skip
