"""Whether the evidence answers the question: what it names, and how well the best units fit. Small, and it says why."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from rag.asking.asks import QUANTITIES
from rag.asking.focus import focus
from rag.asking.question import Question, Term
from rag.finding.matching import Evidence, names_measure
from rag.finding.missing import Fit, apart, gains
from rag.types import Coverage, Hit

DEPTH = 3
"""How many of the best units are looked at."""
THRESHOLD = 0.5
"""Scores from here on are answered."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What is seen of a question and its evidence, each 0 to 1 or so."""

    cosine: float
    """Best cosine similarity of the question and a unit."""
    covered: float
    """Share of the question's weight that the units speak of."""
    foreign: float
    """How much better the evidence fits without a word that no guide ever uses; see `rag.finding.missing.gains`."""
    far: float
    """How far below a fair similarity the evidence stays."""
    unknown: float
    """Share of the question's weight that no guide ever uses."""
    name_missing: float
    """1 where a name in the question stands nowhere in the evidence."""
    name_lost: float
    """1 where the best unit, with all that is around it, knows nothing of a name in the question."""
    no_figure: float
    """1 where a quantity is asked and no figure of that kind stands in the evidence."""
    figure_apart: float
    """How little the sentences with such a figure speak of what is asked."""
    elsewhere: float
    """1 where year, level or role of the evidence is another one."""
    focus_unknown: float
    """1 where no guide ever uses the word for what is asked for, nor one that means the same."""


WEIGHTS = Signals(
    cosine=2.0,
    covered=0.4,
    foreign=-0.8,
    far=-1.2,
    unknown=-1.8,
    name_missing=-1.2,
    name_lost=-1.5,
    no_figure=-2.8,
    figure_apart=-2.5,
    elsewhere=-3.6,
    focus_unknown=-2.2,
)
BIAS = 0.9
"""Weights and bias: logistic regression (L2, C = 3) over the questions in evals/, on these guides and on the raw
articles that they digest, rounded. Each tenth scored by a fit on the others, the area under the ROC is 0.967."""
_LARGE_GAIN, _SOME_GAIN = 0.1, 0.03
"""Cosine that evidence gains where the word left out was about something else: surely, and perhaps."""
_NEAR = 0.4
"""Cosine of a unit that has to do with the question."""


def coverage(question: Question, hits: Sequence[Hit], evidence: Evidence, fit: Fit) -> Coverage:
    """How far the best hits cover the question. The score is a logistic regression over `Signals`."""
    asked = tuple(term.word for term in question.terms if not term.inherited)
    if not hits:
        return Coverage(asked, (), asked, 0.0, "nothing was found")
    numbers = [hit.number for hit in hits[:DEPTH]]
    gained = gains(question, numbers, evidence, fit)
    seen = signals(question, hits, evidence, gained)
    # "How long" is said by the kind of answer: nothing is missing "for long".
    measures = {term.word for term in question.terms if names_measure(question, term)}
    ranked = sorted(gained.items(), key=lambda item: -item[1])
    words = [word for word, gain in ranked if gain > _SOME_GAIN and word not in measures]
    missing = tuple(dict.fromkeys([*apart(question, numbers, evidence), *words]))
    covered = tuple(word for word in asked if word not in missing)
    return Coverage(asked, covered, missing, _score(seen), _why(seen))


def signals(question: Question, hits: Sequence[Hit], evidence: Evidence, gained: dict[str, float]) -> Signals:
    """What is seen of a question and its hits, of which there is one at least; `gained` is of the best `DEPTH`."""
    numbers = [hit.number for hit in hits[:DEPTH]]
    own = [term for term in question.terms if not term.inherited] or list(question.terms)
    total = sum(evidence.weight(term) for term in own) or 1.0
    unknown = [term for term in own if not evidence.is_known(term)]
    wants_figure = question.asks in QUANTITIES
    figures = [n for n in numbers if evidence.answers_kind(question, n)] if wants_figure else []
    asked_for = focus(question)
    nearest = max(hit.cosine for hit in hits[:DEPTH])
    return Signals(
        cosine=nearest,
        covered=evidence.coverage(question, numbers),
        foreign=_largest(gained[term.word] for term in unknown if term.word in gained),
        far=max(0.0, _NEAR - nearest) / _NEAR,
        unknown=sum(evidence.weight(term) for term in unknown) / total,
        name_missing=float(any(term.is_name and evidence.best_support(term, numbers) == 0 for term in own)),
        name_lost=float(any(term.is_name and evidence.support(term, numbers[0]) == 0 for term in own)),
        no_figure=float(wants_figure and not figures),
        figure_apart=1 - max(evidence.coverage(question, [n], strict=True) for n in figures) if figures else 0.0,
        elsewhere=float(bool(apart(question, figures or numbers, evidence))),
        focus_unknown=float(asked_for is not None and _is_unheard(asked_for, numbers, evidence)),
    )


def _is_unheard(term: Term, numbers: Sequence[int], evidence: Evidence) -> bool:
    """Whether no guide uses the term, nor a heading over the units."""
    return not evidence.is_known(term) and evidence.best_support(term, numbers) == 0


def _largest(gained: Iterable[float]) -> float:
    """The largest gain, 0 to 1.5, on a scale where 1 is large."""
    return min(max([0.0, *gained]) / _LARGE_GAIN, 1.5)


def _score(signals: Signals) -> float:
    weighted = sum(getattr(WEIGHTS, field.name) * getattr(signals, field.name) for field in fields(Signals))
    return 1 / (1 + math.exp(-BIAS - weighted))


def _why(signals: Signals) -> str:
    return ", ".join(f"{field.name} {getattr(signals, field.name):.2f}" for field in fields(Signals))
