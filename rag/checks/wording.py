"""Whether a clause and the line it rests on agree in how things are said. Each check gives a reason."""

from __future__ import annotations

import re

from rag.checks.alignment import Alignment, Clause
from rag.checks.cited import Cited
from rag.checks.content import SAID, credit, opposite
from rag.checks.contradiction import contradicted, turned, warned
from rag.checks.figure_values import same_value
from rag.checks.marks import DATES, KINDS, apart, other_season, published
from rag.checks.name_checks import names_beside, wrong_role
from rag.checks.phrases import Phrase
from rag.checks.quantities import digit_groups
from rag.checks.stance import is_attributed, is_view, overstated, unhedged
from rag.checks.subject_checks import other_subject, turned_about
from rag.checks.swaps import crossed, exchanged, other_part, redirected, replaced

FEWEST_TOLD = 0.5
"""The share of a clause's words that its line says, from which on the two are held to speak of the same."""
MOSTLY, NEARLY_A_COPY, A_COPY = 0.7, 0.85, 0.95
"""The same, from which on more or fewer words of a kind make a difference: the more of a copy, the smaller a word."""
FEWEST_SAID = 0.3
"""The share of a piece's words that one line has to say."""
_TAIL = re.compile(r",\s(?:[\w’'-]+\s){0,4}[\w’'-]+[.!]?$")
"""What ends a sentence behind a comma: ", Weller predicts"."""
_FRAME = re.compile(r"\b(?:guide|article|catalogue|table|author|source|others|example)\b", re.IGNORECASE)


def wrong_matter(clause: Clause, cited: Cited, whole: Phrase) -> str | None:
    """Why a clause can't stand: its best line says it of another role, level, place or time.

    What stands with a figure was held against the figure's own line.
    """
    line = clause.line
    near = line.headed.text
    if clause.phrase.quantities:
        return wrong_role(clause, near, cited)
    for kind in KINDS:
        wanted = dict(kind(clause.text))
        if kind in DATES:
            wanted = {name: written for name, written in wanted.items() if name not in published(whole.text, line)}
        there, all_there = kind(near), kind(cited.all.text)
        known = wanted.keys() <= all_there.keys() and wanted.keys() & there.keys()
        reason = None if known else apart(wanted, there, all_there, cited)
        if reason:
            return reason
    season = other_season(clause.text, line.text, cited)
    return season or wrong_role(clause, near, cited) or names_beside(clause.text, line, cited, whole)


def wrong_wording(clause: Clause, whole: Phrase, cited: Cited) -> str | None:
    """Why a clause can't stand: it says otherwise, or more surely, what its line says."""
    if _same_matter(clause) < FEWEST_TOLD:
        return None
    part = _told_part(clause)
    told = _told(part if part.text else clause.line.phrase, clause)
    return (
        _opposite(clause, part, told, cited)
        or _swapped(clause, whole, cited)
        or _surer(clause, part, told, whole, cited)
    )


def _opposite(clause: Clause, part: Phrase, told: float, cited: Cited) -> str | None:
    """Why a clause can't stand: it says the opposite of its line."""
    said = clause.line.phrase
    if clause.said_by_line >= A_COPY and told >= MOSTLY:
        denied = turned(clause.phrase, part if part.text else said, said)
        if denied:
            return f"{cited.label} says the opposite about “{denied}”"
    if _same_matter(clause) >= SAID and told >= SAID:
        against = contradicted(clause.phrase, said)
        if against:
            return f"{cited.label} says the opposite of “{against}”"
    return f"{cited.label} advises the opposite" if warned(clause.phrase, said) else None


def _swapped(clause: Clause, whole: Phrase, cited: Cited) -> str | None:
    """Why a clause can't stand: it has something in another thing's place."""
    said = clause.line.phrase
    pair = crossed(clause.phrase, said)
    if pair:
        return f"{cited.label} does not say “{pair[0]}” of “{pair[1]}”"
    back = redirected(clause.phrase, said)
    if back:
        return f"{cited.label} has it the other way with “{back}”"
    other_way = exchanged(clause.phrase, said)
    if other_way:
        return f"{cited.label} says it the other way round about “{other_way}”"
    if whole.text.startswith(clause.text):
        place = replaced(clause, f"{clause.line.around} {cited.names.text} {clause.line.whose_words}")
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


def _surer(clause: Clause, part: Phrase, told: float, whole: Phrase, cited: Cited) -> str | None:
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
        and is_view(f"{begins} {part.text} {tail.group() if tail else ''}")
        and not is_attributed(whole.text, cited.authors)
    ):
        return f"what {cited.label} tells as a view is told as a fact"
    return None


def added(cited: Cited, alignment: Alignment) -> str | None:
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
    total = sum(word.weight for word in clause.words)
    opposed = sum(word.weight for word in clause.words if opposite(word, clause.line.phrase.stems))
    return min(1.0, clause.said_by_line + opposed / total) if total else clause.said_by_line


def _told_part(clause: Clause) -> Phrase:
    """The clauses of a line that speak of the same as a clause; an empty phrase where none does."""
    stretches, asked, own = clause.line.phrase.stretches, clause.phrase.quantities, clause.phrase.stems
    kept = [s for s in stretches if any(same_value(a, q) for a in asked for q in s.quantities)]
    kept = kept or [
        s for s in stretches if s.words and 2 * sum(credit(w, own) >= SAID for w in s.words) >= len(s.words)
    ]
    return kept[0] if len(kept) == 1 else Phrase(" ".join(stretch.text for stretch in kept))


def _told(said: Phrase, clause: Clause) -> float:
    """The share of a text's words that a clause tells, 0 to 1: how much of a copy the clause is."""
    claim = clause.phrase.stems
    told = sum(credit(word, claim) >= SAID or opposite(word, claim) is not None for word in said.words)
    return told / len(said.words) if said.words else 1.0
