"""Outside text is drawn as the text it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fake_assistant import cited
from ui.citations import origin
from ui.escaping import label


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$95K to $130K", "\\$95K to \\$130K"),
        ("a -> b -- c", "a -:small[]\\> b -:small[]- c"),
        ("https://a.b", "https:small[]\\://a.b"),
        ("1. one", "1\\. one"),
        ("- item", "\\- item"),
        ("co-op, 3-5", "co-op, 3-5"),
        ("two\n lines", "two lines"),
        ("\u202etxt\x1b[31m", "txt\\[31m"),
        ("", ""),
    ],
)
def test_label(text: str, expected: str) -> None:
    assert label(text) == expected


def test_what_nobody_sees_in_a_quote_is_told_of() -> None:
    seen = cited("Pay?").citations[0]
    assert "nobody sees" not in origin(seen)
    assert "characters that nobody sees left out" in origin(replace(seen, quote="It pays\u202e well\U000e0041."))
