"""Options of commands: what each is called, takes and says of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Index = Annotated[
    Path | None,
    typer.Option("--index", metavar="DIR", help="Folder of the index [default: CAREER_INDEX, or .career/index]"),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
JsonLines = Annotated[bool, typer.Option("--jsonl", help="Read a JSON question a line, write an answer a line.")]
History = Annotated[
    Path | None, typer.Option("--history", metavar="FILE", help="JSON list of earlier questions and answers.")
]
Within = Annotated[
    list[str] | None,
    typer.Option("--within", metavar="NAME", help="Ask only this guide, or this folder of guides; repeatable."),
]
Mode = Annotated[
    Literal["auto", "quotes", "model"] | None,
    typer.Option("--mode", help="Who answers: the guides' own sentences, or a model."),
]
