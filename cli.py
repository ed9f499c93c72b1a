"""The terminal face: the command `career`. Parses the command line; terminal/ does the rest.

What needs more than parsing is imported inside the commands, so that `--help` and `--version` are quick.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

INTERRUPTED = 130

try:
    import typer
    from typer.exceptions import TyperException

    from rag.errors import CareerError, UsageError
    from terminal.eval_commands import evaluation
    from terminal.options import History, Index, Json, JsonLines, Mode, Within
    from terminal.parts import Parts
    from terminal.streams import gone, open_streams
    from terminal.version import version as read_version
except KeyboardInterrupt:  # Ctrl-C while it loads
    sys.exit(INTERRUPTED)

app = typer.Typer(
    name="career",
    help="Answers career questions from a folder of guides; every sentence is a guide's, and its quote stands below.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


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
    jsonl: JsonLines = False,
    history: History = None,
    within: Within = None,
    index: Index = None,
    mode: Mode = None,
) -> int:
    """Answer a question, with the quotes the answer rests on."""
    from terminal import commands

    return commands.ask(
        context.obj, question, as_json=as_json, jsonl=jsonl, history=history, within=within, index=index, mode=mode
    )


@app.command()
def ingest(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="Folder of guides [default: the index's own]")
    ] = None,
    index: Index = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would change, and write nothing.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Let the index change to another folder.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on until Ctrl-C: ingest again whenever the folder changes.")
    ] = False,
    as_json: Json = False,
) -> int:
    """Make the index what the folder holds."""
    from terminal import commands

    if watch:
        if dry_run:
            raise UsageError("--watch keeps the index, and --dry-run writes nothing; leave one of them out.")
        return commands.watch(context.obj, folder, index=index, replace=replace, as_json=as_json)
    return commands.ingest(context.obj, folder, index=index, dry_run=dry_run, replace=replace, as_json=as_json)


@app.command()
def add(
    context: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE_OR_URL...", help="Guides to add: files, or addresses of pages.")
    ] = None,
    index: Index = None,
    title: Annotated[str | None, typer.Option(help="The guide's title.")] = None,
    author: Annotated[str | None, typer.Option(help="Who wrote it.")] = None,
    published: Annotated[str | None, typer.Option(help="When it was published.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it stands on the web.")] = None,
    refresh: Annotated[
        int | None,
        typer.Option(metavar="DAYS", min=0, max=36_500, help="Fetch pages again that were last fetched so long ago."),
    ] = None,
    as_json: Json = False,
) -> int:
    """Add guides to the folder and the index: files, or web pages by their address."""
    from terminal import commands

    details = {"title": title, "author": author, "published": published, "url": url}
    if refresh is not None:
        if files or any(details.values()):
            raise UsageError("--refresh is about pages that were added before; leave files and details out.")
        return commands.refresh(context.obj, refresh, index=index, as_json=as_json)
    if not files:
        raise UsageError("Name the files or addresses to add, or --refresh DAYS.")
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
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Listens to this machine alone; 0.0.0.0 lets others in.")
    ] = "127.0.0.1",
    index: Index = None,
) -> int:
    """Open the chat in the browser."""
    from terminal import commands

    return commands.chat(context.obj, host=host, port=port, index=index)


@app.command()
def mcp(
    context: typer.Context,
    http: Annotated[
        bool, typer.Option("--http", help="Serve on 127.0.0.1 over HTTP, instead of over stdin and stdout.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port for --http; 0 takes a free one.")] = 8601,
    index: Index = None,
) -> int:
    """Serve the guides to assistants that speak MCP."""
    from terminal import serving

    return serving.mcp(context.obj, http=http, port=port, index=index)


@app.command()
def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8600,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Another one than this machine's own needs CAREER_SERVE_KEY.")
    ] = "127.0.0.1",
    index: Index = None,
) -> int:
    """Serve the guides as a model to clients of OpenAI's chat completions."""
    from terminal import serving

    return serving.serve(context.obj, host=host, port=port, index=index)


@app.command()
def doctor(context: typer.Context, index: Index = None) -> int:
    """Tell what is set up here, and whether it works."""
    from terminal import commands

    return commands.doctor(context.obj, index=index)


app.add_typer(evaluation, name="eval")


def main(arguments: Sequence[str] | None = None, parts: Parts | None = None) -> int:
    """The command line's exit code; an error is one line on stderr."""
    open_streams()
    try:
        command = typer.main.get_command(app)
        code = command.main(arguments, prog_name="career", standalone_mode=False, obj=parts or Parts())
        sys.stdout.flush()
    except CareerError as error:
        return _failed(str(error), error.exit_code)
    except TyperException as error:
        return _failed(_usage(error), error.exit_code)
    except BrokenPipeError:
        return gone()
    except OSError as error:
        return _failed(f"Can't write the answer: {error.strerror}.", gone())
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


if __name__ == "__main__":
    sys.exit(main())
