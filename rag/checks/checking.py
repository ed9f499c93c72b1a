"""Whether the passages that a sentence cites carry it: its markers, figures, names, stance and meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.checks.alignment import Alignment, align, support
from rag.checks.cited import Cited
from rag.checks.comparisons import bears_out
from rag.checks.figure_checks import wrong_figure
from rag.checks.figures import carried, stated
from rag.checks.lines import Line, lines
from rag.checks.name_checks import wrong_name, wrong_source, wrong_speaker
from rag.checks.phrases import Phrase
from rag.checks.statements import statements
from rag.checks.types import CitedPassage, Statement, Verdict
from rag.checks.wording import added, wrong_matter, wrong_wording
from rag.seams import Encoder

FEWEST_SUPPORT = 0.3
"""A statement with less support fails."""


def check(sentence: str, cited: Sequence[CitedPassage], encoder: Encoder) -> Verdict:
    """The verdict on one sentence with its markers; `cited` are the passages that there are."""
    found = statements(sentence)
    if not found or any(not statement.cites for statement in found):
        return Verdict("it cites no passage", 0.0)
    by_number = {passage.number: passage for passage in cited}
    for statement in found:
        for number in statement.cites:
            if number not in by_number:
                return Verdict(f"[{number}] is no passage", 0.0)
    verdicts = [_check(statement, [by_number[n] for n in statement.cites], encoder) for statement in found]
    failed = next((verdict for verdict in verdicts if not verdict.ok), None)
    return failed or Verdict(None, min(verdict.support for verdict in verdicts))


def _check(statement: Statement, passages: Sequence[CitedPassage], encoder: Encoder) -> Verdict:
    label = "".join(f"[{number}]" for number in statement.cites)
    cited = Cited(label, tuple(line for passage in passages for line in lines(passage)))
    if not cited.lines:
        return Verdict(f"{label} says nothing", 0.0)
    if _is_copy(statement.text, cited.lines):
        return Verdict(None, 1.0)
    claim = Phrase(statement.text)
    alignment = align(claim, cited.lines, cited.names, encoder)
    score = support(alignment)
    reason = next(filter(None, _reasons(claim, cited, alignment)), None)
    if reason is None and score < FEWEST_SUPPORT:
        reason = f"not supported by {label}"
    return Verdict(reason, score)


def _reasons(claim: Phrase, cited: Cited, alignment: Alignment) -> Iterator[str | None]:
    yield wrong_speaker(claim.text, cited, alignment)
    yield wrong_source(claim.text, cited, alignment)
    yield wrong_name(claim.text, cited)
    for asked in carried(stated(claim.text)):
        yield wrong_figure(asked, cited, alignment.clauses)
    borne_out = bears_out(claim, cited)
    if borne_out is False:
        yield f"the figures of {cited.label} say the opposite"
    for clause in alignment.clauses:
        if not borne_out:
            yield wrong_matter(clause, cited, claim)
        yield wrong_wording(clause, claim, cited)
    yield added(cited, alignment)


def _is_copy(text: str, lines: Sequence[Line]) -> bool:
    """Whether the text is one or several whole lines of one passage, word for word."""
    wanted = _plain(text)
    whole = [_plain(line.text) for line in lines]
    for first in range(len(whole)):
        joined = ""
        for line in whole[first:]:
            joined = f"{joined} {line}".strip()
            if joined == wanted:
                return True
            if not wanted.startswith(joined):
                break
    return False


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(' .“”"')
