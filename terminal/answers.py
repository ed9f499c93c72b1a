"""An answer as lines to draw: the text, its sources with their quotes, and what else a reader should know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from rich.text import Text

from rag.citing import original
from rag.types import Answer, Citation, Disagreement, Usage
from terminal.output import Line, one_line, safe

_MARKER = re.compile(r"\[\d+\]")
_MARKER_STYLE = "bold cyan"
_HEADING_STYLE = "bold"
_ASIDE_STYLE = "dim"


def marked(answer: str) -> Text:
    """The answer's text, its markers coloured."""
    text = Text(safe(answer))
    text.highlight_regex(_MARKER, _MARKER_STYLE)
    return text


Mark = Callable[[Citation], str | None]
"""What a reader should know of a quoted figure at a glance: its age, that it is an estimate; None for nothing."""


def answer_lines(answer: Answer, mark: Mark = lambda citation: None) -> Iterator[Line]:
    """Lines for the whole answer, blocks apart by an empty line."""
    blocks = [
        [Line(marked(answer.answer))] if answer.answer else [],
        _listed("Sources", [line for citation in answer.citations for line in _source(citation, answer.answer, mark)]),
        _listed("What comes nearest", [line for each in answer.nearest for line in _near(each, mark)]),
        # A refusal has said it already.
        _listed("Not in the guides", [_item(missing) for missing in answer.not_covered] * (answer.status == "partial")),
        *(_sides(disagreement, answer.citations) for disagreement in answer.disagreements),
        _listed("Taken into account", [_item(known) for known in answer.background]),
        [Line(Text(one_line(answer.notice)), "Note: ", _HEADING_STYLE)] if answer.notice else [],
        [Line(Text(_failed(len(answer.removed)), _ASIDE_STYLE))] if answer.removed else [],
        [Line(Text(_usage(answer.usage), _ASIDE_STYLE))] if answer.usage else [],
        _listed("You could ask next", [_item(question) for question in answer.follow_ups]),
    ]
    for number, block in enumerate(filter(None, blocks)):
        if number:
            yield Line(Text())
        yield from block


def _failed(sentences: int) -> str:
    return (
        f"{sentences} {'sentence' if sentences == 1 else 'sentences'} failed the checks; --json tells which, and why."
    )


def _usage(usage: Usage) -> str:
    return f"The model: {usage.input_tokens:,} tokens read, {usage.output_tokens:,} written."


def _listed(heading: str, lines: list[Line]) -> list[Line]:
    return [Line(Text(heading, _HEADING_STYLE)), *lines] if lines else []


def _item(text: str) -> Line:
    return Line(Text(one_line(text)), "  - ")


def _source(citation: Citation, answer: str, mark: Mark) -> Iterator[Line]:
    """Where a citation stands, and its quote unless the answer has it word for word."""
    return _from(citation, mark, f"[{citation.number}] ", quoted=citation.quote not in answer)


def _near(citation: Citation, mark: Mark) -> Iterator[Line]:
    """What comes nearest, without a number: no sentence cites it."""
    return _from(citation, mark, "  - ", quoted=True)


def _from(citation: Citation, mark: Mark, lead: str, *, quoted: bool) -> Iterator[Line]:
    title = Text(one_line(citation.title or citation.guide), _HEADING_STYLE)
    yield Line(
        Text.assemble(title, (f" · {one_line(_origin(citation, mark(citation)))}", _ASIDE_STYLE)), lead, _MARKER_STYLE
    )
    if quoted:
        yield Line(Text(f"“{one_line(citation.quote)}”"), " " * len(lead))
    if url := original(citation.url, citation.timestamp):
        yield Line(Text(one_line(url), _ASIDE_STYLE), " " * len(lead))


def _origin(citation: Citation, mark: str | None) -> str:
    """Who says it, when, how sure, and where in the guide, for behind the title."""
    parts = [
        citation.author,
        citation.published or "undated",
        f"as of {citation.as_of}" if citation.as_of and citation.as_of != citation.published else None,
        mark.removeprefix("undated").removeprefix(", ") if mark else None,
        "characters that nobody sees left out" if safe(citation.quote) != citation.quote else None,
        f"section {citation.section}" if citation.section else None,
        f"at {citation.timestamp}" if citation.timestamp else None,
        f"page {citation.page}" if citation.page is not None else None,
        citation.guide if citation.title else None,
    ]
    return " · ".join(part for part in parts if part)


def _sides(disagreement: Disagreement, citations: Sequence[Citation]) -> list[Line]:
    """Who says what; the answer above has the whole sentences."""
    sources = {citation.number: citation for citation in citations}
    sides = []
    for position in disagreement.positions:
        source = sources.get(position.citation)
        who = one_line(source.author or source.title or source.guide) if source else ""
        text = f"{who}: {one_line(position.value)}" if who else one_line(position.value)
        sides.append(Line(marked(f"{text} [{position.citation}]"), "  - "))
    return _listed(f"The guides differ: {one_line(disagreement.about)}", sides)
