"""Follow-ups in model mode: the model puts them into words that stand alone; where it can't, they stay as typed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest
from langchain_core.messages import BaseMessage, HumanMessage

from rag.assistant import Assistant
from rag.encoding.encoder import OnnxEncoder
from rag.errors import Fault, ModelError
from rag.model.deadlines import Deadlines
from rag.model.generation import FAILURES_BEFORE_REST, ModelGenerator
from rag.model.rewriting import Rewriting, stays_with
from rag.settings import read_settings
from rag.types import Answer, Turn, Usage
from tests.careers import MemoryIndex, MemorySnapshot
from tests.endpoint import USAGE, Connection, FakeEndpoint, chunk
from tests.fakes import WordReader
from tests.playing import generator
from tests.writing_models import USED, ScriptedModel

BEFORE = [Turn("How long does a carpentry apprenticeship take?", "It takes four years [1].")]
FOLLOW_UP = "And how long are they in a classroom?"
REWRITTEN = "How long are carpentry apprentices in a classroom?"
WRITTEN = "Apprentices spend one day a week in a classroom [4]."

AskAfter = Callable[[str | ModelError], Answer]


@pytest.fixture
def after(guides: MemorySnapshot, meaning: OnnxEncoder) -> AskAfter:
    """The answer to the follow-up, with what the model makes of the question."""

    def ask(rewritten: str | ModelError) -> Answer:
        def write(messages: Sequence[BaseMessage]) -> str:
            if "<conversation>" not in messages[-1].content:
                return WRITTEN
            if isinstance(rewritten, ModelError):
                raise rewritten
            return rewritten

        model = ScriptedModel(write)
        reply = Assistant(read_settings(verify=False), MemoryIndex(guides), meaning, WordReader(), model).ask(
            FOLLOW_UP, BEFORE
        )
        shown = "".join(reply)
        answer = reply.answer()
        assert shown == answer.answer == WRITTEN.replace("[4]", "[1]")
        assert len(model.messages) == 2
        return answer

    return ask


def test_the_model_rewrites_a_follow_up_and_both_calls_are_counted(after: AskAfter) -> None:
    answer = after(REWRITTEN)
    assert answer.question == FOLLOW_UP
    assert answer.standalone_question == REWRITTEN
    assert answer.usage == Usage(2 * USED.input_tokens, 2 * USED.output_tokens)
    assert 0 < answer.timings_ms.retrieve <= answer.timings_ms.total


@pytest.mark.parametrize(
    "rewritten",
    [
        "",
        "Sure!\nHere it is.",
        "How long are apprentices of Plankworks in a classroom?",
        "How long is 2031?",
        "word " * 120,
    ],
)
def test_it_is_asked_as_typed_where_the_model_writes_no_such_question(rewritten: str, after: AskAfter) -> None:
    answer = after(rewritten)
    assert answer.standalone_question == FOLLOW_UP


def test_questions_to_go_on_with_are_offered_where_the_guides_answer_them(after: AskAfter) -> None:
    following = ["Who argues cases in court?", "Where do astronauts sleep?"]
    assert after(json.dumps({"question": REWRITTEN, "next": following})).follow_ups == (following[0],)


def test_questions_that_were_asked_are_none_to_go_on_with(after: AskAfter) -> None:
    assert BEFORE[0].question not in after(json.dumps({"question": REWRITTEN, "next": [BEFORE[0].question]})).follow_ups


def test_the_model_gets_the_turns_before_as_turns(guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    model = ScriptedModel(lambda messages: REWRITTEN if "<conversation>" in messages[-1].content else WRITTEN)
    assistant = Assistant(read_settings(verify=False), MemoryIndex(guides), meaning, WordReader(), model)
    assistant.ask(FOLLOW_UP, BEFORE).answer()
    assert [message.type for message in model.messages[-1]] == ["system", "human", "ai", "human"]
    assert model.messages[-1][1].content == BEFORE[0].question


def test_it_is_asked_as_typed_where_the_model_fails(after: AskAfter) -> None:
    answer = after(ModelError(Fault.OVERLOADED))
    assert answer.standalone_question == FOLLOW_UP
    assert answer.usage == USED


def test_a_question_without_history_is_not_rewritten(guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    model = ScriptedModel(WRITTEN)
    assistant = Assistant(read_settings(verify=False), MemoryIndex(guides), meaning, WordReader(), model)
    assistant.ask(BEFORE[0].question, [Turn(" ")]).answer()
    assert len(model.messages) == 1


@pytest.mark.parametrize(
    ("written", "stays"),
    [
        (REWRITTEN, True),
        ("How long does a carpentry apprenticeship take in Bavaria?", False),
        ("How long are the 12 apprentices in a classroom?", False),
    ],
)
def test_a_rewrite_brings_in_no_name_and_no_figure(written: str, stays: bool) -> None:
    assert stays_with(written, FOLLOW_UP, BEFORE) is stays


def test_a_server_that_is_slow_to_rewrite_is_not_at_fault() -> None:
    with FakeEndpoint(lambda connection: connection.hang()) as server:
        model = generator(server.url, Deadlines(20, 20, 20))
        for _ in range(FAILURES_BEFORE_REST + 1):
            with pytest.raises(ModelError, match=r"took|within"):  # and never that it rests
                list(model.generate([HumanMessage("?")], seconds=0.1))
        assert server.closed()


def test_a_rewrite_over_a_socket_is_read_with_its_usage() -> None:
    def behave(connection: Connection) -> None:
        connection.begin()
        connection.words(REWRITTEN, reason="stop")
        connection.event({**chunk(), "choices": [], "usage": USAGE})
        connection.end()

    with FakeEndpoint(behave) as server:
        model: ModelGenerator = generator(server.url)
        rewriting = Rewriting(FOLLOW_UP, BEFORE, model, 4096)
        assert set(rewriting) <= {""}
        assert rewriting.question == REWRITTEN
        assert rewriting.usage == Usage(120, 21)
        tight = Rewriting(FOLLOW_UP, BEFORE, model, 200)
        assert list(tight) == []
        assert tight.question is None
        assert len(server.requests) == 1
