"""The standard streams, whatever they are when the command begins and ends."""

from __future__ import annotations

import os
import sys


def open_streams() -> None:
    """Puts something in the place of each standard stream that was closed.

    Else the next file that is opened gets its number, and what a library writes to stderr ends in the index. What is
    written to stdout fails as on a full disk. Whatever the locale, they are UTF-8; what it can't hold becomes `?`.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)  # the lowest number: its own
            setattr(sys, name, os.fdopen(handle, "w" if number else "r", encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def gone() -> int:
    """Exit code when stdout takes nothing more; what is still unwritten is let go, without a complaint at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
