"""How long work tells how far it is: one small object, drawn as a line in a terminal or as a bar in a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done now. `done` of `total` pieces are behind it; `total` is 0 where nobody can count them."""

    message: str
    done: int = 0
    total: int = 0

    def __str__(self) -> str:
        return f"{self.message} {self.done + 1} of {self.total} ..." if self.total else f"{self.message} ..."


Progress = Callable[[Step], None]


def silent(step: Step) -> None:
    """Nothing; for callers who don't want to know."""
