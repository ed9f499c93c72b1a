"""For LangChain's chains of other people: the guides as a retriever, the assistant as a Runnable.

Nothing in here sends anything anywhere. Tracing, where somebody wants it, is LangChain's own: its LANGSMITH_ variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from rag.assistant import Assistant
from rag.types import Citation, Turn

METADATA = ("guide", "title", "author", "section", "start", "end", "url")
"""What a document tells of where it stands; `start` and `end` are code points in the guide's cleaned text."""


class GuideRetriever(BaseRetriever):
    """Sentences and table rows for a question, best first, each as a document with where it stands."""

    assistant: Assistant
    most: int = 8

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_document(found) for found in self.assistant.search(query, self.most)]


def answering(assistant: Assistant) -> Runnable[str | Mapping[str, Any], dict[str, Any]]:
    """A Runnable from a question, or {"question", "history"?} as the contract has it, to the contract's answer."""

    def answer(asked: str | Mapping[str, Any]) -> dict[str, Any]:
        if isinstance(asked, str):
            return asdict(assistant.ask(asked).answer())
        history = [Turn(turn["question"], turn.get("answer")) for turn in asked.get("history") or ()]
        return asdict(assistant.ask(asked["question"], history).answer())

    return RunnableLambda(answer, name="career")


def _document(found: Citation) -> Document:
    where = asdict(found)
    return Document(page_content=found.quote, metadata={name: where[name] for name in METADATA})
