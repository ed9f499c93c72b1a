"""`career eval retrieval`, `answerable` and `chunks`: public sets, read, measured, and printed as a table or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from rich.text import Text

from evals import answerable as answering
from evals import chunks as chunking
from evals import retrieval as finding
from evals.beir import read_collection
from evals.chunking import read_chunking
from evals.memory import StoredVectors, index_in_memory
from evals.ranking import Ranked
from evals.recursive import SIZE
from evals.squad import read_squad
from rag.answering.answering import Answerer
from rag.answering.choosing import LIMITS
from rag.encoding.encoder import LazyEncoder
from rag.reading.judging import Judge
from rag.reading.reader import LazyReader
from rag.settings import read_settings
from terminal.bars import bar
from terminal.output import Line, console, draw, print_json
from terminal.tables import table

_METRICS = {"ndcg_at_10": "nDCG@10", "recall_at_10": "recall@10", "mrr_at_10": "MRR@10", "hits_at_4": "hits@4"}


def retrieval(folder: Path, *, qrels: str | None, as_json: bool) -> int:
    """Prints how well documents are found: by the product's own path, and by each of its retrievers alone."""
    collection = read_collection(folder, qrels)
    with bar() as steps:
        settings = read_settings()
        encoder = LazyEncoder(settings, steps)
        kept = StoredVectors(encoder, settings.cache / "evals")
        snapshot = index_in_memory(finding.as_guides(collection.documents), kept, steps)
        found = finding.evaluate(collection, snapshot, encoder, LazyReader(), steps)
    if as_json:
        print_json(asdict(found))
    else:
        draw(console(), _found(found))
    return 0


def answerable(file: Path, *, as_json: bool) -> int:
    """Prints how well the evidence tells what the articles answer, and what comes out at the threshold."""
    articles = read_squad(file)
    with bar() as steps:
        settings = read_settings()
        encoder = LazyEncoder(settings, steps)
        kept = StoredVectors(encoder, settings.cache / "evals")
        snapshot = index_in_memory(answering.as_guides(articles), kept, steps)
        judge = Judge(snapshot, encoder, LazyReader())
        judged = list(answering.ask(articles, judge, Answerer(snapshot, judge), steps))
    groups = {
        group: answering.measure([each for each in judged if each.group == group])
        for group in dict.fromkeys(each.group for each in judged)
    }
    if as_json:
        print_json({"all": asdict(answering.measure(judged)), "articles": {k: asdict(v) for k, v in groups.items()}})
    else:
        draw(console(), _answerable({**groups, "all": answering.measure(judged)}))
    return 0


def chunks(folder: Path, *, as_json: bool) -> int:
    """Prints how much of the gold spans is retrieved: by the product's splitting, and in chunks of characters."""
    asked = read_chunking(folder)
    with bar() as steps:
        settings = read_settings()
        encoder = LazyEncoder(settings, steps)
        kept = StoredVectors(encoder, settings.cache / "evals")
        snapshot = index_in_memory(chunking.as_guides(asked), kept, steps)
        found = chunking.evaluate(asked, snapshot, encoder, kept, steps)
    if as_json:
        print_json(asdict(found))
    else:
        draw(console(), _chunks(found))
    return 0


def _chunks(found: chunking.Chunks) -> Iterator[Line]:
    yield Line(Text(f"{found.questions:,} questions, {found.characters:,} characters retrieved"))
    rows = {
        "words and meaning": found.fused,
        "meaning alone": found.dense,
        f"chunks of {SIZE:,} characters, meaning alone": found.recursive,
    }
    yield from table(
        ["", "recall", "all of it"], {name: [f"{r.recall:.4f}", f"{r.whole:.4f}"] for name, r in rows.items()}
    )


def _found(found: finding.Retrieval) -> Iterator[Line]:
    yield Line(Text(f"{found.queries:,} queries, {found.documents:,} documents"))
    rows = {
        "with the reader": found.read,
        "words and meaning": found.fused,
        "meaning alone": found.dense,
        "words alone": found.lexical,
    }
    yield from table(["", *_METRICS.values()], {name: _figures(ranked) for name, ranked in rows.items()})


def _figures(ranked: Ranked) -> list[str]:
    return [f"{getattr(ranked, metric):.4f}" for metric in _METRICS]


def _answerable(rows: dict[str, answering.Answerability]) -> Iterator[Line]:
    names = ["article", "evidence", "similarity", "refused", "falsely refused", "hold a gold answer"]
    cells = {
        name: [
            f"{row.evidence_area:.3f}",
            f"{row.similarity_area:.3f}",
            f"{row.refused}/{row.unanswerable}",
            f"{row.falsely_refused}/{row.answerable}",
            f"{row.hold_answer}/{row.answered}",
        ]
        for name, row in rows.items()
    }
    yield from table(names, cells)
    yield Line(Text(f"evidence, similarity: area under the ROC curve; the rest at the threshold of {LIMITS.answers}."))
