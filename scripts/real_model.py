"""Asks a model the questions of a file, and prints as Markdown what it wrote, what was removed and what was shown.

    CAREER_MODEL=... OPENAI_BASE_URL=http://127.0.0.1:8000/v1 python scripts/real_model.py evals/career.jsonl --most 20

The model and the index are those of the settings, as for `career ask`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from evals.lines import read_lines, text_of  # noqa: E402
from rag.assistant import Assistant  # noqa: E402
from rag.encoding.encoder import open_encoder  # noqa: E402
from rag.errors import ModelError  # noqa: E402
from rag.indexing.index import open_index  # noqa: E402
from rag.model.generation import open_generator  # noqa: E402
from rag.reading.reader import LazyReader  # noqa: E402
from rag.seams import Generation, Generator  # noqa: E402
from rag.settings import read_settings  # noqa: E402
from rag.types import Answer, Finish, Message, Usage  # noqa: E402

LONGEST_CHARS = 700
"""Of what a model wrote the document keeps that much."""


class Recording:
    """A generation that tells what it wrote."""

    def __init__(self, generation: Generation, keep: Callable[[str], None]) -> None:
        self._generation = generation
        self._keep = keep

    @property
    def usage(self) -> Usage | None:
        return self._generation.usage

    @property
    def finish(self) -> Finish | None:
        return self._generation.finish

    @property
    def error(self) -> ModelError | None:
        return self._generation.error

    def __iter__(self) -> Iterator[str]:
        for piece in self._generation:
            self._keep(piece)
            yield piece

    def close(self) -> None:
        self._generation.close()


class Recorder:
    """A generator that keeps what the model wrote last."""

    def __init__(self, generator: Generator) -> None:
        self.model = generator.model
        self.wrote = ""
        self._generator = generator

    def generate(
        self, messages: Sequence[Message], seconds: float | None = None, schema: Mapping[str, Any] | None = None
    ) -> Generation:
        if schema:  # the verifying look, which writes nothing for a reader
            return self._generator.generate(messages, seconds, schema)
        self.wrote = ""
        return Recording(self._generator.generate(messages, seconds), self._add)

    def _add(self, piece: str) -> None:
        self.wrote += piece


def main() -> None:
    """Prints the document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "questions", type=Path, help='JSON lines with a "question" each; those with history are left out'
    )
    parser.add_argument("--most", type=int, default=20)
    arguments = parser.parse_args()
    questions = read_lines(arguments.questions, lambda line: "" if line.get("history") else text_of(line, "question"))
    settings = read_settings()
    encoder = open_encoder(settings)
    recorder = Recorder(open_generator(settings))
    assistant = Assistant(settings, open_index(settings, encoder.id), encoder, LazyReader(), recorder)
    asked = [question for question in questions if question][: arguments.most]
    print(f"Model `{recorder.model}`, context of {settings.model_context_tokens} tokens, {len(asked)} questions.\n")
    for line in document(asked, assistant, recorder):
        print(line, flush=True)


def document(questions: Sequence[str], assistant: Assistant, recorder: Recorder) -> Iterator[str]:
    """What came of the questions, each once it is answered, and of all together, as lines of Markdown."""
    outcomes = []
    for number, question in enumerate(questions, 1):
        started = time.monotonic()
        recorder.wrote = ""
        answer = assistant.ask(question).answer()
        seconds = time.monotonic() - started
        outcomes.append((answer, seconds))
        yield from section(number, answer, recorder.wrote, seconds)
    yield from summary(outcomes)


def section(number: int, answer: Answer, wrote: str, seconds: float) -> Iterator[str]:
    """What came of one question, as lines of Markdown."""
    yield f"## {number}. {plain(answer.question)}\n"
    yield f"{answer.status}, by {answer.mode}, {seconds:.1f} s" + (f"; {tokens(answer.usage)}" if answer.usage else "")
    if wrote.strip():
        yield f"\nIt wrote:\n\n> {plain(wrote)[:LONGEST_CHARS]}"
    if answer.removed:
        yield "\nRemoved:\n"
        yield from (f"- {plain(one.sentence)[:200]} — *{one.reason}*" for one in answer.removed)
    yield f"\nShown:\n\n> {plain(answer.answer)}"
    yield f"\n{answer.notice}\n" if answer.notice else ""


def summary(outcomes: Sequence[tuple[Answer, float]]) -> Iterator[str]:
    """The whole in numbers, as lines of Markdown."""
    answers = [answer for answer, _ in outcomes]
    reasons: dict[str, int] = {}
    for one in (one for answer in answers for one in answer.removed):
        reasons[one.reason] = reasons.get(one.reason, 0) + 1
    yield "## In all\n"
    for mode in ("model", "quotes"):
        yield f"- answered by {mode}: {sum(answer.mode == mode for answer in answers)}"
    yield f"- sentences removed: {sum(reasons.values())}"
    yield from (f"  - {count} × {reason}" for reason, count in sorted(reasons.items(), key=lambda item: -item[1])[:12])
    yield f"- median seconds: {median(seconds for _, seconds in outcomes):.1f}"


def tokens(usage: Usage) -> str:
    return f"{usage.input_tokens:,} tokens read, {usage.output_tokens:,} written"


def plain(text: str) -> str:
    """The text on one line, with nothing that Markdown would draw."""
    line = " ".join(text.split())
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|!~$" else c for c in line)


if __name__ == "__main__":
    main()
