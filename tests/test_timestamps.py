"""Time marks."""

from __future__ import annotations

import pytest

from ingest.timestamps import leads, soft_mark, stamp, stretches, without_marks


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("0:35", "00:35"),
        ("00:01:02.500", "01:02"),
        ("1:02:03", "1:02:03"),
        ("75:00", "1:15:00"),
        ("00:00:01,5", "00:01"),
    ],
)
def test_stamps(clock: str, expected: str) -> None:
    assert stamp(clock) == expected


def test_marks_behind_label_what_stands_before_them() -> None:
    found = stretches("First point. [00:35] Second point. [01:21]", leading=False)
    assert [(s.text, s.stamp) for s in found] == [("First point.", "00:35"), ("Second point.", "01:21")]


def test_marks_in_front_label_what_follows() -> None:
    found = stretches("[00:35] First point. (01:21) Second point.", leading=True)
    assert [(s.text, s.stamp) for s in found] == [("First point.", "00:35"), ("Second point.", "01:21")]


def test_of_several_marks_together_the_first_counts() -> None:
    assert [(s.text, s.stamp) for s in stretches("A point. [00:09], [03:15]", leading=False)] == [("A point.", "00:09")]


def test_soft_marks_do_not_interrupt() -> None:
    (found,) = stretches(f"{soft_mark('0:01')}we talk {soft_mark('0:05')}on", leading=False)
    assert (found.text, found.turns) == ("we talk on", ((0, "00:01"), (8, "00:05")))


def test_where_marks_stand_is_seen() -> None:
    assert leads(["[0:01] one", "[0:02] two"])
    assert not leads(["one. [0:01]", "two. [0:02]"])
    assert not leads(["no mark"])


def test_a_text_without_its_marks() -> None:
    assert without_marks(f"{soft_mark('0:01')}one [00:35] [Music] two") == "one two"
    assert without_marks("at 10:30 (see [1])") == "at 10:30 (see [1])"
