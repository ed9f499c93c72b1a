"""LangChain's view of the guides, and that nothing goes anywhere unasked."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import reduce
from operator import add
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.output_parsers import StrOutputParser

from rag.assistant import Assistant
from rag.chains import METADATA, CareerGuides, GuideRetriever
from rag.encoding.encoder import OnnxEncoder
from rag.settings import ROOT, read_settings
from tests.careers import MemoryIndex, MemorySnapshot
from tests.endpoint import FakeEndpoint, answer
from tests.fakes import WordReader

QUESTION = "How long does a carpentry apprenticeship take?"


@pytest.fixture
def reader() -> WordReader:
    return WordReader()


@pytest.fixture
def assistant(guides: MemorySnapshot, meaning: OnnxEncoder, reader: WordReader) -> Assistant:
    return Assistant(read_settings(), MemoryIndex(guides), meaning, reader)


def test_documents_are_what_stands_in_the_guides(assistant: Assistant, guides: MemorySnapshot) -> None:
    documents = GuideRetriever(assistant=assistant, most=3).invoke(QUESTION)
    assert documents[0].page_content == "A carpentry apprenticeship takes four years."
    assert len(documents) == 3
    for document in documents:
        where = document.metadata
        assert set(where) == set(METADATA)
        assert guides.articles[where["guide"]].text[where["start"] : where["end"]] == document.page_content
    assert (documents[0].metadata["author"], documents[0].metadata["section"]) == ("Jonas Weber", "Apprenticeship")


def test_the_assistant_answers_in_a_chain(assistant: Assistant, reader: WordReader) -> None:
    career = CareerGuides(assistant)
    assert "takes four years.” [1]" in (career | StrOutputParser()).invoke(QUESTION)
    asked = {"question": "And what do they carry?", "history": [{"question": QUESTION, "answer": None}]}
    assert career.invoke(asked).response_metadata["career"]["question"] == asked["question"]
    assert reader.asked[-1] == (asked["question"], QUESTION), "it is read with what was asked before"


def test_a_message_has_a_standard_annotation_for_each_quote(assistant: Assistant, guides: MemorySnapshot) -> None:
    message = CareerGuides(assistant).invoke(QUESTION)
    (block,) = message.content_blocks
    assert block["type"] == "text"
    assert block["text"] == message.text
    assert block["annotations"]
    for note in block["annotations"]:
        assert note["type"] == "citation"
        assert note["cited_text"] in block["text"][note["start_index"] : note["end_index"]]
        where = note["extras"]
        assert guides.articles[where["guide"]].text[where["start"] : where["end"]] == note["cited_text"]


def test_an_answer_is_streamed_with_the_whole_beside_its_last_piece(assistant: Assistant) -> None:
    chunks = list(CareerGuides(assistant).stream(QUESTION))
    whole = reduce(add, chunks)
    assert whole.text == whole.response_metadata["career"]["answer"]
    assert [bool(chunk.response_metadata) for chunk in chunks] == [False] * (len(chunks) - 1) + [True]


class Seen(BaseCallbackHandler):
    def __init__(self) -> None:
        self.runs: list[str] = []

    def on_chain_start(self, *_: Any, name: str | None = None, **__: Any) -> None:
        self.runs.append(f"chain {name}")

    def on_chat_model_start(self, serialized: dict[str, Any], *_: Any, **__: Any) -> None:
        self.runs.append(f"model {serialized['name']}")


@pytest.mark.parametrize("streamed", [False, True])
def test_callbacks_see_the_models_calls_too(guides: MemorySnapshot, meaning: OnnxEncoder, streamed: bool) -> None:
    seen = Seen()
    with FakeEndpoint(answer) as server:
        settings = read_settings(model="tiny", openai_base_url=server.url, verify=False)
        assistant = Assistant(settings, MemoryIndex(guides), meaning, WordReader())
        career = CareerGuides(assistant)
        if streamed:
            list(career.stream(QUESTION, {"callbacks": [seen]}))
        else:
            career.invoke(QUESTION, {"callbacks": [seen]})
        assistant.close()
    assert (seen.runs[0], seen.runs[-1]) == ("chain career", "model ChatOpenAI")


def test_nothing_is_sent_anywhere_unless_langchain_is_told_to() -> None:
    script = """
import socket, sys
def refuse(*_): raise AssertionError("a socket was opened")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from langchain_core.callbacks import CallbackManager
from rag.assistant import Assistant
from rag.chains import CareerGuides, GuideRetriever
from rag.settings import read_settings
from rag.encoding.encoder import open_encoder
from rag.reading.reader import LazyReader
from tests.careers import CARPENTRY, MemoryIndex, MemorySnapshot
encoder = open_encoder(read_settings())
index = MemoryIndex(MemorySnapshot({"c.md": CARPENTRY}, encoder))
assistant = Assistant(read_settings(), index, encoder, LazyReader())
assert GuideRetriever(assistant=assistant).invoke("What does a carpenter earn?")
assert CareerGuides(assistant).invoke("What does a carpenter earn?").content_blocks[0]["annotations"]
print(CallbackManager.configure().handlers)
"""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LANGCHAIN", "LANGSMITH", "OTEL"))}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
