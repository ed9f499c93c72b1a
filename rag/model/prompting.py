"""Questions and passages to the messages a model gets. The words are in prompts/; nothing is sent from here.

How many tokens a text takes depends on the model. Theirs are counted too high rather than too low, by a rule that
needs no download: see `tokens`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from string import Template

from rag.errors import ModelContextTooLong
from rag.model.seen import Passage, Seen
from rag.seams import Snapshot
from rag.settings import ROOT
from rag.types import Message, Turn, Window

PROMPTS = ROOT / "prompts"
NOT_IN_GUIDES = "NOT_IN_GUIDES"
"""What a model writes where the passages don't answer; the prompt tells it so."""
ANSWER_TOKENS = 1000
"""Kept free for the answer."""
NUMBER_TOKENS = 24
"""What the numbers of a window's units take more than counted, where they have several digits."""
HISTORY_TURNS = 6
HISTORY_CHARS = 600
"""The rewrite gets that many of the last turns, and of each answer that much."""
LONGEST_REWRITE_CHARS = 500
_PIECES = re.compile(r" ?[A-Za-z]{1,4}|\s+|.", re.DOTALL)
_OUR_TAGS = re.compile(r"<(?=\s*/?\s*(passage|asker|conversation|sentence)\b)", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[^A-Z]+")
_LABEL = re.compile(r"^(standalone |rewritten |next )?question:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence without its markers, with the quotes that it cites, each behind who says it."""

    text: str
    quotes: tuple[str, ...]


class PromptError(Exception):
    """A prompt's file and the code disagree about its variables: a fault of the project, found before any call."""


@cache
def template(name: str) -> Template:
    """The template in prompts/NAME.md. Raises PromptError where there is none, or it can't be read as one."""
    path = PROMPTS / f"{name}.md"
    try:
        found = Template(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PromptError(f"prompts/{name}.md can't be read: {error.strerror}.") from None
    if not found.is_valid():
        raise PromptError(f"prompts/{name}.md holds a `$` that begins no variable; write `$$` for the sign.")
    return found


def fill(name: str, **values: object) -> str:
    """The template's text with its variables filled in. Raises PromptError unless they are exactly those given."""
    found = template(name)
    wanted = set(found.get_identifiers())
    if wanted != values.keys():
        missing, unknown = sorted(wanted - values.keys()), sorted(values.keys() - wanted)
        raise PromptError(f"prompts/{name}.md: no value for {missing}, no place for {unknown}.")
    return found.substitute(values)


def answer_messages(question: str, passages: Iterable[Passage], background: str | None = None) -> list[Message]:
    """The messages that ask for an answer from the passages."""
    return [
        Message("system", fill("system", not_in_guides=NOT_IN_GUIDES).strip()),
        Message(
            "user",
            fill(
                "answer",
                passages="".join(_passage(passage) for passage in passages),
                background=fill("background", background=_data(background)) if background else "",
                question=_one_line(question),
                not_in_guides=NOT_IN_GUIDES,
            ).strip(),
        ),
    ]


def fitting(
    question: str, windows: Sequence[Window], snapshot: Snapshot, background: str | None, context_tokens: int
) -> Seen:
    """The units of as many windows, most relevant first, as fit a model's context.

    Raises ModelContextTooLong where not even one fits.
    """
    left = context_tokens - ANSWER_TOKENS - message_tokens(answer_messages(question, (), background))
    kept: list[Window] = []
    for window in windows:
        left -= sum(tokens(_passage(passage)) for passage in Seen([window], snapshot).passages) + NUMBER_TOKENS
        if left < 0:
            break
        kept.append(window)
    if not kept:
        raise ModelContextTooLong
    return Seen(kept, snapshot)


def verify_messages(claims: Sequence[Claim]) -> list[Message]:
    """The message that asks whether sentences are carried by their quotes."""
    said = "\n".join(
        f'<sentence number="{number}">\n{_data(claim.text)}\nQuotes:\n'
        + "".join(f"- {_data(_one_line(quote))}\n" for quote in claim.quotes)
        + "</sentence>"
        for number, claim in enumerate(claims, 1)
    )
    return [Message("user", fill("verify", sentences=said).strip())]


def rewrite_messages(question: str, history: Sequence[Turn]) -> list[Message]:
    """The message that asks for the question in words that need no conversation."""
    said = "\n".join(_turn(turn) for turn in history[-HISTORY_TURNS:])
    return [Message("user", fill("rewrite", conversation=said, question=_one_line(question)).strip())]


def read_rewrite(text: str) -> str | None:
    """The question that a model rewrote; None where what it wrote isn't one line of a question's length."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) != 1 or len(lines[0]) > LONGEST_REWRITE_CHARS:
        return None
    return _LABEL.sub("", lines[0]).strip(" \"'“”*`") or None


def is_refusal(text: str) -> bool:
    """Whether a model says that the guides don't answer, or not this."""
    return NOT_IN_GUIDES in text or _NOT_LETTERS.sub("_", text.upper()).strip("_") == NOT_IN_GUIDES


def missing(text: str) -> str:
    """What a refusal says is missing; empty where it says no more than that."""
    return _one_line(text.partition(NOT_IN_GUIDES)[2]).strip(" :.-–—*_")


def tokens(text: str) -> int:
    """About how many tokens a model counts, and rather more.

    One for up to four letters with the blank before them; one for each run of blanks, each digit and each other sign;
    one for each byte of what is not ASCII, the most that a byte-pair tokenizer takes for it.
    """
    return sum(1 if piece.isascii() else len(piece.encode("utf-8", "replace")) for piece in _PIECES.findall(text))


def message_tokens(messages: Sequence[Message]) -> int:
    """The same for messages, with four for each one's frame."""
    return sum(tokens(message.content) + 4 for message in messages)


def _passage(passage: Passage) -> str:
    return fill(
        "passage",
        guide=_attribute(passage.guide),
        author=_attribute(passage.author or "unknown"),
        published=_attribute(passage.published or "unknown"),
        section=_attribute(passage.context),
        text="\n".join(f"[{number}] {_data(_one_line(text))}" for number, text in passage.lines),
    )


def _turn(turn: Turn) -> str:
    return f"Asked: {_data(_one_line(turn.question))}\nAnswered: {_data(_one_line(turn.answer or ''))[:HISTORY_CHARS]}"


def _data(text: str) -> str:
    """Text that can't close the tags it stands between, or open others."""
    return _OUR_TAGS.sub("‹", text)


def _attribute(text: str) -> str:
    return _data(_one_line(text)).replace('"', "'")


def _one_line(text: str) -> str:
    return " ".join(text.split())
