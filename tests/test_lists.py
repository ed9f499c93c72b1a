"""The lists of words that stand in files."""

from __future__ import annotations

import pytest

from rag.language import lists
from rag.language.lists import read_lines, read_words

NAMES = sorted(path.stem for path in (lists._FOLDER).glob("*.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_a_list_has_lines_of_words_and_no_comments(name: str) -> None:
    assert read_lines(name)
    assert all(line.strip() == line and not line.startswith("#") for line in read_lines(name))
    assert read_words(name) == {word for line in read_lines(name) for word in line.split()}


def test_there_are_lists() -> None:
    assert {"stopwords", "places"} <= set(NAMES)
