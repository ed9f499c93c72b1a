"""Sentences of a text that comes in pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.model.markers import normal
from rag.model.sentences import Sentences

WORDS = st.sampled_from(
    "a The U.S. Dr. e.g. i.e. etc. No. 5 $1.5M v2.0 vs. Ph.D. [1] [1, 2] [passage 3] 【2】 (1) (see it) [ ( …"
    ' ... It is. "So." (yes). what? p.m. 1. - ** [1]. years.[2] I We'.split()
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", ""])), max_size=25).map(
    lambda pairs: "".join(word + space for word, space in pairs)
)


def cut(*pieces: str) -> list[str]:
    """All sentences of a text in pieces, the last one's rest included, without the space around them."""
    sentences = Sentences()
    found = [one for piece in pieces for one in sentences.add(piece)]
    return [one.strip() for one in (*found, sentences.rest) if one.strip()]


@pytest.mark.parametrize(
    "expected",
    [
        ["It pays $1.5M in the U.S. market [1].", "Dr. Lee uses v2.0 of it, e.g. at night [2].", "So it is [1]."],
        ["He works in the U.S. [1]", "The pay is good [2]."],
        ["It takes four years. [1][2]", "It is fun! [3]", "Is it? [1]"],
        ["It takes four years [1, 2].", "“It pays.” [passage 3]", "So they say【2】."],
        ["It takes four years (1).", "It pays (a lot) [1].", "See No. 5 [2]."],
        ["Ann Lee says so, vs. Roe Sr. Engineers [1].", "She has a Ph.D. [1]", "That helps [2]."],
        ["In 2024. [1]", "They met at 9 a.m. on Jan. 5 in St. Louis [2]."],
    ],
)
def test_sentences_end_where_they_end_wherever_the_pieces_do(expected: list[str]) -> None:
    text = " ".join(expected)
    assert cut(text) == expected
    assert cut(*text) == expected
    for place in range(len(text)):
        assert cut(text[:place], text[place:]) == expected


def test_lines_are_sentences_of_their_own() -> None:
    text = "## Pay\n\n- It pays [1]\n- It is fun [2]\n\nSo it is. [1]\n[2] Guide"
    assert cut(*text) == ["## Pay", "- It pays [1]", "- It is fun [2]", "So it is. [1]", "[2] Guide"]


@given(TEXTS, st.data())
def test_any_pieces_of_a_text_give_the_same_sentences(text: str, data: st.DataObject) -> None:
    whole = cut(text)
    assert "".join("".join(whole).split()) == "".join(text.split())
    assert cut(*text) == whole
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    assert cut(*(text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True))) == whole


def test_a_sentence_comes_with_the_beginning_of_the_next() -> None:
    sentences = Sentences()
    assert list(sentences.add("It takes four years [1]. ")) == []
    assert list(sentences.add("Appren")) == ["It takes four years [1]. "]


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("So it is [1, 3].", "So it is [1][3]."),
        ("So it is [1;3][4].", "So it is [1][3][4]."),
        ("So it is [2-4, 7].", "So it is [2][3][4][7]."),
        ("So it is [4–2].", "So it is [4][2]."),
        ("So it is [1-9000].", "So it is [1][9000]."),
        ("So [it] is [1].", "So [it] is [1]."),
        ("So it is [passage 1].", "So it is [1]."),
        ("So it is [Passages 1 and 3].", "So it is [1][3]."),
        ("So it is (source 2).", "So it is [2]."),
        ("So it is【1】.", "So it is[1]."),
        ("So it is【2†guide.md】.", "So it is[2]."),
        ("So it is [^1].", "So it is [1]."),
        ("So it is (1).", "So it is [1]."),
        ("So it is. (1, 2)", "So it is. [1][2]"),
        ("So it is (1)(2).", "So it is [1][2]."),
        ("First (1) this, then (2) that [3].", "First (1) this, then (2) that [3]."),
        ("First (1) this, then that.", "First (1) this, then that."),
        ("It pays (16), and more (18).", "It pays [16], and more [18]."),
        ("First (1) this, then (2) that (18).", "First (1) this, then (2) that [18]."),
        ("It took off in (2019).", "It took off in (2019)."),
        ("So [1](https://a.example) it is.", "So [1](https://a.example) it is."),
    ],
)
def test_markers_come_to_hold_one_number_each(written: str, normalised: str) -> None:
    assert normal(written) == normalised
