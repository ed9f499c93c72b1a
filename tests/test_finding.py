"""Finding and weighing evidence, over guides on careers that have nothing to do with one another."""

from __future__ import annotations

import pytest

from rag.asking.followup import Standalone
from rag.asking.question import Question, read_question
from rag.encoding.encoder import OnnxEncoder
from rag.finding.coverage import THRESHOLD
from rag.finding.disagreement import conflicting, disagreements
from rag.finding.finding import Finder
from rag.finding.matching import Evidence
from rag.finding.missing import apart
from rag.finding.quoting import MOST_UNITS, MOST_WORDS, quote, select
from rag.finding.ranking import is_statement, rank
from rag.finding.retrieval import retrieve, search_terms
from rag.finding.voices import cite, spoken, voice
from rag.quotes.refusal import missing_sentence
from rag.quotes.suggestions import MOST, first_questions, follow_ups
from rag.types import Article, Coverage, Hit, Unit, UnitKind
from tests.careers import MemorySnapshot, hit, number_of
from tests.fakes import HashEncoder


def read(finder: Finder, text: str) -> Question:
    return read_question(text, finder.evidence.vocabulary, lambda word: True)


# --- retrieval ------------------------------------------------------------------------------------------------


def test_retrieval_gives_the_best_units_first_and_no_more_than_asked(
    guides: MemorySnapshot, meaning: OnnxEncoder
) -> None:
    hits = retrieve("How long does an apprenticeship take?", guides, meaning, k=5)
    assert len(hits) == 5
    assert "apprenticeship takes four years" in hits[0].unit.text
    assert [found.score for found in hits] == sorted((found.score for found in hits), reverse=True)
    assert all(guides.units[found.number] == found.unit for found in hits)
    assert all(-1.001 <= found.mean_cosine <= found.cosine <= 1.001 for found in hits)


def test_words_find_what_meaning_does_not() -> None:
    snapshot = MemorySnapshot(
        {"a.md": "# A\n\nThe zorgon valve is opened by hand.\n\nA lid is closed.\n"}, HashEncoder()
    )
    assert "zorgon" in retrieve("zorgon", snapshot, HashEncoder())[0].unit.text


def test_nothing_is_found_where_no_guide_is() -> None:
    empty = MemorySnapshot({}, HashEncoder())
    assert retrieve("anything", empty, HashEncoder()) == []
    (part,) = Finder(Evidence(empty), HashEncoder()).find(Standalone("anything at all"))
    assert not part.covered
    assert part.coverage.score == 0.0


def test_searched_words_weigh_twice_what_means_the_same() -> None:
    stems = search_terms("What is the salary?")
    assert stems.count("salari") == 2
    assert stems.count("wage") == 1
    assert "the" not in stems


# --- matching and coverage ------------------------------------------------------------------------------------


def test_support_is_surest_in_the_unit_itself(finder: Finder, guides: MemorySnapshot) -> None:
    (term,) = read(finder, "carpenter").terms
    own = finder.evidence.support(term, number_of(guides, "A journeyman carpenter"))
    around = finder.evidence.support(term, number_of(guides, "Table saws cause"))
    none = finder.evidence.support(term, number_of(guides, "The bar exam"))
    assert 1.0 == own > around > none == 0.0


@pytest.mark.parametrize(
    ("question", "words", "holds"),
    [
        ("What does it pay?", "journeyman", True),
        ("What does it pay?", "apprenticeship takes", False),
        ("How long is it?", "apprenticeship takes", True),
        ("How many hours do they work?", "Junior lawyers", True),
        ("How many hours is it?", "apprenticeship takes", False),
        ("How many months is it?", "apprenticeship takes", True),
        ("What share passes?", "The bar exam", True),
        ("How old are they?", "apprenticeship takes", False),
        ("What does it cost?", "Midwifery", True),
        ("Who wrote it?", "By Tom Bellamy", True),
        ("Who wrote it?", "Ask for a mentor", False),
        ("Where in the video is that?", "Ask for a mentor", True),
        ("Where in the video is that?", "The bar exam", False),
    ],
)
def test_a_unit_holds_what_a_question_wants(
    question: str, words: str, holds: bool, finder: Finder, guides: MemorySnapshot
) -> None:
    assert finder.evidence.answers_kind(read(finder, question), number_of(guides, words)) is holds


