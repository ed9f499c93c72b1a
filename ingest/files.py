"""Files of the folder of guides, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

PART = ".career-add-"
"""How a half-written file's name begins; hidden, so that it is no guide."""


def write_whole(target: Path, data: bytes) -> None:
    """Puts a file in place at once. Raises OSError, and then what stood there stands."""
    handle, part = tempfile.mkstemp(prefix=PART, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, 0o644)
        os.replace(part, target)
    finally:
        Path(part).unlink(missing_ok=True)


def remove_parts(folder: Path) -> None:
    """Takes away what a crash left half-written in the folder."""
    for part in folder.glob(f"{PART}*"):
        part.unlink(missing_ok=True)
