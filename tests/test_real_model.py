"""The document that scripts/real_model.py makes, over a model that writes what the test says."""

from __future__ import annotations

from real_model import document, plain

from rag.assistant import Assistant
from rag.encoding.encoder import OnnxEncoder
from rag.settings import read_settings
from tests.careers import MemoryIndex, MemorySnapshot
from tests.endpoint import Connection, FakeEndpoint
from tests.fakes import WordReader

QUESTION = "How long does a carpentry apprenticeship take?"


def written(text: str, guides: MemorySnapshot, meaning: OnnxEncoder) -> str:
    """The document on one question that the model answers with this text."""

    def behave(connection: Connection) -> None:
        connection.begin()
        connection.words(text, reason="stop")
        connection.end()

    with FakeEndpoint(behave) as server:
        settings = read_settings(model="tiny", openai_base_url=server.url)
        assistant = Assistant(settings, MemoryIndex(guides), meaning, WordReader())
        found = "\n".join(document([QUESTION], assistant))
        assistant.close()
    return found


def test_what_it_wrote_what_was_removed_and_what_was_shown(guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    wrote = "A carpentry apprenticeship takes four years [3]. It takes nine years in Peru [3]."
    found = written(wrote, guides, meaning)
    assert found.startswith(f"## 1. {QUESTION}\n")
    assert f"It wrote:\n\n> {plain(wrote)}\n" in found
    assert "- It takes nine years in Peru — *" in found
    assert "Shown:\n\n> A carpentry apprenticeship takes four years \\[1\\]." in found
    assert "- answered by model: 1\n- answered by quotes: 0\n- sentences removed: 1\n" in found


def test_a_model_without_a_source_is_answered_in_quotes(guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    found = written("It takes nine years.", guides, meaning)
    assert "- It takes nine years — *it doesn't say where in the guides it stands*" in found
    assert "- answered by model: 0\n- answered by quotes: 1\n- sentences removed: 1\n" in found


def test_what_a_model_writes_draws_nothing() -> None:
    assert plain("a *b*\n[c](d) <e> $f$") == "a \\*b\\* \\[c\\](d) \\<e\\> \\$f\\$"
