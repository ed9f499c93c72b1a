"""A model's text as sentences over the units they cite: each passes the exact checks, or gives way to its evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.checking.exact import keeps_to, wrong
from rag.language.lexical import terms
from rag.model.form import cells, cleaned, is_refusal, missing, tells_a_gap, unfit
from rag.model.markers import numbers_in, renumbered, with_markers, without_markers
from rag.model.seen import Seen
from rag.types import Removed

MOST_EVIDENCE = 2
"""Units that stand in for a sentence which goes."""
_ITEM = re.compile(r"^\s*(?:[-*•+]|(\d{1,2})[.)])\s+")
A_PART = "a part of what was asked"
UNSOURCED = "it doesn't say where in the guides it stands"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence of the answer to be. Its markers have the snapshot's numbers of the units that it cites."""

    said: str
    item: str = ""
    """The mark of the list's item that it is, a dash or its number; else empty."""
    opens: bool = False
    """Whether a paragraph begins with it, or a list apart from what stands before it."""
    quoted: bool = False
    """Whether the guides' own words stand in for what the model wrote."""
    verified: bool = False
    """Whether the verifying look found that its quotes carry it."""

    @property
    def text(self) -> str:
        """Without its markers."""
        return without_markers(self.said)

    @property
    def units(self) -> tuple[int, ...]:
        """The units it cites."""
        return tuple(dict.fromkeys(numbers_in(self.said)))


class Draft:
    """Takes a model's sentences as they come and gives those that may be shown."""

    def __init__(self, seen: Seen, asked: str, answers: Callable[[int], bool]) -> None:
        self.removed: list[Removed] = []
        self.missing: list[str] = []
        """What, by the model, the guides don't say."""
        self.refused = False
        self._seen = seen
        self._asked = asked
        """The question and what was told of oneself: whose names and figures may be repeated."""
        self._answers = answers
        """Whether a unit speaks to the question, so that it may stand in for a sentence."""
        self._waiting: list[Drafted] = []
        """Sentences of a paragraph that cite nothing yet: a marker behind them may be theirs."""
        self._given: set[int] = set()
        """What the sentences that were shown cite."""
        self._head: list[str] = []
        """The names of the columns of the table that is being written."""
        self._last: tuple[int, ...] = ()
        """What the paragraph cited last."""
        self._led = False
        """Whether what came last leads in to a list."""

    def add(self, raw: str) -> Iterator[Drafted]:
        """The sentences that may be shown once this one has come, in order."""
        begins = "\n" in raw[: len(raw) - len(raw.lstrip())]
        row = cells(raw)
        if row is not None:
            named, self._head = self._head, self._head or row
            if not named or not row:  # its head, and the rule below that
                return
            raw = _told(named, row)
        else:
            self._head = []
        listed = _ITEM.match(raw)
        item = f"{listed[1]}. " if listed and listed[1] else "- " if listed or row is not None else ""
        if begins and not item:
            yield from self.end()
        sentence = cleaned(raw)
        if is_refusal(sentence):
            self.refused = True
            self._miss(missing(without_markers(sentence)))
            return
        drafted = Drafted(renumbered(sentence, self._seen.unit), item, begins and (not item or self._led))
        self._led = not item and drafted.text.endswith(":")
        if not drafted.text:
            yield from self._settle(drafted.units)
        elif drafted.units:
            yield from self._settle(drafted.units)
            self._last = drafted.units
            yield from self._checked(drafted)
        elif tells_a_gap(drafted.text):
            self._miss(drafted.text)
        else:
            self._waiting.append(drafted)

    def end(self) -> Iterator[Drafted]:
        """The rest of a paragraph: what cites nothing belongs to what was cited before it."""
        if self._last:
            yield from self._settle(self._last)
        for each in self._waiting:
            if not unfit(each.text):
                self.removed.append(Removed(each.text, UNSOURCED))
        self._waiting, self._last = [], ()

    def _miss(self, what: str) -> None:
        if reason := unfit(what):
            self.removed.append(Removed(what, reason))
        elif what:
            seen = " ".join(self._seen.line(unit).whole for unit in self._seen.units)
            self.missing.append(what if keeps_to(what, f"{self._asked} {seen}") else A_PART)

    def _settle(self, units: tuple[int, ...]) -> Iterator[Drafted]:
        """The waiting sentences, with those units for evidence; phrases that say nothing of it are left out."""
        if not units:
            return
        waiting, self._waiting = self._waiting, []
        about = {stem for unit in units for stem in terms(self._seen.line(unit).whole)}
        for each in waiting:
            if about.intersection(terms(each.text)) and not unfit(each.text):
                yield from self._checked(replace(each, said=with_markers(each.said, units)))

    def _checked(self, drafted: Drafted) -> Iterator[Drafted]:
        if reason := unfit(drafted.said):
            self.removed.append(Removed(drafted.text, reason))
        elif (reason := self._wrong(drafted.text, drafted.units)) is None:
            self._given.update(drafted.units)
            yield drafted
        elif (more := self._neighbour(drafted)) is not None:
            wider = replace(drafted, said=with_markers(drafted.said, [more]))
            self._given.update(wider.units)
            yield wider
        else:
            yield from self.instead(drafted, reason, self._given)

    def _wrong(self, text: str, units: Sequence[int]) -> str | None:
        return wrong(text, [self._seen.line(unit) for unit in units], self._asked)

    def _neighbour(self, drafted: Drafted) -> int | None:
        """The unit beside those cited that has what they lack; None where none does."""
        beside = dict.fromkeys(each for unit in drafted.units for each in self._seen.beside(unit))
        others = (unit for unit in beside if unit not in drafted.units)
        return next((unit for unit in others if self._wrong(drafted.text, [*drafted.units, unit]) is None), None)

    def instead(self, drafted: Drafted, reason: str, given: Container[int]) -> Iterator[Drafted]:
        """The evidence in place of a sentence, which is put on record as removed.

        None where it isn't to the point, or is `given` by another sentence.
        """
        self.removed.append(Removed(drafted.text, reason))
        evidence = [unit for unit in drafted.units if self._answers(unit) and unit not in given][:MOST_EVIDENCE]
        if evidence:
            yield replace(drafted, said=with_markers("", evidence), quoted=True)


def _told(head: Sequence[str], row: Sequence[str]) -> str:
    """A table's row as an item of a list: its name and its cells, under their columns' names where it has several."""
    first, *rest = row
    if len(rest) > 1:
        names = [*head[1:], *[""] * len(rest)]
        rest = [": ".join(filter(None, pair)) for pair in zip(names, rest, strict=False)]
    return ": ".join(filter(None, [first, "; ".join(filter(None, rest))]))
