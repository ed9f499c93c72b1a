"""The conversation on the page: one component draws all of it, and a second one the answer that is being written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import streamlit as st

from rag.errors import CareerError
from rag.types import Answer, Article, GuideInfo
from ui import asking, bars, keeping, library, navigation, prose, resources, state
from ui.asking import Asking
from ui.citations import open_guide
from ui.escaping import one_line, safe
from ui.guides import covered, libraries_asked
from ui.mounting import Handlers, mount
from ui.state import Exchange, Opened, Said

if TYPE_CHECKING:
    from rag.assistant import Assistant

TICK_SECONDS = 0.25
"""How often a model's text is drawn anew."""
_ASKING, _DRAWN = "question_asked", "drawn_exchanges"
_MARKERS = re.compile(r"\s*\[\d+\]")


def draw(assistant: Assistant, guides: Sequence[GuideInfo]) -> None:
    """Draws what was said, what is being written, and the guide that somebody wants to see."""
    now = _collected()
    question = state.take_question() if now is None else None
    if question:
        now = _begun(assistant, question, guides)
    mount("conversation", "conversation", _conversation(assistant, now, guides), _HANDLERS)
    if now:
        _draw_asking(now)
    elif opened := state.take_opened():
        _open(assistant, opened)


def draw_start(questions: Sequence[str], key: str = "start") -> None:
    """Draws questions to begin with."""
    mount("conversation", key, {"exchanges": [], "next": list(map(one_line, questions)), "head": ""}, _HANDLERS)


def is_asking() -> bool:
    """Whether an answer is being written."""
    return _asked() is not None


def ask_instead(place: int, question: str) -> None:
    """Lets the next run ask the question in place of that exchange and all after it."""
    keeping.cut(place)
    state.ask_next(question)


def _asked() -> Asking | None:
    """The question of this conversation that is being answered, also where another tab asked it."""
    now: tuple[str, Asking] | None = st.session_state.get(_ASKING)
    id = state.chat_id()
    return now[1] if now and now[0] == id else resources.running().get(id or "")


def _collected() -> Asking | None:
    """The question that is being answered; one that has been is put to the others."""
    now = _asked()
    if now is None or not now.wait(0):
        return now
    st.session_state.pop(_ASKING, None)
    keeping.note(now.said())
    return None


def _begun(assistant: Assistant, question: str, guides: Sequence[GuideInfo]) -> Asking:
    id = state.chat_id()
    if id is None:
        id = uuid4().hex
        state.resume(id)
    history, keep, running = state.history(state.exchanges()), keeping.keeper(id), resources.running()

    def ended(exchange: Exchange) -> int:
        running.pop(id, None)
        return keep(exchange)

    own = _guides_asked(guides)
    within = [each.guide for each in own] if len(own) < len(guides) else ()
    ask = partial(assistant.ask, question, history, background=state.about() or None, within=within)
    now = running[id] = asking.Asking(question, ask, ended)
    st.session_state[_ASKING] = id, now
    now.start()
    keeping.follow_address()
    return now


def _draw_asking(now: Asking) -> None:
    """Draws what is written so far, again and again where it grows; the rest of the page stays as it is meanwhile."""

    def written() -> None:
        if now.wait(0):
            st.rerun()
        drawn = {**_unanswered(now.question, now.written, "writing"), "id": "now"}
        mount("conversation", "asking", {"exchanges": [drawn]}, {"stop": lambda _: now.stop()})

    grows = bool(now.written)
    st.fragment(written, run_every=TICK_SECONDS if grows else None)()
    while not grows and not now.written and not now.wait(TICK_SECONDS):
        st.session_state.get(_ASKING)  # where a click may end this run; nothing is sent to the page
    if not grows:
        st.rerun()


def _conversation(assistant: Assistant, now: Asking | None, guides: Sequence[GuideInfo]) -> Mapping[str, Any]:
    said = state.said()
    last = said[-1].exchange.answer if said and not now else None
    drawn = [{**_drawn(assistant, each), "place": place} for place, each in enumerate(said)]
    waiting = state.waiting()
    return {
        "exchanges": drawn,
        "waiting": one_line(waiting) if waiting and now else None,
        "next": [one_line(question) for question in last.follow_ups] if last else [],
        "head": "What the guides do answer" if last and is_refusal(last) else "Ask next",
        "covered": covered(_guides_asked(guides)),
        "adds": not library.read_only(),
    }


def _guides_asked(guides: Sequence[GuideInfo]) -> Sequence[GuideInfo]:
    return [each for own in libraries_asked(guides).values() for each in own]


def _drawn(assistant: Assistant, said: Said) -> Mapping[str, Any]:
    """The exchange as the component takes it; made once."""
    made: dict[int, tuple[Exchange, Mapping[str, Any]]] = st.session_state.setdefault(_DRAWN, {})
    key = said.number or id(said.exchange)
    if key not in made or made[key][0] is not said.exchange:
        made[key] = said.exchange, {"id": str(key), **_exchange(assistant, said.exchange)}
    return made[key][1]


def _exchange(assistant: Assistant, exchange: Exchange) -> Mapping[str, Any]:
    answer = exchange.answer
    if answer is None:
        return _unanswered(exchange.question, exchange.written, exchange.error or "stopped")

    def guide(id: str) -> Article | None:
        try:
            return assistant.guide(id)
        except CareerError:
            return None

    missing = "; ".join(map(one_line, answer.not_covered)) if not is_refusal(answer) else ""
    return {
        "question": safe(exchange.question).strip(),
        "state": "refused" if is_refusal(answer) else "answered",
        "answer": prose.data(answer, guide),
        "bars": bars.of_answer(assistant, answer),
        "notice": one_line(answer.notice or ""),
        "missing": missing,
        "removed": [f"“{one_line(each.sentence)}” – {one_line(each.reason)}" for each in answer.removed],
        "foot": _foot(answer),
    }


def _unanswered(question: str, written: str, why: str) -> Mapping[str, Any]:
    state = why if why in ("writing", "stopped") else "failed"
    text = _MARKERS.sub("", safe(written)).strip()
    return {
        "question": safe(question).strip(),
        "state": state,
        "written": [part for part in text.split("\n") if part.strip()],
        "error": one_line(why) if state == "failed" else "",
    }


def is_refusal(answer: Answer) -> bool:
    """Whether no guide says what was asked; a greeting that is greeted back is none."""
    return answer.status == "not_in_guides" and bool(answer.not_covered)


def _foot(answer: Answer) -> str:
    if answer.mode != "model" or not answer.model:
        return ""
    tokens = f" · {answer.usage.input_tokens + answer.usage.output_tokens:,} tokens" if answer.usage else ""
    return f"Written by {one_line(answer.model)}, checked against the guides{tokens}"


def _open(assistant: Assistant, opened: Opened) -> None:
    exchanges = state.exchanges()
    answer = exchanges[opened.place].answer if opened.place < len(exchanges) else None
    cited: Sequence[Any] = () if answer is None else answer.nearest if opened.nearest else answer.citations
    for citation in cited:
        if citation.number == opened.number:
            open_guide(assistant, citation.guide, citation)


_HANDLERS: Handlers = {
    "ask": lambda question: state.ask_next(str(question)),
    "again": lambda sent: ask_instead(int(sent["place"]), str(sent["question"])),
    "open": lambda sent: state.open_next(Opened(int(sent["place"]), int(sent["number"]), bool(sent["nearest"]))),
    "add": lambda _: navigation.go(navigation.GUIDES),
}
