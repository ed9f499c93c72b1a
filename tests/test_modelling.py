"""A model's answer on its way to the reader: what passes, what is removed, and what stands in where nothing is left."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from rag.assistant import Assistant, Reply
from rag.encoding.encoder import OnnxEncoder
from rag.errors import ModelCut, ModelError, ModelFiltered, ModelLength, ModelOverloaded, ModelRefused
from rag.model.drafting import UNSOURCED
from rag.model.modelling import NO_FIT, NO_SOURCES, NOT_CARRIED, NOTHING_LEFT
from rag.settings import read_settings
from rag.types import Answer, Finish, Removed, Usage
from terminal.answers import answer_lines
from tests.careers import MemoryIndex, MemorySnapshot
from tests.fakes import WordReader
from tests.writing_models import USED, ScriptedModel

TRAINING = "How long does a carpentry apprenticeship take?"
LEAVING = "How many newly qualified nurses leave the profession within the first year?"
PAY = "What does an entry-level nurse earn?"
WRITTEN = "A carpentry apprenticeship takes four years [3]."
"""As the model writes it, over the units as it sees them numbered; [4] is the classroom, [18] and [22] who leaves."""
GOOD = "A carpentry apprenticeship takes four years [1]."
MORE = "Apprentices spend one day a week in a classroom [4]."

SETTINGS = read_settings(verify=False)
Wrote = Callable[..., Answer]


@pytest.fixture
def replies(guides: MemorySnapshot, meaning: OnnxEncoder) -> Callable[[str, ScriptedModel], Reply]:
    """The reply to a question, written by a model."""
    index = MemoryIndex(guides)
    return lambda question, model: Assistant(SETTINGS, index, meaning, WordReader(), model).ask(question)


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
    found = wrote(f"{WRITTEN} {MORE}")
    assert found.answer == f"{GOOD} {MORE.replace('[4]', '[2]')}"
    assert quotes(found) == [
        "A carpentry apprenticeship takes four years.",
        "Apprentices spend one day a week in a classroom.",
    ]
    assert (found.status, found.mode, found.model, found.usage) == ("answered", "model", "scripted", USED)
    assert (found.notice, found.removed) == (None, ())
    assert {sentence.check for sentence in found.sentences} == {"exact"}
    assert "The model: 321 tokens read, 45 written." in [line.text.plain for line in answer_lines(found)]
    assert found.timings_ms.total >= found.timings_ms.first_token > 0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A carpentry apprenticeship takes four years. [3]", "A carpentry apprenticeship takes four years. [1]"),
        ("A carpentry apprenticeship takes four years [3]", "A carpentry apprenticeship takes four years [1]"),
        ("A carpentry apprenticeship takes four years [3][3].", GOOD),
        ("A carpentry apprenticeship takes four years [3, 3].", GOOD),
        ("A carpentry apprenticeship takes four years [3, 400].", GOOD),
    ],
)
def test_markers_may_stand_before_or_behind_the_full_stop(text: str, shown: str, wrote: Wrote) -> None:
    found = wrote(text)
    assert found.answer == shown
    assert len(found.citations) == 1
    assert found.removed == ()


def test_a_marker_behind_several_sentences_is_all_of_theirs(wrote: Wrote) -> None:
    found = wrote(
        "A carpentry apprenticeship takes four years. Apprentices spend one day a week in a classroom [3][4].\n\n"
        "I hope this helps with your plans!"
    )
    assert found.answer == (
        "A carpentry apprenticeship takes four years [1][2]. Apprentices spend one day a week in a classroom [1][2]."
    )
    assert removed(found) == ["I hope this helps with your plans!"]


def test_phrases_that_say_nothing_go_without_a_word(wrote: Wrote) -> None:
    found = wrote(f"Based on what I was given:\n\n{WRITTEN}")
    assert (found.answer, found.mode) == (GOOD, "model")


def test_lists_and_paragraphs_stay(wrote: Wrote) -> None:
    found = wrote(f"{WRITTEN}\n\nWhat carpenters do there:\n- Apprentices sit in a classroom [4].\n- They learn [3].")
    assert found.answer.splitlines()[0] == GOOD
    assert found.answer.splitlines()[-2:] == ["- Apprentices sit in a classroom [2].", "- They learn [1]."]


@pytest.mark.parametrize(
    "text",
    [
        f"**{WRITTEN[:-5]}** [3].",
        f"* {WRITTEN}",
        f"1. {WRITTEN}",
        f"> {WRITTEN}",
        "A carpentry `apprenticeship` takes __four__ years [3].",
    ],
)
def test_markdown_goes_and_the_words_stay(text: str, wrote: Wrote) -> None:
    found = wrote(text)
    assert found.answer == GOOD
    assert found.removed == ()


def test_every_figure_stands_in_the_quotes_of_its_sentence(wrote: Wrote) -> None:
    text = (
        "Maria Okafor says that about 18 percent of newly qualified nurses leave within the first year [18]. "
        "Tom Bellamy says that nearly 30 percent leave within the first year [22]."
    )
    found = wrote(text, LEAVING)
    by_number = {citation.number: citation.quote for citation in found.citations}
    sentences = re.findall(r"[^.]+\.", found.answer)
    assert len(sentences) == 2
    for sentence in sentences:
        cited = " ".join(by_number[int(number)] for number in re.findall(r"\[(\d+)\]", sentence))
        for figure in re.findall(r"\d+", re.sub(r"\[\d+\]", "", sentence)):
            assert figure in cited


def test_a_figure_that_the_next_sentence_has_is_cited_from_there(wrote: Wrote) -> None:
    found = wrote("An apprenticeship takes four years, with one day a week in a classroom, which is 1 day of 5 [3].")
    assert found.mode == "quotes", "no sentence has 5"
    found = wrote("An apprenticeship takes four years [4].")
    assert found.answer == "An apprenticeship takes four years [1][2]."
    assert "A carpentry apprenticeship takes four years." in quotes(found)


def test_the_other_voice_of_a_disagreement_is_added(wrote: Wrote) -> None:
    found = wrote("Maria Okafor says that about 18 percent of newly qualified nurses leave [18].", LEAVING)
    assert found.answer.endswith(
        " Tom Bellamy: “Nearly 30 percent of newly qualified nurses leave the profession within the first year.” [2]"
    )
    (disagreement,) = found.disagreements
    assert {position.citation for position in disagreement.positions} == {1, 2}


# --- what goes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("Apprentices spend 3 days a week in a classroom [4].", "3 days"),
        ("Apprentices spend one day a week in a classroom in Oslo [4].", "Oslo"),
        ("Jonas Weber calls the classroom the best of Germany [4].", "Germany"),
    ],
)
def test_the_guides_words_stand_in_for_a_sentence_that_fails(wrong: str, why: str, wrote: Wrote) -> None:
    found = wrote(f"{WRITTEN} {wrong}")
    assert found.answer.startswith(GOOD)
    assert found.answer.endswith("Jonas Weber: “Apprentices spend one day a week in a classroom.” [2]")
    assert (found.status, found.mode) == ("answered", "model")
    assert [sentence.check for sentence in found.sentences] == ["exact", "quote"]
    assert why in found.removed[0].reason


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("\n\nApprentices spend one day a week in a classroom.", UNSOURCED),
        ("\n\nApprentices spend one day a week in a classroom [400].", UNSOURCED),
        ("\n\nApprentices spend one day a week in a classroom [0].", UNSOURCED),
        ("Apprentices spend one day a week in a classroom [4] (https://a.example).", "link or code"),
        ("Apprentices spend [one day](a) a week in a classroom [4].", "link or code"),
        ("![one](x) Apprentices spend one day a week in a classroom [4].", "link or code"),
        ("<b>Apprentices</b> spend one day a week in a classroom [4].", "link or code"),
        ("Apprentices spend one day a week in a classroom, see carpenters.com [4].", "link or code"),
        ("Apprentices spend one day a week in a classroom, ask me@a.example [4].", "link or code"),
    ],
)
def test_what_no_quote_can_stand_in_for_is_removed_and_listed_with_the_reason(
    wrong: str, why: str, wrote: Wrote
) -> None:
    found = wrote(f"{WRITTEN} {wrong}")
    assert found.answer == GOOD
    assert (found.status, found.mode) == ("answered", "model")
    assert why in " ".join(one.reason for one in found.removed)
    assert "classroom" in " ".join(removed(found))


# --- the verifying look ---------------------------------------------------------------------------------------

CLAIMED = f"{WRITTEN} Apprentices sit in a classroom every day [4]."


@pytest.mark.parametrize(
    "verdicts",
    [
        '{"verdicts": [{"number": 1, "carried": true, "beyond": ""}, {"number": 2, "carried": false, "beyond": "X"}]}',
        'Sure!\n```json\n[{"number": 1, "carried": "yes"}, {"number": 2, "carried": "no", "beyond": "X"}]\n```',
        '{"number": 1, "carried": true}\n{"number": 2, "carried": false, "beyond": "X."}',
    ],
)
def test_what_its_quotes_do_not_carry_gives_way_to_them(
    verdicts: str, guides: MemorySnapshot, meaning: OnnxEncoder
) -> None:
    model = ScriptedModel(CLAIMED, verdicts=verdicts)
    found = Assistant(read_settings(), MemoryIndex(guides), meaning, WordReader(), model).ask(TRAINING).answer()
    assert found.answer == f"{GOOD} Jonas Weber: “Apprentices spend one day a week in a classroom.” [2]"
    assert [sentence.check for sentence in found.sentences] == ["verified", "quote"]
    assert found.removed == (Removed("Apprentices sit in a classroom every day", f"{NOT_CARRIED}: X"),)
    assert found.usage == Usage(2 * USED.input_tokens, 2 * USED.output_tokens)
    asked = model.messages[1][0].content
    assert "Apprentices sit in a classroom every day" in asked
    assert "(Jonas Weber › Apprenticeship) Apprentices spend one day a week in a classroom." in asked


@pytest.mark.parametrize(
    "verdicts", ["", "I can't tell.", '{"verdicts": "none"}', '{"verdicts": [{"number": 9}]}', "{{"]
)
def test_what_could_not_be_verified_stays_as_the_exact_checks_left_it(
    verdicts: str, guides: MemorySnapshot, meaning: OnnxEncoder
) -> None:
    model = ScriptedModel(WRITTEN, verdicts=verdicts)
    found = Assistant(read_settings(), MemoryIndex(guides), meaning, WordReader(), model).ask(TRAINING).answer()
    assert (found.answer, found.removed, found.notice) == (GOOD, (), None)
    assert [sentence.check for sentence in found.sentences] == ["exact"]


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
    found = wrote("The article says that", finish="cut", error=ModelCut())
    assert (found.status, found.mode, found.notice) == ("answered", "quotes", ModelCut().notice)


def test_quotes_answer_where_the_passages_do_not_fit(guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    model = ScriptedModel(WRITTEN)
    settings = read_settings(model_context_tokens=512)
    found = Assistant(settings, MemoryIndex(guides), meaning, WordReader(), model).ask(TRAINING).answer()
    assert (found.mode, found.notice) == ("quotes", NO_FIT)
    assert model.messages == []


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
