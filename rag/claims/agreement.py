"""Whether a statement and the lines it rests on agree on who, what, where, when and how surely; each gives a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rag.claims import figures, names, stance
from rag.claims.alignment import SAID, Alignment, Clause
from rag.claims.clauses import clauses
from rag.claims.content import content_words, credit, said_stem, stems
from rag.claims.figures import Stated
from rag.claims.lexicon import SOURCES
from rag.claims.quantities import DURATIONS, digit_groups, quantities
from rag.claims.types import Line

_PUBLISHED = re.compile(
    r"\b(?:published|dated|as of|wrote|writing|written|(?:guide|article|post|video|page) (?:of|from))\b", re.IGNORECASE
)


FEWEST_TOLD = 0.5
"""The share of a clause's words that its line says, from which on the two are held to speak of the same."""
MOSTLY, NEARLY_A_COPY, A_COPY = 0.7, 0.85, 0.95
"""The same, from which on more or fewer words of a kind make a difference: the more of a copy, the smaller a word."""
FEWEST_SAID = 0.3
"""The share of a piece's words that one line has to say."""
_INDEPENDENT = re.compile(r";\s|,\s(?:and|but|while|whereas)\s")
_ANYBODY = frozenset("person peopl man woman human".split())
_LONGEST_LIST = 8
_NAMES = re.compile(r"[A-Z][\w./+#-]*(?:\s[A-Z][\w./+#-]*)*")
_LIST = re.compile(rf"{_NAMES.pattern}(?:,\s{_NAMES.pattern})*,?\s(?:and|or)\s{_NAMES.pattern}")
_FRAME = re.compile(r"\b(?:guide|article|catalogue|table|author|source)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cited:
    """The lines of the passages that a statement cites, and what the passages go by."""

    label: str
    """Their markers, as "[1]" or "[1][2]"."""
    lines: tuple[Line, ...]

    @property
    def passages(self) -> list[object]:
        return list(dict.fromkeys(line.passage for line in self.lines))

    @property
    def authors(self) -> str:
        """The names of those who wrote the passages."""
        return " ".join(dict.fromkeys(line.passage.author for line in self.lines if line.passage.author))

    @property
    def meta(self) -> str:
        """What the passages go by: authors, files, dates and headings."""
        seen = dict.fromkeys(line.passage for line in self.lines)
        return " ".join(
            " ".join(filter(None, [p.author, re.sub(r"[-_./]+", " ", p.guide), p.published, p.context])) for p in seen
        )

    @property
    def text(self) -> str:
        """All of it."""
        parts = [f"{line.context} {' '.join(line.header)} {line.text}" for line in self.lines]
        return " ".join([self.meta, *parts])


def wrong_speaker(text: str, cited: Cited, alignment: Alignment) -> str | None:
    """Why who says it can't stand, where the text names somebody who neither wrote it nor stands in its lines."""
    said = stems(
        " ".join([cited.meta, *(f"{c.line.text} {c.line.context} {_spoken_before(c.line)}" for c in alignment.clauses)])
    )
    for speaker in names.speakers(text):
        parts = [part for part in re.findall(r"\w+", speaker) if part[0].isupper()]
        if not all(names.named_in(part, said) for part in parts):
            return f"{speaker} does not say that in {cited.label}"
    return None


def _spoken_before(line: Line) -> str:
    """The lines before one that says "he" or "she"."""
    return line.before if re.search(r"\b(?:he|she|his|her|they)\b", line.text, re.IGNORECASE) else ""


def wrong_name(text: str, cited: Cited) -> str | None:
    """Why a name can't stand: the passages have it nowhere."""
    said = stems(cited.text)
    missing = [name for name in names.names(names.without_places(text, cited.text)) if not names.named_in(name, said)]
    return f"“{missing[0]}” is not named in {cited.label}" if missing else None


def wrong_source(text: str, cited: Cited, alignment: Alignment) -> str | None:
    """Why a source can't stand: the text calls on one (a study, experts) and the lines that carry it name none."""
    match = SOURCES.search(text)
    said = " ".join(clause.line.text for clause in alignment.clauses)
    return f"{cited.label} names no “{match.group().lower()}” for it" if match and not SOURCES.search(said) else None


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
    for kind in (names.named_levels, names.places, names.years, names.months):
        reason = _apart(kind, asked, said, cited)
        if reason:
            return reason
    company = _wrong_company(clause, said.line, cited, asked.whole) or _wrong_part(clause, said, cited, asked)
    if company:
        return company
    other = figures.rival(asked, said, all_said, stems(cited.authors))
    return (
        f"{cited.label} says “{other.quantity.text.strip()}” of that, not “{asked.quantity.text.strip()}”"
        if other
        else None
    )


def _apart(kind: Callable[[str], frozenset[str]], asked: Stated, said: Stated, cited: Cited) -> str | None:
    """Why the two figures are of another level, place or time."""
    assert said.line is not None
    own = kind(asked.own)
    wanted = own or (kind(asked.whole) if asked.alone else frozenset())
    if kind in (names.years, names.months):
        wanted -= _publication(asked.whole, said.line)
    if not wanted:
        return None
    line = said.line
    there = (
        kind(said.own) if said.line.cells else kind(said.own) | (frozenset() if kind(said.own) else kind(said.whole))
    )
    there = there or kind(f"{line.context} {' '.join(line.header) if not line.cells else ''}") or kind(line.before)
    if wanted <= there:
        return None
    if there:
        return f"{cited.label} says it of {_listed(there)}, not of {_listed(wanted)}"
    if not wanted <= kind(cited.text):
        return f"{cited.label} does not say it of {_listed(wanted)}"
    return None


def _publication(text: str, line: Line) -> frozenset[str]:
    """The times in a text that may be those of the passage's publication."""
    published = line.passage.published or ""
    if not _PUBLISHED.search(text):
        return frozenset()
    return frozenset(filter(None, [published[:4], names.month_of(published)]))


def _wrong_part(clause: str, said: Stated, cited: Cited, asked: Stated) -> str | None:
    """Why a figure can't stand: of two things that a line sets side by side it is told of the other one."""
    assert said.line is not None
    parts = _INDEPENDENT.split(said.line.text)
    if len(parts) < 2 or not asked.alone:
        return None
    own = [p for p in parts if any(figures.same_value(asked.quantity, q) for q in quantities(p))]
    if len(own) != 1:
        return None
    part, claim = stems(own[0]), stems(f"{asked.whole} {cited.authors}")
    line = stems(said.line.text)
    taken = [n for n in names.names(clause) if names.named_in(n, line) and not names.named_in(n, part)]
    left = [n for n in names.names(own[0]) if not names.named_in(n, claim)]
    return f"{cited.label} says it of {left[0]}, not of {taken[0]}" if taken and left else None


def wrong_matter(clause: Clause, cited: Cited, whole: str) -> str | None:
    """Why a clause can't stand: its best line says it of another role, level, place or time.

    What stands with a figure was held against the figure's own line.
    """
    line = clause.line
    if figures.stated(clause.text):
        return _wrong_role(clause, line, f"{line.text} {line.context} {' '.join(line.header)}", cited)
    near = f"{line.text} {line.context} {' '.join(line.header)}"
    for kind in (names.named_levels, names.places, names.years, names.months):
        wanted = kind(clause.text)
        if kind in (names.years, names.months):
            wanted -= _publication(whole, line)
        there = kind(near)
        if wanted and not wanted <= there:
            if not wanted <= kind(f"{cited.text}"):
                return f"{cited.label} does not say it of {_listed(wanted - there)}"
            if there and not there & wanted:
                return f"{cited.label} says it of {_listed(there)}, not of {_listed(wanted)}"
    return _wrong_role(clause, line, near, cited) or _wrong_company(clause.text, line, cited, whole)


def _wrong_company(text: str, line: Line, cited: Cited, whole: str) -> str | None:
    """Why a text can't stand: it names what its line doesn't, and the line names something else."""
    here, claim = stems(f"{line.text} {line.around} {cited.authors}"), stems(f"{whole} {cited.authors}")
    strange = [name for name in names.names(names.without_places(text, line.text)) if not names.named_in(name, here)]
    if not strange:
        return None
    others = [name for name in names.names(line.text) if not names.named_in(name, claim)]
    before = stems(f"{line.before} {cited.meta}")
    if others or not all(names.named_in(name, before) for name in strange):
        return f"{cited.label} does not say it of {strange[0]}"
    return None


def _wrong_role(clause: Clause, line: Line, near: str, cited: Cited) -> str | None:
    wanted = names.named_roles(clause.text, [cited.text])
    there = names.named_roles(near, [cited.text, clause.text])
    around = there or names.named_roles(f"{line.before} {cited.meta}", [cited.text, clause.text])
    said = stems(f"{cited.text}")
    unheard = [
        role for role in wanted if not any(said_stem(stem, said) for stem in role) and not (_short(clause) & said)
    ]
    if unheard:
        return f"{cited.label} does not speak of {_roles(frozenset(unheard))}"
    if wanted and around and not names.share_role(wanted, around):
        return f"{cited.label} says it of {_roles(around)}, not of {_roles(wanted)}"
    return None


def wrong_stance(clause: Clause, whole: str, cited: Cited) -> str | None:
    """Why a clause can't stand: it denies what its line affirms, drops its hedge, or tells a view as a fact."""
    said = clause.line.text
    if clause.said_by_line < FEWEST_TOLD:
        return None
    part = _aligned_part(clause, said)
    copied, told = clause.said_by_line, _told(part or said, clause)
    turned = stance.turned(clause.text, part or said, said) if copied >= A_COPY and told >= MOSTLY else None
    if turned:
        return f"{cited.label} says the opposite about “{turned}”"
    against = stance.contradicted(clause.text, said) if told >= SAID and copied >= SAID else None
    if against:
        return f"{cited.label} says the opposite of “{against}”"
    if stance.warned(clause.text, said):
        return f"{cited.label} advises the opposite"
    crossed = stance.crossed(clause.text, said)
    if crossed:
        return f"{cited.label} does not say “{crossed[0]}” of “{crossed[1]}”"
    exchanged = stance.exchanged(clause.text, said)
    if exchanged:
        return f"{cited.label} says it the other way round about “{exchanged}”"
    replaced = whole.startswith(clause.text) and _replaced(
        clause, f"{clause.line.around} {cited.meta} {_spoken_before(clause.line)}"
    )
    if replaced:
        return f"{cited.label} says it of “{replaced[1]}”, not of “{replaced[0]}”"
    other = _other_piece(clause, whole)
    if other:
        return f"{cited.label} says that of something else: “{other}”"
    dropped = stance.unhedged(whole, part) if copied >= NEARLY_A_COPY else None
    if dropped:
        return f"the “{dropped}” of {cited.label} is left out"
    over = stance.overstated(clause.text, said) if copied >= MOSTLY else None
    if over:
        return f"“{over}” is more than {cited.label} says"
    is_view = told >= SAID and stance.is_view(f"{said[: len(said) // 4]} {part}")
    if is_view and not stance.is_attributed(whole, cited.authors):
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


def _aligned_part(clause: Clause, said: str) -> str:
    """The clauses of a line that speak of the same as a clause."""
    pieces = [said[start:end] for start, end in clauses(said, 1)]
    asked = quantities(clause.text)
    with_figure = [p for p in pieces if any(figures.same_value(a, q) for a in asked for q in quantities(p))]
    if with_figure:
        return " ".join(with_figure)
    kept = []
    own = stems(clause.text)
    for piece in pieces:
        words = content_words(piece)
        if words and sum(credit(w, own) >= 0.6 for w in words) >= 0.5 * len(words):
            kept.append(piece)
    return " ".join(kept)


def _other_piece(clause: Clause, whole: str) -> str | None:
    """The part of a line whose subject a clause gives to another part: "A builds x and B builds y" told as "A builds y".

    Each part that the clause may stand for says something else in the place of what the clause takes from another part.
    """
    said = clause.line.text
    parts = _INDEPENDENT.split(said)
    if len(parts) < 2 or len(clause.words) < 3 or quantities(clause.text):
        return None
    known, claim = [stems(part) for part in parts], stems(whole)
    around = stems(clause.line.around)
    pure = all(credit(w, stems(said) | around) == 1 for w in clause.words)
    if max(sum(credit(w, own) == 1 for w in clause.words) for own in known) < max(2, 0.6 * len(clause.words)):
        return None
    for part, own in zip(parts, known, strict=True):
        if sum(credit(w, own | around) >= SAID for w in clause.words) < 0.6 * len(clause.words):
            continue
        others = frozenset().union(*(other for other in known if other is not own))
        taken = [
            w
            for w in (clause.words if pure else clause.words[:2])
            if credit(w, own | around) < SAID <= credit(w, others)
        ]
        left = [w for w in content_words(part) if credit(w, claim) < SAID and w.stem not in _ANYBODY]
        if not taken or not left:
            return None
    return parts[0]


def _short(clause: Clause) -> frozenset[str]:
    """The initials of neighbouring words of a clause."""
    return frozenset().union(*(word.short for word in clause.words))


def _told(said: str, clause: Clause) -> float:
    """The share of a text's words that a clause tells, 0 to 1: how much of a copy the clause is."""
    words, claim = content_words(said), stems(clause.text)
    return sum(credit(word, claim) >= SAID for word in words) / len(words) if words else 1.0


def _replaced(clause: Clause, around: str) -> tuple[str, str] | None:
    """What a clause puts in the place of other words of its line, and those words, where it is else nearly its copy."""
    said = content_words(clause.line.text)
    context = stems(around)
    blocks = SequenceMatcher(None, [w.stem for w in said], [w.stem for w in clause.words], autojunk=False).get_opcodes()
    same = sum(end - start for kind, *_, start, end in blocks if kind == "equal")
    if same < max(2, 0.6 * len(clause.words)):
        return None
    claim = stems(clause.text)
    for kind, a, b, c, d in blocks:
        new = [
            w for n, w in enumerate(clause.words) if c <= n < d and n in clause.strange and credit(w, context) < SAID
        ]
        old = [w for w in said[a:b] if credit(w, claim) < SAID]
        if kind == "replace" and a == c == 0 and new and old and len(new) == d - c:
            return " ".join(w.text for w in new), " ".join(w.text for w in old)
    return None


def _listed(values: frozenset[str]) -> str:
    return " and ".join(sorted(values))


def _roles(roles: frozenset[frozenset[str]]) -> str:
    return " and ".join(sorted(" ".join(sorted(role)) for role in roles))
