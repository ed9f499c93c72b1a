"""Subtitles and transcripts with times."""

from __future__ import annotations

from ingest.articles import parse
from ingest.captions import read_captions
from ingest.lines import number_lines

VTT = """WEBVTT
Kind: captions

intro
00:00:01.000 --> 00:00:04.000 align:start
[Music] hello and <c>welcome</c> to

00:00:04.000 --> 00:00:07.000
welcome to
the show. Today we speak of

00:01:07.500 --> 00:01:09.000
pay in the north.
"""

SRT = """1
00:00:01,000 --> 00:00:04,000
Seniors are paid a

2
00:00:05,000 --> 00:00:08,000
lot more there.
"""


def _units(text: str) -> list[tuple[str | None, str]]:
    return [(unit.timestamp, unit.text) for unit in parse(text.encode(), "talk.txt").units]


def test_webvtt_becomes_sentences_with_the_time_they_begin_at() -> None:
    assert _units(VTT)[1:] == [("00:04", "Today we speak of pay in the north.")]
    assert "-->" not in parse(VTT.encode(), "talk.txt").article.text


def test_srt_becomes_sentences() -> None:
    assert _units(SRT) == [("00:01", "Seniors are paid a lot more there.")]


def test_times_above_their_lines() -> None:
    text = "How it went\nTranscript\n0:00\nhello to all of you and\n0:05\nwelcome back. We talk of\n1:02:10\nmoney now."
    assert _units(text) == [("00:00", "hello to all of you and welcome back."), ("00:05", "We talk of money now.")]


def test_times_in_front_of_lines_that_run_on() -> None:
    text = "0:00 hello to all of you and\n0:05 welcome back. We talk of\n0:09 money now."
    assert _units(text) == [("00:00", "hello to all of you and welcome back."), ("00:05", "We talk of money now.")]


def test_times_in_front_of_whole_lines_label_each() -> None:
    text = "0:00 Here is how we began.\n0:35 Then we grew a lot.\n1:10 Now we hire again."
    assert [stamp for stamp, _ in _units(text)] == ["00:00", "00:35", "01:10"]


def test_chapters_stay_lines() -> None:
    lines, _ = read_captions(number_lines("0:00 Intro\n0:35 Pay\n1:10 Questions"))
    assert [line.text for line in lines if line.text] == ["[0:00] Intro", "[0:35] Pay", "[1:10] Questions"]


def test_times_of_the_day_are_no_captions() -> None:
    lines = number_lines("9:00\nCoffee and mail\n10:30\nStand-up\n11:00\nCode review")
    assert read_captions(lines) == (lines, [])


def test_a_new_speaker_begins_a_paragraph() -> None:
    text = "0:00\nJane Doe: what does it pay\n0:03\nMax Roe: about 100 dollars\n0:06\nan hour or so"
    paragraphs = parse(text.encode(), "talk.txt").article.text.split("\n\n")
    assert paragraphs == ["Jane Doe: what does it pay", "Max Roe: about 100 dollars an hour or so"]


def test_what_is_not_said_is_listed_as_dropped() -> None:
    assert [(drop.text, drop.reason) for drop in parse(VTT.encode(), "talk.txt").dropped] == [
        ("Kind: captions", "not shown with the recording"),
        ("intro", "not shown with the recording"),
        ("[Music]", "a sound, not speech"),
    ]


def test_cues_without_a_blank_line_between_them_are_kept() -> None:
    text = SRT.replace("\n\n", "\n")
    assert _units(text) == _units(SRT)
