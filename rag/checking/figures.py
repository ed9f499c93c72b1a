"""Whether each figure of a sentence stands in what it cites: value, unit, range, rate, year and month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from math import floor, log10

from rag.checking.quantities import Line, Quantity, said, stated
from rag.language.amounts import DAYS
from rag.language.leeway import ABOUT, Leeway
from rag.language.lexical import JOINTS, WORD
from rag.language.money import CURRENCIES
from rag.language.numerals import months, with_digits, with_spans, years
from rag.language.words import new_words

_SAME_TIME = 0.015
"""By which part two lengths of time may differ that are one in other units: 12 months, 52 weeks."""
_IN_NUMBERS = "0123456789.,'+kmbnxsthrdapiy"
"""What numbers are written with: "150k", "2nd", "10am"; another sign or letter only looks like a digit ("1O", "4½")."""


def wrong_figure(sentence: str, lines: Sequence[Line], allowed: str = "") -> str | None:
    """Why a figure can't stand; None where all do. `allowed` is what else may be repeated, as the question.

    A figure stands where a cited line has it, or where it follows from two that the lines have by a step of arithmetic.
    """
    words = " ".join([*(line.whole for line in lines), allowed])
    odd = (w for w in WORD.findall(sentence) if w[0].isnumeric() and JOINTS.split(w.lower())[0].strip(_IN_NUMBERS))
    if strange := next((each for each in odd if each.lower() not in words.lower().replace(" ", "")), None):
        return f"no cited sentence has “{strange}”"
    by_line = [(line, list(stated(line))) for line in lines]
    everything = [quantity for _, found in by_line for quantity in found]
    asked = list(said(allowed))
    carrying: list[Line] = []
    for claimed in said(sentence):
        apart = not claimed.unit and new_words(claimed.things, words)  # "four decades" of "four years"
        held = [line for line, found in by_line if _held(claimed, [q for q in found if not (apart and q.unit)])]
        known = any(_fits(claimed, other) for other in asked) or (not apart and _reckoned(claimed, everything))
        if not (held or known):
            return f"no cited sentence has “{claimed.written}”"
        carrying += held or lines
    return _wrong_date(sentence, carrying or lines, lines, allowed)


def _wrong_date(sentence: str, carrying: Sequence[Line], lines: Sequence[Line], allowed: str) -> str | None:
    """Why a year or a month of a year can't stand; None where all do.

    Lines that state a year themselves tell for which their figures hold; else what stands around them does.
    """
    dated = any(years(line.text) for line in carrying)
    around = (f"{line.around} {line.text}" for line in carrying) if dated else (line.whole for line in lines)
    known = with_spans(with_digits(" ".join([*around, allowed])))
    strange = sorted(years(sentence) - years(known))
    if months(known):
        strange += sorted(months(sentence) - months(known))
    return f"no cited sentence says it of {strange[0]}" if strange else None


def _held(claimed: Quantity, found: Sequence[Quantity]) -> bool:
    """Whether a line has a figure: itself, one end of a range, or two ends as values of their own."""
    if any(_fits(claimed, other) for other in found):
        return True
    if claimed.single:  # "a tenth" of what is put at 8 to 12 %
        vague = claimed.in_words and claimed.leeway.vague
        return vague and any(o.unit == claimed.unit and o.low <= claimed.low <= o.high for o in found)
    singles = [other for other in found if other.single]
    return all(any(_same(end, claimed, other) for other in singles) for end in (claimed.low, claimed.high))


def _fits(claimed: Quantity, other: Quantity) -> bool:
    if claimed.single:
        return _same(claimed.low, claimed, other)
    scale = _scale(claimed.unit, other.unit)
    ends = (claimed.low, other.low), (claimed.high, other.high)
    return scale is not None and _rates(claimed, other) and all(_close(a * scale, b, claimed) for a, b in ends)


def _same(value: float, claimed: Quantity, other: Quantity) -> bool:
    scale = _scale(claimed.unit, other.unit)
    if scale is None or not _rates(claimed, other):
        return False
    return any(_close(value * scale, end, claimed) for end in (other.low, other.high))


def _reckoned(claimed: Quantity, found: Sequence[Quantity]) -> bool:
    """Whether a single value follows from two others by one step of arithmetic."""
    exact = claimed if claimed.leeway.vague else replace(claimed, leeway=Leeway())
    pairs = combinations([each for each in found if each.single and each.low > 0], 2) if claimed.single else ()
    return any(_close(claimed.low, result, exact) for one, two in pairs for result in _results(claimed, one, two))


def _results(claimed: Quantity, one: Quantity, two: Quantity) -> Iterable[float]:
    """What two values of one unit, or of time, come to in the unit of the claimed one."""
    other = _scale(two.unit, one.unit) if one.unit in DAYS else float(one.unit == two.unit)
    if not other:
        return
    less, more = sorted((one.low, two.low * other))
    scale = _scale(claimed.unit, one.unit)
    if claimed.unit == "times":
        yield more / less
    elif claimed.unit == "percent" and not one.unit:
        yield 100 * less / more
    elif scale:
        if one.unit in DAYS:  # four years and three
            yield (more + less) / scale
        if claimed.leeway.vague:  # "about $10,000 more"
            yield (more - less) / scale


def _scale(one: str, other: str) -> float | None:
    """What turns an amount of one unit into the other; None where nothing does."""
    if one == other or not one or (not other and one not in CURRENCIES):
        return 1.0
    return DAYS[one] / DAYS[other] if one in DAYS and other in DAYS else None


def _rates(claimed: Quantity, other: Quantity) -> bool:
    return not (claimed.per and other.per) or claimed.per == other.per


def _close(value: float, source: float, claimed: Quantity) -> bool:
    """Whether a value is the source's, or that in rounder digits, and within what its words allow."""
    value, source = abs(value), abs(source)
    if value == source or (claimed.unit in DAYS and abs(value - source) < _SAME_TIME * source):
        return True
    if not source or (_step(source) >= _step(value) and not claimed.in_words):
        return False
    off = (value - source) / source
    return -claimed.leeway.under <= off <= claimed.leeway.over or abs(off) <= min(_step(value) / 2 / source, ABOUT)


def _step(value: float) -> float:
    """The place of a number's last digit that isn't a zero: 100 of 58,400, and 0.1 of 3.9."""
    if not value:
        return 1.0
    step = 10.0 ** floor(log10(value))
    while step > 1e-4 and abs(value / step - round(value / step)) > 1e-6:
        step /= 10
    return step
