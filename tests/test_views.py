"""What of a unit is indexed by its words."""

from __future__ import annotations

from ingest.articles import parse
from rag.indexing.views import around_terms, lexical_terms
from rag.language.lexical import LexicalIndex, terms
from rag.retrieval.retrieval import find_candidates, retrieve
from tests.careers import MemorySnapshot
from tests.fakes import HashEncoder

BOATS = """# Boats

A harbour pilot guides ships. The licence takes years. It is renewed often.

Cooks boil rice.

- Sailors scrub decks.
- Divers mend hulls.

| Role | Pay |
|---|---|
| Pilot | 91,000 |
| Cook | 30,000 |
"""
SEA = "# Notes\n\nIt takes four years.\n\nThe pilot trains at sea. It takes six years.\n"


def test_a_sentence_is_found_by_its_own_words_and_by_those_of_the_sentences_beside_it() -> None:
    parsed = parse(BOATS.encode(), "boats.md")
    texts = [unit.text for unit in parsed.units]
    pilot, licence, renewed = (texts.index(text) for text in BOATS.splitlines()[2].replace(". ", ".|").split("|"))
    own = LexicalIndex.build(lexical_terms(parsed)).search(terms("licence"), 9)
    assert [number for number, _ in own] == [licence]
    first, *others = [n for n, _ in LexicalIndex.build(around_terms(parsed)).search(terms("licence"), 9)]
    assert first == licence, "its own words count for more"
    assert set(others) == {pilot, renewed}


def test_paragraphs_items_and_rows_lend_one_another_nothing() -> None:
    parsed = parse(BOATS.encode(), "boats.md")
    stems = {unit.text: set(around) for unit, around in zip(parsed.units, around_terms(parsed), strict=True)}
    assert "licenc" not in stems["Cooks boil rice."]
    assert "boil" not in stems["It is renewed often."]
    assert "hull" not in stems["Sailors scrub decks."]
    assert not [text for text, found in stems.items() if {"91,000", "30,000"} <= found]


def test_a_sentence_beside_what_is_asked_is_found_before_one_that_stands_alone() -> None:
    snapshot = MemorySnapshot({"a.md": SEA}, HashEncoder())
    found = find_candidates("pilot takes years", snapshot, HashEncoder())
    texts = [snapshot.units[number].text for number in found.numbers]
    alone, beside = texts.index("It takes four years."), texts.index("It takes six years.")
    assert found.lexical[beside] > found.lexical[alone]
    assert found.own_words[beside] == found.own_words[alone], "what they say themselves is as near"


def test_hits_come_in_the_order_of_what_they_say_themselves() -> None:
    snapshot = MemorySnapshot({"a.md": SEA}, HashEncoder())
    found = find_candidates("pilot takes years", snapshot, HashEncoder())
    scores = dict(zip(found.numbers, (found.dense + found.own_words).tolist(), strict=True))
    hits = retrieve("pilot takes years", snapshot, HashEncoder())
    assert [hit.score for hit in hits] == sorted(scores.values(), reverse=True)
    assert all(hit.score == scores[hit.number] for hit in hits)
