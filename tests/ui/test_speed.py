"""A rerun costs about the same however long the conversation is."""

from __future__ import annotations

import time

import pytest

from tests.fakes_ui import PAY, SCRIPT
from tests.ui.driving import opened
from ui import keeping
from ui.state import Exchange, Said

RUNS, MOST_TIMES = 5, 2.5


def cost(exchanges: int) -> float:
    """CPU seconds of a rerun with so many exchanges, the fastest of a few."""
    app = opened()
    said = Exchange(PAY, SCRIPT[PAY])
    app.session_state["said"] = tuple(Said(number, said) for number in range(1, exchanges + 1))
    app.session_state["chat"] = "a"
    app.run()
    times = []
    for _ in range(RUNS):
        started = time.process_time()
        app.run()
        times.append(time.process_time() - started)
    return min(times)


def test_thirty_exchanges_cost_little_more_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "at_this_machine", lambda: False)  # these stand in no file
    assert cost(30) <= MOST_TIMES * cost(1)
