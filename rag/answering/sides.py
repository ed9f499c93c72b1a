"""Two things that a question sets side by side, in the asker's words."""

from __future__ import annotations

import re

_SIDE = r"(?:an?\s+|the\s+)?(?P<{0}>[\w/+&.-]+(?:\s+[\w/+&-]+){{0,2}}?)"
_PATTERNS = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        rf"\bbetween\s+{_SIDE.format('one')}\s+and\s+{_SIDE.format('other')}(?=\s*(?:[?.!,;]|$))",
        rf"(?:^|[?.!,:;]\s*|\b(?:as|be|become|for|in|with|is|do|choose|pick|learn|study|prefer)\s+){_SIDE.format('one')}"
        rf"\s*,?\s+(?:or|vs\.?|versus)\s+{_SIDE.format('other')}(?=\s*(?:[?.!,;:]|$|\b(?:if|when|for|as)\b))",
    )
)


def compared(question: str) -> tuple[str, str] | None:
    """What a question compares; None where it compares nothing that it names side by side."""
    for pattern in _PATTERNS:
        match = pattern.search(question)
        if match and match["one"].casefold() != match["other"].casefold():
            return match["one"], match["other"]
    return None
