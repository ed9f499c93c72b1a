"""Reading a question: words, spelling, levels, parts and what is no question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.asking.parts import MOST, parts
from rag.asking.question import is_topical, read_question
from rag.asking.talk import reply_to_talk
from rag.asking.vocabulary import Vocabulary
from rag.encoding.encoder import OnnxEncoder
from rag.text.roles import find_disciplines, roles, same_role
from rag.text.seniority import levels
from rag.text.words import STOPWORDS, concepts, phrases_of_concepts

BRICKS = Vocabulary.of(
    [
        "A layer of mortar goes between the courses of bricks.",
        "An apprenticeship in Denver takes four years.",
        "Bricklayers in Denver wear gloves; the certificate is renewed by Denver itself.",
        "A certificate costs little.",
    ]
)


def test_a_question_is_read_for_its_terms_years_and_levels() -> None:
    read = read_question("What does a senior bricklayer in Denver earn in 2031?", BRICKS, lambda word: True)
    words = [term.word for term in read.terms]
    assert words == ["senior", "bricklayer", "Denver", "earn"]
    assert [term.word for term in read.terms if term.is_name] == ["Denver"]
    assert read.years == {"2031"}
    assert read.levels == {"senior"}


def test_capitals_alone_make_no_name() -> None:
    shouted = read_question("WHAT DO GLOVES COST?", BRICKS, lambda word: True)
    assert [(term.word, term.is_name) for term in shouted.terms] == [("GLOVES", False), ("COST", False)]


def test_a_name_is_known_however_it_is_typed() -> None:
    (denver,) = read_question("denver", BRICKS, lambda word: True).terms
    assert denver.is_name


def test_terms_from_earlier_questions_are_marked() -> None:
    read = read_question("gloves in Denver", BRICKS, lambda word: True, frozenset({"glove"}))
    assert [(term.word, term.inherited) for term in read.terms] == [("gloves", True), ("Denver", False)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aprenticeship", "apprenticeship"),
        ("certifcate", "certificate"),
        ("Denvr", "denver"),
        ("bricklayrs", "bricklayers"),
    ],
)
def test_a_misspelt_word_becomes_the_guides_word(typed: str, meant: str) -> None:
    assert BRICKS.correct(typed, lambda word: False) == meant


@pytest.mark.parametrize("word", ["lawyer", "Lawyers", "player"])
def test_an_english_word_that_the_guides_lack_is_no_misspelling(word: str, meaning: OnnxEncoder) -> None:
    assert BRICKS.correct(word, meaning.knows) == word
    assert "layer" not in read_question(f"What does a {word} earn?", BRICKS, meaning.knows).text.split()


@pytest.mark.parametrize("word", ["xyzzyq", "layr", "Krankenschwester", "🔥🔥🔥🔥🔥", "certificate", "because"])
def test_what_is_near_no_word_stays_as_typed(word: str) -> None:
    assert BRICKS.correct(word, lambda word: False) == word


@given(st.text(max_size=30))
def test_correction_gives_the_word_or_one_of_the_guides(word: str) -> None:
    corrected = BRICKS.correct(word, lambda word: False)
    assert corrected == word or corrected in BRICKS.words | concepts().keys()


def test_rarer_words_weigh_more() -> None:
    assert BRICKS.idf("mortar") > BRICKS.idf("denver") > 0
    assert BRICKS.idf("spaceship") >= BRICKS.idf("mortar")
    assert BRICKS.idf("mortar glove") == BRICKS.idf("mortar")
    assert BRICKS.knows("mortar glove")
    assert not BRICKS.knows("mortar spaceship")


def test_words_that_mean_the_same_do_so_both_ways() -> None:
    assert all(stem in concepts()[other] for stem, same in concepts().items() for other in same)
    assert "large language model" in phrases_of_concepts()


@pytest.mark.parametrize("word", ["the", "guide", "X", "example", *sorted(STOPWORDS)[:5]])
def test_words_without_a_topic(word: str) -> None:
    assert not is_topical(word)


@pytest.mark.parametrize("word", ["IT", "US", "nurse", "7"])
def test_words_with_a_topic(word: str) -> None:
    assert is_topical(word)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("an entry level nurse", {"entry"}),
        ("Junior and Senior Carpenters", {"entry", "senior"}),
        ("mid-level", {"mid"}),
        ("leadership and internal medicine", set()),
        ("", set()),
    ],
)
def test_levels(text: str, found: set[str]) -> None:
    assert levels(text) == found


def role(text: str) -> frozenset[str]:
    (found,) = roles(text)
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("data scientists", "a senior data scientist"),
        ("frontend developer", "front end of the frontend engineer"),
        ("nurses", "a travel nurse"),
        ("site reliability engineer", "SRE engineer"),
    ],
)
def test_one_role_in_two_wordings(one: str, other: str) -> None:
    assert same_role(role(one), role(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("data scientist", "sales engineer"), ("nurse", "lawyer"), ("travel nurse", "school nurse")],
)
def test_two_roles(one: str, other: str) -> None:
    assert not same_role(role(one), role(other))


def test_a_discipline_stands_for_its_role() -> None:
    disciplines = find_disciplines(["An HVAC technician needs a licence.", "The New Year begins."])
    assert disciplines == {"hvac"}
    assert roles("How do I get into HVAC?", disciplines) == {frozenset({"hvac"})}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does a nurse earn?", ["What does a nurse earn?"]),
        (
            "What does a nurse earn and how long is training?",
            ["What does a nurse earn?", "how long is training?"],
        ),
        ("What is a chisel? Who needs one?", ["What is a chisel?", "Who needs one?"]),
        ("What are bread and butter skills?", ["What are bread and butter skills?"]),
        ("I am a cook. What should I learn?", ["I am a cook. What should I learn?"]),
        ("", [""]),
    ],
)
def test_questions_within_a_question(question: str, expected: list[str]) -> None:
    assert parts(question) == expected


@given(st.text(max_size=300))
def test_any_text_has_one_to_three_parts(text: str) -> None:
    assert 1 <= len(parts(text)) <= MOST


@pytest.mark.parametrize(
    "text", ["hi", "Hello there!", "thanks", "Thank you so much", "What can you do?", "help", "?!", "🔥", "..."]
)
def test_talk_is_no_question(text: str) -> None:
    assert reply_to_talk(text)


@pytest.mark.parametrize(
    "text", ["salary", "hi, what does a nurse earn?", "help me become a nurse", "看護師", "what is a chisel"]
)
def test_a_question_is_no_talk(text: str) -> None:
    assert reply_to_talk(text) is None
