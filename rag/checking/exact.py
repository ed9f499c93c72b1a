"""What code can tell for sure of a model's sentence: figures, names, links. Each check is a hard no."""

from __future__ import annotations

from collections.abc import Sequence

from rag.checking.figures import wrong_figure
from rag.checking.names import wrong_name
from rag.checking.quantities import Line


def wrong(sentence: str, lines: Sequence[Line], asked: str = "") -> str | None:
    """Why a sentence, without its markers, may not be shown over what it cites; None where nothing exact is against it.

    `asked` is the question and what was told of oneself: whose names and figures may be repeated.
    """
    return wrong_figure(sentence, lines, asked) or wrong_name(sentence, lines, asked)
