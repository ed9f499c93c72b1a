"""Whether a figure of a statement stands in its passages, told of the same thing. Each check gives a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.checks import figures
from rag.checks.alignment import Clause
from rag.checks.cited import Cited
from rag.checks.content import stems
from rag.checks.figures import Stated
from rag.checks.marks import DATES, KINDS, Kind, apart, other_season, published
from rag.checks.names import named_in, names
from rag.checks.naming import names_beside
from rag.checks.quantities import DURATIONS, digit_groups, quantities
from rag.checks.rivals import rival
from rag.text.lexical import terms

INDEPENDENT = re.compile(r";\s|,\s(?:and|but|while|whereas)\s")
"""What stands between parts of a sentence that could be sentences."""
_LONGEST_LIST = 8
_NAMES = re.compile(r"[A-Z][\w./+#-]*(?:\s[A-Z][\w./+#-]*)*")
_LIST = re.compile(rf"{_NAMES.pattern}(?:,\s{_NAMES.pattern})*,?\s(?:and|or)\s{_NAMES.pattern}")


def wrong_figure(asked: Stated, cited: Cited, aligned: Sequence[Clause]) -> str | None:
    """Why a figure can't stand with its unit, and with the level, place, time and words it is told of."""
    all_said = [said for line in cited.lines for said in figures.stated_in(line)]
    same = [said for said in all_said if figures.same_value(asked.quantity, said.quantity)]
    if not same:
        if _is_one(asked, cited) or _is_count(asked, cited):
            return None
        if _in_name(asked, cited):
            return None
        return f"figure “{asked.quantity.text.strip()}” does not stand in {cited.label}"
    ordered = sorted(same, key=lambda said: -figures.order(asked, said))
    clause = asked.own
    if asked.alone:
        found = [c.text for c in aligned if any(figures.same_value(q, asked.quantity) for q in quantities(c.text))]
        clause = found[0] if found else asked.own
    reasons = [_figure_reason(asked, said, all_said, cited, clause) for said in ordered]
    return None if None in reasons else reasons[0]


def _is_count(asked: Stated, cited: Cited) -> bool:
    """Whether a figure counts what a line lists by name, or the guides that are cited."""
    q = asked.quantity
    if q.unit or q.low != q.high or not 2 <= q.low <= _LONGEST_LIST:
        return False
    if re.match(r"\s(?:guides|authors|articles|sources|writers)\b", asked.whole[q.end :]):
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


def _figure_reason(asked: Stated, said: Stated, all_said: Sequence[Stated], cited: Cited, clause: str) -> str | None:
    assert said.line is not None
    header = f"{' '.join(said.line.header)} {said.line.context}"
    reason = figures.differs(asked, said, header)
    if reason:
        return reason
    for kind in KINDS:
        reason = _apart(kind, asked, said, cited)
        if reason:
            return reason
    season = other_season(asked.whole, said.line.text, cited) or _other_row(asked, said, cited)
    if season:
        return season
    company = names_beside(clause, said.line, cited, asked.whole) or _wrong_part(clause, said, cited, asked)
    if company:
        return company
    other = rival(asked, said, all_said, stems(cited.authors))
    return (
        f"{cited.label} says “{other.quantity.text.strip()}” of that, not “{asked.quantity.text.strip()}”"
        if other
        else None
    )


def _other_row(asked: Stated, said: Stated, cited: Cited) -> str | None:
    """Why a figure can't stand: its row goes by one name, and the text names another row."""
    assert said.line is not None
    if not said.line.header:
        return None
    own = frozenset(terms(said.line.cells[0]))
    rows = [line for line in cited.lines if line.header == said.line.header and line != said.line]
    common = stems(" ".join(said.line.header))
    told = frozenset(terms(asked.own)) or frozenset()
    if asked.alone and not told & own:
        told = frozenset(terms(asked.whole))
    for row in rows:
        other = frozenset(terms(row.cells[0])) - own - common
        if other and other <= told and not (own - frozenset(terms(row.cells[0]))) & told:
            return f"{cited.label} says it of {said.line.cells[0]}, not of {row.cells[0]}"
    return None


def _apart(kind: Kind, asked: Stated, said: Stated, cited: Cited) -> str | None:
    """Why the two figures are of another level, place or time."""
    assert said.line is not None
    line = said.line
    wanted = dict(kind(asked.own) or (kind(asked.whole) if asked.alone else {}))
    if kind in DATES:
        wanted = {name: written for name, written in wanted.items() if name not in published(asked.whole, line)}
    there = kind(said.own) or ({} if line.cells else kind(said.whole))
    there = there or kind(f"{line.context} {'' if line.cells else ' '.join(line.header)}") or kind(line.before)
    return apart(wanted, there, kind(cited.text), cited)


def _others_name(clause: str, said: Stated, cited: Cited) -> str | None:
    """Why a figure can't stand: it stands with one name, and the text has another one of the same line."""
    assert said.line is not None
    own, line = stems(said.own), stems(said.line.text)
    claim = stems(f"{clause} {cited.authors}")
    taken = [name for name in names(clause) if named_in(name, line) and not named_in(name, own)]
    left = [name for name in names(said.own) if not named_in(name, claim)]
    return f"{cited.label} says it of {left[0]}, not of {taken[0]}" if taken and left else None


def _wrong_part(clause: str, said: Stated, cited: Cited, asked: Stated) -> str | None:
    """Why a figure can't stand: of two things that a line sets side by side it is told of the other one."""
    assert said.line is not None
    if asked.alone and not said.line.cells and not said.alone:
        reason = _others_name(clause, said, cited)
        if reason:
            return reason
    parts = INDEPENDENT.split(said.line.text)
    if len(parts) < 2 or not asked.alone:
        return None
    own = [p for p in parts if any(figures.same_value(asked.quantity, q) for q in quantities(p))]
    if len(own) != 1:
        return None
    part, claim = stems(own[0]), stems(f"{asked.whole} {cited.authors}")
    line = stems(said.line.text)
    taken = [n for n in names(clause) if named_in(n, line) and not named_in(n, part)]
    left = [n for n in names(own[0]) if not named_in(n, claim)]
    return f"{cited.label} says it of {left[0]}, not of {taken[0]}" if taken and left else None
