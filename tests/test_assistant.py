"""What a reader relies on in every answer, asked of the whole way from question to answer."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from rag.assistant import Assistant
from rag.encoding.encoder import OnnxEncoder
from rag.errors import GuideUnknown, UsageError
from rag.settings import read_settings
from rag.types import Answer, Timings, Turn
from tests.careers import GUIDES, LAW, Ask, MemoryIndex, MemorySnapshot
from tests.fakes import HashEncoder

MARKER = re.compile(r"\[(\d+)\]")
FIGURE = re.compile(r"\d[\d,.]*\d|\d")
REFUSAL = re.compile(r"No guide [^.]*\.(?: Nearest[:,])? ?")


def check(answer: Answer, snapshot: MemorySnapshot) -> None:
    """What holds for every answer there is."""
    marked = [int(number) for number in MARKER.findall(answer.answer)]
    assert set(marked) == {citation.number for citation in answer.citations}
    assert len(marked) == len(set(marked)) == len(answer.citations)
    for citation in answer.citations:
        article = snapshot.articles[citation.guide]
        assert article.text[citation.start : citation.end] == citation.quote
        assert (citation.title, citation.author, citation.url) == (article.title, article.author, article.url)
    for paragraph in filter(None, answer.answer.split("\n\n") if answer.citations else []):
        assert MARKER.fullmatch(paragraph.rsplit(" ", 1)[1]), paragraph
    cited = " ".join(
        f"{c.quote} {c.title} {c.author} {c.section} {c.timestamp} {c.published}" for c in answer.citations
    )
    said = REFUSAL.sub("", MARKER.sub("", answer.answer))
    assert all(figure in cited for figure in FIGURE.findall(said))
    if answer.status in ("answered", "partial"):
        assert answer.citations
        assert bool(answer.not_covered) == (answer.status == "partial")
    for disagreement in answer.disagreements:
        assert len({position.citation for position in disagreement.positions}) >= 2
        assert all(position.citation in marked for position in disagreement.positions)
    assert answer.mode == "quotes"
    assert answer.removed == ()


def timeless(answer: Answer) -> Answer:
    return replace(answer, timings_ms=Timings())


QUESTIONS = [
    "What does an entry-level nurse earn?",
    "salary",
    "WHAT DOES A TRAVEL NURSE IN SEATTLE EARN?",
    "How many newly qualified nurses leave within the first year?",
    "How long does a nursing degree take and what is the airspeed of a swallow?",
    "What does the midwifery diploma cost?",
    "Where in the video does Tom Bellamy talk about shoes?",
    "What does a nurse in Berlin earn?",
    "Wie viel verdient eine Krankenschwester?",
    "<b>tools</b> of a carpenter & more",
    "hello",
    "🔥",
    "?!...",
    "nurse " * 333,
    "a" * 2000,
    "What about [1] and [99]?",
    "\u202eearn nurse a does what\x00\n\t",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_keeps_what_was_promised(question: str, ask: Ask, guides: MemorySnapshot) -> None:
    answer = ask(question)
    check(answer, guides)
    assert answer.question == question
    assert timeless(ask(question)) == timeless(answer)
    assert 0 <= answer.timings_ms.retrieve <= answer.timings_ms.total


QUESTION_PIECES = st.sampled_from(
    "what how why who nurse nurses senior entry-level earn salary Seattle Boston 2032 2040 carpenter lawyer and ? one"
    " it the in a long does is percent according to Tom Bellamy video where".split()
)


@budget(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    question=st.one_of(st.text(max_size=80), st.lists(QUESTION_PIECES, max_size=12).map(" ".join)),
    before=st.lists(st.text(max_size=40), max_size=2),
)
def test_whatever_is_typed_is_answered_or_named_unusable(
    question: str, before: list[str], ask: Ask, guides: MemorySnapshot
) -> None:
    try:
        answer = ask(question, *before)
    except UsageError:
        assert not question.strip()
    else:
        check(answer, guides)


# --- what is said ---------------------------------------------------------------------------------------------


def test_the_first_sentence_answers(ask: Ask) -> None:
    answer = ask("What does a senior nurse earn?")
    assert answer.status == "answered"
    assert answer.answer == "Maria Okafor: “Level: Senior nurse; Pay a year (USD): $90,000-$112,000” [1]"
    assert answer.citations[0].quote == "Senior nurse | $90,000-$112,000"
    assert answer.citations[0].published == "2024-03-10"


@pytest.mark.parametrize(
    ("question", "named", "nearest"),
    [
        ("What does a travel nurse in Berlin earn?", "in Berlin", "travel nurse in"),
        ("How much will demand for nurses grow by 2040?", "by 2040", "by 2032"),
        ("What does an entry-level carpenter earn?", "entry-level", "carpenter in Denver"),
    ],
)
def test_a_refusal_names_what_is_missing_and_shows_what_is_near(
    question: str, named: str, nearest: str, ask: Ask
) -> None:
    answer = ask(question)
    assert answer.status == "not_in_guides"
    assert answer.not_covered == (question,)
    said, shown = re.split(r" Nearest(?:: |, )", answer.answer)
    assert named in said
    assert nearest in shown
    assert [citation.number for citation in answer.citations] == [1]


def test_what_has_nothing_to_do_with_the_guides_cites_nothing(ask: Ask) -> None:
    answer = ask("What is the capital of France?")
    assert (answer.status, answer.citations) == ("not_in_guides", ())


def test_of_two_questions_the_one_that_guides_answer_is_answered(ask: Ask) -> None:
    answer = ask("How long does a nursing degree take and what is the airspeed of a swallow?")
    assert answer.status == "partial"
    assert "three years" in answer.answer
    assert ["swallow" in left for left in answer.not_covered] == [True]
    assert "swallow" not in answer.answer


def test_both_voices_are_heard_where_guides_differ(ask: Ask) -> None:
    answer = ask("What share of newly qualified nurses leave the profession within the first year?")
    (disagreement,) = answer.disagreements
    assert {position.value for position in disagreement.positions} == {"18 percent", "30 percent"}
    for position in disagreement.positions:
        citation = answer.citations[position.citation - 1]
        assert position.value in citation.quote
        assert citation.author is not None
        assert position.says == citation.quote


@pytest.mark.parametrize("question", ["What does a senior nurse earn?", "What does a travel nurse in Seattle earn?"])
def test_other_levels_and_places_are_no_disagreement(question: str, ask: Ask) -> None:
    assert ask(question).disagreements == ()


def test_who_is_named_is_the_only_one_heard(ask: Ask) -> None:
    answer = ask("According to Tom Bellamy, how many newly qualified nurses leave?")
    assert {citation.author for citation in answer.citations} == {"Tom Bellamy"}
    assert "30 percent" in answer.answer


def test_the_moment_in_a_recording_is_said(ask: Ask) -> None:
    answer = ask("Where in the video does Tom Bellamy talk about shoes?")
    assert [citation.quote[:12] for citation in answer.citations] == ["Comfortable "]
    assert "at 05:48" in answer.answer
    assert answer.citations[0].timestamp == "05:48"


@pytest.mark.parametrize("question", ["What does a senior nurse earn?", "hello", "What does a nurse in Berlin earn?"])
def test_questions_to_go_on_with_are_answered(question: str, ask: Ask) -> None:
    offered = ask(question).follow_ups
    assert offered
    assert [ask(follow_up).status for follow_up in offered] == ["answered"] * len(offered)


def test_a_greeting_is_returned(ask: Ask) -> None:
    answer = ask("Hello there!")
    assert (answer.status, answer.citations, answer.not_covered) == ("not_in_guides", (), ())
    assert answer.answer


# --- conversation ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "question", "status", "words"),
    [
        (["What does an entry-level nurse earn?"], "And a senior one?", "answered", "$90,000"),
        (["What does an entry-level nurse earn?", "And a senior one?"], "And a mid-level one?", "answered", "$72,000"),
        (["What does a travel nurse in Chicago earn?"], "What about Seattle?", "answered", "$2,400"),
        (["What does a travel nurse in Chicago earn?"], "And in Boston?", "not_in_guides", "Boston"),
        (["What does a senior nurse earn?"], "And a carpenter?", "answered", "carpenter"),
        (["What does a carpenter in Denver earn?"], "And a nurse?", "not_in_guides", "Denver"),
        (["How much will demand for nurses grow by 2032?"], "And by 2040?", "not_in_guides", "2040"),
        (["Do nurses start on a general ward?"], "why?", "answered", "every kind of patient"),
    ],
)
def test_a_follow_up_is_understood(before: list[str], question: str, status: str, words: str, ask: Ask) -> None:
    answer = ask(question, *before)
    assert answer.question == question
    assert answer.standalone_question != question
    assert answer.status == status
    assert words in answer.answer


def test_earlier_answers_need_not_be_known(guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    assistant = Assistant(read_settings(), MemoryIndex(guides), meaning)
    known = [Turn("What does an entry-level nurse earn?", "Maria Okafor: “...” [1]")]
    unknown = [Turn("What does an entry-level nurse earn?", None)]
    answers = [assistant.ask("And a senior one?", history).answer() for history in (known, unknown)]
    assert timeless(answers[0]) == timeless(answers[1])


# --- the object that faces talk to ----------------------------------------------------------------------------


@pytest.fixture
def quick() -> tuple[Assistant, MemoryIndex]:
    """An assistant for tests in which no meaning matters."""
    index = MemoryIndex(MemorySnapshot(GUIDES, HashEncoder()))
    return Assistant(read_settings(max_question_chars=100), index, HashEncoder()), index


@pytest.mark.parametrize("question", ["", "   ", "\n\t\u2003", "x" * 101])
def test_a_question_that_cannot_be_asked_is_refused(question: str, quick: tuple[Assistant, MemoryIndex]) -> None:
    with pytest.raises(UsageError):
        quick[0].ask(question)


@pytest.mark.parametrize("mode", ["model", "poetry"])
def test_a_mode_that_is_not_there_is_refused(mode: str, quick: tuple[Assistant, MemoryIndex]) -> None:
    with pytest.raises(UsageError):
        quick[0].ask("What does a nurse earn?", mode=mode)
    assert quick[0].ask("What does a nurse earn?", mode="auto").answer().mode == "quotes"


def test_the_pieces_of_a_reply_are_its_answer(ask: Ask, quick: tuple[Assistant, MemoryIndex]) -> None:
    reply = quick[0].ask("salary")
    assert "".join(reply) == reply.answer().answer


def test_a_new_generation_answers_the_next_question(quick: tuple[Assistant, MemoryIndex]) -> None:
    assistant, index = quick
    assert {guide.guide for guide in assistant.guides()} == set(GUIDES)
    index.current = MemorySnapshot({"law.md": LAW}, HashEncoder())
    assert {citation.guide for citation in assistant.ask("Who passes the bar exam?").answer().citations} <= {"law.md"}
    assert [guide.guide for guide in assistant.guides()] == ["law.md"]
    assistant.close()
    assert index.closed


def test_an_index_without_guides_refuses(quick: tuple[Assistant, MemoryIndex]) -> None:
    assistant, index = quick
    index.current = MemorySnapshot({}, HashEncoder())
    answer = assistant.ask("What does a nurse earn?").answer()
    assert (answer.status, answer.citations, answer.follow_ups) == ("not_in_guides", (), ())
    assert assistant.ask("hello").answer().follow_ups == ()
    assert assistant.guides() == ()


def test_guides_go_by_path_stem_or_title(quick: tuple[Assistant, MemoryIndex]) -> None:
    assistant, _ = quick
    for name in ("health/nursing.md", "Nursing", " becoming a registered nurse "):
        assert assistant.guide(name).id == "health/nursing.md"
    with pytest.raises(GuideUnknown, match="career guides"):
        assistant.guide("zebra")


def test_a_stem_that_two_guides_share_is_refused() -> None:
    index = MemoryIndex(MemorySnapshot({"a/law.md": LAW, "b/law.md": LAW}, HashEncoder()))
    with pytest.raises(GuideUnknown, match="2 guides"):
        Assistant(read_settings(), index, HashEncoder()).guide("law")


def test_many_threads_get_the_answers_that_one_gets(guides: MemorySnapshot, meaning: OnnxEncoder, ask: Ask) -> None:
    questions = QUESTIONS[:8] * 2
    alone = [timeless(ask(question)) for question in questions]
    fresh = Assistant(read_settings(), MemoryIndex(guides), meaning)
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda question: timeless(fresh.ask(question).answer()), questions))
    assert together == alone
