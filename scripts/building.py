"""Puts what the product reads beside its code into the package, so that a wheel holds it. Used by setuptools alone."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools.command.build_py import build_py

SHIPPED = ("corpus", "models", "prompts", ".streamlit", "app.py")
"""What rag.settings.ROOT holds; app.py reads .streamlit beside it."""
FOLDER = "rag/shipped"


class BuildPy(build_py):  # type: ignore[misc]  # setuptools ships no types
    """Copies the code as setuptools does, and then what ships with it."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:  # a checkout has it all
            return
        target = Path(self.build_lib, FOLDER)
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for name in SHIPPED:
            if Path(name).is_dir():
                shutil.copytree(name, target / name, ignore=shutil.ignore_patterns(".*"))  # as what was fetched
            else:
                shutil.copyfile(name, target / name)
