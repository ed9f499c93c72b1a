"""The index for ingest: a new generation built beside the current one, checked, and put in its place."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from rag.errors import CareerError, IndexUnusable, telling_lacks
from rag.indexing.generations import new_name
from rag.indexing.index import LEXICAL, Generation, current_manifest, open_generation, unit_ids
from rag.indexing.store import (
    read_articles,
    read_suggestions,
    seal,
    write_articles,
    write_manifest,
    write_suggestions,
)
from rag.indexing.views import PIPELINE, lexical_terms
from rag.language.lexical import LexicalIndex
from rag.progress import Progress, Step
from rag.seams import Place, Snapshot
from rag.types import EncoderId, IndexedArticle, Manifest, Suggestion, Vectors

SAMPLE_OLD, SAMPLE_NEW = 30, 300
"""Units that are looked for before publishing; the old ones were, when they were new. A look-up costs up to 6 ms."""
ITSELF = 0.9999
"""Cosine from which on a vector has found itself, or its double."""

Suggest = Callable[[Snapshot], Iterable[Suggestion]]
"""A generation that is built and not yet published -> the questions that its fresh articles answer."""


@dataclass(frozen=True, slots=True)
class EmbeddedArticle:
    """An article with the vectors of its units, one row a unit."""

    indexed: IndexedArticle
    vectors: Vectors


def matches(manifest: Manifest, encoder: EncoderId) -> bool:
    """Whether what the manifest describes was made as it would be now."""
    return (manifest.encoder, manifest.pipeline) == (encoder, PIPELINE)


class IndexWriter:
    """The index for the one who holds the ingest lock; others may read its articles, where they are still there."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.manifest = current_manifest(place)
        self._articles: Sequence[IndexedArticle] | None = None

    def usable(self, encoder: EncoderId) -> bool:
        """Whether the current generation is whole and made as one would be now, so that a new one can build on it."""
        with suppress(OSError, IndexUnusable):
            if self.manifest is not None and matches(self.manifest, encoder):
                generation = open_generation(self._place, self.manifest.generation)
                generation.open_search()
                self._articles = generation.indexed
                return True
        return False

    def articles(self) -> Sequence[IndexedArticle]:
        """What the current generation holds, read once."""
        if self._articles is None and self.manifest:
            with ExitStack() as resources:
                self._articles = read_articles(self._place.hold(self.manifest.generation, resources))
        return self._articles or []

    def publish(
        self,
        folder: Path,
        encoder: EncoderId,
        keep: Collection[str],
        fresh: Sequence[EmbeddedArticle],
        progress: Progress,
        suggest: Suggest = lambda snapshot: (),
    ) -> Manifest:
        """The manifest of the new current generation: the articles in `keep` as they are, and the fresh ones.

        `suggest` is asked for the questions that the fresh ones answer, with the new generation to judge by.
        """
        base = self.manifest if keep else None
        before = self.articles() if base else []
        kept = [each for each in before if each.parsed.article.id in keep]
        gone = [id for each in before if each.parsed.article.id not in keep for id in unit_ids(each)]
        articles = sorted([*kept, *(each.indexed for each in fresh)], key=lambda each: each.parsed.article.id)
        units = sum(len(each.parsed.units) for each in articles)
        removed = len(gone) + (base.removed_units if base else 0) if self._place.copies else 0
        manifest = Manifest(
            generation=new_name(),
            folder=str(folder),
            encoder=encoder,
            pipeline=PIPELINE,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            digests={each.parsed.article.id: each.digest for each in articles},
            units=units,
            removed_units=removed if removed <= units else 0,
        )
        progress(Step("Building the index"))
        with ExitStack() as resources, self._place.building(manifest.generation) as part:
            source = self._place.hold(base.generation, resources) if base else None
            write_manifest(part, manifest)
            write_articles(part, articles)
            stems = (each for article in articles for each in lexical_terms(article.parsed))
            LexicalIndex.build(stems).save(part / LEXICAL)
            old, new = _ids(kept), _ids([each.indexed for each in fresh])
            with closing(self._place.begin_vectors(part, source, old, gone if removed <= units else None)) as store:
                if new:
                    store.add(new, np.concatenate([each.vectors for each in fresh if each.indexed.parsed.units]))
            progress(Step("Checking the index"))
            _check(self._place, part, old, new)
            seal(part)
            kept_questions = read_suggestions(source) if source else []
            with ExitStack() as opened:
                snapshot = Generation(self._place, part, opened, articles)
                snapshot.open_search()
                suggested = [*(each for each in kept_questions if each.article_id in keep), *suggest(snapshot)]
            write_suggestions(part, sorted(suggested, key=lambda each: each.article_id))
            seal(part)
            progress(Step("Publishing the index"))
        self.manifest, self._articles = manifest, articles
        self._place.clean()
        return manifest


@contextmanager
def open_writer(place: Place, timeout_seconds: float) -> Iterator[IndexWriter]:
    """The index for writing, kept from all other writers. Raises IndexBusy, UsageError, MachineError, ServerError."""
    with telling_lacks(f"The index in {place} stays as it was"), place.writing(timeout_seconds):
        yield IndexWriter(place)


def _ids(articles: Sequence[IndexedArticle]) -> list[str]:
    return [id for each in articles for id in unit_ids(each)]


def _check(place: Place, part: Path, old: Sequence[str], new: Sequence[str]) -> None:
    """Nothing, if the vectors are those of exactly these units and a sample finds itself. Raises CareerError."""
    chosen = random.Random(0)
    both = ((old, SAMPLE_OLD), (new, SAMPLE_NEW))
    sample = [id for ids, most in both for id in chosen.sample(ids, min(most, len(ids)))]
    with ExitStack() as opened:
        store = place.vectors(part, opened)
        if sorted(store.ids()) != sorted([*old, *new]):
            raise CareerError("The new index lost or doubled units, so the old one stays; run the ingest again.")
        nearest = store.nearest(store.vectors(sample), 1) if sample else ()
        for id, hits in zip(sample, nearest, strict=True):
            if not any(found == id or cosine > ITSELF for found, cosine in hits):
                raise CareerError("The new index doesn't find its units, so the old one stays; run the ingest again.")
