"""The commands behind `career eval`; each imports what it measures with when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from terminal.options import Index, Json, Mode

evaluation = typer.Typer(help="Measure how well it answers, finds and checks.", no_args_is_help=True)


@evaluation.command()
def questions(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines of questions and what right answers show.")],
    guides: Annotated[
        Path | None, typer.Option("--guides", metavar="DIR", help="Ask about the guides in this folder instead.")
    ] = None,
    index: Index = None,
    mode: Mode = None,
    as_json: Json = False,
    misses: Annotated[bool, typer.Option("--misses", help="List the questions whose answers aren't right.")] = False,
) -> int:
    """Ask a set of questions and score the answers."""
    from terminal import evals

    return evals.questions(context.obj, file, guides=guides, index=index, mode=mode, as_json=as_json, misses=misses)


@evaluation.command()
def batch(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A batch: texts/, guides/*.tsv with their rows, questions.jsonl.")
    ],
    as_json: Json = False,
    misses: Annotated[bool, typer.Option("--misses", help="List the questions whose answers aren't right.")] = False,
) -> int:
    """Ask a batch's questions about its own guides and score the quotes by the rows that answer."""
    from terminal import eval_batch

    return eval_batch.batch(folder, as_json=as_json, misses=misses)


@evaluation.command()
def retrieval(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder in BEIR's format: corpus.jsonl, queries.jsonl, qrels/.")
    ],
    qrels: Annotated[
        str | None, typer.Option("--qrels", metavar="NAME", help="Which file in qrels/ [default: the only one]")
    ] = None,
    as_json: Json = False,
) -> int:
    """Measure how well documents are found: by words, by meaning, and by both."""
    from terminal import benchmarks

    return benchmarks.retrieval(folder, qrels=qrels, as_json=as_json)


@evaluation.command()
def answerable(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Articles and questions in SQuAD 2.0's format.")],
    as_json: Json = False,
) -> int:
    """Measure how well it tells questions that are answered from those that aren't."""
    from terminal import benchmarks

    return benchmarks.answerable(file, as_json=as_json)


@evaluation.command()
def chunks(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder in the format of Chroma's chunking evaluation.")
    ],
    as_json: Json = False,
) -> int:
    """Measure how much of what answers a question is among 2,000 retrieved characters."""
    from terminal import benchmarks

    return benchmarks.chunks(folder, as_json=as_json)


@evaluation.command()
def claims(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines of sentences and the passages they cite.")],
    as_json: Json = False,
    misses: Annotated[
        bool, typer.Option("--misses", help="List the wrong ones kept and the faithful ones removed.")
    ] = False,
) -> int:
    """Run the checks alone on sentences known to be faithful or wrong."""
    from terminal import evals

    return evals.claims(file, as_json=as_json, misses=misses)


@evaluation.command("figures")
def eval_figures(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines of the figures that a reader found.")],
    guides: Annotated[
        Path | None, typer.Option("--guides", metavar="DIR", help="Folder of the guides [default: the corpus]")
    ] = None,
    as_json: Json = False,
    misses: Annotated[bool, typer.Option("--misses", help="List what is missing, wrong or not in the file.")] = False,
) -> int:
    """Count which figures that a reader found are records with the right unit and subject."""
    from terminal import eval_figures

    return eval_figures.figures(file, guides, as_json=as_json, misses=misses)


@evaluation.command("disagreements")
def eval_disagreements(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines of pairs of guides.")],
    part: Annotated[str | None, typer.Option("--part", help="Only the pairs of this part, as test.")] = None,
    as_json: Json = False,
    misses: Annotated[bool, typer.Option("--misses", help="List the pairs that are judged wrongly.")] = False,
) -> int:
    """Count how often it is seen rightly whether two guides disagree."""
    from terminal import eval_figures

    return eval_figures.disagreements(file, part=part, as_json=as_json, misses=misses)
