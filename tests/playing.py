"""Plays the faults against the real generator; `python -m tests.playing` prints docs/model-faults.md."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace

from langchain_core.messages import HumanMessage, SystemMessage

from rag.errors import ModelError
from rag.model.breaker import Breaker
from rag.model.chat_model import ChatEndpoint
from rag.model.deadlines import Deadlines
from rag.model.generation import FAILURES_BEFORE_REST, ModelGeneration, ModelGenerator
from tests.endpoint import KEY, FakeEndpoint
from tests.faults import FAULTS, Fault

DEADLINES = Deadlines(first_token=1.0, stall=0.4, total=2.0, before_retries=(0.05, 0.1))
"""Short, so that the tests are."""
PATIENT = replace(DEADLINES, first_token=10.0, total=12.0)
"""For faults that are answered at once and tried again: a busy machine cuts none of the tries off."""
ASKED = [SystemMessage("Be brief."), HumanMessage("What do juniors earn?")]


@dataclass(frozen=True)
class Played:
    """What came of a fault."""

    text: str
    generation: ModelGeneration
    seconds: float
    requests: int


def generator(url: str, deadlines: Deadlines = DEADLINES, rest_seconds: float = 60.0) -> ModelGenerator:
    """The generator over a server."""
    breaker = Breaker(FAILURES_BEFORE_REST, rest_seconds)
    return ModelGenerator(ChatEndpoint(url, KEY, "tiny"), "tiny", deadlines, breaker)


def read(generation: ModelGeneration) -> tuple[str, ModelError | None]:
    """All of the text, and the error: raised where no word came, told otherwise."""
    text, raised = "", None
    try:
        for piece in generation:
            text += piece
    except ModelError as error:
        raised = error
    assert raised is (None if text else generation.error)
    return text, generation.error


def play(fault: Fault, deadlines: Deadlines) -> Played:
    """Asks a server that has the fault, once."""
    with ExitStack() as stack:
        server = stack.enter_context(FakeEndpoint(fault.behave)) if fault.behave else None
        model = stack.enter_context(closing(generator(server.url if server else nobody(), deadlines)))
        generation = model.generate(ASKED)
        started = time.monotonic()
        text, _ = read(generation)
        seconds = time.monotonic() - started
        model.close()
        assert server is None or server.closed()
        return Played(text, generation, seconds, len(server.requests) if server else 0)


def nobody() -> str:
    """The base URL of a port where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}/v1"


def seen(played: Played) -> str:
    """What a reader sees of it, as long as the checks take nothing out."""
    error = played.generation.error
    if error is None:
        return "the model's answer"
    return f"what it wrote, and: {error.partial_notice}" if played.text else f"quotes, and: {error.notice}"


def main() -> None:
    """Prints the table."""
    limits = (DEADLINES.first_token, DEADLINES.stall, DEADLINES.total)
    print("# What goes wrong with a model's server, and what the reader sees\n")
    print("Made by `python -m tests.playing`: a server on a real socket plays each fault, once, with deadlines of")
    print("{:g} s for the first word, {:g} s between words and {:g} s in all.\n".format(*limits))
    print("| fault | what the reader sees | seconds | requests |\n|---|---|---|---|")
    for fault in FAULTS:
        played = play(fault, DEADLINES)
        print(f"| {fault.name} | {seen(played)} | {played.seconds:.1f} | {played.requests} |", flush=True)


if __name__ == "__main__":
    main()
