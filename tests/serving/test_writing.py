"""An answer as text with annotations, and what a client is told whose words can't be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.types import Answer
from serving.writing import CORRECTED, place_of, written
from tests.fake_assistant import GUIDE, LISTED, cited

ANSWER = cited("Pay?")


def test_the_text_is_the_answer() -> None:
    text = written(ANSWER)
    assert text.text == ANSWER.answer
    (annotation,) = text.annotations
    assert text.text[annotation.start : annotation.end] == ANSWER.sentences[0].text
    assert annotation.citation == ANSWER.citations[0]


def test_notes_follow_and_what_is_missing() -> None:
    partial = replace(ANSWER, status="partial", not_covered=("the hours",), notice="The model was slow.")
    assert written(partial).text == (f"{ANSWER.answer}\n\nNot in the guides: the hours.\n\nNote: The model was slow.")


def test_what_comes_nearest_is_shown_and_annotated() -> None:
    refused = Answer("Boats?", "Boats?", "not_in_guides", "The guides don't answer this.", nearest=(LISTED.citation,))
    text = written(refused)
    (annotation,) = text.annotations
    assert text.text[annotation.start : annotation.end] == f"“{LISTED.citation.quote}” (Harbour pilots)"


def test_what_was_streamed_goes_on_where_it_stays_true() -> None:
    text = written(replace(ANSWER, notice="Slow."))
    assert text.behind(ANSWER.answer) == text


def test_what_was_streamed_and_is_taken_out_is_corrected() -> None:
    streamed = "A harbour pilot earns $91,000 a year and never sleeps. [1]"
    text = written(ANSWER).behind(streamed)
    assert text.text == f"{streamed}\n\n{CORRECTED}\n\n{ANSWER.answer}"
    (annotation,) = text.annotations
    assert text.text[annotation.start : annotation.end] == ANSWER.sentences[0].text


@pytest.mark.parametrize(
    ("url", "quote", "place"),
    [
        ("https://example.org/a", "Pay-rise, now", "https://example.org/a#t=65:~:text=Pay%2Drise%2C%20now"),
        ("https://example.org/a#b", "Pay", "https://example.org/a#b:~:text=Pay"),
        (None, "Pay\nrow", "http://localhost:1/guides/pay/harbour.md#:~:text=Pay%20row"),
        (None, "one two three four " * 9, "http://localhost:1/guides/pay/harbour.md#:~:text="
         "one%20two%20three%20four,one%20two%20three%20four"),
    ],
)  # fmt: skip
def test_a_place_has_the_browser_mark_the_quote(url: str | None, quote: str, place: str) -> None:
    assert GUIDE.id == "pay/harbour.md"
    assert place_of(replace(LISTED.citation, url=url, quote=quote), "http://localhost:1/") == place
