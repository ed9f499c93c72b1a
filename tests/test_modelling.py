"""A model's answer on its way to the reader: what passes, what is removed, and what stands in where nothing is left."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from rag.assistant import Assistant, Reply
from rag.encoding.encoder import OnnxEncoder
from rag.errors import ModelCut, ModelError, ModelFiltered, ModelLength, ModelOverloaded, ModelRefused
from rag.model.modelling import NO_FIT, NO_SOURCES, NOTHING_LEFT
from rag.settings import read_settings
from rag.types import Answer, Finish
from terminal.answers import answer_lines
from tests.careers import MemoryIndex, MemorySnapshot
from tests.fakes import WordReader
from tests.writing_models import USED, ScriptedModel

TRAINING = "How long does a carpentry apprenticeship take?"
LEAVING = "How many newly qualified nurses leave the profession within the first year?"
PAY = "What does an entry-level nurse earn?"
GOOD = "A carpentry apprenticeship takes four years [1]."
MORE = "Apprentices spend one day a week in a classroom [1]."

Wrote = Callable[..., Answer]


@pytest.fixture
def replies(guides: MemorySnapshot, meaning: OnnxEncoder) -> Callable[[str, ScriptedModel], Reply]:
    """The reply to a question, written by a model."""
    index = MemoryIndex(guides)
    return lambda question, model: Assistant(read_settings(), index, meaning, WordReader(), model).ask(question)


@pytest.fixture
def wrote(replies: Callable[[str, ScriptedModel], Reply], guides: MemorySnapshot) -> Wrote:
    """The answer that a reader gets of a model's text; what is true of every answer is looked at here."""

    def answer(
        text: str, question: str = TRAINING, finish: Finish | None = "stop", error: ModelError | None = None
    ) -> Answer:
        reply = replies(question, ScriptedModel(text, finish, error))
        shown = "".join(reply)
        found = reply.answer()
        assert shown == found.answer
        marked = {int(number) for number in re.findall(r"\[(\d+)\]", found.answer)}
        assert marked == {citation.number for citation in found.citations}
        for citation in found.citations:
            assert guides.articles[citation.guide].text[citation.start : citation.end] == citation.quote
        return found

    return answer


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


def removed(answer: Answer) -> list[str]:
    return [one.sentence for one in answer.removed]


# --- what passes ----------------------------------------------------------------------------------------------


def test_a_good_answer_is_shown_with_its_sources(wrote: Wrote) -> None:
    found = wrote(f"{GOOD} {MORE}")
    assert found.answer == f"{GOOD} {MORE.replace('[1]', '[2]')}"
    assert quotes(found) == [
        "A carpentry apprenticeship takes four years.",
        "Apprentices spend one day a week in a classroom.",
    ]
    assert (found.status, found.mode, found.model, found.usage) == ("answered", "model", "scripted", USED)
    assert (found.notice, found.removed) == (None, ())
    assert "The model: 321 tokens read, 45 written." in [line.text.plain for line in answer_lines(found)]
    assert found.timings_ms.total >= found.timings_ms.first_token > 0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A carpentry apprenticeship takes four years. [1]", "A carpentry apprenticeship takes four years. [1]"),
        ("A carpentry apprenticeship takes four years [1]", "A carpentry apprenticeship takes four years [1]"),
        ("A carpentry apprenticeship takes four years [1][1].", GOOD),
        ("A carpentry apprenticeship takes four years [1, 1].", GOOD),
        (f"{GOOD}\n\n{GOOD}", f"{GOOD} {GOOD}"),
    ],
)
def test_markers_may_stand_before_or_behind_the_full_stop(text: str, shown: str, wrote: Wrote) -> None:
    found = wrote(text)
    assert found.answer == shown
    assert len(found.citations) == 1
    assert found.removed == ()


def test_markers_behind_full_stops_go_with_the_sentence_before_them(wrote: Wrote) -> None:
    found = wrote(
        "A carpentry apprenticeship takes four years. [1] Apprentices spend one day a week in a classroom. [1]"
    )
    assert found.answer == (
        "A carpentry apprenticeship takes four years. [1] Apprentices spend one day a week in a classroom. [2]"
    )


@pytest.mark.parametrize(
    "text",
    [
        f"**{GOOD[:-5]}** [1].",
        f"- {GOOD}",
        f"* {GOOD}",
        f"1. {GOOD}",
        f"> {GOOD}",
        "A carpentry `apprenticeship` takes __four__ years [1].",
    ],
)
def test_markdown_goes_and_the_words_stay(text: str, wrote: Wrote) -> None:
    found = wrote(text)
    assert found.answer == GOOD
    assert found.removed == ()


