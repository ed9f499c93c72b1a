"""What code can tell for sure of a model's sentence: figures, names. Each check is a hard no."""

from __future__ import annotations

from collections.abc import Sequence

from rag.checking.figures import wrong_figure
from rag.checking.names import wrong_name
from rag.checking.quantities import Line
from rag.language.words import new_words

TELLING = "guide passage source sentence quote information say mention provide state cover claim add reason change"
"""Words that tell of what is said or isn't, whatever it is."""


def wrong(sentence: str, lines: Sequence[Line], asked: str = "") -> str | None:
    """Why a sentence, without its markers, may not be shown over what it cites; None where nothing exact is against it.

    `asked` is the question and what was told of oneself: whose names and figures may be repeated.
    """
    return wrong_figure(sentence, lines, asked) or wrong_name(sentence, lines, asked)


def keeps_to(text: str, known: str) -> bool:
    """Whether a text that cites nothing keeps to what is known: no figure or name besides, and most of its words."""
    words = new_words(text, TELLING)
    few = not words or 2 * len(new_words(text, f"{known} {TELLING}")) < len(words)
    return few and not wrong(text, [Line(known)])
