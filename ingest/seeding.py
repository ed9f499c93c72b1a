"""The guides that ship, where a user's own folder of guides begins."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from rag.errors import CareerError
from rag.settings import CHECKOUT, HOMES, ROOT, Settings


def bring_guides(settings: Settings) -> None:
    """Copies the shipped guides into the user's own folder, unless it is there, or is a checkout's or a named one.

    A copy, since guides are added and removed there, and an upgrade replaces what is installed. Raises CareerError.
    """
    if not CHECKOUT and settings.corpus == HOMES.corpus:
        copy_guides(ROOT / "corpus", settings.corpus)


def copy_guides(source: Path, target: Path) -> None:
    """Makes the target a copy of the source in one step, unless it is there already. Raises CareerError."""
    if target.exists():
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="guides-", dir=target.parent) as made:
            begun = Path(made) / "corpus"
            for path in filter(Path.is_file, source.rglob("*")):
                copied = begun / path.relative_to(source)
                copied.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copied)  # without its mode: what is installed may be read-only
            os.replace(begun, target)
    except OSError as error:
        if not target.exists():  # else another process was quicker
            raise CareerError(
                f"The guides can't be copied to {target} ({error.strerror}); set CAREER_CORPUS to another folder."
            ) from None
