"""Captions of recordings to paragraphs: subtitle files, and transcripts that show a time on or above their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.lines import Line, is_plain
from ingest.timestamps import CLOCK, seconds_of, soft_mark
from rag.types import Dropped

_CUE = re.compile(rf"^\s*({CLOCK})\s*-->\s*{CLOCK}.*$")
_TIME_LINE = re.compile(rf"^\s*[\[(]?({CLOCK})[\])]?\s*$")
_TIMED_LINE = re.compile(rf"^\s*(?:[\[(]({CLOCK})[\])]|({CLOCK}))\s*[-–—|:]?\s+(?=\S)")
_SPOKEN_TIME = re.compile(r"^\s*(?:\d+ hours?,? ?)?(?:\d+ minutes?,? ?)?(?:\d+ seconds?)?\s*$")
_CAPTION_TAG = re.compile(rf"</?(?:c|v|i|b|u|lang|ruby|rt|font)(?:[.\s][^>]*)?>|<{CLOCK}>|\{{\\an?\d\}}")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]{1,60})>")
_NOT_SHOWN = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION|X-TIMESTAMP-MAP)\b|(?:Kind|Language):")
_SPEAKER = re.compile(r"^\s*(?:>>|-\s|[^\W\d_a-z][\w.'’ ]{1,30}:\s)")
_SENTENCE_END = re.compile(r"[.!?…][\"”’)\]]*$")
_FEWEST_CUES = 3
_LATEST_START = 120
"""Seconds: a recording's first mark stands near its beginning; a later first time is one of the clock."""
_RUNNING_SHARE = 0.3
"""How many of a transcript's timed lines begin in lower case; lists of chapters have none."""
_PARAGRAPH_WORDS = 80


@dataclass(frozen=True, slots=True)
class _Cue:
    clock: str
    lines: tuple[str, ...]
    number: int


def read_captions(lines: Sequence[Line]) -> tuple[list[Line], list[Dropped]]:
    """Lines in which captions are paragraphs that carry their times, and what is never shown with a recording.

    Texts without captions come back unchanged.
    """
    if any(_CUE.match(line.text) for line in lines):
        dropped: list[Dropped] = []
        return _paragraphs(_subtitles(lines, dropped)), dropped
    for pattern in (_TIME_LINE, _TIMED_LINE):
        places = [at for at, line in enumerate(lines) if pattern.match(line.text)]
        if len(places) >= _FEWEST_CUES and seconds_of(_clock(pattern, lines[places[0]].text)) <= _LATEST_START:
            first = places[0]
            rests = [pattern.sub("", lines[at].text, count=1) for at in places]
            if pattern is _TIME_LINE or sum(text[:1].islower() for text in rests) >= _RUNNING_SHARE * len(rests):
                shown = _paragraphs(_cues(lines[first:], pattern))
            else:  # whole lines, each of them under its time
                shown = [replace(line, text=_TIMED_LINE.sub(_bracketed, line.text)) for line in lines[first:]]
            return [*lines[:first], Line("", lines[first].number), *shown], []
    return list(lines), []


def _clock(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(text)
    return next(filter(None, match.groups()), "") if match else ""


def _bracketed(match: re.Match[str]) -> str:
    return f"[{match.group(1) or match.group(2)}] "


def _subtitles(lines: Sequence[Line], dropped: list[Dropped]) -> Iterator[_Cue]:
    """The cues of a subtitle file (WebVTT, SRT): perhaps a name, the times, the text up to a blank line.

    What is never shown goes to `dropped`: the file's head, notes, styles, the names of cues.
    """
    clock, number, texts, speaker = "", 0, list[str](), ""
    remark, above = False, ""
    for line, below in zip([*lines, Line("", 0)], [*lines[1:], Line("", 0), Line("", 0)], strict=True):
        match = _CUE.match(line.text)
        shown = line.text.strip()
        remark = bool(shown) and not match and (remark or bool(_NOT_SHOWN.match(line.text)))
        voice = _VOICE.search(line.text)
        text = _CAPTION_TAG.sub("", _VOICE.sub("", line.text)).strip()
        if voice and voice.group(1) != speaker:
            speaker = voice.group(1)
            text = f"{speaker}: {text}"
        named = not match and bool(_CUE.match(below.text)) and (shown.isdecimal() or (bool(shown) and not above))
        if (match or named or not text) and clock and texts:
            yield _Cue(clock, tuple(texts), number)
            clock, texts = "", []
        if match:
            clock, number = match.group(1), line.number
        elif remark or named:
            if shown != "WEBVTT" and not shown.isdecimal():
                dropped.append(Dropped(line.number, shown, "not shown with the recording"))
        elif clock and text:
            texts.append(text)
        elif text:
            yield _Cue("", (text,), line.number)
        above = shown


def _cues(lines: Sequence[Line], pattern: re.Pattern[str]) -> Iterator[_Cue]:
    """Cues that begin at the lines with a time; headings, lists and tables among them are no captions."""
    clock, number, texts = "", 0, list[str]()
    for line in [*lines, Line("", -1)]:
        match = pattern.match(line.text)
        rest = line.text[match.end() :] if match else line.text
        other = line.number < 0 or (not match and bool(line.text.strip()) and not is_plain(line.text))
        if (match or other) and texts:
            yield _Cue(clock, tuple(texts), number)
            texts = []
        if match:
            clock, number = _clock(pattern, line.text), line.number
        if other and line.text:
            yield _Cue("", (line.text,), line.number)
        elif rest.strip() and not _SPOKEN_TIME.match(rest):
            number = number if texts or match else line.number
            texts.append(rest.strip())


def _paragraphs(cues: Iterator[_Cue]) -> list[Line]:
    """Cues as paragraphs: one ends where a speaker changes, and after a sentence once it is long enough."""
    lines: list[Line] = []
    parts: list[str] = []
    start, words, alone = 0, 0, False
    previous: tuple[str, ...] = ()
    for cue in cues:
        fresh = tuple(text for text in cue.lines if text not in previous)  # rolling captions show a line twice
        previous = cue.lines if cue.lines else previous
        if not fresh:
            continue
        ended = bool(parts) and bool(_SENTENCE_END.search(parts[-1])) and words >= _PARAGRAPH_WORDS
        if parts and (ended or alone or not cue.clock or not is_plain(fresh[0]) or _SPEAKER.match(fresh[0])):
            lines += [Line(" ".join(parts), start), Line("", start)]
            parts, words = [], 0
        start, alone = start if parts else cue.number, not cue.clock
        parts.append((soft_mark(cue.clock) if cue.clock else "") + re.sub(r"^>>\s*", "", " ".join(fresh)))
        words += sum(len(text.split()) for text in fresh)
    return [*lines, Line(" ".join(parts), start)]