def test_an_author_who_is_named_is_the_only_speaker(finder: Finder) -> None:
    assert finder.evidence.speakers("What does Bellamy say of shoes?") == {"health/ward.md"}
    assert finder.evidence.speakers("according to PRIYA raman") == {"law.md"}
    assert finder.evidence.speakers("What does a nurse earn?") == frozenset()


@pytest.mark.parametrize(
    ("question", "words", "missing"),
    [
        ("What does a senior nurse earn?", "Senior nurse", []),
        ("What does a senior nurse earn?", "Entry-level nurse", ["senior"]),
        ("What does a travel nurse in Boston earn?", "travel nurse in Seattle", ["Boston"]),
        ("How much will demand grow by 2040?", "grow by 6 percent", ["2040"]),
        ("What does a nurse earn?", "journeyman carpenter", ["nurse"]),
    ],
)
def test_what_the_question_names_and_the_unit_has_otherwise(
    question: str, words: str, missing: list[str], finder: Finder, guides: MemorySnapshot
) -> None:
    assert apart(read(finder, question), [number_of(guides, words)], finder.evidence) == missing


def test_each_level_that_is_asked_about_is_quoted(finder: Finder) -> None:
    chosen = finder.part("What do seniors earn as a nurse, and what do juniors?").chosen
    assert {"Senior nurse", "Entry-level nurse"} <= {" ".join(hit.unit.text.split()[:2]) for hit in chosen}


@pytest.mark.parametrize(
    "question", ["What share of nurses start on a general ward?", "What share of nurses wear shoes on the ward?"]
)
def test_what_is_no_figure_answers_no_question_for_one(question: str, finder: Finder) -> None:
    part = finder.part(question)
    assert part.coverage.score >= THRESHOLD
    assert not part.covered
    assert finder.part(question.replace("What share of", "Where do")).covered


ANSWERED = [
    ("What does an entry-level nurse earn?", "Entry-level nurse"),
    ("WHAT DOES A SENIOR NURSE EARN?", "Senior nurse"),
    ("What does a travel nurse in Seattle earn?", "Seattle"),
    ("travel nurse pay chicago", "Chicago"),
    ("How much will demand for nurses grow by 2032?", "6 percent"),
    ("How fast is demand for nurses growing?", "6 percent"),
    ("How long does a carpentery aprenticeship take?", "apprenticeship takes"),
    ("What does the midwifery diploma cost?", "Midwifery"),
    ("How many hours a week do junior lawyers work?", "60 hours"),
    ("What share of candidates passes the bar exam?", "78 percent"),
    ("Why do nurses start on a general ward?", "general ward"),
    ("What should I wear when a saw runs?", "ear protection"),
    ("shoes", "Comfortable shoes"),
    ("🔨 what tools do carpenters carry 🔨", "tape measure"),
    ("<b>What does a senior carpenter earn?</b>", "senior carpenter"),
]


@pytest.mark.parametrize(("question", "words"), ANSWERED)
def test_what_guides_say_is_found_and_quoted_first(question: str, words: str, finder: Finder) -> None:
    (part,) = finder.find(Standalone(question))
    assert part.covered, part.coverage
    assert part.coverage.score >= THRESHOLD
    assert words in part.chosen[0].unit.text


REFUSED = [
    "What does a travel nurse in Berlin earn?",
    "What does a travel nurse in Boston earn?",
    "What does a nurse earn in 1998?",
    "How much will demand for nurses grow by 2040?",
    "What does a senior lawyer earn?",
    "What does an entry-level carpenter earn?",
    "What does a translator earn?",
    "How long does a plumbing apprenticeship take?",
    "How long does medical school take?",
    "How much does a nurse weigh?",
    "What percentage of nurses are men?",
    "What is the capital of France?",
    "Wie viel verdient eine Krankenschwester?",
    "<script>alert(1)</script>",
    "xyzzy plugh",
]


