"""A question with several questions in it to its parts."""

from __future__ import annotations

import re

_ASKING = r"(?:what|how|who|where|when|which|why|is|are|do|does|can|could|should|will|would|must|may)"
_BETWEEN = re.compile(
    rf"\?\s+(?=\S)|[,;]?\s+(?:and|but)\s+(?:also\s+)?(?=(?:{_ASKING})\b)|[;]\s+(?={_ASKING}\b)", re.IGNORECASE
)
_QUESTION = re.compile(rf"\b{_ASKING}\b", re.IGNORECASE)
MOST = 3


def parts(question: str) -> list[str]:
    """The questions within a question, at most three; a statement before them ("I'm in QA.") stays with the first."""
    pieces = [piece.strip() for piece in _BETWEEN.split(question) if piece.strip()]
    asked = [piece for piece in pieces if _QUESTION.search(piece) and len(piece.split()) >= 2]
    if (
        len(asked) < 2
        or len(asked) != len(pieces)
        or len(asked) > MOST
        or not re.match(rf"\W*{_ASKING}\b", asked[0], re.IGNORECASE)
    ):
        return [question]
    return [piece if piece.endswith("?") else f"{piece.rstrip('.!')}?" for piece in asked]
