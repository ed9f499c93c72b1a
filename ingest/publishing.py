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
from rag.indexing import generations
from rag.indexing.index import CHROMA, LEXICAL, Generation, current_manifest, open_generation, unit_ids
from rag.indexing.store import (
    read_articles,
    read_suggestions,
    seal,
    write_articles,
    write_manifest,
    write_suggestions,
)
from rag.indexing.vectors import VectorStore, copy_store
from rag.indexing.views import PIPELINE, lexical_terms
from rag.language.lexical import LexicalIndex
from rag.progress import Progress, Step
from rag.seams import Snapshot
from rag.types import EncoderId, IndexedArticle, Manifest, Suggestion, Vectors

SAMPLE = 300
"""Units that are looked for before publishing, of the new and of the old each; a look-up costs up to 4 ms."""
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

    def __init__(self, root: Path) -> None:
        self._root = root
        self.manifest = current_manifest(root)
        self._articles: Sequence[IndexedArticle] | None = None

    def usable(self, encoder: EncoderId) -> bool:
        """Whether the current generation is whole and made as one would be now, so that a new one can build on it."""
        with suppress(OSError, IndexUnusable):
            if self.manifest is not None and matches(self.manifest, encoder):
                open_generation(self._folder(self.manifest)).open_search()
                return True
        return False

    def articles(self) -> Sequence[IndexedArticle]:
        """What the current generation holds, read once."""
        if self._articles is None:
            self._articles = read_articles(self._folder(self.manifest)) if self.manifest else []
        return self._articles

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
        removed = len(gone) + (base.removed_units if base else 0)
        manifest = Manifest(
            generation=generations.new_name(),
            folder=str(folder),
            encoder=encoder,
            pipeline=PIPELINE,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            digests={each.parsed.article.id: each.digest for each in articles},
            units=units,
            removed_units=removed if removed <= units else 0,
        )
        progress(Step("Building the index"))
        with generations.building(self._root, manifest.generation) as part:
            write_manifest(part, manifest)
            write_articles(part, articles)
            stems = (each for article in articles for each in lexical_terms(article.parsed))
            LexicalIndex.build(stems).save(part / LEXICAL)
            source = self._folder(base) / CHROMA if base else None
            _write_vectors(part / CHROMA, source, kept, gone if removed <= units else None, fresh)
            progress(Step("Checking the index"))
            _check(part, kept, [each.indexed for each in fresh])
            seal(part)
            kept_questions = read_suggestions(self._folder(base)) if base else []
            with ExitStack() as resources:
                snapshot = Generation(part, resources)
                snapshot.open_search()
                suggested = [*(each for each in kept_questions if each.article_id in keep), *suggest(snapshot)]
            write_suggestions(part, sorted(suggested, key=lambda each: each.article_id))
            seal(part)
            progress(Step("Publishing the index"))
        self.manifest, self._articles = manifest, articles
        generations.clean(self._root)
        return manifest

    def _folder(self, manifest: Manifest) -> Path:
        return self._root / generations.GENERATIONS / manifest.generation


@contextmanager
def open_writer(root: Path, timeout_seconds: float) -> Iterator[IndexWriter]:
    """The index for writing, kept from all other writers. Raises IndexBusy, UsageError, MachineError."""
    with telling_lacks(f"The index in {root} stays as it was"), generations.writing(root, timeout_seconds):
        yield IndexWriter(root)


def _write_vectors(
    target: Path,
    source: Path | None,
    kept: Sequence[IndexedArticle],
    gone: Sequence[str] | None,
    fresh: Sequence[EmbeddedArticle],
) -> None:
    """Makes the vectors from those of `source`: a copy without the `gone`, or made anew where `gone` is None."""
    carried = source is not None and gone is None
    old: Vectors | None = None
    if source is not None and carried:
        with closing(VectorStore(source)) as store:
            old = store.vectors(_ids(kept))
    if source is not None and not carried:
        copy_store(source, target)
    with closing(VectorStore(target, create=source is None or carried)) as store:
        store.delete(gone or ())
        if old is not None:
            store.add(_ids(kept), old)
        ids = _ids([each.indexed for each in fresh])
        if ids:
            store.add(ids, np.concatenate([each.vectors for each in fresh if each.indexed.parsed.units]))


def _ids(articles: Sequence[IndexedArticle]) -> list[str]:
    return [id for each in articles for id in unit_ids(each)]


def _check(part: Path, kept: Sequence[IndexedArticle], fresh: Sequence[IndexedArticle]) -> None:
    """Nothing, if the vectors are those of exactly these units and a sample finds itself. Raises CareerError."""
    old, new = _ids(kept), _ids(fresh)
    chosen = random.Random(0)
    sample = [id for ids in (old, new) for id in chosen.sample(ids, min(SAMPLE, len(ids)))]
    with closing(VectorStore(part / CHROMA)) as store:
        if sorted(store.ids()) != sorted(old + new):
            raise CareerError("The new index lost or doubled units, so the old one stays; run the ingest again.")
        for id, vector in zip(sample, store.vectors(sample), strict=True):
            if not any(found == id or cosine > ITSELF for found, cosine in store.nearest(vector, 1)):
                raise CareerError("The new index doesn't find its units, so the old one stays; run the ingest again.")
