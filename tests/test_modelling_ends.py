"""How a model's answer ends: whole, in part, refused, or with quotes that stand in; whatever its form."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from langchain_core.messages import BaseMessage

from rag.assistant import Assistant
from rag.encoding.encoder import OnnxEncoder
from rag.errors import Fault, ModelError
from rag.model.modelling import NO_SOURCES, NOTHING_LEFT
from rag.reply import Reply
from rag.settings import read_settings
from rag.types import Finish, Usage
from tests.careers import MemoryIndex, MemorySnapshot
from tests.fakes import HashEncoder, WordReader
from tests.writing_models import (
    GOOD,
    MORE,
    TRAINING,
    USED,
    WRITTEN,
    ScriptedGeneration,
    ScriptedModel,
    Wrote,
    quotes,
    removed,
)

# --- what stands in -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("It takes 9 years [3].", NOTHING_LEFT),
        ("It takes 4 years.", NO_SOURCES),
        ("All of it is fine [77].", NO_SOURCES),
    ],
)
def test_quotes_answer_where_nothing_is_left(text: str, notice: str, wrote: Wrote) -> None:
    found = wrote(text)
    assert (found.status, found.mode, found.model) == ("answered", "quotes", None)
    assert found.answer == "Jonas Weber: “A carpentry apprenticeship takes four years.” [1]"
    assert found.notice == notice
    assert len(removed(found)) == 1
    assert found.usage == USED


def test_a_small_table_is_read_as_items_that_stand_under_what_they_cite(wrote: Wrote) -> None:
    rows = ("| What | How long |", "|---|---|", "| Apprenticeship | four years [3] |", "| Class | one day a week [4] |")
    found = wrote("\n".join([WRITTEN, "", *rows]))
    assert found.answer == f"{GOOD}\n- Apprenticeship: four years [1]\n- Class: one day a week [2]"
    assert not found.removed


def test_of_a_wider_table_the_columns_names_stay(wrote: Wrote) -> None:
    rows = ("| What | Apprenticeship | Class |", "|---|:-:|---|", "| How long | four years [3] | one day a week [4] |")
    found = wrote("\n".join([WRITTEN, "", *rows]))
    assert found.answer == f"{GOOD}\n- How long: Apprenticeship: four years [1]; Class: one day a week [2]"
    assert not found.removed


def test_numbered_steps_keep_their_numbers(wrote: Wrote) -> None:
    found = wrote(
        f"{WRITTEN}\n\nStep by step:\n1. The apprenticeship takes four years [3]\n2. Class is one day a week [4]"
    )
    assert found.answer == f"{GOOD}\n\n1. The apprenticeship takes four years [1]\n2. Class is one day a week [2]"


def test_a_list_whose_lead_in_went_hangs_under_nothing_else(wrote: Wrote) -> None:
    found = wrote(f"{WRITTEN}\n\nHere is more:\n\n- Class is one day a week [4]")
    assert found.answer == f"{GOOD}\n\n- Class is one day a week [2]"


def test_a_server_that_cut_the_prompt_is_told_of_and_asked_for_less() -> None:
    many = "\n\n".join(
        f"A carpentry apprenticeship takes four years in town number {n}, {'as a rule ' * 12}there." for n in range(300)
    )
    guides = MemorySnapshot({"c.md": f"# Carpentry\n\n{many}\n"}, HashEncoder())
    model = ScriptedModel("A carpentry apprenticeship takes four years [1].")
    settings = read_settings(verify=False, model_context_tokens=16_000)
    assistant = Assistant(settings, MemoryIndex(guides), HashEncoder(), WordReader(), model)

    class Small(ScriptedGeneration):
        usage = Usage(2100, 10)

    model.generation = Small
    found = assistant.ask(TRAINING).answer()
    assert found.status == "answered"
    assert "2,100 tokens" in (found.notice or "")
    assistant.ask(TRAINING).answer()
    before, after = (sum(len(message.content) for message in sent) for sent in model.messages)
    assert after < before / 2


def test_small_talk_gets_a_reply_and_lacks_nothing(wrote: Wrote) -> None:
    found = wrote("NOT_IN_GUIDES: a reply to thanks.", "thanks for the nursing part, bye!")
    assert (found.status, found.not_covered, found.nearest) == ("not_in_guides", (), ())
    assert found.answer == "I'm here whenever you want to know more from the guides."


@pytest.mark.parametrize("text", ["NOT_IN_GUIDES", "not_in_guides.", "Not in guides.", "NOT_IN_GUIDES [1].\n"])
def test_a_refusal_is_recognised(text: str, wrote: Wrote) -> None:
    found = wrote(text)
    assert (found.status, found.mode, found.model) == ("not_in_guides", "model", "scripted")
    assert "NOT" not in found.answer
    assert found.not_covered == (TRAINING,)


@pytest.mark.parametrize(
    ("rest", "missing"),
    [
        ("NOT_IN_GUIDES: what apprentices earn.", "what apprentices earn"),
        ("The guides do not say what apprentices earn.", "The guides do not say what apprentices earn"),
    ],
)
def test_what_a_model_finds_in_no_guide_makes_the_answer_partial(rest: str, missing: str, wrote: Wrote) -> None:
    found = wrote(f"{WRITTEN}\n{rest}")
    assert (found.status, found.answer, found.not_covered) == ("partial", GOOD, (missing,))
    assert wrote(rest).status == "not_in_guides"


def test_what_is_missing_is_shown_as_plain_text_alone(wrote: Wrote) -> None:
    found = wrote(f"{WRITTEN}\nNOT_IN_GUIDES: see https://win.example/now for it.")
    assert (found.status, found.answer, found.not_covered) == ("answered", GOOD, ())
    assert "link" in found.removed[0].reason


@pytest.mark.parametrize("error", [ModelError(Fault.REFUSED), ModelError(Fault.OVERLOADED), ModelError(Fault.FILTERED)])
def test_an_error_before_the_first_word_gives_quotes_and_says_why(error: ModelError, wrote: Wrote) -> None:
    found = wrote("", finish=None, error=error)
    assert (found.status, found.mode) == ("answered", "quotes")
    assert found.notice == error.notice
    assert quotes(found) == ["A carpentry apprenticeship takes four years."]


@pytest.mark.parametrize(
    ("finish", "error"),
    [
        ("cut", ModelError(Fault.CUT)),
        ("length", ModelError(Fault.LENGTH)),
        ("content_filter", ModelError(Fault.FILTERED)),
    ],
)
@pytest.mark.parametrize(
    "half", ["Apprentices spend one day", "Apprentices spend one day a week in a classroom [4", ""]
)
def test_what_passed_before_an_error_stays_and_half_a_sentence_goes(
    finish: Finish, error: ModelError, half: str, wrote: Wrote
) -> None:
    found = wrote(f"{WRITTEN} {half}", finish=finish, error=error)
    assert found.answer == GOOD
    assert found.mode == "model"
    assert found.notice == error.partial_notice
    assert found.removed == ()


def test_half_a_sentence_is_no_refusal(wrote: Wrote) -> None:
    found = wrote("The article says that", finish="cut", error=ModelError(Fault.CUT))
    assert (found.status, found.mode, found.notice) == ("answered", "quotes", ModelError(Fault.CUT).notice)


def test_quotes_answer_where_the_passages_do_not_fit(guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    model = ScriptedModel(WRITTEN)
    settings = read_settings(model_context_tokens=512)
    found = Assistant(settings, MemoryIndex(guides), meaning, WordReader(), model).ask(TRAINING).answer()
    assert (found.mode, found.notice) == ("quotes", ModelError(Fault.CONTEXT_TOO_LONG).notice)
    assert model.messages == []


def test_a_server_that_says_that_it_is_too_much_is_asked_with_less(meaning: OnnxEncoder) -> None:
    many = "\n\n".join(f"A carpentry apprenticeship takes four years in town number {n}." for n in range(300))
    guides = MemorySnapshot({"c.md": f"# Carpentry\n\n{many}\n"}, meaning)

    def write(messages: Sequence[BaseMessage]) -> str:
        if sum(len(str(message.content)) for message in messages) > 12_000:
            raise ModelError(Fault.CONTEXT_TOO_LONG)
        return "A carpentry apprenticeship takes four years [1]."

    model = ScriptedModel(write)
    settings = read_settings(verify=False, model_context_tokens=16_000)
    assistant = Assistant(settings, MemoryIndex(guides), meaning, WordReader(), model)
    for requests in (3, 4):
        assert assistant.ask(TRAINING).answer().mode == "model"
        assert len(model.messages) == requests


# --- streaming ------------------------------------------------------------------------------------------------


def test_a_sentence_is_shown_before_the_next_is_written(replies: Callable[[str, ScriptedModel], Reply]) -> None:
    model = ScriptedModel(f"{WRITTEN} {MORE} " * 3)
    pieces = iter(replies(TRAINING, model))
    assert next(filter(None, pieces)) == GOOD
    assert model.generations[0].sent < len(GOOD) + 12


def test_leaving_early_closes_the_generation(replies: Callable[[str, ScriptedModel], Reply]) -> None:
    model = ScriptedModel(f"{WRITTEN} {MORE} " * 3)
    reply = replies(TRAINING, model)
    pieces = iter(reply)
    next(pieces)
    assert not model.generations[0].closed
    pieces.close()  # type: ignore[attr-defined]
    del pieces, reply
    assert model.generations[0].closed


def test_a_question_that_no_guide_covers_reaches_no_model(replies: Callable[[str, ScriptedModel], Reply]) -> None:
    model = ScriptedModel(WRITTEN)
    found = replies("How do I bake sourdough bread?", model).answer()
    assert (found.status, found.mode) == ("not_in_guides", "quotes")
    assert model.messages == []


# --- other forms and languages --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "A carpentry apprenticeship takes four years (3).",
        "A carpentry apprenticeship takes four years [passage 3].",
        "A carpentry apprenticeship takes four years 【3】.",
        "A carpentry apprenticeship takes four years (source 3).",
        "A carpentry apprenticeship takes four years [^3].\n\n[^3]: Working as a carpenter",
        "## Training\n\n- A carpentry apprenticeship takes four years [3].",
        "```\nA carpentry apprenticeship takes four years [3].\n```",
    ],
)
def test_what_is_plainly_meant_is_understood(text: str, wrote: Wrote) -> None:
    found = wrote(text)
    assert found.mode == "model"
    assert " ".join(found.answer.split()).replace("years[", "years [") == GOOD
    assert quotes(found) == ["A carpentry apprenticeship takes four years."]


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ('{"answer": "A carpentry apprenticeship takes four years [3].", "sources": [3]}', NOTHING_LEFT),
        ("| What | Years |\n|---|---|\n| Carpentry apprenticeship | 9 years [3] |", NOTHING_LEFT),
        ("<answer>A carpentry apprenticeship takes four years [3].</answer>", NOTHING_LEFT),
        ("Eine Tischlerlehre dauert zwei Jahre [3].", NOTHING_LEFT),
        ("A carpentry apprenticeship takes four years.", NO_SOURCES),
        ("# Training\n\n- Four years", NO_SOURCES),
    ],
)
def test_quotes_step_in_where_a_model_writes_something_else(text: str, notice: str, wrote: Wrote) -> None:
    found = wrote(text)
    assert (found.mode, found.notice, found.status) == ("quotes", notice, "answered")
    assert found.answer == "Jonas Weber: “A carpentry apprenticeship takes four years.” [1]"
    assert found.removed
