"""Sentences as spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language.sentences import LONGEST_WORDS, sentence_spans


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["It pays well.", "It is fun!", "Is it?", "Yes."],
        ["A Sr. Engineer earns 3.5 times as much as Dr. Roe, e.g. in the U.S. market."],
        ["He works in the U.S.", "The pay is good."],
        ["A Ph.D. in math helps."],
        ["She has a Ph.D.", "That helps."],
        ["We use node.js and .NET vs. Java."],
        ["No.", "In many firms it is not."],
        ["See No. 5 on the list."],
        ["“It pays.”", "So they say."],
        ["It pays (a lot).", "It does."],
        ["Docker, Terraform, etc. are tools.", "Learn them, etc.", "Then rest."],
        ["Well… it depends.", "Really…", "It does."],
        ["It depends...", "on what you want."],
        ["Use our calculator.", "to see what you earn."],
        ["Pay: $40,000 to $70,000.", "More at 9 a.m. each day."],
    ],
)
def test_sentences_end_where_they_end(sentences: list[str]) -> None:
    assert _sentences(" ".join(sentences)) == sentences


def test_a_sentence_without_end_is_cut_at_clauses() -> None:
    pieces = _sentences("we say this and that, " * 100)
    assert all(len(piece.split()) <= LONGEST_WORDS for piece in pieces)
    assert all(piece.endswith(",") for piece in pieces)


@given(st.text(alphabet=st.sampled_from("ab Z.!?…,—\"')1\n"), max_size=400))
def test_spans_are_in_order_and_leave_out_nothing_but_space(text: str) -> None:
    spans = sentence_spans(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    assert "".join("".join(_sentences(text)).split()) == "".join(text.split())
