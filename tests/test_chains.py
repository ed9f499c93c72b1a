"""LangChain's view of the guides, and that nothing goes anywhere unasked."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from rag.assistant import Assistant
from rag.chains import METADATA, GuideRetriever, answering
from rag.encoding.encoder import OnnxEncoder
from rag.settings import ROOT, read_settings
from tests.careers import MemoryIndex, MemorySnapshot
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
    chain = answering(assistant) | (lambda answer: answer["answer"])
    assert "takes four years.” [1]" in chain.invoke(QUESTION)
    asked = {"question": "And what do they carry?", "history": [{"question": QUESTION, "answer": None}]}
    assert answering(assistant).invoke(asked)["question"] == asked["question"]
    assert reader.asked[-1] == (asked["question"], QUESTION), "it is read with what was asked before"


def test_nothing_is_sent_anywhere_unless_langchain_is_told_to() -> None:
    script = """
import socket, sys
def refuse(*_): raise AssertionError("a socket was opened")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from langchain_core.callbacks import CallbackManager
from rag.assistant import Assistant
from rag.chains import GuideRetriever, answering
from rag.settings import read_settings
from rag.encoding.encoder import open_encoder
from rag.reading.reader import LazyReader
from tests.careers import CARPENTRY, MemoryIndex, MemorySnapshot
encoder = open_encoder(read_settings())
index = MemoryIndex(MemorySnapshot({"c.md": CARPENTRY}, encoder))
assistant = Assistant(read_settings(), index, encoder, LazyReader())
assert GuideRetriever(assistant=assistant).invoke("What does a carpenter earn?")
assert answering(assistant).invoke("What does a carpenter earn?")["citations"]
print(CallbackManager.configure().handlers)
"""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LANGCHAIN", "LANGSMITH", "OTEL"))}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
