"""Time marks of recordings: how they look, what time they say, and how one is carried inside a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

CLOCK = r"(?:\d{1,2}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?"
BRACKETED = rf"[\[(]{CLOCK}(?:\s?[-–—,]\s?{CLOCK})?[\])](?:\s*,?\s*[\[(]{CLOCK}[\])])*"
_SOUNDS = "music|applause|laughter|laughs|silence|inaudible|crosstalk|foreign|cheering|noise"
SOUND = rf"[\[(]\s*(?:{_SOUNDS})\b[^\])\n]{{0,20}}[\])]|♪+"
_SOFT = re.compile(f"\ue000({CLOCK})\ue001")
_CUT = re.compile(rf"{BRACKETED}|(?i:{SOUND})")
_CLOCK = re.compile(CLOCK)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text that no removed mark interrupts. `stamp` is the time that labels it, as `MM:SS`."""

    text: str
    stamp: str | None
    turns: tuple[tuple[int, str], ...] = ()
    """Places inside the text at which a caption with a later time begins: (offset, its time)."""


def seconds_of(clock: str) -> int:
    """Whole seconds of `1:02`, `00:01:02.500` or `75:00`."""
    parts = [int(part) for part in re.split(r"[.,]", clock)[0].split(":")]
    return sum(part * 60**power for power, part in enumerate(reversed(parts)))


def stamp(clock: str) -> str:
    """A time as `MM:SS` or `H:MM:SS`."""
    total = seconds_of(clock)
    hours, minutes, seconds = total // 3600, total // 60 % 60, total % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def soft_mark(clock: str) -> str:
    """A mark that carries a time inside a text without ending a sentence there; `stretches` takes it out."""
    return f"\ue000{stamp(clock)}\ue001"


def without_marks(text: str) -> str:
    """The text as it is shown: its time marks, hard and soft, and sound marks taken out."""
    return " ".join(_CUT.sub(" ", _SOFT.sub("", text)).split())


def leads(texts: Sequence[str]) -> bool:
    """Whether time marks stand before what they label (as in transcripts) and not behind it (as in summaries)."""
    before = behind = 0
    for text in texts:
        marks = [match for match in _CUT.finditer(text) if _CLOCK.search(match.group())]
        if marks:
            before += not text[: marks[0].start()].strip(" -–—•*")
            behind += not text[marks[-1].end() :].strip(" .,;*)")
    return before > behind


def stretches(text: str, leading: bool) -> list[Stretch]:
    """What stands between a text's marks, each stretch with its time; the marks themselves are left out."""
    found: list[Stretch] = []
    at, current, carried = 0, None, None
    for match in [*_CUT.finditer(text), None]:
        piece, at = text[at : match.start() if match else len(text)], match.end() if match else at
        clock = _CLOCK.search(match.group()) if match else None
        time = stamp(clock.group()) if clock else None
        stretch = _soften(piece.strip(" ,;"), (current if leading else time) or carried)
        found.append(stretch)
        carried = stretch.turns[-1][1] if stretch.turns else carried
        current = time or current
    return [stretch for stretch in found if re.search(r"\w", stretch.text)]


def _soften(text: str, time: str | None) -> Stretch:
    """A stretch whose soft marks became turns."""
    pieces, turns, at, length = [], [], 0, 0
    for match in _SOFT.finditer(text):
        pieces.append(text[at : match.start()])
        length += match.start() - at
        turns.append((length, match.group(1)))
        at = match.end()
    return Stretch("".join([*pieces, text[at:]]), time, tuple(turns))
