"""What people say to an assistant that is no question: greetings, thanks, asking what it can do."""

from __future__ import annotations

from collections.abc import Sequence

from rag.language.lexical import WORD
from rag.language.lists import read_groups
from rag.types import Answer

_ABOUT, _THANKS, _FINE = map(frozenset, read_groups("talk"))
_MOST_TITLES = 6
_PLAIN = str.maketrans("[]“”", "()‘’")  # a title's brackets are no markers


def reply_to_talk(text: str, titles: Sequence[str]) -> str | None:
    """What is replied to a text that only greets, thanks or asks what this is, or has no word; None for any other."""
    said = " ".join(WORD.findall(text.casefold()))
    if not said or said in _ABOUT:
        return reply_to("about", titles)
    if said in _THANKS:
        return "You're welcome. Ask me anything else about the guides."
    return "All right. Ask me anything else about the guides." if said in _FINE else None


def reply_to(kind: str, titles: Sequence[str]) -> str:
    """What is replied to small talk of a kind: "about" the assistant, or "thanks" and other reactions."""
    if kind != "about":
        return "I'm here whenever you want to know more from the guides."
    more = f" and {len(titles) - _MOST_TITLES:,} more" if len(titles) > _MOST_TITLES else ""
    guides = ", ".join(f"“{title.translate(_PLAIN)}”" for title in titles[:_MOST_TITLES])
    return f"I answer career questions with what the guides say, and show where it stands: {guides}{more}."


def talked(question: str, reply: str, follow_ups: Sequence[str]) -> Answer:
    """A reply as an answer: there is nothing to cite, and it is in no guide."""
    return Answer(question, question, "not_in_guides", reply, follow_ups=tuple(follow_ups))
