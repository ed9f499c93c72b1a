"""An answer against what a right one shows, and the sums over a set of them."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from evals.questions import CONFLICT, UNANSWERABLE, Case
from evals.wording import MARKER, amounts, plain, sentences, stands_in
from rag.types import Answer, Citation

LONGEST, LONGEST_REFUSAL = 200, 80
"""Words; a longer answer isn't right, and a longer refusal is none."""

GuideText = Callable[[str], str]
"""A guide's path under the folder -> its file's text, "" where there is none."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    got: int
    of: int

    def __str__(self) -> str:
        return f"{self.got}/{self.of}"


@dataclass(frozen=True, slots=True)
class Scored:
    """An answer to a case and what was seen in it."""

    case: Case
    answer: Answer
    seconds: float
    words: int
    """Markers don't count."""
    facts: bool
    """All that a right answer shows is shown: it stands in the text and in a citation of an expected guide."""
    cited: bool
    """An expected guide is cited; of a conflict, each side."""
    verbatim: Share
    """Quotes that stand in their guide's file."""
    whole: bool
    """The markers in the text are the numbers of the citations, and there are some."""
    figures: Share
    """Figures that stand in a quote that their sentence cites."""
    sentences: Share
    """Sentences with a marker of a citation."""

    @property
    def refused(self) -> bool:
        return self.answer.status == "not_in_guides"

    @property
    def answerable(self) -> bool:
        return self.case.kind != UNANSWERABLE

    @property
    def right(self) -> bool:
        """For a question that the guides don't answer: whether it was refused, in few words."""
        if not self.answerable:
            return self.refused and self.words <= LONGEST_REFUSAL
        return self.facts and self.cited and self.words <= LONGEST

    @property
    def why_wrong(self) -> str:
        """What was missed, "" where nothing was."""
        if self.right:
            return ""
        if not self.answerable:
            return "refused at length" if self.refused else "answered"
        if self.refused:
            return "refused"
        return "no fact" if not self.facts else "wrong guide" if not self.cited else "too long"


SHARES = (
    "right",
    "facts",
    "cited",
    "refused",
    "falsely_refused",
    "quotes_verbatim",
    "markers_whole",
    "figures_quoted",
    "sentences_cited",
    "too_long",
)
"""The fields of `Totals` that are shares, in the order in which they are shown and held."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over answers. The five last are over those that aren't refusals."""

    right: Share
    facts: Share
    cited: Share
    refused: Share
    """Of the questions that the guides don't answer."""
    falsely_refused: Share
    """Of those that they do."""
    quotes_verbatim: Share
    markers_whole: Share
    figures_quoted: Share
    sentences_cited: Share
    too_long: Share
    words_median: float
    words_p90: int
    seconds: float
    """All answers together."""


def score(case: Case, answer: Answer, seconds: float, guide_text: GuideText) -> Scored:
    """What is seen in an answer to a case."""
    cites = {citation.number: citation for citation in answer.citations}
    text = plain(answer.answer)
    refused = answer.status == "not_in_guides"
    return Scored(
        case=case,
        answer=answer,
        seconds=seconds,
        words=len(MARKER.sub("", text).split()),
        facts=not refused and _shows(case, text, cites.values()),
        cited=not refused and _cites(case, {_name(citation) for citation in cites.values()}),
        verbatim=_share(stands_in(citation.quote, guide_text(citation.guide)) for citation in cites.values()),
        whole=bool(cites) and {int(number) for number in MARKER.findall(answer.answer)} == set(cites),
        figures=_share(_quoted(answer.answer, cites)),
        sentences=_share(bool(_marked(sentence, cites)) for sentence in sentences(answer.answer)),
    )


def total(scored: Iterable[Scored]) -> Totals:
    """The sums over answers."""
    scored = list(scored)
    answerable = [each for each in scored if each.answerable]
    unanswerable = [each for each in scored if not each.answerable]
    given = [each for each in scored if not each.refused]
    words = sorted(each.words for each in given) or [0]
    return Totals(
        right=_share(each.right for each in answerable),
        facts=_share(each.facts for each in answerable),
        cited=_share(each.cited for each in answerable),
        refused=_share(each.right for each in unanswerable),
        falsely_refused=_share(each.refused for each in answerable),
        quotes_verbatim=_sum(each.verbatim for each in given),
        markers_whole=_share(each.whole for each in given),
        figures_quoted=_sum(each.figures for each in given),
        sentences_cited=_sum(each.sentences for each in given),
        too_long=_share(each.words > LONGEST for each in given),
        words_median=float(statistics.median(words)),
        words_p90=words[int(0.9 * (len(words) - 1))],
        seconds=sum(each.seconds for each in scored),
    )


def grouped(scored: Sequence[Scored], key: Callable[[Case], str]) -> dict[str, Totals]:
    """The sums by what `key` gives of a case, sorted; cases for which it gives "" are left out."""
    names = sorted({key(each.case) for each in scored} - {""})
    return {name: total(each for each in scored if key(each.case) == name) for name in names}


def _shows(case: Case, text: str, cites: Iterable[Citation]) -> bool:
    expected = frozenset().union(*case.guides)
    cites = list(cites)
    carried = [_carries(citation) for citation in cites if _name(citation) in expected]
    read = " ".join([text, *(citation.timestamp or "" for citation in cites)])
    shown = [
        bool(fact.search(read)) and any(fact.search(held) for held in carried) for fact in (*case.facts, *case.any_of)
    ]
    all_of, any_of = shown[: len(case.facts)], shown[len(case.facts) :]
    return all(all_of) and (not any_of or any(any_of)) and not any(fact.search(text) for fact in case.never)


def _cites(case: Case, guides: set[str]) -> bool:
    hit = [bool(group & guides) for group in case.guides]
    if case.kind == CONFLICT:
        return all(hit) and len(guides & frozenset().union(*case.guides)) > 1
    return any(hit)


def _quoted(text: str, cites: Mapping[int, Citation]) -> Iterable[bool]:
    """For each figure whether it stands in what its sentence cites."""
    for sentence in sentences(text):
        carried = " ".join(_carries(cites[number]) for number in _marked(sentence, cites))
        there = frozenset().union(*amounts(carried))
        yield from (bool(figure & there) for figure in amounts(sentence))


def _marked(sentence: str, cites: Mapping[int, Citation]) -> list[int]:
    """The numbers of the citations that a sentence is marked with."""
    return [int(number) for number in MARKER.findall(sentence) if int(number) in cites]


def _carries(citation: Citation) -> str:
    """All that a citation shows to a reader."""
    shown = (citation.quote, citation.title, citation.author, citation.section, citation.timestamp, citation.published)
    return plain(" ".join(part or "" for part in shown))


def _name(citation: Citation) -> str:
    return PurePosixPath(citation.guide).name


def _share(seen: Iterable[bool]) -> Share:
    seen = list(seen)
    return Share(sum(seen), len(seen))


def _sum(shares: Iterable[Share]) -> Share:
    shares = list(shares)
    return Share(sum(share.got for share in shares), sum(share.of for share in shares))
