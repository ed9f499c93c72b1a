"""For LangChain's chains: the guides as a retriever, the assistant as a Runnable that streams messages.

Nothing in here sends anything anywhere. Tracing, where somebody wants it, is LangChain's own: its LANGSMITH_ variables
and callbacks, which the calls of the assistant's own model find too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.messages.content import Citation as Annotation
from langchain_core.messages.content import create_citation, create_text_block
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig

from rag.assistant import Assistant
from rag.reply import Reply
from rag.types import Answer, Citation, Turn

Question = str | Mapping[str, Any]
"""A question, or {"question", "history"?, "background"?, "mode"?, "within"?} with turns as the contract has them."""
METADATA = ("guide", "title", "author", "section", "start", "end", "url")
"""What a document tells of where it stands; `start` and `end` are code points in the guide's cleaned text."""


class GuideRetriever(BaseRetriever):
    """Sentences and table rows for a question, best first, each as a document with where it stands."""

    assistant: Assistant
    most: int = 8

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_document(found) for found in self.assistant.search(query, self.most)]


class CareerGuides(Runnable[Question, AIMessage]):
    """The assistant's answers as messages with standard citations; `response_metadata` has the contract's answer.

    Streamed, it gives each sentence as it passes the exact checks. The last chunk has the whole answer beside it, whose
    text differs where the verifying look found a sentence that its quotes don't carry.
    """

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.name = "career"

    def invoke(self, input: Question, config: RunnableConfig | None = None, **_: Any) -> AIMessage:
        return self._call_with_config(lambda asked: as_message(self._ask(asked).answer()), input, config)

    def stream(self, input: Question, config: RunnableConfig | None = None, **_: Any) -> Iterator[AIMessage]:
        yield from self._transform_stream_with_config(iter([input]), self._chunks, config)

    def _chunks(self, asked: Iterator[Question]) -> Iterator[AIMessage]:
        for each in asked:
            reply = self._ask(each)
            yield from (AIMessageChunk(content=piece) for piece in reply if piece)
            yield AIMessageChunk(content="", response_metadata=_metadata(reply.answer()), chunk_position="last")

    def _ask(self, asked: Question) -> Reply:
        if isinstance(asked, str):
            return self.assistant.ask(asked)
        history = [Turn(turn["question"], turn.get("answer")) for turn in asked.get("history") or ()]
        told = {name: asked[name] for name in ("mode", "background", "within") if asked.get(name)}
        return self.assistant.ask(asked["question"], history, **told)


def as_message(answer: Answer) -> AIMessage:
    """An answer as LangChain's message: its text, each sentence annotated with the quotes that it cites."""
    by_number = {citation.number: citation for citation in answer.citations}
    annotations: list[Annotation] = []
    place = 0
    for sentence in answer.sentences:
        start = answer.answer.find(sentence.text, place)
        if start < 0:
            continue
        place = start + len(sentence.text)
        annotations += [_annotation(by_number[number], start, place) for number in sentence.citations]
    return AIMessage(
        content_blocks=[create_text_block(answer.answer, annotations=list(annotations))],
        response_metadata=_metadata(answer),
    )


def _annotation(cited: Citation, start: int, end: int) -> Annotation:
    where = {name: value for name, value in asdict(cited).items() if name in METADATA and name not in ("title", "url")}
    return create_citation(
        url=cited.url,
        title=cited.title or cited.guide,
        start_index=start,
        end_index=end,
        cited_text=cited.quote,
        **where,
    )


def _metadata(answer: Answer) -> dict[str, Any]:
    return {"career": asdict(answer)}


def _document(found: Citation) -> Document:
    where = asdict(found)
    return Document(page_content=found.quote, metadata={name: where[name] for name in METADATA})
