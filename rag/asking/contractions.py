"""Contractions as people type them, with a typographic apostrophe or with none, as they are written in full."""

from __future__ import annotations

import re

_BARE = re.compile(
    r"\b(?:(what|where|when|how|who|that|there|here)(s)|(?-i:([Ii])(m|ve))|(you|they)(re|ve)"
    r"|(do|does|did|is|are|was|were|ca|could|should|would|wo|have|has|had)(nt))\b",
    re.IGNORECASE,
)


def written_out(text: str) -> str:
    """The text with a plain apostrophe in each contraction: "Whats new? I don’t know" is "What's new? I don't know"."""
    return _BARE.sub(_with_apostrophe, text.replace("’", "'"))


def _with_apostrophe(match: re.Match[str]) -> str:
    word, ending = filter(None, match.groups())
    return f"{word}{ending[0]}'{ending[1]}" if ending.lower() == "nt" else f"{word}'{ending}"
