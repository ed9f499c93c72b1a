"""The command line for the contract's tests, and guides to ask."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import cli

PILOTS = """---
title: Harbour pilots
author: Ada Berg
published: 2024-05-01
url: https://example.org/pilots
---

# Harbour pilots

## Pay

A harbour pilot in Rotterdam earns $91,000 a year. Apprentice pilots start at $38,000 a year.

## Training

Training to be a harbour pilot takes three years and ends with an examination at sea.
"""

KEEPERS = """# Lighthouse keepers

A lighthouse keeper earns 30,000 EUR a year – and lives on the rock. Keepers need a radio licence.
"""


def career(*arguments: str | Path, stdin: str = "", **named: str) -> subprocess.CompletedProcess[str]:
    """The command's exit code and output, in an environment without settings but those that are named.

    It runs in this process: loading the libraries anew for each would be most of what these tests cost.
    """
    out, err = io.StringIO(), io.StringIO()
    settings = {name: value for name, value in os.environ.items() if not name.startswith("CAREER_")}
    environment = {**settings, "HF_HUB_OFFLINE": "1", **named}
    with (
        patch.dict(os.environ, environment, clear=True),
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()))),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = cli.main([str(each) for each in arguments])
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


@dataclass
class Index:
    """An index by what names it, and the guides' texts as `career show` gives them."""

    options: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def career(self, *arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """The command, asked of this index."""
        return career(*arguments, *self.options, stdin=stdin, **self.environment)

    def text(self, guide: str) -> str:
        """A guide's text."""
        if guide not in self.texts:
            self.texts[guide] = json.loads(self.career("show", guide, "--json").stdout)["text"]
        return self.texts[guide]


def made(folder: Path) -> Path:
    """The folder with two guides in it."""
    (folder / "sea").mkdir(parents=True)
    (folder / "sea" / "pilots.md").write_text(PILOTS, encoding="utf-8")
    (folder / "keepers.txt").write_text(KEEPERS, encoding="utf-8")
    return folder


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The one line an error is; nothing stands on stdout."""
    assert done.stdout == ""
    assert re.fullmatch(r"career: [^\n]+\n", done.stderr), done.stderr
    return done.stderr
