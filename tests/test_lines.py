"""Wild lines to logical ones."""

from __future__ import annotations

import textwrap

import pytest

from ingest.lines import is_plain, mark_structure, number_lines, unwrap

PROSE = (
    "Many people who come to this field were system administrators before, and most of them say that the move took "
    "about a year. What helped them was not a degree but a habit of writing small tools for the work at hand. Some "
    "of those tools grew into products, and a few of the products even pay the rent of the person who wrote them."
)


def _texts(text: str) -> list[str]:
    return [line.text for line in unwrap(mark_structure(number_lines(text))) if line.text]


@pytest.mark.parametrize("width", [28, 40, 56, 72, 80, 100, 120])
def test_lines_wrapped_at_any_width_are_one_paragraph_again(width: int) -> None:
    assert _texts(textwrap.fill(PROSE, width, break_on_hyphens=False)) == [PROSE]


@pytest.mark.parametrize("width", [40, 80])
def test_paragraphs_stay_apart(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(PROSE, width, break_on_hyphens=False) for _ in range(2))
    assert _texts(wrapped) == [PROSE, PROSE]


def test_captions_without_any_punctuation_are_joined() -> None:
    text = "so today i want to talk about the\njob that i have had for some years\nand why i would take it once more"
    assert _texts(text) == [text.replace("\n", " ")]


def test_a_word_broken_at_its_hyphen_is_whole() -> None:
    text = "The tools that they use are state-of-the-\nart in every way that one could think of\nand cheap as well."
    assert _texts(text)[0].startswith("The tools that they use are state-of-the-art in")


def test_lists_of_names_and_cells_stay_lines() -> None:
    text = "Python and Pandas for data work\nDocker and Kubernetes for apps\nTerraform for the clouds here"
    assert _texts(text) == text.split("\n")
    assert _texts("docker\nkubernetes\nterraform") == ["docker", "kubernetes", "terraform"]


def test_a_list_item_takes_its_wrapped_rest() -> None:
    assert _texts("- an item whose text goes\n  on in the next line\n- another") == [
        "- an item whose text goes on in the next line",
        "- another",
    ]


def test_a_link_broken_over_lines_is_whole() -> None:
    assert _texts("See [the guide\n](https://example.org) now.") == ["See [the guide ](https://example.org) now."]


def test_code_is_not_joined() -> None:
    assert _texts("```\nfor x in range(100000000):\nprint(x)\n```") == [
        "```",
        "for x in range(100000000):",
        "print(x)",
        "```",
    ]


def test_bullets_of_pages_are_list_items() -> None:
    assert _texts("• one\n✅ two\n→ three\n  ◦ four") == ["- one", "- two", "- three", "  - four"]


def test_quotes_lose_their_marks() -> None:
    assert _texts("> quoted\n>> deeper") == ["quoted", "deeper"]


def test_underlined_lines_are_headings() -> None:
    assert _texts("Pay guide\n=========\n\nBy level\n--------\ntext") == ["# Pay guide", "## By level", "text"]


def test_a_rule_under_a_paragraph_is_no_underline() -> None:
    assert _texts("A sentence ends here.\n---") == ["A sentence ends here.", "---"]


def test_a_flattened_list_is_opened() -> None:
    assert _texts("## Points - **One**: first. - **Two**: second.") == [
        "## Points",
        "- **One**: first.",
        "- **Two**: second.",
    ]


def test_lines_keep_the_number_of_the_line_they_begin_at() -> None:
    lines = unwrap(number_lines("one line that goes on over the edge\nand so on\n\nlast", first=5))
    assert [(line.text[:8], line.number) for line in lines] == [("one line", 5), ("last", 8)]


@pytest.mark.parametrize("text", ["# a", "- a", "1. a", "| a |", "```", "---", "", "<p>"])
def test_structure_is_no_running_text(text: str) -> None:
    assert not is_plain(text)


def test_a_wrapped_sentence_may_go_on_with_an_amount() -> None:
    wrapped = number_lines("A carpenter with ten years behind her in Boston earns\n$71,000 a year.")
    assert [line.text for line in unwrap(wrapped)] == [
        "A carpenter with ten years behind her in Boston earns $71,000 a year."
    ]