@pytest.mark.parametrize("question", REFUSED)
def test_what_no_guide_says_is_not_covered(question: str, finder: Finder) -> None:
    (part,) = finder.find(Standalone(question))
    assert not part.covered, [found.unit.text for found in part.chosen]


def test_what_is_asked_for_and_no_guide_names_counts_against_an_answer(finder: Finder) -> None:
    known, unknown = (
        finder.part(text).coverage.score
        for text in ("Which tools do carpenters carry?", "Which lunchbox do carpenters carry?")
    )
    assert known > THRESHOLD > unknown


def test_coverage_tells_apart_what_is_asked_and_what_is_missing(finder: Finder) -> None:
    covered = finder.part("What does a travel nurse in Berlin earn?").coverage
    assert "Berlin" in covered.missing
    assert set(covered.covered) <= set(covered.asked)
    assert not set(covered.covered) & set(covered.missing)
    assert covered.why


def test_a_second_part_takes_its_topic_from_the_first(finder: Finder) -> None:
    first, second = finder.find(Standalone("What does a senior nurse earn and what does an entry-level one earn?"))
    assert "Senior nurse" in first.chosen[0].unit.text
    assert "Entry-level nurse" in second.chosen[0].unit.text


# --- ranking and quoting --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Nurses start on a ward.", True),
        ("Why do nurses leave?", False),
        ("“Who told you that?”", False),
        ("Welcome back to the channel, everyone.", False),
        ("Good luck.", False),
        ("By Tom J. Bellamy", False),
        ("By learning the ward's routines", True),
    ],
)
def test_what_only_asks_or_greets_is_no_statement(text: str, says: bool, finder: Finder) -> None:
    found = Hit(Unit("health/ward.md", 0, len(text), text), 0.0, 0.0, 0.0, 0)
    assert is_statement(found, read(finder, "What is it like on a ward?")) is says


def test_ranking_hears_only_the_author_who_was_named(finder: Finder, guides: MemorySnapshot) -> None:
    hits = [hit(guides, "18 percent of newly"), hit(guides, "30 percent of newly")]
    ranked = rank(read(finder, "According to Tom Bellamy, how many nurses leave?"), hits, finder.evidence)
    assert [found.unit.article_id for found in ranked] == ["health/ward.md"]


def test_the_level_that_was_asked_comes_first(finder: Finder, guides: MemorySnapshot) -> None:
    hits = [hit(guides, "Entry-level nurse"), hit(guides, "Senior nurse")]
    ranked = rank(read(finder, "What does a senior nurse earn?"), hits, finder.evidence)
    assert "Senior" in ranked[0].unit.text


def test_a_reply_to_another_question_comes_after_what_answers() -> None:
    guides = {"a.md": "# Ward\n\nNo, not every ward has a cook.\n\nThe ward has part-time nurses.\n"}
    finder = Finder(Evidence(MemorySnapshot(guides, HashEncoder())), HashEncoder())
    (part,) = finder.find(Standalone("Are there part-time nurses on the ward?"))
    assert part.hits[0].unit.text == "The ward has part-time nurses."
    assert part.hits[0].score - part.hits[1].score > 3.0
    (part,) = finder.find(Standalone("Does not every ward have a cook?"))
    assert part.hits[0].unit.text == "No, not every ward has a cook."


def test_years_of_experience_name_a_level(guides: MemorySnapshot) -> None:
    text = (
        "# Pay\n\nMost tailors have 4-6 years of experience with wool.\n\n"
        "A tailor with 1-2 years of experience earns $30,000.\n\n"
        "A tailor with 3-6 years of experience earns $40,000.\n"
    )
    finder = Finder(Evidence(MemorySnapshot({"a.md": text}, HashEncoder())), HashEncoder())
    for question, pay in (("after five years", "$40,000"), ("with 2+ years of experience", "$30,000")):
        (part,) = finder.find(Standalone(f"What does a tailor earn {question}?"))
        assert pay in part.hits[0].unit.text


