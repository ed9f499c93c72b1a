"""Asks the questions in evals/shown without a model, and prints as Markdown what a reader sees of each answer.

    python scripts/answers.py > docs/answers.md
    python scripts/answers.py --judged > docs/conversations.md

The second prints judged.jsonl, with the verdicts in it. Questions of shipped.jsonl and conversations go to the index of
the settings, as for `career ask`; those of others.jsonl to the guides beside them.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from evals.asking import index_of  # noqa: E402
from evals.lines import read_lines, text_of  # noqa: E402
from rag.assistant import Assistant, open_assistant  # noqa: E402
from rag.progress import silent  # noqa: E402
from rag.settings import Settings, read_settings  # noqa: E402
from rag.types import Answer, Citation, Comparison, Turn  # noqa: E402

SHOWN = ROOT / "evals" / "shown"
HEAD = """# Questions and their answers

What people ask in earnest, of all kinds, and what the chat answers with no model and no key. Every quote is word for
word the guide's. Made by `python scripts/answers.py`.
"""
SHIPPED = "## On the shipped guides"
OTHERS = """## On guides that nothing was tuned on

Two guides in [evals/shown/guides](../evals/shown/guides), and questions by their author, who knew nothing of the code.
"""
TALKS = """## Conversations on the shipped guides

By the same hand. Each turn is asked behind the ones before it."""
JUDGED = """# Ten conversations, judged

Ten people's conversations of eight turns on the shipped guides, written by somebody who knew the guides and nothing of
the code, before any was run; in quotes, without a model. Under each turn stand what an expert with only these guides
would say, and the verdict of a second reader, who had the guides, these answers and nothing else. Made by
`python scripts/answers.py --judged`; a verdict is on the answer of the day it was given.
"""
_STATUS = {"answered": "Answered", "partial": "Answered in part", "not_in_guides": "Not in the guides"}


def main() -> int:
    """Prints the document."""
    settings = read_settings()
    if "--judged" in sys.argv:
        return _print_judged(settings)
    print(HEAD)
    with closing(open_assistant(settings)) as assistant:
        _print(SHIPPED, (asked(assistant, *each) for each in read_lines(SHOWN / "shipped.jsonl", _asked)))
    with closing(open_assistant(index_of(SHOWN / "guides", settings, silent))) as assistant:
        _print(OTHERS, (asked(assistant, *each) for each in read_lines(SHOWN / "others.jsonl", _asked)))
    with closing(open_assistant(settings)) as assistant:
        talks = read_lines(SHOWN / "conversations.jsonl", lambda value: list(value["turns"]))
        _print(TALKS, (each for talk in talks for each in talked(assistant, talk)))
    return 0


Exchange = tuple[Sequence[Turn], Answer]


def asked(assistant: Assistant, question: str, history: Sequence[Turn]) -> Exchange:
    """The answer in quotes, with what was asked before."""
    return history, assistant.ask(question, history, mode="quotes").answer()


def talked(assistant: Assistant, questions: Sequence[str], background: str = "") -> Iterator[Exchange]:
    """The answers of a conversation."""
    history: list[Turn] = []
    for question in questions:
        answer = assistant.ask(question, history, mode="quotes", background=background).answer()
        yield tuple(history), answer
        history.append(Turn(question, answer.answer))


def _print_judged(settings: Settings) -> int:
    print(JUDGED)
    talks: list[Mapping[str, Any]] = read_lines(SHOWN / "judged.jsonl", dict)
    verdicts = Counter(turn["verdict"] for talk in talks for turn in talk["turns"])
    print(", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common()) + ".\n")
    with closing(open_assistant(settings)) as assistant:
        for talk in talks:
            print(f"## {talk['who']}\n\n{talk['background']}\n")
            exchanges = talked(assistant, [turn["question"] for turn in talk["turns"]], talk["background"])
            for number, (turn, (_, answer)) in enumerate(zip(talk["turns"], exchanges, strict=True), 1):
                print("\n\n".join(shown(number, (), replace(answer, background=()))) + "\n")
                print(f"> Expected: {turn['expected']}\n>\n> Verdict: **{turn['verdict']}**. {turn['why']}\n")
    return 0


def _print(heading: str, exchanges: Iterable[Exchange]) -> None:
    print(heading + "\n")
    for number, (history, answer) in enumerate(exchanges, start=1):
        print("\n\n".join(shown(number, history, answer)) + "\n")


def shown(number: int, history: Sequence[Turn], answer: Answer) -> Iterator[str]:
    """The paragraphs that show an answer."""
    yield f"### {number}. {answer.question}"
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
