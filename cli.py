"""The terminal face: the command `career`. Parses the command line; terminal/ does the rest.

What needs more than parsing is imported inside the commands, so that `--help` and `--version` are quick.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer
from typer.exceptions import TyperException

from rag.errors import CareerError
from terminal.parts import Parts
from terminal.version import version as read_version

INTERRUPTED = 130

app = typer.Typer(
    name="career",
    help="Answers career questions from a folder of guides; every sentence is a guide's, and its quote stands below.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Index = Annotated[
    Path | None,
    typer.Option("--index", metavar="DIR", help="Folder of the index [default: CAREER_INDEX, or .career/index]"),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Mode = Annotated[
    Literal["auto", "quotes", "model"] | None,
    typer.Option("--mode", help="Who answers: the guides' own sentences, or a model."),
]


@app.callback(invoke_without_command=True)
def career(
    context: typer.Context, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    if version:
        print(f"career {read_version()}")
        raise typer.Exit()
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="The question, in quotes.")] = None,
    as_json: Json = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read a JSON question a line, write an answer a line.")
    ] = False,
    history: Annotated[
        Path | None, typer.Option("--history", metavar="FILE", help="JSON list of earlier questions and answers.")
    ] = None,
    index: Index = None,
    mode: Mode = None,
) -> int:
    """Answer a question, with the quotes the answer rests on."""
    from terminal import commands

    return commands.ask(context.obj, question, as_json=as_json, jsonl=jsonl, history=history, index=index, mode=mode)


@app.command()
def ingest(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="Folder of guides [default: the index's own]")
    ] = None,
    index: Index = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would change, and write nothing.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Let the index change to another folder.")] = False,
    as_json: Json = False,
) -> int:
    """Make the index what the folder holds."""
    from terminal import commands

    return commands.ingest(context.obj, folder, index=index, dry_run=dry_run, replace=replace, as_json=as_json)


@app.command()
def add(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Guides to add.")],
    index: Index = None,
    title: Annotated[str | None, typer.Option(help="The guide's title.")] = None,
    author: Annotated[str | None, typer.Option(help="Who wrote it.")] = None,
    published: Annotated[str | None, typer.Option(help="When it was published.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it stands on the web.")] = None,
    as_json: Json = False,
) -> int:
    """Add guides to the folder and the index."""
    from terminal import commands

    details = {"title": title, "author": author, "published": published, "url": url}
    return commands.add(context.obj, files, index=index, as_json=as_json, **details)


@app.command()
def guides(context: typer.Context, index: Index = None, as_json: Json = False) -> int:
    """List the guides."""
    from terminal import commands

    return commands.guides(context.obj, index=index, as_json=as_json)


@app.command()
def show(
    context: typer.Context,
    guide: Annotated[str, typer.Argument(metavar="GUIDE", help="Its path under the folder, file name or title.")],
    index: Index = None,
    as_json: Json = False,
) -> int:
    """Print a guide's text as quotes are taken from it."""
    from terminal import commands

    return commands.show(context.obj, guide, index=index, as_json=as_json)


@app.command()
def figures(
    context: typer.Context,
    topic: Annotated[
        str | None, typer.Argument(metavar="[TOPIC]", help="Only those on it, as `senior salary`.")
    ] = None,
    index: Index = None,
    as_json: Json = False,
) -> int:
    """List the figures that the guides state, with who says them, when and on what basis."""
    from terminal import figures

    return figures.figures(context.obj, topic, index=index, as_json=as_json)


@app.command()
def chat(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port; where it is taken, the next free one.")] = 8501,
    index: Index = None,
) -> int:
    """Open the chat in the browser."""
    from terminal import commands

    return commands.chat(context.obj, port=port, index=index)


@app.command()
def doctor(context: typer.Context, index: Index = None) -> int:
    """Tell what is set up here, and whether it works."""
    from terminal import commands

    return commands.doctor(context.obj, index=index)


evaluation = typer.Typer(help="Measure how well it answers, finds and checks.", no_args_is_help=True)
app.add_typer(evaluation, name="eval")


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


def main(arguments: Sequence[str] | None = None, parts: Parts | None = None) -> int:
    """The command line's exit code; an error is one line on stderr."""
    for stream in (sys.stdout, sys.stderr):  # whatever the locale; what UTF-8 can't hold becomes `?`
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    command = typer.main.get_command(app)
    try:
        code = command.main(arguments, prog_name="career", standalone_mode=False, obj=parts or Parts())
        sys.stdout.flush()
    except CareerError as error:
        return _failed(str(error), error.exit_code)
    except TyperException as error:
        return _failed(_usage(error), error.exit_code)
    except BrokenPipeError:
        return _gone()
    except OSError as error:
        return _failed(f"Can't write the answer: {error.strerror}.", _gone())
    except KeyboardInterrupt:
        return INTERRUPTED
    return code or 0


def _usage(error: TyperException) -> str:
    """What is wrong with the command line, and where its help is."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "career"
    return f"{error.format_message().rstrip('.')}. Try `{path} --help`."


def _failed(message: str, code: int) -> int:
    from terminal.output import say

    say(f"career: {message}")
    return code


def _gone() -> int:
    """Exit code when stdout takes nothing more; what is still unwritten is let go, without a complaint at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


if __name__ == "__main__":
    sys.exit(main())
