"""Figures that units state: amounts with what they are of, and for which level, place and time the guide says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.figure_rows import YEAR, Placed, in_row
from rag.language.amounts import Amount, find_amounts
from rag.language.basis import basis
from rag.language.lexical import terms
from rag.language.places import PLACE
from rag.language.rates import rate
from rag.language.seniority import LEVEL, first_level
from rag.language.words import STOPWORDS
from rag.types import Article, Figure, Unit, UnitKind

_SEPARATOR = re.compile(
    r"[,;]\s+(?!(?:19|20)\d\d\b)|\s\|\s|\s(?:and|but|while|whereas|versus|vs\.?|compared (?:to|with))\s"
    r"|\sor\s(?!more\b|less\b|so\b|fewer\b|above\b)"
)
_LABEL = re.compile(r"^([^:.]{3,60}):\s")
_OWN_BEGIN = re.compile(r"^[\s,;:(|-]*(?:(?:and|or|but|while|whereas|versus|vs\.?|compared (?:to|with))\s)?…")
_SPEAKER = re.compile(
    r"\b((?!According\b|The\b|This\b|That\b|He\b|She\b)[A-Z][\w’'-]+(?:\s(?:(?:van|de|von|der|al|el|bin)\s)?[A-Z][\w’'-]+){1,2})"
    r",?\s(?:[^.,;:]{0,40},\s)?(?:says?|said|estimates?|estimated|claims?|believes?|reckons?|expects?|told|thinks?|argues?)\b"
    r"|(?:says|said|according to)\s([A-Z][\w’'-]+\s(?:(?:van|de|von|der)\s)?[A-Z][\w’'-]+)(?=[,.;]|$)"
)
_GOES_ON = re.compile(
    r"^[\s,;]*(?:and|but|or|while)\s(?:is|are|was|were|has|have|had|will|would|can|could|may|might|gets?|then|he|she|they"
    r"|it|those|these)\b"
)
_POINTS_BACK = re.compile(r"^(?:this|that|these|those|it|they|here|such)\b", re.IGNORECASE)
_GAP = "…"
_THIN = 3
"""Content words that tell what a figure is of; with fewer, the heading and the title are named as well."""


_MOST = 12
"""Amounts of a sentence: of more, nobody can tell what each is of."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """Amounts that stand together, and the stretch of the unit's text that speaks of them."""

    start: int
    end: int
    amounts: tuple[Amount, ...]


def find_figures(units: Sequence[Unit], article: Article) -> tuple[Figure, ...]:
    """All figures of an article's units, in the order of the text."""
    return tuple(figure for unit in units for figure in _in_unit(unit, article))


def holds_figure(text: str) -> bool:
    """Whether a text states an amount with a unit."""
    return any(amount.unit for amount in find_amounts(text))


def _in_unit(unit: Unit, article: Article) -> Iterator[Figure]:
    if unit.kind is not UnitKind.ROW and len(find_amounts(unit.text)) > _MOST:
        return
    placed = in_row(unit) if unit.kind is UnitKind.ROW else _in_sentence(unit, article)
    for each in placed:
        amount = each.amount
        rests = basis(unit.text, amount.start, amount.end, article.author, each.span)
        rests = rests or basis(unit.context, 0, 0, article.author)
        yield Figure(
            article_id=article.id,
            start=unit.start + amount.start,
            end=unit.start + amount.end,
            text=unit.text[amount.start : amount.end],
            low=amount.low,
            high=amount.high,
            unit=amount.unit,
            of=each.of,
            level=each.level,
            place=each.place.lower() if each.place and each.place[0] in "Rr" else each.place,
            says=_speaker(unit.text, article.author) or article.author,
            as_of=each.as_of or article.published,
            basis=rests.words if rests else None,
            grounds=rests.grounds if rests else None,
            per=rate(unit.text, amount.start, amount.end, each.named),
        )


def _in_sentence(unit: Unit, article: Article) -> Iterator[Placed]:
    level = place = None
    before = ""
    text = unit.text
    years = {match.group() for match in YEAR.finditer(text)}
    places = list(PLACE.finditer(text))
    only = len({match.group() for match in places}) == 1
    for clause in _clauses(text):
        for amount in clause.amounts:
            # What one amount is of goes on to the next one of another kind: "with 3-5 years, $190K".
            goes_on = amount.unit != before
            level = _level(text, clause, amount) or (level if goes_on else None)
            # A place before all figures is said of them all: "In Seattle, juniors earn $90K and seniors $150K".
            leading = places[0].group() if only and places[0].start() < clause.start else None
            place = _nearest(PLACE, text, clause, amount) or (place if goes_on else None) or leading
            before = amount.unit
            year = years if len(years) == 1 else {_nearest(YEAR, text, clause, amount)}
            yield Placed(
                amount=amount,
                span=(clause.start, clause.end),
                of=_subject(unit, clause, amount, article),
                level=level or (None if unit.kind is UnitKind.SENTENCE else first_level(unit.context)),
                place=place,
                as_of=next(iter(year)),
                named=unit.context.split(": ")[0] if unit.kind is UnitKind.CELL else "",
            )


