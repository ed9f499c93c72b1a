"""The cheapest, the longest: read off a table's rows, whichever table it is."""

from __future__ import annotations

import pytest

from rag.asking.question import read_question
from rag.finding.extremes import extreme
from rag.finding.matching import Evidence
from rag.finding.ranking import rank
from rag.finding.retrieval import retrieve
from tests.careers import MemorySnapshot
from tests.fakes import HashEncoder

COURSES = """# Courses in the building trades

A course pays for itself, says everybody who took one.

| Course | Town | Takes | Cost |
| --- | --- | --- | --- |
| Joinery | Leeds | 9 months | $4,000 |
| Roofing | York | 3 months | $2,500 |
| Tiling | Leeds | 5 months | $3,100 |
| Masonry | Leeds | 2 years | $9,800 |
"""


def found(text: str) -> str | None:
    encoder = HashEncoder()
    evidence = Evidence(MemorySnapshot({"courses.md": COURSES}, encoder))
    question = read_question(text, evidence.vocabulary, lambda word: True)
    hit = extreme(question, rank(question, retrieve(text, evidence.snapshot, encoder), evidence), evidence)
    return hit.unit.text.split(" | ")[0] if hit else None


@pytest.mark.parametrize(
    ("question", "course"),
    [
        ("Which course is the cheapest?", "Roofing"),
        ("Which course in Leeds has the lowest cost?", "Tiling"),
        ("What is the priciest course?", "Masonry"),
        ("How long is the longest course?", "Masonry"),
        ("How many months does the shortest course in Leeds take?", "Tiling"),
        ("What does a course cost?", None),
        ("Which course is best for most people?", None),
    ],
)
def test_the_row_that_a_superlative_asks_for(question: str, course: str | None) -> None:
    assert found(question) == course
