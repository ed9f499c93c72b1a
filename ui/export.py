"""Answers and conversations as Markdown, to be taken elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.citing import original
from rag.types import Answer, Citation
from ui.citations import origin, title
from ui.escaping import one_line, safe
from ui.state import Exchange


def answer_text(answer: Answer) -> str:
    """An answer with its sources, as text that reads well anywhere."""
    parts = [safe(answer.answer).strip()]
    parts += [f"Not in the guides: {one_line('; '.join(answer.not_covered))}"] if answer.not_covered else []
    for each in answer.disagreements:
        voices = "\n".join(f"- {one_line(p.value)} [{p.citation}]: {one_line(p.says)}" for p in each.positions)
        parts.append(f"The guides differ: {one_line(each.about)}\n{voices}")
    if answer.citations:
        parts.append("Sources\n" + "\n".join(_source(each, f"[{each.number}]") for each in answer.citations))
    if answer.nearest:  # no sentence cites it, so it has no number
        parts.append("What comes nearest\n" + "\n".join(_source(each, "-") for each in answer.nearest))
    return "\n\n".join(parts)


def conversation(exchanges: Sequence[Exchange]) -> str:
    """A conversation as a Markdown document."""
    parts = ["# A conversation with the career guides"]
    for exchange in exchanges:
        parts.append(f"## {_plain(one_line(exchange.question))}")
        if exchange.answer:
            parts.append(_plain(answer_text(exchange.answer)))
        elif exchange.error:
            parts.append(f"No answer: {_plain(one_line(exchange.error))}")
        else:
            parts.append(f"{_plain(safe(exchange.written).strip())}\n\n(Stopped here.)")
    return "\n\n".join(parts) + "\n"


def _source(citation: Citation, mark: str) -> str:
    address = original(citation.url, citation.timestamp)
    link = f" · {address}" if address else ""
    return f"{mark} {title(citation)} · {origin(citation)}{link}\n    “{one_line(citation.quote)}”"


def _plain(text: str) -> str:
    """Text that a Markdown reader draws as it stands: no HTML, no images, no links, no headings of its own."""
    return re.sub(r"([\\`*_<>#|!]|\](?=\())", r"\\\1", text)
