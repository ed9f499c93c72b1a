"""Asks the assistant and writes its answers: drawn, as one JSON object, or as a line for each line on stdin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from rich.live import Live

from rag.errors import CareerError
from rag.figures.marking import marked as marked_figures
from rag.seams import Pieces
from rag.settings import read_settings
from rag.types import Answer, Status, Turn
from terminal.answers import answer_lines, marked
from terminal.comparison import comparison_table
from terminal.output import MAX_COLUMNS, console, draw, json_text, print_json
from terminal.questions import Request, known_question, parsed, request, valid_text

Ask = Callable[..., Pieces]
"""What asks: `Assistant.ask`, of all guides or of some."""
EXIT_CODES: dict[Status, int] = {"answered": 0, "partial": 0, "not_in_guides": 3, "error": 1}


def ask_once(ask: Ask, question: str, history: Sequence[Turn], mode: str | None, as_json: bool) -> int:
    """Exit code for one question, its answer written to stdout."""
    pieces = ask(valid_text(question, "The question"), history, mode=chosen_mode(mode))
    if as_json:
        print_json(asdict(pieces.answer()))
    else:
        draw_answer(pieces)
    return EXIT_CODES[pieces.answer().status]


def draw_answer(pieces: Pieces) -> None:
    """Draws the answer; on a terminal its text shows as it comes, and the checked whole takes its place."""
    out = console()
    if out.is_terminal:
        text = ""
        with Live(console=out, transient=True) as live:
            for piece in pieces:
                text += piece
                live.update(marked(text))
    answer = pieces.answer()
    if out.is_terminal and answer.comparison:
        # Its cells are the answer's sentences; a pipe gets them as text.
        if answer.outside_comparison:
            out.print(marked(answer.outside_comparison), end="\n\n")
        out.print(comparison_table(answer.comparison), width=min(out.width, MAX_COLUMNS))
        answer = replace(answer, answer="")
    age_years, today = read_settings().figure_age_years, datetime.now().astimezone().date()
    draw(out, answer_lines(answer, lambda citation: marked_figures(citation, today, age_years)))


def ask_lines(ask: Ask, lines: Iterable[bytes], mode: str | None) -> int:
    """Exit code for questions a line: each line gives one line on stdout at once; 1 if any was an error."""
    statuses: set[Status] = set()
    for line in lines:
        answer = answer_line(ask, line, mode)
        print(json_text(asdict(answer)), flush=True)
        statuses.add(answer.status)
    return EXIT_CODES["error"] if "error" in statuses else 0


def answer_line(ask: Ask, line: bytes, mode: str | None) -> Answer:
    """The answer to one line; a line that can't be answered gives status `error` with the reason as its notice."""
    question = ""
    try:
        value = parsed(line)
        question = known_question(value)
        return _answer(ask, request(value), mode)
    except CareerError as error:
        return Answer(question, question, "error", "", notice=str(error))


def _answer(ask: Ask, asked: Request, mode: str | None) -> Answer:
    pieces = ask(asked.question, asked.history, mode=chosen_mode(asked.mode or mode), background=asked.background)
    return pieces.answer()


def chosen_mode(mode: str | None) -> str | None:
    """The mode to ask with; `auto` leaves the choice to the assistant."""
    return None if mode == "auto" else mode