def test_every_figure_stands_in_the_quotes_of_its_sentence(wrote: Wrote) -> None:
    text = (
        "Maria Okafor says that about 18 percent of newly qualified nurses leave within the first year [1]. "
        "Tom Bellamy says that nearly 30 percent leave within the first year [2]."
    )
    found = wrote(text, LEAVING)
    by_number = {citation.number: citation.quote for citation in found.citations}
    sentences = re.findall(r"[^.]+\.", found.answer)
    assert len(sentences) == 2
    for sentence in sentences:
        cited = " ".join(by_number[int(number)] for number in re.findall(r"\[(\d+)\]", sentence))
        for figure in re.findall(r"\d+", re.sub(r"\[\d+\]", "", sentence)):
            assert figure in cited


def test_the_other_voice_of_a_disagreement_is_added(wrote: Wrote) -> None:
    found = wrote("Maria Okafor says that about 18 percent of newly qualified nurses leave [1].", LEAVING)
    assert found.answer.endswith(
        " Tom Bellamy: “Nearly 30 percent of newly qualified nurses leave the profession within the first year.” [2]"
    )
    (disagreement,) = found.disagreements
    assert {position.citation for position in disagreement.positions} == {1, 2}


# --- what is removed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("Apprentices spend three days a week in a classroom [1].", "3 days"),
        ("Apprentices spend one day a week in a classroom.", "cites no passage"),
        ("Apprentices spend one day a week in a classroom [40].", "[40] is no passage"),
        ("Apprentices spend one day a week in a classroom [0].", "[0] is no passage"),
        ("Apprentices spend one day a week in a classroom [1, 40].", "[40] is no passage"),
        ("Apprentices spend one day a week in a classroom [1-900].", "[900] is no passage"),
        ("Apprentices spend one day a week in a classroom [1] (https://a.example).", "link or code"),
        ("Apprentices spend [one day](a) a week in a classroom [1].", "link or code"),
        ("![one](x) Apprentices spend one day a week in a classroom [1].", "link or code"),
        ("<b>Apprentices</b> spend one day a week in a classroom [1].", "link or code"),
        ("Apprentices spend one day a week in a classroom, see carpenters.com [1].", "link or code"),
        ("Apprentices spend one day a week in a classroom, ask me@a.example [1].", "link or code"),
    ],
)
def test_a_sentence_that_fails_is_removed_and_listed_with_the_reason(wrong: str, why: str, wrote: Wrote) -> None:
    found = wrote(f"{GOOD} {wrong}")
    assert found.answer == GOOD
    assert (found.status, found.mode) == ("answered", "model")
    assert found.removed
    assert why in " ".join(one.reason for one in found.removed)
    assert "classroom" in " ".join(removed(found))


def test_a_figure_of_somebody_else_is_removed(wrote: Wrote) -> None:
    found = wrote(
        "An entry-level nurse earns $58,000-$66,000 a year [1]. A senior nurse earns $58,000-$66,000 a year [1].", PAY
    )
    assert found.answer == "An entry-level nurse earns $58,000-$66,000 a year [1]."
    assert removed(found) == ["A senior nurse earns $58,000-$66,000 a year [1]."]


# --- what stands in -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["It takes nine years [1].", "It takes four years.", "All of it is fine [77]."])
def test_quotes_answer_where_nothing_is_left(text: str, wrote: Wrote) -> None:
    found = wrote(text)
    assert (found.status, found.mode, found.model) == ("answered", "quotes", None)
    assert found.answer == "Jonas Weber: “A carpentry apprenticeship takes four years.” [1]"
    assert found.notice == (NOTHING_LEFT if "[" in text else NO_SOURCES)
    assert removed(found) == [text]
    assert found.usage == USED


@pytest.mark.parametrize("text", ["NOT_IN_GUIDES", "not_in_guides.", "Not in guides.", "NOT_IN_GUIDES [1].\n"])
def test_a_refusal_is_recognised(text: str, wrote: Wrote) -> None:
    found = wrote(text)
    assert (found.status, found.mode, found.model) == ("not_in_guides", "model", "scripted")
    assert "NOT" not in found.answer
    assert found.not_covered == (TRAINING,)


