"""Figures in rows of tables: units, scales and years that stand in a column's name, ranges split over two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.language.amounts import Amount, find_amounts
from rag.language.money import PREFIX, SUFFIX, currency
from rag.language.places import PLACE
from rag.language.seniority import first_level
from rag.types import Unit

_BARE = re.compile(
    r"\s*[~≈]?(\d{1,3}(?:,\d{2,3})+|\d+(?:\.\d+)?)(?:\s?(?:-|–|—|to)\s?(\d{1,3}(?:,\d{2,3})+|\d+(?:\.\d+)?))?\+?\s*$"
)
YEAR = re.compile(r"(?<![\w$€£₹#.,-])(?:19|20)\d\d\b(?![,.]\d|%)")
_MONEY = re.compile(rf"(?:{PREFIX})|(?<![^\W\d_]){SUFFIX}")
_TIMES = {"hour": "hours", "hr": "hours", "day": "days", "week": "weeks", "month": "months", "year": "years"}
_TIME = re.compile(r"(?:^|[(,/ ]|\bin\s)(hours?|hrs?|days?|weeks?|months?|years?|yrs?)\b\)?\s*$", re.IGNORECASE)
_PERCENT = re.compile(r"%|\bpercent(?:age)?\b|\bper cent\b|\bshare\b", re.IGNORECASE)
_THOUSANDS = re.compile(
    r"\bthousands?\b|\bin k\b|(?<=[$€£₹])\s?k\b|(?<=[A-Z]{3}\s)k\b|\(k\)|'000|,000s|\b000s\b", re.IGNORECASE
)
_NO_COUNT = re.compile(
    r"^\W*(?:#|no\.?|nr\.?|rank|id|year|step|phase|week|day|level|tier|rating|score|stars?|page|position)\W*$",
    re.IGNORECASE,
)
_ALREADY_SCALED = 10_000
_LOW = re.compile(r"\b(?:min(?:imum)?|low(?:est)?|from|starting|start|lower)\b", re.IGNORECASE)
_HIGH = re.compile(r"\b(?:max(?:imum)?|high(?:est)?|to|up to|top|upper)\b", re.IGNORECASE)
_RATE = re.compile(r"(?:(?:an?|per|each)\s)?(?:hour|day|week|month|year|annum|hr|yr)(?:ly)?", re.IGNORECASE)
_PLACES = re.compile(
    r"^\W*(?:city|place|location|country|state|region|metro|market|campus|where|town)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Placed:
    """An amount of a unit with what the unit says of it; its places count in the unit's text."""

    amount: Amount
    span: tuple[int, int]
    """The stretch that speaks of it."""
    of: str
    level: str | None
    place: str | None
    as_of: str | None
    named: str = ""
    """What names it from outside: a column."""


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    text: str
    name: str
    amounts: tuple[Amount, ...]


def in_row(unit: Unit) -> Iterator[Placed]:
    """The figures of a row, each with its column's name and the row's cells that hold none."""
    cells = _cells(unit)
    words = " · ".join(dict.fromkeys(filter(None, map(_words, cells))))
    level = first_level(unit.text) or first_level(unit.context)
    place = _place(cells)
    years = {match.group() for cell in cells if not cell.amounts for match in YEAR.finditer(cell.text)}
    for cell in _joined(cells):
        for amount in cell.amounts:
            of = ": ".join(filter(None, [cell.name, words or unit.section or ""]))
            named_year = YEAR.search(cell.name)
            yield Placed(
                amount=replace(amount, start=cell.start + amount.start, end=cell.start + amount.end),
                span=(cell.start, cell.start + len(cell.text)),
                of=of,
                level=first_level(cell.name) or level,
                place=place or next((match.group() for match in PLACE.finditer(cell.text)), None),
                as_of=named_year.group() if named_year else next(iter(years)) if len(years) == 1 else None,
                named=cell.name,
            )


def _words(cell: _Cell) -> str:
    """What a cell says beside its amounts."""
    rest = cell.text
    for amount in reversed(cell.amounts):
        rest = f"{rest[: amount.start]} {rest[amount.end :]}"
    rest = " ".join(rest.split()).strip(" ,;()/+-–|")
    return "" if cell.amounts and (not re.search(r"[^\W\d_]{3}", rest) or _RATE.fullmatch(rest)) else rest


def _cells(unit: Unit) -> list[_Cell]:
    texts = unit.text.split(" | ")
    names = [name.strip() for name in unit.context.split(" | ")]
    if len(names) != len(texts):
        names = [""] * len(texts)
    cells, at = [], 0
    for text, name in zip(texts, names, strict=True):
        cells.append(_Cell(at, text, name, tuple(_amounts(text, name))))
        at += len(text) + len(" | ")
    return cells


def _amounts(text: str, name: str) -> list[Amount]:
    """The amounts of a cell, with the unit and scale that its column's name gives."""
    found = find_amounts(text)
    bare = _BARE.match(text)
    if (
        bare
        and not any(amount.unit for amount in found)
        and not (YEAR.fullmatch(text.strip()) or _NO_COUNT.match(name))
    ):
        ends = [float(end.replace(",", "")) for end in bare.groups() if end]
        if name and ends[0] <= ends[-1]:
            found = [Amount(bare.start(1), bare.end(2) if bare.group(2) else bare.end(1), ends[0], ends[-1], "")]
    unit = _unit(name)
    thousands = 1e3 if _THOUSANDS.search(name) else 1.0
    return [amount if amount.unit or not name else _named(amount, unit, thousands) for amount in found]


def _named(amount: Amount, unit: str, factor: float) -> Amount:
    """The amount in its column's unit and scale; "95K" in a column of thousands is told in thousands already."""
    factor = factor if amount.high < _ALREADY_SCALED else 1.0
    return replace(amount, unit=unit, low=amount.low * factor, high=amount.high * factor)


def _unit(name: str) -> str:
    """The unit that a column's name gives to bare numbers, or ``."""
    money = _MONEY.search(name)
    if money and currency(money.group().strip()):
        return currency(money.group().strip()) or ""
    if _PERCENT.search(name):
        return "percent"
    time = _TIME.search(name)
    return _TIMES.get(time.group(1).lower().rstrip("s"), "years") if time else ""


def _joined(cells: Sequence[_Cell]) -> Iterator[_Cell]:
    """The cells, with neighbours that hold the ends of one range as one: columns "Min" and "Max"."""
    taken = False
    for cell, following in pairwise([*cells, None]):
        if cell is None or taken:
            taken = False
            continue
        range_ = _range(cell, following) if following else None
        taken = range_ is not None
        yield range_ or cell


def _range(one: _Cell, other: _Cell) -> _Cell | None:
    ends = _LOW.search(one.name), _HIGH.search(other.name)
    if not all(ends) or len(one.amounts) != 1 or len(other.amounts) != 1:
        return None
    low, high = one.amounts[0], other.amounts[0]
    if low.unit != high.unit or low.low > high.high:
        return None
    gap = other.start - one.start
    name = " ".join((_LOW.sub("", one.name) or _HIGH.sub("", other.name)).replace("()", "").split())
    amount = Amount(low.start, gap + high.end, low.low, high.high, low.unit)
    return _Cell(one.start, one.text + " | " + other.text, name or f"{one.name}, {other.name}", (amount,))


def _place(cells: Sequence[_Cell]) -> str | None:
    for cell in cells:
        if cell.text.strip() and not cell.amounts and _PLACES.match(cell.name):
            return cell.text.strip()
    found = [match for cell in cells if not cell.amounts for match in PLACE.finditer(cell.text)]
    return found[0].group() if len({match.group() for match in found}) == 1 else None
