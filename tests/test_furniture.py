"""What a page put around an article."""

from __future__ import annotations

import re

import pytest

from ingest.blocks import Block, BlockKind
from ingest.furniture import find_sounds, remove_furniture
from ingest.lines import number_lines
from ingest.plain import read_plain

PARAGRAPH = (
    "Most teams hire for this work once their models bring in money, and by then they need somebody who has done it "
    "before, which is why the few who have are paid so well."
)


def _dropped(text: str) -> list[str]:
    blocks, _ = read_plain([line for line in number_lines(text) if line.text])
    return [drop.text for drop in remove_furniture(blocks, copied=True)[1]]


@pytest.mark.parametrize(
    "label",
    [
        "Share on LinkedIn", "Subscribe to our newsletter", "8 min read", "Table of Contents", "Loading comments...",
        "Time Zone: Europe/Oslo", "Filters", "Sign in", "Accept all cookies", "© 2026 Example Media", "Next article",
        "Share · Subscribe to my newsletter!!", "12 Comments | 3 min read", "Comments (23)", "Read also: A CV | Menu",
        "1.2K views", "Home > Blog > Careers", "Skip to main content", "Photo by Jane on Example", "Register now",
        "[Sign up](https://example.org)", "- [Home](/)",
    ],
)  # fmt: skip
def test_labels_of_the_page_go(label: str) -> None:
    text = re.sub(r"^(?:- )?\[(.+)\]\(.+\)$", r"\1", label)
    assert _dropped(f"{PARAGRAPH}\n\n{label}\n\n{PARAGRAPH[:60]} again.") == [text]


@pytest.mark.parametrize(
    "content",
    [
        "Learn more about containers before you learn more about clusters, says the author.",
        "Share what you learn with your team, and write it down.",
        "- tags", "## Comments", "## Get started today", "$150K", "Start small.", "| Share | 3% |",
        "Share · $150K", "London · Comments (23)",
        "You can subscribe to updates, but most people never read them, and that is fine for a start.",
    ],
)  # fmt: skip
def test_content_stays(content: str) -> None:
    assert _dropped(f"{PARAGRAPH}\n\n{content}\n\n{PARAGRAPH[:60]} again.") == []


def test_other_pages_go_with_the_label_above_them() -> None:
    text = f"Related posts\n- Ten tools to learn\n- [Which degree?](/degree)\n{PARAGRAPH}\n- Ten tools to learn"
    assert _dropped(text) == ["Related posts", "Ten tools to learn", "Which degree?"]


def test_links_into_the_page_go() -> None:
    links = ["- [Pay](#pay)", "- [Skills](#skills)", "- [Way](#way)"]
    assert _dropped("\n".join([*links, PARAGRAPH])) == ["Pay", "Skills", "Way"]


def test_promotion_after_the_end_goes_and_the_last_paragraph_stays() -> None:
    tail = "Time Zone:\nMaster the tools of tomorrow with us\nJoin 9,000+ others\nRegister for our course"
    assert _dropped(f"{PARAGRAPH}\n{tail}") == tail.split("\n")


def test_repeats_go_once_and_list_items_never() -> None:
    assert _dropped(f"Jane Doe\nJane Doe\n{PARAGRAPH}\nPay\n{PARAGRAPH}\nPay") == ["Jane Doe", PARAGRAPH]
    assert _dropped("- write well and often\n- write well and often") == []


def _paragraph(text: str, line: int) -> Block:
    return Block(BlockKind.PARAGRAPH, text, line)


def test_line_and_reason_are_told() -> None:
    _, (drop,) = remove_furniture([_paragraph(PARAGRAPH, 7), _paragraph("Share", 9)], copied=False)
    assert (drop.line, drop.text, drop.reason) == (9, "Share", "page furniture: sharing")


def test_a_paragraph_that_a_format_has_twice_stays() -> None:
    blocks = [_paragraph(PARAGRAPH, 1), _paragraph("Pay", 2), _paragraph(PARAGRAPH, 3)]
    assert remove_furniture(blocks, copied=False) == (blocks, [])


def test_sounds_are_found() -> None:
    assert [drop.text for drop in find_sounds([_paragraph("so [Music] we [Applause] go [1]", 1)])] == [
        "[Music]",
        "[Applause]",
    ]