def test_a_further_quote_brings_no_pay_where_none_is_asked_for() -> None:
    text = "# Tailors\n\nA tailor sews coats by hand.\n\nA tailor who sews coats earns $40,000.\n"
    finder = Finder(Evidence(MemorySnapshot({"a.md": text}, HashEncoder())), HashEncoder())
    (asked,) = finder.find(Standalone("Who sews coats by hand?"))
    assert [hit.unit.text for hit in asked.chosen] == ["A tailor sews coats by hand."]
    (paid,) = finder.find(Standalone("Is it true that a tailor who sews coats makes $40,000?"))
    assert "earns" in " ".join(hit.unit.text for hit in paid.chosen)


def test_few_units_are_chosen_and_none_twice(finder: Finder) -> None:
    for question in ("salary", "nurses", "What is said about law?"):
        (part,) = finder.find(Standalone(question))
        numbers = [found.number for found in part.chosen]
        assert len(numbers) == len(set(numbers)) <= MOST_UNITS + 1
        assert sum(len(found.unit.text.split()) for found in part.chosen) <= MOST_WORDS
    assert select(read(finder, "salary"), [], finder.evidence) == []


def test_a_guide_s_units_stand_together_as_cited_sentences(finder: Finder, guides: MemorySnapshot) -> None:
    hits = [hit(guides, "grow by 6 percent"), hit(guides, "Night shifts are"), hit(guides, "Comfortable shoes")]
    quoted = quote(hits, finder.evidence)
    first, second = quoted.text.split("\n\n")
    assert first.count("Maria Okafor") == 1
    assert "[1]" in first
    assert first.endswith("[2]")
    assert second == "Tom Bellamy: “Comfortable shoes matter more than any textbook on the ward.” [3]"
    assert [citation.number for citation in quoted.citations] == [1, 2, 3]


# --- voices ---------------------------------------------------------------------------------------------------


def test_a_guide_speaks_by_its_author_else_title_else_file() -> None:
    assert voice(Article("a/b-c.md", "", author="Ada Berg", title="Pilots")) == "Ada Berg"
    assert voice(Article("a/b-c.md", "", title="🚀 Harbour pilots: a life at sea")) == "Harbour pilots"
    assert voice(Article("a/b-c.md", "")) == "b c"


def test_rows_read_as_names_with_values() -> None:
    unit = Unit("a.md", 0, 19, "Leeds | £9,250 | 18", UnitKind.ROW, context="City | Fee | ")
    article = Article("a.md", unit.text, author="Elin Strand")
    assert spoken(unit, article, 4, named=True, moment=False) == "Elin Strand: “City: Leeds; Fee: £9,250; 18” [4]"
    odd = Unit("a.md", 0, 19, "Leeds | £9,250 | 18", UnitKind.ROW, context="City")
    assert spoken(odd, article, 4, named=False, moment=False) == "“Leeds | £9,250 | 18” [4]"


def test_a_cell_says_where_it_stands() -> None:
    unit = Unit("a.md", 0, 6, "£9,250", UnitKind.CELL, "Fees", "Leeds, a year")
    article = Article("a.md", unit.text, author="Elin Strand")
    assert spoken(unit, article, 1, named=True, moment=False) == "Elin Strand (Leeds, a year): “£9,250” [1]"
    assert cite(unit, article, 1).section == "Fees › Leeds, a year"


def test_the_moment_is_said_where_it_was_asked() -> None:
    unit = Unit("a.md", 0, 25, "Nurses need sturdy shoes.", timestamp="05:48")
    article = Article("a.md", unit.text, author="Tom Bellamy")
    assert spoken(unit, article, 1, named=True, moment=True) == "Tom Bellamy, at 05:48: “Nurses need sturdy shoes.” [1]"
    assert "05:48" not in spoken(unit, article, 1, named=True, moment=False)


