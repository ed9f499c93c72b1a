"""Which version this is."""

from __future__ import annotations

import tomllib
from pathlib import Path


def version() -> str:
    """The version in pyproject.toml, its one home; an editable install's own record could be an old one."""
    pyproject = Path(__file__).resolve().parent.parent / "pyproject.toml"
    return str(tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["version"])
