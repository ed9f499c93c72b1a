"""Asks the questions of a file without a model, and prints as Markdown what a reader sees of each answer.

    python scripts/answers.py evals/shown.jsonl > docs/answers.md

The index is that of the settings, as for `career ask`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from evals.lines import read_lines, text_of  # noqa: E402
from rag.assistant import Assistant, open_assistant  # noqa: E402
from rag.settings import read_settings  # noqa: E402
from rag.types import Answer, Citation, Comparison, Turn  # noqa: E402

HEAD = """# Questions and their answers

What people ask in earnest, of all kinds, and what the chat answers from the shipped guides with no model and no key.
Every quote is word for word the guide's. Made by `python scripts/answers.py evals/shown.jsonl`.
"""
_STATUS = {"answered": "Answered", "partial": "Answered in part", "not_in_guides": "Not in the guides"}


def main() -> int:
    """Prints the document."""
    assistant = open_assistant(read_settings())
    print(HEAD)
    for number, (question, history) in enumerate(read_lines(Path(sys.argv[1]), _asked), start=1):
        print("\n\n".join(shown(number, history, assistant_answer(assistant, question, history))) + "\n")
    return 0


def assistant_answer(assistant: Assistant, question: str, history: Sequence[Turn]) -> Answer:
    """The answer in quotes."""
    return assistant.ask(question, history, mode="quotes").answer()


def shown(number: int, history: Sequence[Turn], answer: Answer) -> Iterator[str]:
    """The paragraphs that show an answer."""
    yield f"## {number}. {answer.question}"
    if history:
        yield f"*After: {' '.join(turn.question for turn in history)}*"
    yield f"*{_STATUS[answer.status]}.*" + (
        f" Because you said: {'; '.join(answer.background)}." if answer.background else ""
    )
    if answer.outside_comparison:
        yield answer.outside_comparison
    if answer.comparison:
        yield _table(answer.comparison)
    for each in answer.disagreements:
        voices = "\n".join(f"- {p.value} [{p.citation}]: {p.says}" for p in each.positions)
        yield f"The guides differ:\n\n{voices}"
    if answer.not_covered and answer.status == "partial":
        yield f"Not in the guides: {'; '.join(answer.not_covered)}."
    if answer.citations:
        yield "\n".join(_source(citation) for citation in answer.citations)
    if answer.nearest:
        yield "What comes nearest:\n\n" + "\n".join(f"{_source(each)}: “{each.quote}”" for each in answer.nearest)


def _table(comparison: Comparison) -> str:
    lines = [f"| | {' | '.join(comparison.sides)} |", "|---|" + "---|" * len(comparison.sides)]
    for row in comparison.rows:
        cells = [f"{cell.text} [{cell.citation}]" if cell else "not covered" for cell in row.cells]
        lines.append(f"| {row.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _source(citation: Citation) -> str:
    where = [citation.guide, citation.section, citation.timestamp and f"at {citation.timestamp}"]
    when = citation.published or "undated"
    return f"- [{citation.number}] {', '.join(filter(None, where))} ({when})"


def _asked(value: Mapping[str, Any]) -> tuple[str, tuple[Turn, ...]]:
    return text_of(value, "question"), tuple(Turn(turn["question"], None) for turn in value.get("history") or [])


if __name__ == "__main__":
    sys.exit(main())
