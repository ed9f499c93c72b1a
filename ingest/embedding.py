"""Units to vectors, in every view that is searched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.indexing.publishing import EmbeddedArticle
from rag.indexing.views import texts
from rag.progress import Progress, Step
from rag.seams import Encoder
from rag.types import VIEWS, IndexedArticle


def embed(articles: Sequence[IndexedArticle], encoder: Encoder, progress: Progress) -> Iterator[EmbeddedArticle]:
    """The articles with the vectors of their units, one after the other."""
    for number, indexed in enumerate(articles):
        progress(Step("Encoding guides", number, len(articles)))
        parsed = indexed.parsed
        rows = encoder.encode([texts(unit, parsed.article, view) for view in VIEWS for unit in parsed.units])
        size = len(parsed.units)
        yield EmbeddedArticle(indexed, {view: rows[i * size : (i + 1) * size] for i, view in enumerate(VIEWS)})
