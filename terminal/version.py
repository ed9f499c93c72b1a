"""Which version this is."""

from __future__ import annotations

import tomllib
from importlib.metadata import version as installed
from pathlib import Path


def version() -> str:
    """The version in pyproject.toml where there is a checkout: an editable install's record could be an old one."""
    pyproject = Path(__file__).resolve().parent.parent / "pyproject.toml"
    if not pyproject.is_file():
        return installed("career-assistant")
    return str(tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["version"])
