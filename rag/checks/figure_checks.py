"""Whether a figure of a statement stands in its passages, told of the same thing. Each check gives a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.checks.alignment import Clause
from rag.checks.cited import Cited
from rag.checks.content import credit, stems
from rag.checks.figure_values import differs, same_value
from rag.checks.figures import Said, Stated
from rag.checks.marks import DATES, KINDS, Kind, apart, other_season, published
from rag.checks.name_checks import names_beside
from rag.checks.names import named_in, names
from rag.checks.quantities import DURATIONS, digit_groups
from rag.checks.rivals import rival
from rag.language.lexical import terms

_LONGEST_LIST = 8
_NAMES = re.compile(r"[A-Z][\w./+#-]*(?:\s[A-Z][\w./+#-]*)*")
_LIST = re.compile(rf"{_NAMES.pattern}(?:,\s{_NAMES.pattern})*,?\s(?:and|or)\s{_NAMES.pattern}")


def wrong_figure(asked: Stated, cited: Cited, aligned: Sequence[Clause]) -> str | None:
    """Why a figure can't stand with its unit, and with the level, place, time and words it is told of."""
    same = [said for said in cited.figures if same_value(asked.quantity, said.quantity)]
    if not same:
        if _is_one(asked, cited) or _is_count(asked, cited):
            return None
        if _in_name(asked, cited):
            return None
        return f"figure “{asked.quantity.text.strip()}” does not stand in {cited.label}"
    ordered = sorted(same, key=lambda said: -_fit(asked, said))
    clause = asked.own.text
    if asked.alone:
        found = [c.text for c in aligned if any(same_value(q, asked.quantity) for q in c.phrase.quantities)]
        clause = found[0] if found else clause
    reasons = [_figure_reason(asked, said, cited, clause) for said in ordered]
    return None if None in reasons else reasons[0]


def _fit(asked: Stated, said: Said) -> float:
    """How well a figure's words fit another one's, for trying the best first."""
    words = (*asked.own.words, *asked.whole.words)
    return sum(w.weight * (credit(w, said.own.stems) + 0.5 * credit(w, said.whole.stems)) for w in words)


def _is_count(asked: Stated, cited: Cited) -> bool:
    """Whether a figure counts what a line lists by name, or the guides that are cited."""
    q = asked.quantity
    if q.unit or q.low != q.high or not 2 <= q.low <= _LONGEST_LIST:
        return False
    if re.match(r"\s(?:guides|authors|articles|sources|writers)\b", asked.whole.text[q.end :]):
        return len({line.passage for line in cited.lines}) == q.low
    return any(
        len(_NAMES.findall(listed.group())) == q.low for line in cited.lines for listed in _LIST.finditer(line.text)
    )


def _is_one(asked: Stated, cited: Cited) -> bool:
    """Whether a figure is the "one year" of passages that say "a year"."""
    q = asked.quantity
    once = q.low == q.high == 1 and q.unit in DURATIONS
    return once and any(re.search(rf"\ban? {q.unit[:-1]}\b", line.text) for line in cited.lines)


def _in_name(asked: Stated, cited: Cited) -> bool:
    """Whether a bare number stands in the passages as part of a name, date or time."""
    q = asked.quantity
    return not q.unit and q.text.strip() in digit_groups(
        " ".join(f"{line.text} {line.context}" for line in cited.lines)
    )


def _figure_reason(asked: Stated, said: Said, cited: Cited, clause: str) -> str | None:
    header = f"{' '.join(said.line.header)} {said.line.context}"
    reason = differs(asked, said, header)
    if reason:
        return reason
    for kind in KINDS:
        reason = _apart(kind, asked, said, cited)
        if reason:
            return reason
    season = other_season(asked.whole.text, said.line.text, cited) or _other_row(asked, said, cited)
    if season:
        return season
    company = names_beside(clause, said.line, cited, asked.whole) or _wrong_part(clause, said, cited, asked)
    if company:
        return company
    other = rival(asked, said, cited.figures, stems(cited.authors))
    return (
        f"{cited.label} says “{other.quantity.text.strip()}” of that, not “{asked.quantity.text.strip()}”"
        if other
        else None
    )


def _other_row(asked: Stated, said: Said, cited: Cited) -> str | None:
    """Why a figure can't stand: its row goes by one name, and the text names another row."""
    if not said.line.header:
        return None
    own = frozenset(terms(said.line.cells[0]))
    rows = [line for line in cited.lines if line.header == said.line.header and line != said.line]
    common = stems(" ".join(said.line.header))
    told = frozenset(terms(asked.own.text))
    if asked.alone and not told & own:
        told = frozenset(terms(asked.whole.text))
    for row in rows:
        other = frozenset(terms(row.cells[0])) - own - common
        if other and other <= told and not (own - frozenset(terms(row.cells[0]))) & told:
            return f"{cited.label} says it of {said.line.cells[0]}, not of {row.cells[0]}"
    return None


def _apart(kind: Kind, asked: Stated, said: Said, cited: Cited) -> str | None:
    """Why the two figures are of another level, place or time."""
    line = said.line
    wanted = dict(kind(asked.own.text) or (kind(asked.whole.text) if asked.alone else {}))
    if kind in DATES:
        wanted = {name: written for name, written in wanted.items() if name not in published(asked.whole.text, line)}
    there = kind(said.own.text) or ({} if line.cells else kind(said.whole.text))
    there = there or kind(f"{line.context} {'' if line.cells else ' '.join(line.header)}") or kind(line.before)
    return apart(wanted, there, kind(cited.all.text), cited)


def _others_name(clause: str, said: Said, cited: Cited) -> str | None:
    """Why a figure can't stand: it stands with one name, and the text has another one of the same line."""
    own, line = said.own.stems, said.line.phrase.stems
    claim = stems(f"{clause} {cited.authors}")
    taken = [name for name in names(clause) if named_in(name, line) and not named_in(name, own)]
    left = [name for name in names(said.own.text) if not named_in(name, claim)]
    return f"{cited.label} says it of {left[0]}, not of {taken[0]}" if taken and left else None


def _wrong_part(clause: str, said: Said, cited: Cited, asked: Stated) -> str | None:
    """Why a figure can't stand: of two things that a line sets side by side it is told of the other one."""
    if asked.alone and not said.line.cells and not said.alone:
        reason = _others_name(clause, said, cited)
        if reason:
            return reason
    parts = said.line.independent
    if len(parts) < 2 or not asked.alone:
        return None
    own = [part for part in parts if any(same_value(asked.quantity, q) for q in part.quantities)]
    if len(own) != 1:
        return None
    part, claim = own[0].stems, stems(f"{asked.whole.text} {cited.authors}")
    line = said.line.phrase.stems
    taken = [n for n in names(clause) if named_in(n, line) and not named_in(n, part)]
    left = [n for n in names(own[0].text) if not named_in(n, claim)]
    return f"{cited.label} says it of {left[0]}, not of {taken[0]}" if taken and left else None
