"""Outside text is drawn as the text it is."""

from __future__ import annotations

import pytest

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
