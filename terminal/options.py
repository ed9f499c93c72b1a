"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Index = Annotated[
    Path | None,
    typer.Option("--index", metavar="DIR", help="Folder of the index [default: CAREER_INDEX, or .career/index]"),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Mode = Annotated[
    Literal["auto", "quotes", "model"] | None,
    typer.Option("--mode", help="Who answers: the guides' own sentences, or a model."),
]
