"""Asks a model the questions of a file, and prints as Markdown what it wrote, what was removed and what was shown.

    CAREER_MODEL=... OPENAI_BASE_URL=http://127.0.0.1:8000/v1 python scripts/real_model.py evals/career.jsonl --most 20

The model and the index are those of the settings, as for `career ask`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from langchain_core.callbacks import BaseCallbackHandler  # noqa: E402
from langchain_core.outputs import LLMResult  # noqa: E402
from langchain_core.runnables import RunnableLambda  # noqa: E402

from evals.lines import read_lines, text_of  # noqa: E402
from rag.assistant import Assistant, open_assistant  # noqa: E402
from rag.settings import read_settings  # noqa: E402
from rag.types import Answer, Usage  # noqa: E402

LONGEST_CHARS = 700
"""Of what a model wrote the document keeps that much."""


class Recorder(BaseCallbackHandler):
    """Keeps what the model wrote, call by call."""

    def __init__(self) -> None:
        self.wrote: list[str] = []

    def on_llm_end(self, response: LLMResult, **_: Any) -> None:
        self.wrote.append(response.generations[0][0].text)


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
    assistant = open_assistant(settings)
    asked = [question for question in questions if question][: arguments.most]
    print(f"Model `{assistant.model}`, context of {settings.context_tokens} tokens, {len(asked)} questions.\n")
    for line in document(asked, assistant):
        print(line, flush=True)


def document(questions: Sequence[str], assistant: Assistant) -> Iterator[str]:
    """What came of the questions, each once it is answered, and of all together, as lines of Markdown."""

    def ask(question: str) -> Answer:
        return assistant.ask(question).answer()

    outcomes = []
    for number, question in enumerate(questions, 1):
        started = time.monotonic()
        recorder = Recorder()
        answer = RunnableLambda(ask).invoke(question, {"callbacks": [recorder]})
        seconds = time.monotonic() - started
        outcomes.append((answer, seconds))
        yield from section(number, answer, recorder.wrote[0] if recorder.wrote else "", seconds)
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