def test_a_citation_is_the_guide_s_own_words(guides: MemorySnapshot) -> None:
    unit = guides.units[number_of(guides, "Ask for a mentor")]
    article = guides.articles[unit.article_id]
    citation = cite(unit, article, 7)
    assert article.text[citation.start : citation.end] == citation.quote == unit.text
    assert (citation.number, citation.timestamp, citation.author) == (7, "02:10", "Tom Bellamy")
    assert (citation.published, citation.as_of, citation.url, citation.page) == (None, None, None, None)


# --- disagreement ---------------------------------------------------------------------------------------------


def two(one: str, other: str) -> MemorySnapshot:
    return MemorySnapshot({"a.md": f"# A\n\n{one}\n", "b.md": f"# B\n\n{other}\n"}, HashEncoder())


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("About 18 percent of new nurses leave.", "Nearly 30 percent of new nurses leave.", True),
        ("A nurse earns $60,000 a year.", "A nurse earns $90,000 a year.", True),
        ("A nurse earns $60,000 a year.", "A nurse makes $60,000 a year.", False),
        ("A nurse earns $60,000-$80,000 a year.", "A nurse earns $70,000-$90,000 a year.", False),
        ("A junior nurse earns $60,000 a year.", "A senior nurse earns $90,000 a year.", False),
        ("A nurse earned $60,000 in 2020.", "A nurse earned $90,000 in 2024.", False),
        ("A nurse earns $60,000 a year.", "A carpenter pays $90 for tools.", False),
        ("Training takes three years for nurses.", "About 18 percent of nurses leave training.", False),
    ],
)
def test_guides_differ_on_one_quantity_alone(one: str, other: str, differ: bool) -> None:
    snapshot = two(one, other)
    evidence = Evidence(snapshot)
    pair = [hit(snapshot, one), hit(snapshot, other)]
    assert conflicting(pair[0], pair[1], evidence) is differ
    assert bool(list(disagreements(pair, evidence))) is differ


def test_one_guide_does_not_disagree_with_itself() -> None:
    snapshot = MemorySnapshot(
        {"a.md": "# A\n\nAbout 18 percent of new nurses leave. Nearly 30 percent of new nurses leave.\n"}, HashEncoder()
    )
    assert not conflicting(hit(snapshot, "18"), hit(snapshot, "30"), Evidence(snapshot))


# --- refusal and suggestions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "missing", "sentence"),
    [
        ("What does a nurse in Berlin earn?", ("Berlin",), "No guide gives pay in Berlin."),
        ("What does law school cost?", (), "No guide gives a cost for this."),
        ("How long does medical school take?", (), "No guide says how long for this."),
        ("Tell me about zebras", ("zebras",), "No guide speaks of “zebras”."),
        ("Tell me about law", (), "No guide answers this."),
    ],
)
def test_a_refusal_names_what_no_guide_says(
    question: str, missing: tuple[str, ...], sentence: str, finder: Finder
) -> None:
    assert missing_sentence(read(finder, question), Coverage((), (), missing, 0.0, "")) == sentence


def test_suggestions_are_asked_only_where_guides_answer(finder: Finder, guides: MemorySnapshot) -> None:
    found = finder.part("What does a nurse earn?")
    asked: list[str] = []

    def covers(question: str) -> bool:
        asked.append(question)
        return "law" in question

    offered = list(follow_ups(found.hits, found.chosen, covers))
    assert offered
    assert all("law" in question for question in offered)
    assert len(asked) > len(offered)
    assert not list(follow_ups(found.hits, found.chosen, lambda question: False))
    assert len(list(follow_ups(found.hits, found.chosen, lambda question: True))) <= MOST
    assert not list(first_questions([], lambda question: False))
    assert len(set(first_questions(guides.units, lambda question: True))) >= 2
