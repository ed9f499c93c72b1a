"""`career eval chunks`: its format, the plain splitting it compares with, and what is counted."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from evals.chunking import Asked, Span, read_chunking
from evals.chunks import Letters, Piece, as_guides, evaluate, recall
from evals.memory import index_in_memory
from evals.recursive import split
from rag.errors import UsageError
from rag.progress import silent
from tests.fakes import HashEncoder

HARBOUR = "Pilots steer ships.\n\nA pilot’s licence takes four years.  It costs 900 crowns."
LICENCE = "A pilot’s licence takes four years."


def chunking_set(folder: Path, references: Any, corpus: str = "harbour") -> Path:
    """A folder with one corpus and one question."""
    (folder / "corpora").mkdir()
    (folder / "corpora" / "harbour.md").write_bytes(HARBOUR.encode())
    with (folder / "questions.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["question", "references", "corpus_id"])
        rows.writerow(["How long does a licence take?", json.dumps(references), corpus])
    return folder


def reference(content: str = LICENCE, start: int | None = None) -> dict[str, Any]:
    start = HARBOUR.index(content) if start is None else start
    return {"content": content, "start_index": start, "end_index": start + len(content)}


def test_a_question_comes_with_its_spans(tmp_path: Path) -> None:
    found = read_chunking(chunking_set(tmp_path, [reference()]))
    assert found.corpora == {"harbour": HARBOUR}
    start = HARBOUR.index(LICENCE)
    assert found.questions == (Asked("How long does a licence take?", (Span("harbour", start, start + len(LICENCE)),)),)


@pytest.mark.parametrize(
    ("references", "corpus", "said"),
    [
        ([reference(start=3)], "harbour", "aren't its reference"),
        ([reference(content="  ")], "harbour", "aren't its reference"),
        ([], "harbour", "no JSON list"),
        ([{"content": LICENCE}], "harbour", "takes content"),
        ([reference()], "castle", "no corpus 'castle'"),
    ],
)
def test_a_bad_question_is_named(tmp_path: Path, references: Any, corpus: str, said: str) -> None:
    with pytest.raises(UsageError, match=rf"questions\.csv, question 1: .*{said}"):
        read_chunking(chunking_set(tmp_path, references, corpus))


def test_a_folder_without_a_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no \.md file"):
        read_chunking(tmp_path)


# The expected chunks are those of LangChain's RecursiveCharacterTextSplitter without overlap.
@pytest.mark.parametrize(
    ("text", "chunks"),
    [
        ("short", ["short"]),
        ("one two\n\nthree four five", ["one two", "three", "four five"]),
        ("one\ntwo\nthree four", ["one\ntwo", "three", "four"]),
        ("abcdefghijklmnopqrstuvw xyz", ["abcdefghij", "klmnopqrst", "uvw", "xyz"]),
        (" \n\n ", []),
    ],
)
def test_text_is_split_at_the_coarsest_separator_that_fits(text: str, chunks: list[str]) -> None:
    assert split(text, size=10) == chunks


def test_letters_are_found_whatever_stands_between_them() -> None:
    places = Letters("Über **uns**, say  they. Say they!")
    assert places.find("über uns", 0) == (0, 7)
    assert places.find("Say they!", 0) == (7, 14)
    assert places.find("Say they!", 14) == (14, 21)
    assert places.find("Über", 14) == (0, 4), "an earlier place where there is no later one"
    assert places.find("nobody", 0) is None
    assert places.find("...", 0) is None
    assert places.between(5, 12) == (4, 7)


def test_what_goes_past_the_budget_is_cut_off() -> None:
    pieces = [Piece("a", "b c d", 10, 13), Piece("a", "e f g", 20, 23)]
    assert recall(pieces, [("a", 10, 13), ("a", 20, 23)], budget=10) == 1
    assert recall(pieces, [("a", 10, 13), ("a", 20, 23)], budget=8) == pytest.approx(5 / 6)
    assert recall(pieces, [("a", 20, 23)], budget=5) == 0
    assert recall(pieces, [("b", 10, 13)], budget=10) == 0, "the same place of another text"


def test_text_that_stands_nowhere_takes_room_and_gives_nothing() -> None:
    assert recall([Piece("a", "b c d", 0, 0), Piece("a", "e f g", 20, 23)], [("a", 0, 3)], budget=3) == 0


def test_both_ways_retrieve_a_text_that_fits_whole(tmp_path: Path) -> None:
    asked, encoder = read_chunking(chunking_set(tmp_path, [reference()])), HashEncoder()
    snapshot = index_in_memory(as_guides(asked), encoder, silent)
    found = evaluate(asked, snapshot, encoder, encoder, silent)
    assert (found.questions, found.characters) == (1, 2000)
    assert found.fused.recall == found.dense.recall == found.recursive.recall == found.fused.whole == 1
