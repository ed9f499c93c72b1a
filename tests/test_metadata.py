"""Title, author and front matter."""

from __future__ import annotations

import pytest

from ingest.articles import read_lines
from ingest.blocks import read_blocks
from ingest.metadata import Metadata, find_metadata, names_author, split_front_matter
from rag.errors import ArticleError

TEXT = "Platform engineers keep the tools of others alive. They are paid for it, and rarely thanked for it."


def _found(text: str, name: str = "a.txt") -> Metadata:
    return find_metadata(Metadata(), read_blocks(read_lines(text, 1)[0]), name)


def test_front_matter_is_read_and_counted() -> None:
    known, body, lines = split_front_matter("---\nTitle: On pay\nauthor: [Jane, Max]\ndate: 2025-03-03\n---\ntext")
    assert known == Metadata("On pay", "Jane, Max", "2025-03-03")
    assert (body, lines) == ("text", 5)


def test_a_written_date_in_front_matter_is_iso_and_an_odd_one_stays() -> None:
    assert split_front_matter("---\npublished: March 3, 2025\n---\n")[0].published == "2025-03-03"
    assert split_front_matter("---\npublished: last spring\n---\n")[0].published == "last spring"


def test_a_text_without_front_matter_is_all_body() -> None:
    assert split_front_matter("text\n---\nmore") == (Metadata(), "text\n---\nmore", 0)


@pytest.mark.parametrize("front", ["- a\n- b", "just text", "a: [", "a: 2025-13-45"])
def test_front_matter_that_is_no_mapping_is_refused(front: str) -> None:
    with pytest.raises(ArticleError, match="front matter"):
        split_front_matter(f"---\n{front}\n---\ntext")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("Written by Max van der Berg, staff writer", "Max van der Berg"),
        ("Author: Zoë O’Hara | 8 min read", "Zoë O’Hara"),
        ("BY JANE DOE", "JANE DOE"),
        ("Authored & Published by Jane Doe, coach with 6+ years", "Jane Doe"),
        ("By Jane Doe and Max Roe", "Jane Doe and Max Roe"),
        ("Posted by Jane Doe on May 5", "Jane Doe"),
        ("By Jane", "Jane"),
        ("By Learning Docker, you save time", None),
        ("By 2030 all will change", None),
        ("By Monday we ship", None),
        ("Photo by Jane Doe on a site", None),
    ],
)
def test_bylines(line: str, name: str | None) -> None:
    assert names_author(line) == name


def test_a_name_above_a_role_at_the_end_is_the_author() -> None:
    assert _found(f"Platform work\n\n{TEXT}\n\nJane Doe\n\nSenior Engineer at Example").author == "Jane Doe"


def test_a_product_above_a_role_is_no_author() -> None:
    assert _found(f"Platform work\n\n{TEXT}\n\nMachine Learning Guide\n\nFor any engineer").author is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"# Platform work\n{TEXT}", "Platform work"),
        (f"Platform Engineer 🔥\n\n{TEXT}", "Platform Engineer"),
        (f"CAREERS\nPlatform Engineer Pay\nBy Jane Doe\n\n{TEXT}", "Platform Engineer Pay"),
        (TEXT, None),
        (f"### First part\n{TEXT}\n### Second part\n{TEXT} Or so.", None),
    ],
)
def test_titles_are_found_or_null(text: str, title: str | None) -> None:
    assert _found(text).title == title


def test_what_is_known_is_kept() -> None:
    known = Metadata(title="T", author="A", published="2020-01-01")
    blocks = read_blocks(read_lines(f"# Other\nBy Jane Doe\nMarch 3, 2025\n{TEXT}", 1)[0])
    assert find_metadata(known, blocks, "a.md") == known
