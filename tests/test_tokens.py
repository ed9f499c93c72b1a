"""The reader's input: what stands where, whose tokens are whose, and what is cut."""

from __future__ import annotations

import pytest
from tokenizers import Tokenizer

from rag.encoding.models import shipped_files
from rag.reading.tokens import (
    FIRST_UNIT,
    MOST,
    MOST_EARLIER,
    MOST_HEADING,
    MOST_QUESTION,
    MOST_UNIT,
    NOTHING,
    QUESTION,
    Input,
    Tokens,
    batch,
)
from rag.types import Window

WINDOW = Window("Boats: Pay", (4, 5), ("Divers earn 50,000.", "Pilots earn more."))
ASKED = "What do divers earn?"


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(shipped_files("reader")[1]))


@pytest.fixture(scope="module")
def tokens(tokenizer: Tokenizer) -> Tokens:
    return Tokens(tokenizer)


def words(made: Input, part: int, tokenizer: Tokenizer) -> str:
    """The text of one part."""
    text: str = tokenizer.decode([id for id, own in zip(made.ids, made.parts, strict=True) if own == part])
    return text.replace(" ", "")


def test_the_layout_is_what_was_asked_before_then_the_question_the_heading_and_the_units(
    tokens: Tokens, tokenizer: Tokenizer
) -> None:
    made = tokens.input(ASKED, "I am a pilot.", WINDOW)
    text = tokenizer.decode(list(made.ids), skip_special_tokens=False)
    pieces = [piece.strip() for piece in text.replace("[CLS]", "").split("[SEP]")]
    assert [piece.replace(" ", "") for piece in pieces] == [
        "iamapilot.",
        "whatdodiversearn?",
        "boats:pay",
        "diversearn50,000.",
        "pilotsearnmore.",
        "",
    ]
    assert tokenizer.decode(list(made.ids[:1]), skip_special_tokens=False) == "[CLS]"


def test_without_anything_before_the_question_comes_first(tokens: Tokens, tokenizer: Tokenizer) -> None:
    made = tokens.input(ASKED, "", WINDOW)
    assert made.parts[:2] == (NOTHING, QUESTION)
    assert made.ids[1:3] == tuple(tokens.ids(ASKED, 2))


@pytest.mark.parametrize("earlier", ["", "I am a pilot."])
def test_each_token_belongs_to_the_question_to_a_unit_or_to_nothing(
    earlier: str, tokens: Tokens, tokenizer: Tokenizer
) -> None:
    made = tokens.input(ASKED, earlier, WINDOW)
    assert len(made.ids) == len(made.types) == len(made.parts)
    assert words(made, QUESTION, tokenizer) == "whatdodiversearn?"
    assert words(made, FIRST_UNIT, tokenizer) == "diversearn50,000."
    assert words(made, FIRST_UNIT + 1, tokenizer) == "pilotsearnmore."
    assert max(made.parts) == FIRST_UNIT + 1
    behind = made.parts.index(QUESTION) + made.parts.count(QUESTION) + 1
    assert made.types == (0,) * behind + (1,) * (len(made.ids) - behind)


def test_every_part_is_cut_to_its_limit(tokens: Tokens, tokenizer: Tokenizer) -> None:
    long = "diver " * 100
    made = tokens.input(long, long, Window(long, (0, 1), (long, long)))
    assert made.parts.count(QUESTION) == MOST_QUESTION
    assert made.parts.index(QUESTION) == MOST_EARLIER + 2
    assert made.parts.count(FIRST_UNIT) == min(MOST_UNIT, MOST - 3 - MOST_EARLIER - MOST_QUESTION - MOST_HEADING - 2)
    assert len(made.ids) <= MOST


def test_of_many_long_units_the_last_ones_are_cut_first(tokens: Tokens) -> None:
    long = "diver " * 60
    made = tokens.input("Who dives?", "", Window("Boats", tuple(range(8)), (long,) * 8))
    counts = [made.parts.count(FIRST_UNIT + place) for place in range(8)]
    assert counts[0] == 60
    assert counts == sorted(counts, reverse=True)
    assert len(made.ids) <= MOST + 8, "behind each unit stands a separator, also behind one of no words"


@pytest.mark.parametrize("filler", [80, 400])
def test_of_a_long_question_the_end_counts(filler: int, tokens: Tokens, tokenizer: Tokenizer) -> None:
    """Whoever tells much of themselves asks at the end."""
    made = tokens.input("I was a cook. " * (filler // 4) + ASKED, "", WINDOW)
    assert made.parts.count(QUESTION) == MOST_QUESTION
    assert words(made, QUESTION, tokenizer).endswith("whatdodiversearn?")


def test_a_batch_is_padded_with_nothing_to_its_longest_input(tokens: Tokens) -> None:
    inputs = [tokens.input(ASKED, "", WINDOW), tokens.input("Divers?", "", Window("Boats", (0,), ("Divers dive.",)))]
    arrays = batch(inputs)
    longest = max(len(each.ids) for each in inputs)
    assert {name: array.shape for name, array in arrays.items()} == dict.fromkeys(
        ("input_ids", "attention_mask", "token_type_ids", "parts"), (2, longest)
    )
    for row, each in enumerate(inputs):
        size = len(each.ids)
        assert arrays["input_ids"][row].tolist() == [*each.ids, *[0] * (longest - size)]
        assert arrays["attention_mask"][row].tolist() == [1] * size + [0] * (longest - size)
        assert arrays["parts"][row, size:].tolist() == [NOTHING] * (longest - size)
