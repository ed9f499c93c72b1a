"""What of a unit is searched, and how both searches go together."""

from __future__ import annotations

from ingest.articles import parse
from rag.encoding.encoder import OnnxEncoder
from rag.indexing.views import lexical_terms, searched_text
from rag.language.lexical import LexicalIndex, terms
from rag.retrieval.retrieval import find_candidates, retrieve
from rag.types import Hit
from tests.careers import MemorySnapshot
from tests.fakes import HashEncoder

BOATS = """# Boats

A harbour pilot guides ships. The licence takes years. It is renewed often.

Cooks boil rice.

- Sailors scrub decks.
- Divers mend hulls.

## Pay on board

| Role | Pay |
|---|---|
| Pilot | 91,000 |
| Cook | 30,000 |
"""


def found(question: str, snapshot: MemorySnapshot, k: int = 9) -> list[Hit]:
    encoder = HashEncoder()
    return retrieve([question], encoder.encode([question]), snapshot, k)


def test_a_unit_is_searched_behind_what_it_stands_under() -> None:
    parsed = parse(BOATS.encode(), "boats.md")
    texts = {unit.text: searched_text(unit, parsed.article) for unit in parsed.units}
    assert texts["Cooks boil rice."].endswith("Boats. Cooks boil rice.")
    row = texts["Pilot | 91,000"]
    assert [word in row for word in ("Boats", "Pay on board", "Role", "91,000")] == [True] * 4
    assert all(unit in text for unit, text in texts.items())


def test_a_guide_without_a_title_goes_by_its_file() -> None:
    parsed = parse(b"Cooks boil rice, and they boil it for a long time.\n", "at_sea/life-on-board.md")
    assert "life on board" in searched_text(parsed.units[0], parsed.article)


def test_words_are_those_of_the_unit_and_of_its_headings_alone() -> None:
    parsed = parse(BOATS.encode(), "boats.md")
    texts = [unit.text for unit in parsed.units]
    index = LexicalIndex.build(lexical_terms(parsed))
    assert [texts[number] for number, _ in index.search(terms("licence"), 9)] == ["The licence takes years."]
    assert {texts[number] for number, _ in index.search(terms("pay"), 9)} == {"Pilot | 91,000", "Cook | 30,000"}


def test_hits_are_the_best_first_and_no_more_than_asked_for() -> None:
    snapshot = MemorySnapshot({"a.md": BOATS}, HashEncoder())
    hits = found("sailors scrub decks", snapshot, k=3)
    assert len(hits) == 3
    assert hits[0].unit.text == "Sailors scrub decks."
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(snapshot.units[hit.number] == hit.unit for hit in hits)
    assert all(-1.001 <= hit.cosine <= 1.001 for hit in hits)


def test_words_find_what_meaning_does_not() -> None:
    snapshot = MemorySnapshot({"a.md": BOATS}, HashEncoder())
    candidates = find_candidates("licences", HashEncoder().encode(["licences"])[0], snapshot)
    texts = [snapshot.units[number].text for number in candidates.numbers]
    best = texts[int(candidates.lexical.argmax())]
    assert best == "The licence takes years.", "a stem, where whole words have nothing in common"


def test_of_several_texts_a_unit_counts_by_the_one_that_it_fits_best() -> None:
    snapshot, encoder = MemorySnapshot({"a.md": BOATS}, HashEncoder()), HashEncoder()
    questions = ["divers mend hulls", "cooks boil rice"]
    both = {hit.number: hit for hit in retrieve(questions, encoder.encode(questions), snapshot, 99)}
    alone = [{hit.number: hit for hit in found(question, snapshot, 99)} for question in questions]
    assert {both[n].score for n in both} == {max(one[n].score for one in alone if n in one) for n in both}
    assert {snapshot.units[n].text for n in sorted(both, key=lambda n: -both[n].score)[:2]} == {
        "Divers mend hulls.",
        "Cooks boil rice.",
    }


def test_nothing_is_found_where_no_guide_is() -> None:
    assert found("anything", MemorySnapshot({}, HashEncoder())) == []


def test_what_is_asked_in_other_words_is_found_by_its_meaning(guides: MemorySnapshot, meaning: OnnxEncoder) -> None:
    question = "How many years does it take to become a carpenter?"
    hits = retrieve([question], meaning.encode([question]), guides, 5)
    assert "A carpentry apprenticeship takes four years." in [hit.unit.text for hit in hits]