@pytest.mark.parametrize("error", [ModelRefused(), ModelOverloaded(), ModelFiltered()])
def test_an_error_before_the_first_word_gives_quotes_and_says_why(error: ModelError, wrote: Wrote) -> None:
    found = wrote("", finish=None, error=error)
    assert (found.status, found.mode) == ("answered", "quotes")
    assert found.notice == error.notice
    assert quotes(found) == ["A carpentry apprenticeship takes four years."]


@pytest.mark.parametrize(
    ("finish", "error"), [("cut", ModelCut()), ("length", ModelLength()), ("content_filter", ModelFiltered())]
)
@pytest.mark.parametrize(
    "half", ["Apprentices spend one day", "Apprentices spend one day a week in a classroom [1", ""]
)
def test_what_passed_before_an_error_stays_and_half_a_sentence_goes(
    finish: Finish, error: ModelError, half: str, wrote: Wrote
) -> None:
    found = wrote(f"{GOOD} {half}", finish=finish, error=error)
    assert found.answer == GOOD
    assert found.mode == "model"
    assert found.notice == error.partial_notice
    assert found.removed == ()


def test_half_a_sentence_is_no_refusal(wrote: Wrote) -> None:
    found = wrote("The article says that", finish="cut", error=ModelCut())
    assert (found.status, found.mode, found.notice) == ("answered", "quotes", ModelCut().notice)


def test_quotes_answer_where_the_passages_do_not_fit(guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    model = ScriptedModel(GOOD)
    settings = read_settings(model_context_tokens=512)
    found = Assistant(settings, MemoryIndex(guides), meaning, WordReader(), model).ask(TRAINING).answer()
    assert (found.mode, found.notice) == ("quotes", NO_FIT)
    assert model.messages == []


# --- streaming ------------------------------------------------------------------------------------------------


def test_a_sentence_is_shown_before_the_next_is_written(replies: Callable[[str, ScriptedModel], Reply]) -> None:
    model = ScriptedModel(f"{GOOD} {MORE} " * 3)
    pieces = iter(replies(TRAINING, model))
    assert next(filter(None, pieces)) == GOOD
    assert model.generations[0].sent < len(GOOD) + 12


def test_leaving_early_closes_the_generation(replies: Callable[[str, ScriptedModel], Reply]) -> None:
    model = ScriptedModel(f"{GOOD} {MORE} " * 3)
    reply = replies(TRAINING, model)
    pieces = iter(reply)
    next(pieces)
    assert not model.generations[0].closed
    pieces.close()  # type: ignore[attr-defined]
    del pieces, reply
    assert model.generations[0].closed


def test_a_question_that_no_guide_covers_reaches_no_model(replies: Callable[[str, ScriptedModel], Reply]) -> None:
    model = ScriptedModel(GOOD)
    found = replies("How do I bake sourdough bread?", model).answer()
    assert (found.status, found.mode) == ("not_in_guides", "quotes")
    assert model.messages == []


# --- other forms and languages --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "A carpentry apprenticeship takes four years (1).",
        "A carpentry apprenticeship takes four years [passage 1].",
        "A carpentry apprenticeship takes four years 【1】.",
        "A carpentry apprenticeship takes four years (source 1).",
        "A carpentry apprenticeship takes four years [^1].\n\n[^1]: Working as a carpenter",
        "## Training\n\n- A carpentry apprenticeship takes four years [1].",
        "```\nA carpentry apprenticeship takes four years [1].\n```",
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
        ('{"answer": "A carpentry apprenticeship takes four years [1].", "sources": [1]}', NOTHING_LEFT),
        ("| What | Years |\n|---|---|\n| Carpentry apprenticeship | four years [1] |", NOTHING_LEFT),
        ("<answer>A carpentry apprenticeship takes four years [1].</answer>", NOTHING_LEFT),
        ("Eine Tischlerlehre dauert zwei Jahre [1].", NOTHING_LEFT),
        ("A carpentry apprenticeship takes four years.", NO_SOURCES),
        ("# Training\n\n- Four years", NO_SOURCES),
    ],
)
def test_quotes_step_in_where_a_model_writes_something_else(text: str, notice: str, wrote: Wrote) -> None:
    found = wrote(text)
    assert (found.mode, found.notice, found.status) == ("quotes", notice, "answered")
    assert found.answer == "Jonas Weber: “A carpentry apprenticeship takes four years.” [1]"
    assert found.removed