def _clauses(text: str) -> list[_Clause]:
    """The clauses of a text that hold amounts; one without any belongs to the next that does, or to the last."""
    amounts = find_amounts(text)
    if not amounts:
        return []
    clauses: list[_Clause] = []
    start, pending = 0, tuple(amounts)
    for edge in [*_edges(text), len(text)]:
        inside = tuple(amount for amount in pending if amount.end <= edge)
        if inside:
            clauses.append(_Clause(start, edge, inside))
            start, pending = edge, pending[len(inside) :]
    last = clauses[-1]
    return [*clauses[:-1], _Clause(last.start, len(text), last.amounts)]


def _edges(text: str) -> Iterator[int]:
    """Where a clause may end; not at the "and" of a pair such as "infrastructure and automation"."""
    found = [match.span() for match in _SEPARATOR.finditer(text)]
    for at, (start, end) in enumerate(found):
        following = found[at + 1][0] if at + 1 < len(found) else len(text)
        between = text[end:following].strip(" .")
        pair = text[start:end].strip() == "and" and at + 1 < len(found) and between.isalpha() and between.islower()
        if not pair:
            yield start


def _subject(unit: Unit, clause: _Clause, amount: Amount, article: Article) -> str:
    """What an amount is of: its clause without it, with what the sentence says first and the headings where needed."""
    text = unit.text
    own = _without(text, amount, clause.start, clause.end)
    lead = _without(text, amount, 0, clause.start)
    if clause.start and _OWN_BEGIN.match(own):
        alike = [each for each in find_amounts(text) if each.unit == amount.unit]
        first = text[: alike[0].start].rstrip(" (,;")
        own = f"{first} {own.lstrip(' ,;')}" if _content(first) else lead + own
    elif clause.start and _GOES_ON.match(own):
        own = lead + own
    elif _content(own) < _THIN - 1:
        label = _LABEL.match(text)
        own = f"{label.group(1)}: {own.strip(' ,;')}" if label and clause.start else lead + own
    own = " ".join(own.split())
    own = re.sub(r"\(\s*…\s*\)", _GAP, own).strip(" ,;:.|-–—…(")
    own = own if own.count("(") == own.count(")") else own.rstrip(")").replace("(", "", own.count("(") - own.count(")"))
    names = [unit.context] if unit.kind is UnitKind.CELL else []
    if _content(own) < _THIN:
        names = [name for name in (article.title, unit.section, unit.context) if name and name not in own]
    elif _POINTS_BACK.match(own):
        names = [unit.context or unit.section or ""]
    return " › ".join(filter(None, [*names, own]))


def _without(text: str, amount: Amount, start: int, end: int) -> str:
    """The stretch of a text with a gap in the amount's place."""
    if start <= amount.start < end:
        return f"{text[start : amount.start]}{_GAP}{text[amount.end : end]}"
    return text[start:end]


def _content(text: str) -> int:
    """How many content words a text has."""
    words = re.findall(r"[^\W\d][\w+#/.-]*", text)
    return len({stem for word in words if word.lower() not in STOPWORDS for stem in terms(word)[:1]})


def _nearest(pattern: re.Pattern[str], text: str, clause: _Clause, amount: Amount) -> str | None:
    """The last match before an amount in its clause, else the first behind it."""
    before = list(pattern.finditer(text, clause.start, amount.start))
    found = before[-1] if before else pattern.search(text, amount.end, clause.end)
    return found.group() if found else None


def _level(text: str, clause: _Clause, amount: Amount) -> str | None:
    found = _nearest(LEVEL, text, clause, amount)
    return first_level(found) if found else None


def _speaker(text: str, author: str | None) -> str | None:
    """The person whom a sentence names as saying it; None for nobody, and where it is the author."""
    match = _SPEAKER.search(text)
    name = next(filter(None, match.groups())) if match else None
    if name and author and set(name.lower().split()) & set(author.lower().split()):
        return None
    return name
