"""The guides for assistants that speak MCP (the Model Context Protocol): three tools, and each guide as a resource.

All of it reads; nothing writes. What goes wrong is told in the one line that a person would get.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Annotated, Literal
from urllib.parse import quote

from anyio.to_thread import run_sync
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp_types import Resource, ToolAnnotations
from pydantic import BaseModel, Field, RootModel

from rag.errors import CareerError, GuideUnknown
from rag.types import Answer, GuideInfo, Turn
from serving.guides import Found, Shown, shown
from serving.replies import whole
from terminal.parts import Assistant
from terminal.questions import valid_text

INSTRUCTIONS = (
    "Career guides. `ask` answers a question in sentences that cite the guides; prefer it. Each citation has the "
    "guide, the section, the quote and where it stands. `search` finds sentences without judging whether they answer; "
    "`show` gives a guide's text. Where the status is not_in_guides, the guides don't say: tell the user so."
)
SCHEME = "career://guides/"
READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

Open = Callable[[], Assistant]
"""Gives the assistant, opened at the first call; from any thread. Raises CareerError."""


class Exchange(BaseModel):
    """One earlier question, with its answer where that is known."""

    question: str
    answer: str | None = None


class FoundObject(RootModel[Found]):
    """What `search` gives, as JSON."""


class AnswerObject(RootModel[Answer]):
    """What `ask` gives, as JSON: the answer that `career ask --json` prints."""


class ShownObject(RootModel[Shown]):
    """What `show` gives, as JSON."""


class GuideServer(MCPServer[None]):
    """The server; its resources are the guides that the index holds when somebody asks for them."""

    def __init__(self, open_assistant: Open, version: str) -> None:
        super().__init__(
            "career",
            title="Career guides",
            instructions=INSTRUCTIONS,
            version=version,
            log_level="CRITICAL",  # errors go to whoever called
            subscriptions=False,
        )
        self._open = open_assistant
        for tool in (self.search, self.ask, self.show):
            self.add_tool(tool, annotations=READS, structured_output=True)
        self.resource(
            SCHEME + "{+guide}", name="guide", title="A guide", description="The text that quotes are taken from."
        )(self.guide_text)

    async def list_resources(self) -> list[Resource]:
        """The guides, by path."""
        try:
            guides = await run_sync(lambda: self._open().guides())
        except CareerError as error:
            raise ResourceError(str(error)) from None
        return [_resource(guide) for guide in guides]

    def guide_text(self, guide: str) -> str:
        """A guide's text."""
        try:
            return self._open().guide(guide).text
        except GuideUnknown as error:
            raise ResourceNotFoundError(str(error)) from None
        except CareerError as error:
            raise ResourceError(str(error)) from None

    def search(
        self,
        question: Annotated[str, Field(description="A question, or words to look for.")],
        most: Annotated[int, Field(ge=1, le=50, description="How many to give at most.")] = 8,
    ) -> FoundObject:
        """Find sentences and table rows of the guides, best first, each with its guide, section and span."""
        with _told():
            return FoundObject(Found(self._open().search(valid_text(question, "The question"), most)))

    async def ask(
        self,
        question: Annotated[str, Field(description="The question, in the user's own words.")],
        history: Annotated[Sequence[Exchange], Field(description="Earlier questions of the conversation.")] = (),
        background: Annotated[str | None, Field(description="What the user said of themselves.")] = None,
        mode: Annotated[
            Literal["auto", "quotes", "model"], Field(description="quotes: the guides' own sentences alone.")
        ] = "auto",
        within: Annotated[Sequence[str], Field(description="Guides or folders, where only they are to be asked.")] = (),
    ) -> AnswerObject:
        """Answer a career question from the guides, each sentence with the quote it rests on, or say they don't."""
        turns = [Turn(turn.question, turn.answer) for turn in history]
        with _told():
            valid_text("\n".join([question, background or "", *(t.question + (t.answer or "") for t in turns)]), "This")
            asked = partial(self._open().ask, question, turns, mode=mode, background=background, within=within)
            reply = await run_sync(asked)
            return AnswerObject(await whole(reply))

    def show(
        self,
        guide: Annotated[str, Field(description="Its path, file name without ending, or title.")],
        section: Annotated[str | None, Field(description="A heading, for the text under it alone.")] = None,
        start: Annotated[int | None, Field(description="First character of a span, as citations have it.")] = None,
        end: Annotated[int | None, Field(description="The character after the span's last.")] = None,
    ) -> ShownObject:
        """Show a guide's text, or a part of it, with the headings that it has."""
        with _told():
            return ShownObject(shown(self._open().guide(guide), section, start, end))


def _resource(guide: GuideInfo) -> Resource:
    byline = ", ".join(filter(None, [guide.author, guide.published]))
    return Resource(
        uri=SCHEME + quote(guide.guide),
        name=guide.guide,
        title=guide.title or guide.guide,
        description=byline or None,
        mime_type="text/plain",
    )


@contextmanager
def _told() -> Iterator[None]:
    """What a user can do something about reaches whoever called, in its own words."""
    try:
        yield
    except CareerError as error:
        raise ToolError(str(error)) from None
