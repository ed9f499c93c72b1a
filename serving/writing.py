"""An answer as text for a client that shows nothing else, with annotations that lead from its words to the guides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from rag.citing import original
from rag.types import Answer, Citation
from serving.links import link

_ALIVE = re.compile(r"\](?=\()|<(?=[\w!/?])|!(?=\[)")
"""What begins a link, a picture or HTML in Markdown, which is how clients draw a message."""
NEAREST = "What comes nearest:"
CORRECTED = "Looked at once more, not all of this is carried by the guides. What is:"
LONGEST_FRAGMENT_CHARS = 80
"""Of a longer quote, an address names the first and the last words."""
EDGE_WORDS = 4

Place = Callable[[Citation], str]
"""The address at which a citation is shown."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A stretch of the text and what it rests on; `start` and `end` are code points of the text."""

    start: int
    end: int
    citation: Citation

    def object(self, place: Place) -> dict[str, Any]:
        """It as OpenAI's chat completions have it."""
        cited = self.citation
        title = " · ".join(filter(None, [cited.title or cited.guide, cited.section]))
        where = {"start_index": self.start, "end_index": self.end, "title": title, "url": place(cited)}
        return {"type": "url_citation", "url_citation": where}


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as text, with its annotations in the order of the text."""

    text: str
    annotations: tuple[Annotation, ...]

    def behind(self, streamed: str) -> Written:
        """All of what a client has to show that was sent `streamed` already; that can't be taken back, only corrected.

        A model's sentences are sent as they pass the exact checks. What its second look takes out after that is told.
        """
        if self.text.startswith(streamed):
            return self
        before = f"{streamed}\n\n{CORRECTED}\n\n"
        moved = (Annotation(a.start + len(before), a.end + len(before), a.citation) for a in self.annotations)
        return Written(before + self.text, tuple(moved))


def plain(text: str) -> str:
    """The text so that Markdown draws it as the words that it is."""
    return _ALIVE.sub(lambda sign: f"{sign[0]}\\" if sign[0] == "]" else f"\\{sign[0]}", text)


def written(answer: Answer) -> Written:
    """The answer's text, then what comes nearest where the guides don't answer, what they leave out, and its notice."""
    text, annotations = plain(answer.answer), list(_of_sentences(answer))
    if answer.nearest:
        text += f"\n\n{NEAREST}"
        for near in answer.nearest:
            start = len(text) + len("\n- ")
            text += f"\n- “{plain(near.quote)}” ({plain(near.title or near.guide)})"
            annotations.append(Annotation(start, len(text), near))
    if answer.status == "partial" and answer.not_covered:  # a refusal has said it already
        text += f"\n\nNot in the guides: {plain('; '.join(answer.not_covered))}."
    if answer.notice:
        text += f"\n\nNote: {plain(answer.notice)}"
    return Written(text, tuple(annotations))


def _of_sentences(answer: Answer) -> Iterator[Annotation]:
    """An annotation for each citation of each sentence."""
    by_number = {citation.number: citation for citation in answer.citations}
    text, end = plain(answer.answer), 0
    for sentence in answer.sentences:
        start = text.find(plain(sentence.text), end)
        if start >= 0:
            end = start + len(plain(sentence.text))
            yield from (Annotation(start, end, by_number[number]) for number in sentence.citations)


def place_of(citation: Citation, base_url: str, key: str = "") -> str:
    """Where the guide stands on the web, else its text on this server; the fragment has a browser mark the quote."""
    url = original(citation.url, citation.timestamp) or link(base_url, citation.guide, key)
    return f"{url}{'' if '#' in url else '#'}:~:text={_fragment(citation.quote)}"


def _fragment(text: str) -> str:
    words = text.split()
    if len(text) > LONGEST_FRAGMENT_CHARS and len(words) > 2 * EDGE_WORDS:
        return f"{_encoded(words[:EDGE_WORDS])},{_encoded(words[-EDGE_WORDS:])}"
    return _encoded(words)


def _encoded(words: list[str]) -> str:
    """Words for a text fragment, where `-`, `,` and `&` have meanings of their own."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
