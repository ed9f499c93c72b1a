"""Whether a statement names what its passages name: speakers, sources, roles and names. Each check gives a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.checks import names
from rag.checks.alignment import Alignment, Clause
from rag.checks.cited import Cited
from rag.checks.content import said_stem, stems
from rag.checks.lexicon import SOURCES
from rag.checks.lines import Line
from rag.checks.phrases import Phrase
from rag.language.lexical import WORD, terms
from rag.language.roles import Role, find_disciplines, roles, same_role

_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])(?!\w)")


def wrong_speaker(text: str, cited: Cited, alignment: Alignment) -> str | None:
    """Why who says it can't stand, where the text names somebody who neither wrote it nor stands in its lines."""
    said = stems(
        " ".join(
            [
                cited.names.text,
                *(f"{c.line.text} {c.line.context} {_persons(c.line.whose_words)}" for c in alignment.clauses),
            ]
        )
    )
    for speaker in names.speakers(text):
        parts = [part for part in re.findall(r"\w+", speaker) if part[0].isupper()]
        if not all(names.named_in(part, said) for part in parts):
            return f"{speaker} does not say that in {cited.label}"
    return None


def _persons(before: str) -> str:
    """What the sentences before one are about: whom its "she" may stand for."""
    return " ".join(
        WORD.findall(before)[:1] + re.findall(r"(?<=[.!?]\s)[\w-]+|(?:[A-Z][\w-]+\s){1,3}(?=says|said|writes)", before)
    )


def wrong_name(text: str, cited: Cited) -> str | None:
    """Why a name can't stand: the passages have it nowhere."""
    said = cited.all
    missing = [n for n in names.names(names.without_places(text, said.text)) if not names.named_in(n, said.stems)]
    return f"“{missing[0]}” is not named in {cited.label}" if missing else None


def wrong_source(text: str, cited: Cited, alignment: Alignment) -> str | None:
    """Why a source can't stand: the text calls on one (a study, experts) and the lines that carry it name none."""
    match = SOURCES.search(text)
    said = " ".join(clause.line.text for clause in alignment.clauses)
    return f"{cited.label} names no “{match.group().lower()}” for it" if match and not SOURCES.search(said) else None


def names_beside(text: str, line: Line, cited: Cited, whole: Phrase) -> str | None:
    """Why a text can't stand: it names what its line doesn't, and the line names something else."""
    here, claim = stems(f"{line.text} {line.around} {cited.authors}"), stems(f"{whole.text} {cited.authors}")
    strange = [name for name in names.names(names.without_places(text, line.text)) if not names.named_in(name, here)]
    if not strange:
        return None
    others = [name for name in names.names(line.text) if not names.named_in(name, claim)]
    before = stems(f"{line.before} {cited.names.text}")
    if others or not all(names.named_in(name, before) for name in strange):
        return f"{cited.label} does not say it of {strange[0]}"
    return None


def wrong_role(clause: Clause, near: str, cited: Cited) -> str | None:
    """Why a clause can't stand: its line, or `near` it, speaks of another role."""
    line = clause.line
    wanted = _roles_in(clause.text, [cited.all.text])
    own = _roles_in(near, [cited.all.text, clause.text])
    around = own or _roles_in(f"{line.before} {cited.names.text}", [cited.all.text, clause.text])
    unheard = [
        role
        for role in wanted
        if not any(said_stem(stem, cited.all.stems) for stem in role) and not (_short(clause) & cited.all.stems)
    ]
    if unheard:
        return f"{cited.label} does not speak of {_spelled(unheard, clause.text)}"
    if line.cells and not own:
        return None  # a row without a role is about whom its table is about
    if wanted and around and not all(any(same_role(role, other) for other in around) for role in wanted):
        there = _spelled(around, f"{near} {line.before}")
        return f"{cited.label} says it of {there}, not of {_spelled(wanted, clause.text)}"
    return None


def _short(clause: Clause) -> frozenset[str]:
    """The initials of neighbouring words of a clause."""
    return frozenset().union(*(word.short for word in clause.words))


def _roles_in(text: str, around: Iterable[str]) -> frozenset[Role]:
    """The roles that a text names. `around` are texts whose ways of writing tell which words name a role."""
    return roles(_POSSESSIVE.sub("s", text), find_disciplines([text, *around]))


def _spelled(found: Iterable[Role], text: str) -> str:
    """Roles as a text writes them."""
    words = [match.group() for match in WORD.finditer(_POSSESSIVE.sub("", text))]
    written = (" ".join(dict.fromkeys(w for w in words if set(terms(w)) & role)) for role in found)
    return " and ".join(sorted(filter(None, written))) or "something else"
