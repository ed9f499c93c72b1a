"""Units to vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.publishing import EmbeddedArticle
from rag.indexing.views import searched_text
from rag.progress import Progress, Step
from rag.seams import Encoder
from rag.types import IndexedArticle


def embed(articles: Sequence[IndexedArticle], encoder: Encoder, progress: Progress) -> Iterator[EmbeddedArticle]:
    """The articles with the vectors of their units, one after the other."""
    for number, indexed in enumerate(articles):
        progress(Step("Encoding guides", number, len(articles)))
        parsed = indexed.parsed
        yield EmbeddedArticle(indexed, encoder.encode([searched_text(unit, parsed.article) for unit in parsed.units]))
