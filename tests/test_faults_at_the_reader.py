"""Each fault of a model's server, seen by whoever asked: an answer with its citations always comes, and no key."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import asdict

import pytest

from rag.assistant import Assistant
from rag.encoding.encoder import OnnxEncoder
from rag.settings import read_settings
from tests.careers import MemoryIndex, MemorySnapshot
from tests.endpoint import KEY, FakeEndpoint
from tests.fakes import WordReader
from tests.faults import FAULTS, Fault
from tests.playing import generator, nobody

QUESTION = "How long does a carpentry apprenticeship take?"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_ends_in_an_answer(fault: Fault, guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(FakeEndpoint(fault.behave)) if fault.behave else None
        model = generator(server.url if server else nobody())
        with_model = Assistant(read_settings(), MemoryIndex(guides), meaning, WordReader(), model)
        reply = with_model.ask(QUESTION)
        pieces = "".join(reply)
        answer = reply.answer()
    assert answer.status == "answered"
    assert "four years" in answer.answer
    assert answer.answer in pieces or answer.mode == "quotes"
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert answer.citations
    assert answer.mode == "model" or answer.notice
    assert KEY not in json.dumps(asdict(answer))
