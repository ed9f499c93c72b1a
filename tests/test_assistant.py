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
from rag.reading.reader import LazyReader
from rag.settings import read_settings
from rag.types import Answer, Citation, Timings, Turn
from tests.careers import GUIDES, LAW, Ask, MemoryIndex, MemorySnapshot
from tests.fakes import HashEncoder, WordReader

MARKER = re.compile(r"\[(\d+)\]")
FIGURE = re.compile(r"\d[\d,.]*\d|\d")


def check(answer: Answer, snapshot: MemorySnapshot) -> None:
    """What holds for every answer there is."""
    marked = [int(number) for number in MARKER.findall(answer.answer)]
    for citation in (*answer.citations, *answer.nearest):
        check_citation(citation, snapshot)
    for disagreement in answer.disagreements:
        assert len({position.citation for position in disagreement.positions}) >= 2
        assert all(position.citation in marked for position in disagreement.positions)
    assert answer.mode == "quotes"
    assert answer.removed == ()
    if answer.status == "not_in_guides":
        check_refusal(answer)
        return
    assert marked == [citation.number for citation in answer.citations] == list(range(1, len(marked) + 1))
    assert marked
    assert answer.nearest == ()
    assert bool(answer.not_covered) == (answer.status == "partial")
    assert [sentence.citations for sentence in answer.sentences] == [(number,) for number in marked]
    assert all(sentence.text in answer.answer and sentence.check == "quote" for sentence in answer.sentences)
    for paragraph in answer.answer.split("\n\n"):
        assert MARKER.fullmatch(paragraph.rsplit(" ", 1)[1]), paragraph
    cited = " ".join(f"{c.quote} {c.title} {c.author} {c.section}" for c in answer.citations)
    assert all(figure in cited for figure in FIGURE.findall(MARKER.sub("", answer.answer)))


def check_citation(citation: Citation, snapshot: MemorySnapshot) -> None:
    article = snapshot.articles[citation.guide]
    assert article.text[citation.start : citation.end] == citation.quote
    assert (citation.title, citation.author, citation.url) == (article.title, article.author, article.url)


def check_refusal(answer: Answer) -> None:
    assert (answer.citations, answer.sentences, answer.disagreements) == ((), (), ())
    assert not answer.not_covered or answer.answer.startswith("The guides don't answer this.")
    assert [citation.number for citation in answer.nearest] == list(range(1, len(answer.nearest) + 1))


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
    times = answer.timings_ms
    assert 0 <= times.retrieve <= times.total
    assert 0 <= times.read <= times.total


@pytest.fixture(scope="session")
def counted() -> Ask:
    """The assistant over the tests' own guides that goes by words alone."""
    index = MemoryIndex(MemorySnapshot(GUIDES, HashEncoder()))
    assistant = Assistant(read_settings(), index, HashEncoder(), WordReader())
    return lambda question, *before: assistant.ask(question, [Turn(earlier) for earlier in before]).answer()


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
    question: str, before: list[str], counted: Ask, guides: MemorySnapshot
) -> None:
    try:
        answer = counted(question, *before)
    except UsageError:
        assert not question.strip()
    else:
        check(answer, guides)


# --- what is said ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How long does a carpentry apprenticeship take?", "A carpentry apprenticeship takes four years."),
        ("How long does a nursing degree take?", "A nursing degree takes three years."),
        ("What does a travel nurse in Seattle earn?", "A travel nurse in Seattle earns $2,400 a week."),
    ],
)
def test_the_first_sentence_answers(question: str, words: str, ask: Ask) -> None:
    answer = ask(question)
    assert answer.status == "answered"
    assert answer.citations[0].quote == words


def test_what_has_nothing_to_do_with_the_guides_is_refused(ask: Ask) -> None:
    answer = ask("Which spices go into a Thai fish soup?")
    assert answer.status == "not_in_guides"
    assert answer.not_covered == (answer.question,)


def test_both_voices_are_heard_where_guides_differ(counted: Ask) -> None:
    answer = counted("What share of newly qualified nurses leave the profession within the first year?")
    (disagreement,) = answer.disagreements
    assert {position.value for position in disagreement.positions} == {"18 percent", "30 percent"}
    for position in disagreement.positions:
        citation = answer.citations[position.citation - 1]
        assert position.value in citation.quote
        assert citation.author is not None
        assert position.says == citation.quote


def test_other_places_are_no_disagreement(counted: Ask) -> None:
    assert counted("What does a travel nurse in Seattle earn?").disagreements == ()


def test_where_it_stands_and_of_when_it_is_goes_with_a_quote(counted: Ask) -> None:
    (citation, *_) = counted("Do comfortable shoes matter on the ward?").citations
    assert (citation.author, citation.timestamp) == ("Tom Bellamy", "05:48")
    (citation, *_) = counted("What does a senior carpenter earn who runs a crew?").citations
    assert (citation.author, citation.section, citation.as_of) == ("Jonas Weber", "Pay", "2023-09-01")


def test_a_greeting_is_returned(ask: Ask) -> None:
    answer = ask("Hello there!")
    assert (answer.status, answer.citations, answer.not_covered) == ("not_in_guides", (), ())
    assert answer.answer


# --- the object that faces talk to ----------------------------------------------------------------------------


@pytest.fixture
def quick() -> tuple[Assistant, MemoryIndex]:
    """An assistant for tests in which no meaning matters."""
    index = MemoryIndex(MemorySnapshot(GUIDES, HashEncoder()))
    return Assistant(read_settings(max_question_chars=100), index, HashEncoder(), WordReader()), index


@pytest.mark.parametrize("question", ["", "   ", "\n\t\u2003", "x" * 101])
def test_a_question_that_cannot_be_asked_is_refused(question: str, quick: tuple[Assistant, MemoryIndex]) -> None:
    with pytest.raises(UsageError):
        quick[0].ask(question)


@pytest.mark.parametrize("mode", ["model", "poetry"])
def test_a_mode_that_is_not_there_is_refused(mode: str, quick: tuple[Assistant, MemoryIndex]) -> None:
    with pytest.raises(UsageError):
        quick[0].ask("What does a nurse earn?", mode=mode)
    assert quick[0].ask("What does a nurse earn?", mode="auto").answer().mode == "quotes"


def test_the_pieces_of_a_reply_are_its_answer(quick: tuple[Assistant, MemoryIndex]) -> None:
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
        Assistant(read_settings(), index, HashEncoder(), WordReader()).guide("law")


def test_many_threads_get_the_answers_that_one_gets(
    guides: MemorySnapshot, meaning: OnnxEncoder, reading: LazyReader, ask: Ask
) -> None:
    questions = QUESTIONS[:8] * 2
    alone = [timeless(ask(question)) for question in questions]
    fresh = Assistant(read_settings(), MemoryIndex(guides), meaning, reading)
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda question: timeless(fresh.ask(question).answer()), questions))
    assert together == alone
