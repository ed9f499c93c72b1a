"""Whether the passages that a model's sentence cites carry it: what the checks say, for one answer's sentences."""

from __future__ import annotations

from collections.abc import Sequence

from rag.checks.checking import check
from rag.checks.types import CitedPassage
from rag.encoding.remembering import RememberingEncoder
from rag.model.passages import NumberedPassage
from rag.seams import Encoder


class Carrying:
    """Called with a sentence and the passages: why it may not be shown, or None."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = RememberingEncoder(encoder)

    def __call__(self, sentence: str, passages: Sequence[NumberedPassage]) -> str | None:
        cited = [CitedPassage(p.number, p.text, p.guide, p.author, p.published, p.context) for p in passages]
        return check(sentence, cited, self._encoder).reason
