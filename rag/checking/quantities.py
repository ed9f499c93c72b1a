"""All quantities of a sentence or a line: amounts with their units, and bare numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from unicodedata import category

from rag.language.amounts import find_amounts
from rag.language.leeway import Leeway, leeway
from rag.language.lexical import WORD
from rag.language.money import CURRENCIES
from rag.language.numerals import YEAR, with_digits, with_spans
from rag.language.rates import rate

FEWEST = 12
"""A bare number up to this one counts only where it is written in digits: "two downsides" states no figure."""
_SPANS = frozenset("decades centuries semesters terms trimesters seasons".split())
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{2,3})+(?:\.\d+)?(?![\w])|(?<![\w.,])\d+(?:\.\d+)?(?!\w|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, item or row that is cited, with what a reader of the page sees around it: what is checked against."""

    text: str
    around: str = ""
    """Title, headings, names of rows and columns, lead-in."""
    byline: str = ""
    """Author and date of the guide."""
    money: frozenset[str] = frozenset()
    """Currencies that its table or paragraph uses: a table often names its currency in one row alone."""

    @property
    def whole(self) -> str:
        """All of it."""
        return f"{self.around} {self.byline} {self.text}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value, or a range where `low` and `high` differ. `unit` is as in `rag.types.Figure`, "" where it has none."""

    low: float
    high: float
    unit: str
    written: str
    per: str | None = None
    leeway: Leeway = field(default_factory=Leeway)
    in_words: bool = False
    """Whether no digit of it was written, as of "a third"."""
    things: str = ""
    """What is counted, where the word behind it is one for several things."""

    @property
    def single(self) -> bool:
        """Whether it is no range."""
        return self.low == self.high


def said(sentence: str) -> Iterator[Quantity]:
    """What a sentence claims: amounts, and the bare numbers that it has in digits."""
    for each in _quantities(sentence, ""):
        if each.unit or each.high > FEWEST or not each.in_words or each.things in _SPANS:
            yield each


def stated(line: Line) -> Iterator[Quantity]:
    """What a line has, in digits or words; where it names no currency, also in that which its table or guide uses."""
    bare = len(line.money) == 1 and not any(category(char) == "Sc" for char in line.text)
    for each in _quantities(line.text, line.around):
        yield each
        if bare and not each.unit and each.low >= FEWEST:
            yield replace(each, unit=next(iter(line.money)))


def _quantities(text: str, around: str) -> Iterator[Quantity]:
    text = with_spans(text)
    digits = with_digits(text)
    last = 0
    for amount in [*find_amounts(digits), None]:
        for match in _NUMBER.finditer(digits, last, amount.start if amount else len(digits)):
            if not YEAR.fullmatch(match.group()):
                value = float(match.group().replace(",", ""))
                yield _quantity(value, value, "", None, match.start(), match.group(), digits, text)
        if amount is None:
            return
        last = amount.end
        written = digits[amount.start : amount.end].strip()
        if amount.low > 1 or any(map(str.isdigit, written)):  # "a year" counts nothing
            named = f"{around} {digits}" if amount.unit in CURRENCIES else ""
            per = rate(digits, amount.start, amount.end, named)
            yield _quantity(amount.low, amount.high, amount.unit, per, amount.start, written, digits, text)


def _quantity(
    low: float, high: float, unit: str, per: str | None, start: int, written: str, digits: str, text: str
) -> Quantity:
    number = re.search(r"\d[\d.,]*", written)
    first = number.group().rstrip(".,") if number else ""
    in_words = not first or not re.search(rf"(?<![\d.,]){re.escape(first)}(?!\d)", text)
    behind = WORD.match(digits, digits.index(written, start) + len(written) + 1)
    things = behind.group() if behind and behind.group().endswith("s") else ""
    return Quantity(low, high, unit, written, per, leeway(digits, start), in_words, things)
