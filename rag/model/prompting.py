"""Questions and sentences of guides to the messages a model gets, by LangChain's templates.

The words are in prompts/; nothing is sent from here. How many tokens a text takes depends on the model. Theirs are
counted too high rather than too low, by a rule that needs no download: see `tokens`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder

from rag.errors import Fault, ModelError
from rag.model.form import NOT_IN_GUIDES
from rag.model.markers import normal, unmarked, without_markers
from rag.model.seen import Passage, Seen
from rag.seams import Snapshot
from rag.settings import ROOT
from rag.types import Turn, Usage, Window

PROMPTS = ROOT / "prompts"
ANSWER_TOKENS = 1000
"""Kept free for the answer."""
HISTORY_TURNS = 6
HISTORY_CHARS = 600
"""That many of the last turns go to the model, and of each answer that much."""
_PIECES = re.compile(r" ?[A-Za-z]{1,6}|\s+|.", re.DOTALL)
_OUR_TAGS = re.compile(r"<(?=\s*/?\s*(passage|asker|conversation|sentence)\b)", re.IGNORECASE)
_CHARS_A_TOKEN = 8
"""More than any tokenizer gets out of a text in any language of words."""
_LEAST_CONTEXT = 1000
"""A server that counts fewer tokens has counted only what it had not seen before."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence without its markers, with the quotes that it cites, each behind who says it."""

    text: str
    quotes: tuple[str, ...]


class PromptError(Exception):
    """A prompt's file and the code disagree about its variables: a fault of the project, found before any call."""


@cache
def template(name: str) -> ChatPromptTemplate:
    """The template of that name, with its words from prompts/NAME.md.

    Raises PromptError where there is none, or it can't be read as one.
    """
    try:
        words = (PROMPTS / f"{name}.md").read_text(encoding="utf-8").strip()
        if name != "answer":
            return ChatPromptTemplate([("human", words)])
        system = (PROMPTS / "system.md").read_text(encoding="utf-8").strip()
        return ChatPromptTemplate([("system", system), MessagesPlaceholder("history"), ("human", words)])
    except OSError as error:
        raise PromptError(f"prompts/{name}.md can't be read: {error.strerror}.") from None
    except ValueError:
        raise PromptError(f"prompts/{name}.md: write `{{{{` and `}}}}` for braces that hold no variable.") from None


def _filled(name: str, **values: object) -> list[BaseMessage]:
    """The template's messages. Raises PromptError unless the values are exactly those of its variables."""
    found = template(name)
    wanted = set(found.input_variables)
    if wanted != values.keys():
        missing, unknown = sorted(wanted - values.keys()), sorted(values.keys() - wanted)
        raise PromptError(f"prompts/{name}.md: no value for {missing}, no place for {unknown}.")
    return found.format_messages(**values)


def _text(name: str, **values: object) -> str:
    return str(_filled(name, **values)[0].content)


def answer_messages(
    question: str, passages: Iterable[Passage], background: str = "", history: Sequence[Turn] = ()
) -> list[BaseMessage]:
    """The messages that ask for an answer from the passages, behind the turns before it."""
    return _filled(
        "answer",
        history=[message for turn in history[-HISTORY_TURNS:] for message in _turn_messages(turn)],
        passages="\n".join(_passage(passage) for passage in passages),
        background=_text("background", background=_data(background)) if background else "",
        question=_data(_one_line(question)),
        not_in_guides=NOT_IN_GUIDES,
    )


def fitting(
    question: str,
    windows: Sequence[Window],
    snapshot: Snapshot,
    context_tokens: int,
    background: str = "",
    history: Sequence[Turn] = (),
) -> Seen:
    """The units of as many windows, most relevant first, as fit a model's context.

    Raises ModelError where not even one fits.
    """

    def size(count: int) -> int:
        seen = Seen(windows[:count], snapshot)
        return message_tokens(answer_messages(question, seen.passages, background, history))

    fit = bisect_right(range(1, len(windows) + 1), context_tokens - ANSWER_TOKENS, key=size)
    if not fit:
        raise ModelError(Fault.CONTEXT_TOO_LONG)
    return Seen(windows[:fit], snapshot)


def verify_messages(claims: Sequence[Claim]) -> list[BaseMessage]:
    """The message that asks whether sentences are carried by their quotes."""
    said = "\n".join(
        f'<sentence number="{number}">\n{_data(claim.text)}\nQuotes:\n'
        + "".join(f"- {_data(_one_line(quote))}\n" for quote in claim.quotes)
        + "</sentence>"
        for number, claim in enumerate(claims, 1)
    )
    return _filled("verify", sentences=said)


def rewrite_messages(question: str, history: Sequence[Turn]) -> list[BaseMessage]:
    """The message that asks for the question in words that need no conversation, and for questions to go on with."""
    said = "\n".join(_turn(turn) for turn in history[-HISTORY_TURNS:])
    return _filled("rewrite", conversation=said, question=_data(_one_line(question)))


def tokens(text: str) -> int:
    """About how many tokens a model counts, and rather more.

    One for up to six letters with the blank before them; one for each run of blanks, each digit and each other sign;
    one for each byte of what is not ASCII, the most that a byte-pair tokenizer takes for it.
    """
    return sum(1 if piece.isascii() else len(piece.encode("utf-8", "replace")) for piece in _PIECES.findall(text))


def message_tokens(messages: Sequence[BaseMessage]) -> int:
    """The same for messages, with four for each one's frame."""
    return sum(tokens(str(message.content)) + 4 for message in messages)


def cut_to(messages: Sequence[BaseMessage], usage: Usage | None) -> int | None:
    """The tokens that a server took in, where it silently cut messages short; None where it did not, or didn't tell."""
    counted = usage.input_tokens if usage else 0
    fewest = sum(len(str(message.content)) for message in messages) // _CHARS_A_TOKEN
    return counted if _LEAST_CONTEXT <= counted < fewest else None


def _passage(passage: Passage) -> str:
    return _text(
        "passage",
        guide=_attribute(passage.guide),
        author=_attribute(passage.author or "unknown"),
        published=_attribute(passage.published or "unknown"),
        section=_attribute(passage.context),
        text="\n".join(f"[{number}] {_data(_one_line(text))}" for number, text in passage.lines),
    )


def _turn_messages(turn: Turn) -> tuple[BaseMessage, BaseMessage]:
    """A turn as messages; without the numbers of its citations, which are others now."""
    answer = _data(without_markers(normal(turn.answer or "")))[:HISTORY_CHARS]
    return HumanMessage(_data(_one_line(turn.question))), AIMessage(answer or "(no answer)")


def _turn(turn: Turn) -> str:
    return f"Asked: {_data(_one_line(turn.question))}\nAnswered: {_data(_one_line(turn.answer or ''))[:HISTORY_CHARS]}"


def _data(text: str) -> str:
    """Text that can't close the tags it stands between or open others, and that numbers nothing."""
    return _OUR_TAGS.sub("‹", unmarked(text))


def _attribute(text: str) -> str:
    return _data(_one_line(text)).replace('"', "'")


def _one_line(text: str) -> str:
    return " ".join(text.split())
