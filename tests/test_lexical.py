from __future__ import annotations

from pathlib import Path

import pytest

from rag.language.lexical import LexicalIndex, terms


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("Engineers' salaries, an engineer’s salary", ["engin", "salari", "an", "engin", "salari"]),
        ("CI/CD for entry-level", ["ci/cd", "ci", "cd", "for", "entry-level", "entri", "level"]),
        ("$165K-$240K in C++ and C#", ["165k", "240k", "in", "c++", "and", "c#"]),
        ("4.5 years, 85 %", ["4.5", "year", "85"]),
        ("Ünïcode 学习", ["ünïcode", "学习"]),
        (" — ... ", []),
    ],
)
def test_words_become_stems(text: str, stems: list[str]) -> None:
    assert terms(text) == stems


def test_the_best_first_and_nothing_without_a_word_in_common(tmp_path: Path) -> None:
    index = LexicalIndex.build(map(terms, ["docker and docker", "docker for a long time among many others", "", "pay"]))
    found = index.search(terms("Docker"), 5)
    assert [number for number, _ in found] == [0, 1]
    assert found[0][1] > found[1][1] > 0
    assert index.search(terms("docker"), 1) == found[:1]
    assert index.search(terms("unheard of"), 5) == []
    index.save(tmp_path / "saved")
    assert LexicalIndex.load(tmp_path / "saved").search(terms("docker"), 5) == found


@pytest.mark.parametrize("texts", [[], ["", " — "]])
def test_texts_without_a_word(texts: list[str], tmp_path: Path) -> None:
    index = LexicalIndex.build(map(terms, texts))
    index.save(tmp_path / "saved")
    assert index.search(["docker"], 5) == []
    assert LexicalIndex.load(tmp_path / "saved").search(["docker"], 5) == []
