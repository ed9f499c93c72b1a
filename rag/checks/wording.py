"""Whether a clause and the line it rests on agree in how things are said. Each check gives a reason."""

from __future__ import annotations

import re

from rag.checks import figures
from rag.checks.alignment import Alignment, Clause
from rag.checks.cited import Cited, whose_words
from rag.checks.clauses import clauses
from rag.checks.content import SAID, content_words, credit, opposite, stems
from rag.checks.contradiction import contradicted, crossed, exchanged, redirected, warned
from rag.checks.marks import DATES, KINDS, apart, other_season, published
from rag.checks.naming import names_beside, wrong_role
from rag.checks.negation import turned
from rag.checks.quantities import digit_groups, quantities
from rag.checks.stance import is_attributed, is_view, overstated, unhedged
from rag.checks.subjects import other_subject, turned_about
from rag.checks.swaps import other_part, replaced

FEWEST_TOLD = 0.5
"""The share of a clause's words that its line says, from which on the two are held to speak of the same."""
MOSTLY, NEARLY_A_COPY, A_COPY = 0.7, 0.85, 0.95
"""The same, from which on more or fewer words of a kind make a difference: the more of a copy, the smaller a word."""
FEWEST_SAID = 0.3
"""The share of a piece's words that one line has to say."""
_TAIL = re.compile(r",\s(?:[\w’'-]+\s){0,4}[\w’'-]+[.!]?$")
"""What ends a sentence behind a comma: ", Weller predicts"."""
_FRAME = re.compile(r"\b(?:guide|article|catalogue|table|author|source|others|example)\b", re.IGNORECASE)


def wrong_matter(clause: Clause, cited: Cited, whole: str) -> str | None:
    """Why a clause can't stand: its best line says it of another role, level, place or time.

    What stands with a figure was held against the figure's own line.
    """
    line = clause.line
    near = f"{line.text} {line.context} {' '.join(line.header)}"
    if figures.stated(clause.text):
        return wrong_role(clause, near, cited)
    for kind in KINDS:
        wanted = dict(kind(clause.text))
        if kind in DATES:
            wanted = {name: written for name, written in wanted.items() if name not in published(whole, line)}
        there, all_there = kind(near), kind(cited.text)
        known = wanted.keys() <= all_there.keys() and wanted.keys() & there.keys()
        reason = None if known else apart(wanted, there, all_there, cited)
        if reason:
            return reason
    season = other_season(clause.text, line.text, cited)
    return season or wrong_role(clause, near, cited) or names_beside(clause.text, line, cited, whole)


def wrong_wording(clause: Clause, whole: str, cited: Cited) -> str | None:
    """Why a clause can't stand: it says otherwise, or more surely, what its line says."""
    if _same_matter(clause) < FEWEST_TOLD:
        return None
    part = _told_part(clause)
    told = _told(part or clause.line.text, clause)
    return (
        _opposite(clause, part, told, cited)
        or _swapped(clause, whole, cited)
        or _surer(clause, part, told, whole, cited)
    )


def _opposite(clause: Clause, part: str, told: float, cited: Cited) -> str | None:
    """Why a clause can't stand: it says the opposite of its line."""
    said = clause.line.text
    if clause.said_by_line >= A_COPY and told >= MOSTLY:
        denied = turned(clause.text, part or said, said)
        if denied:
            return f"{cited.label} says the opposite about “{denied}”"
    if _same_matter(clause) >= SAID and told >= SAID:
        against = contradicted(clause.text, said)
        if against:
            return f"{cited.label} says the opposite of “{against}”"
    return f"{cited.label} advises the opposite" if warned(clause.text, said) else None


def _swapped(clause: Clause, whole: str, cited: Cited) -> str | None:
    """Why a clause can't stand: it has something in another thing's place."""
    said = clause.line.text
    pair = crossed(clause.text, said)
    if pair:
        return f"{cited.label} does not say “{pair[0]}” of “{pair[1]}”"
    back = redirected(clause.text, said)
    if back:
        return f"{cited.label} has it the other way with “{back}”"
    other_way = exchanged(clause.text, said)
    if other_way:
        return f"{cited.label} says it the other way round about “{other_way}”"
    if whole.startswith(clause.text):
        place = replaced(clause, f"{clause.line.around} {cited.names} {whose_words(clause.line)}")
        if place:
            return f"{cited.label} says it of “{place[1]}”, not of “{place[0]}”"
    opposed = turned_about(clause, cited)
    if opposed:
        return f"{cited.label} says the opposite of “{opposed}”"
    subject = other_subject(clause, cited)
    if subject:
        return f"{cited.label} says it of “{subject[1]}”, not of “{subject[0]}”"
    other = other_part(clause, whole)
    return f"{cited.label} says that of something else: “{other}”" if other else None


def _surer(clause: Clause, part: str, told: float, whole: str, cited: Cited) -> str | None:
    """Why a clause can't stand: it says more surely, or of more, what its line says with a hedge or as a view."""
    said = clause.line.text
    dropped = unhedged(whole, part) if clause.said_by_line >= NEARLY_A_COPY else None
    if dropped:
        return f"the “{dropped}” of {cited.label} is left out"
    over = overstated(clause.text, said) if clause.said_by_line >= MOSTLY else None
    if over:
        return f"“{over}” is more than {cited.label} says"
    begins = said[: len(said) // 4]
    tail = _TAIL.search(said)
    if (
        told >= SAID
        and is_view(f"{begins} {part} {tail.group() if tail else ''}")
        and not is_attributed(whole, cited.authors)
    ):
        return f"what {cited.label} tells as a view is told as a fact"
    return None


def added(text: str, cited: Cited, alignment: Alignment) -> str | None:
    """Why a piece can't stand: it goes on from what the passages say to what none of their lines says."""
    for piece in alignment.pieces:
        if (
            not piece.first
            and piece.said < FEWEST_SAID
            and not digit_groups(piece.text)
            and not _FRAME.search(piece.text)
        ):
            return f"nothing in {cited.label} says “{piece.text}”"
    return None


def _same_matter(clause: Clause) -> float:
    """The share of a clause's words that its line says or says the opposite of, 0 to 1."""
    known = stems(clause.line.text)
    total = sum(word.weight for word in clause.words)
    opposed = sum(word.weight for word in clause.words if opposite(word, known))
    return min(1.0, clause.said_by_line + opposed / total) if total else clause.said_by_line


def _told_part(clause: Clause) -> str:
    """The clauses of a line that speak of the same as a clause."""
    said = clause.line.text
    pieces = [said[start:end] for start, end in clauses(said, 1)]
    asked = quantities(clause.text)
    with_figure = [p for p in pieces if any(figures.same_value(a, q) for a in asked for q in quantities(p))]
    if with_figure:
        return " ".join(with_figure)
    kept = []
    own = stems(clause.text)
    for piece in pieces:
        words = content_words(piece)
        if words and sum(credit(w, own) >= SAID for w in words) >= 0.5 * len(words):
            kept.append(piece)
    return " ".join(kept)


def _told(said: str, clause: Clause) -> float:
    """The share of a text's words that a clause tells, 0 to 1: how much of a copy the clause is."""
    words, claim = content_words(said), stems(clause.text)
    told = sum(credit(word, claim) >= SAID or opposite(word, claim) is not None for word in words)
    return told / len(words) if words else 1.0
