"""`career mcp`, asked by the SDK's own client: over stdin and stdout, and over HTTP."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import anyio
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, TextContent

from rag.types import Answer
from tests.endpoint import Connection, FakeEndpoint
from tests.serving.started import command, environment, started

QUESTION = "How long does a carpentry apprenticeship take?"
QUOTE = "A carpentry apprenticeship takes four years."


@dataclass(frozen=True)
class Asking:
    """A client's calls, made from a test that is not asynchronous."""

    client: Client
    portal: BlockingPortal

    def call(self, tool: str, **arguments: Any) -> CallToolResult:
        """What a tool gives."""
        result: CallToolResult = self.portal.call(self.client.call_tool, tool, arguments)
        return result

    def found(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """What a tool gives as JSON, which stands in its text too, for models that read nothing else."""
        result = self.call(tool, **arguments)
        assert not result.is_error, result.content
        found = result.structured_content
        assert isinstance(found, dict)
        assert json.loads(said(result)) == found
        return found

    def refused(self, tool: str, **arguments: Any) -> str:
        """The one line in which a tool says what is wrong."""
        result = self.call(tool, **arguments)
        assert result.is_error
        return said(result).removeprefix(f"Error executing tool {tool}: ")


def said(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def over_stdio(env: dict[str, str]) -> Client:
    """A client of `career mcp` in a process of its own."""
    program, *arguments = command("mcp")
    return Client(stdio_client(StdioServerParameters(command=program, args=arguments, env=env)))


@pytest.fixture(scope="module")
def asking(served: Path) -> Iterator[Asking]:
    with start_blocking_portal() as portal:
        client = over_stdio(environment(served))
        with portal.wrap_async_context_manager(client):
            yield Asking(client, portal)


def test_three_tools_that_only_read(asking: Asking) -> None:
    tools = {tool.name: tool for tool in asking.portal.call(asking.client.list_tools).tools}
    assert set(tools) == {"search", "ask", "show"}
    for tool in tools.values():
        assert tool.annotations
        assert tool.annotations.read_only_hint
        assert tool.description
    assert tools["ask"].output_schema
    assert set(tools["ask"].output_schema["properties"]) == {field.name for field in fields(Answer)}


def test_ask_gives_the_answer_of_the_contract(asking: Asking) -> None:
    found = asking.found("ask", question=QUESTION)
    assert list(found) == [field.name for field in fields(Answer)]
    assert (found["status"], found["mode"]) == ("answered", "quotes")
    assert QUOTE in [citation["quote"] for citation in found["citations"]]


def test_ask_takes_history_background_and_a_choice_of_guides(asking: Asking) -> None:
    told = {"history": [{"question": QUESTION}], "background": "I am 40.", "mode": "quotes"}
    found = asking.found("ask", question="And after that?", within=[], **told)
    assert found["question"] == "And after that?"
    refused = asking.portal.call(asking.client.call_tool, "ask", {"question": QUESTION, "within": ["nowhere"]})
    assert refused.is_error


def test_what_no_guide_says_is_an_answer_too(asking: Asking) -> None:
    assert asking.found("ask", question="Which visa do I need for Japan?")["status"] == "not_in_guides"


def test_search_gives_units_with_guide_section_and_span(asking: Asking) -> None:
    units = asking.found("search", question=QUESTION, most=3)["units"]
    assert [unit["number"] for unit in units] == [1, 2, 3]
    best = units[0]
    assert best["quote"] == QUOTE
    assert {"guide", "section", "start", "end"} <= set(best)
    shown = asking.found("show", guide=best["guide"], start=best["start"], end=best["end"])
    assert shown["text"] == QUOTE


def test_show_gives_a_guide_or_a_part_of_it(asking: Asking) -> None:
    unit = asking.found("search", question=QUESTION, most=1)["units"][0]
    whole = asking.found("show", guide=unit["guide"])
    assert whole["text"][unit["start"] : unit["end"]] == QUOTE
    part = next(part for part in whole["sections"] if part["start"] <= unit["start"] < part["end"])
    shown = asking.found("show", guide=unit["guide"], section=part["section"].upper())
    assert shown["text"] == whole["text"][part["start"] : part["end"]]
    assert QUOTE in shown["text"]


def test_guides_are_resources(asking: Asking) -> None:
    listed = asking.portal.call(asking.client.list_resources).resources
    names = [resource.name for resource in listed]
    assert names == sorted(names)
    for resource in listed:
        (contents,) = asking.portal.call(asking.client.read_resource, resource.uri).contents
        assert getattr(contents, "text") == asking.found("show", guide=resource.name)["text"]  # noqa: B009
    with pytest.raises(MCPError, match=r"No guide goes by the name 'nowhere\.md'"):
        asking.portal.call(asking.client.read_resource, "career://guides/nowhere.md")


@pytest.mark.parametrize(
    ("tool", "arguments", "line"),
    [
        ("ask", {"question": " "}, "The question is empty; type what you want to know."),
        ("ask", {"question": "a" * 2001}, "The question has 2,001 characters; ask it in at most 2,000."),
        ("ask", {"question": "pay\0?"}, "This holds characters that are no text (NUL, or bytes that are not UTF-8)."),
        ("search", {"question": ""}, "The question is empty; type what you want to know."),
        ("show", {"guide": "nowhere"}, "No guide goes by the name 'nowhere'; `career guides` lists them by path."),
    ],
)
def test_bad_input_gets_one_line(asking: Asking, tool: str, arguments: dict[str, str], line: str) -> None:
    assert asking.refused(tool, **arguments) == line


def test_parts_that_are_not_there_are_told_with_what_is(asking: Asking) -> None:
    unit = asking.found("search", question=QUESTION, most=1)["units"][0]
    assert "its sections are: " in asking.refused("show", guide=unit["guide"], section="Nowhere")
    assert "There is no span from 5 to 99999" in asking.refused("show", guide=unit["guide"], start=5, end=99999)
    assert asking.refused("show", guide=unit["guide"], section="A", start=1) == "Give a section or a span, not both."


def test_over_http_on_this_machine(served: Path) -> None:
    async def asked(address: str) -> CallToolResult:
        async with Client(address) as client:
            return await client.call_tool("ask", {"question": QUESTION})

    with started(environment(served), "mcp", "--http", "--port", "0") as server:
        found = anyio.run(asked, server.address).structured_content
    assert found
    assert found["status"] == "answered"


def writes_for_ever(connection: Connection) -> None:
    connection.begin()
    for _ in connection.ticks(0.05):
        connection.words("and ")


def test_a_question_that_the_client_gives_up_is_stopped(served: Path) -> None:
    async def gives_up(client: Client, begun: Callable[[], bool]) -> None:
        async with client:
            with anyio.move_on_after(60) as scope:
                async with anyio.create_task_group() as group:
                    group.start_soon(client.call_tool, "ask", {"question": QUESTION})
                    while not begun():
                        await anyio.sleep(0.05)
                    group.cancel_scope.cancel()
            assert not scope.cancelled_caught
            assert await anyio.to_thread.run_sync(model.closed, 5.0)
            result = await client.call_tool("show", {"guide": "nowhere"})
            assert result.is_error  # it still answers

    with FakeEndpoint(writes_for_ever) as model:
        anyio.run(gives_up, over_stdio(environment(served, model.url)), lambda: bool(model.requests))


def test_an_index_that_was_named_and_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = subprocess.run(command("mcp"), env=environment(tmp_path / "no"), capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "career ingest FOLDER --index" in done.stderr


@pytest.mark.parametrize("end", ["closed", "Ctrl-C"])
def test_it_ends_quietly(served: Path, end: str) -> None:
    with subprocess.Popen(
        command("mcp"), env=environment(served), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        hello = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        process.stdin.write(json.dumps(hello).encode() + b"\n")
        process.stdin.flush()
        assert process.stdout.readline().startswith(b"{")
        if end == "closed":
            process.stdin.close()
        else:
            process.send_signal(signal.SIGINT)
        try:
            code = process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        assert process.stderr
        assert process.stderr.read() == b""
        assert code == (0 if end == "closed" else 130)
