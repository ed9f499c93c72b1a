"""Title, author and front matter."""

from __future__ import annotations

import pytest

from ingest.articles import parse
from ingest.blocks import Metadata
from ingest.frontmatter import open_text
from ingest.metadata import names_author
from rag.errors import ArticleError
from rag.types import Article

TEXT = "Platform engineers keep the tools of others alive. They are paid for it, and rarely thanked for it."


def _found(text: str, name: str = "a.txt") -> Article:
    return parse(text.encode(), name).article


def test_front_matter_is_read_and_counted() -> None:
    opened = open_text("---\nTitle: On pay\nauthor: [Jane, Max]\ndate: 2025-03-03\n---\ntext")
    assert opened.known == Metadata("On pay", "Jane, Max", "2025-03-03")
    assert (opened.body, opened.before, opened.dropped) == ("text", 5, ())


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: On pay\nauthors:\n- name: Jane\n- Max\nupdated: 2025-03-03\n---\n",
        "---\ntitle: On pay\nauthor: {name: 'Jane, Max'}\npublished: 3 March 2025\n...\n",
        '+++\ntitle = "On pay"\nauthors = ["Jane", "Max"]\ndate = 2025-03-03T10:00:00Z\n+++\n',
        '{"title": "On pay", "author": ["Jane", "Max"], "date": "2025-03-03"}\n',
    ],
)
def test_front_matter_of_each_form_says_the_same(front: str) -> None:
    assert open_text(f"{front}text").known == Metadata("On pay", "Jane, Max", "2025-03-03")


def test_a_written_date_in_front_matter_is_iso_and_an_odd_one_stays() -> None:
    assert open_text("---\npublished: March 3, 2025\n---\n").known.published == "2025-03-03"
    assert open_text("---\npublished: last spring\n---\n").known.published == "last spring"


def test_what_front_matter_holds_besides_is_listed() -> None:
    opened = open_text("---\ntitle: T\nsteps:\n- do: Sand the hull.\n  days: 3\nurl: javascript:alert(1)\n---\ntext")
    assert [(drop.line, drop.text) for drop in opened.dropped] == [
        (3, "steps: Sand the hull. | 3"),
        (6, "url: javascript:alert(1)"),
    ]
    assert opened.known.url is None


def test_front_matter_holds_no_character_that_nobody_sees() -> None:
    opened = open_text('---\ntitle: "a\\u202eb\\U000E0041c\\u3164d\\u115fe\\u0007"\n---\ntext')
    assert opened.known.title == "abcde"


@pytest.mark.parametrize(
    "text", ["text\n---\nmore", "---\n\nA rule above.\n\n---\n\nmore", "---\n- a\n- b\n---\ntext", "{braces} first"]
)
def test_a_text_without_front_matter_is_all_body(text: str) -> None:
    opened = open_text(text)
    assert (opened.known, opened.body, opened.before) == (Metadata(), text, 0)


@pytest.mark.parametrize("front", ["a: [", "a: 2025-13-45", "title: Pay: more"])
def test_front_matter_that_can_not_be_read_is_refused(front: str) -> None:
    with pytest.raises(ArticleError, match="front matter"):
        open_text(f"---\n{front}\n---\ntext")


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
    front = "---\ntitle: T\nauthor: A\npublished: 2020-01-01\n---\n"
    article = _found(f"{front}# Other\nBy Jane Doe\nMarch 3, 2025\n\n{TEXT}", "a.md")
    assert (article.title, article.author, article.published) == ("T", "A", "2020-01-01")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"# Pay\n\n{TEXT}", "Pay"),
        (f"# Pay\n\n{TEXT}\n\n# Way\n\n{TEXT}\n\n# Day\n\n{TEXT}", None),
        (f"Pay of pilots\n\n{TEXT}", None),
    ],
)
def test_markdown_has_the_title_that_it_marks(text: str, title: str | None) -> None:
    assert _found(text, "a.md").title == title
