"""One file to what the index keeps: the whole way, on texts of every kind."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.articles import parse
from ingest.decoding import decode
from rag.errors import ArticleError
from rag.types import ParsedArticle

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).parent.parent
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NOT_SHOWN = re.compile(r"https?://\S+|\]\([^)]*\)|<[^>]+>|\[\^\d+\]|[\[(]\d+:\d\d[\])]|\A---\n.*?\n---\n", re.DOTALL)
PIECES = st.sampled_from(
    ["...", "# ", "- ", "> ", "| ", "|---|", "\n", "\n\n", "  ", "word ", "Word ", "$150K-$190K ", "[00:10] ", "0:05\n",
     "By Jane Doe", "**b** ", "`c` ", "```\n", "<p>", "</td>", "<table>", "<!--", "-->", "é", "\t", "1. ", "? ", ". ",
     "---\n", "00:00:01.000 --> 00:00:02.000\n", "[a](b) ", "[Music] ", "2024 ", "Share\n", "&amp;", "\u200b", "\ue000",
     "β€—", "☕", "<li>", "<td rowspan=3>", ": ", "$5\n", "4 Years\n", "+---+\n", "x | y\n"]
)  # fmt: skip


def check(parsed: ParsedArticle) -> None:
    """What holds for every article."""
    text, at = parsed.article.text, 0
    assert text
    for unit in parsed.units:
        assert text[unit.start : unit.end] == unit.text == unit.text.strip() != ""
        assert unit.start >= at
        at = unit.end
    for segment, after in zip(parsed.article.segments, [*parsed.article.segments[1:], None], strict=True):
        assert 0 <= segment.start < segment.end <= (after.start if after else len(text))
    for figure in parsed.figures:
        assert text[figure.start : figure.end] == figure.text
        assert figure.low <= figure.high
    assert all(drop.line >= 1 and drop.text and drop.reason for drop in parsed.dropped)


def parse_or_refuse(data: bytes, name: str) -> ParsedArticle | None:
    try:
        return parse(data, name)
    except ArticleError:
        return None


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)), st.sampled_from(["a.md", "b.txt"]))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_or_refused(text: str, name: str) -> None:
    parsed = parse_or_refuse(text.encode(errors="surrogatepass"), name)
    assert parsed == parse_or_refuse(text.encode(errors="surrogatepass"), name)
    if parsed:
        check(parsed)


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    parsed = parse_or_refuse(data, "a.md")
    if parsed:
        check(parsed)


SHAPES = {
    "one word": "a" * 100_000,
    "one line of words": "word " * 20_000,
    "one line of sentences": "It pays $100K-$200K in 2024. " * 4_000,
    "short lines": "short line\n" * 7_000,
    "one line of pipes": "|" * 100_000,
    "rows": "| a | b |\n" * 7_000,
    "deep quotes": (">" * 1000 + " x\n") * 300,
    "deep lists": "".join(" " * min(2 * n, 800) + "- x\n" for n in range(400)),
    "brackets": "[" * 100_000,
    "links": "[a](" * 25_000,
    "stars": "* " * 50_000,
    "open tags": "<p>a" * 25_000,
    "broken tags": "<p\n" * 20_000,
    "digits": "1," * 50_000,
    "cues": "00:00:01.000 --> 00:00:02.000\nhi there\n\n" * 3_000,
    "cards": "$100\nLabel here\n" * 4_000,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_takes_long(shape: str) -> None:
    started = time.process_time()
    parse_or_refuse(SHAPES[shape].encode(), "a.md")
    assert time.process_time() - started < 7


@pytest.mark.parametrize("path", sorted(DATA.glob("*.*")), ids=lambda path: path.name)
def test_no_number_of_an_article_is_lost(path: Path) -> None:
    _keeps_all_numbers(path)


@pytest.mark.parametrize("path", sorted((ROOT / "corpus").glob("[a-z]*.md")), ids=lambda path: path.name)
def test_the_guides_that_ship_are_read_whole(path: Path) -> None:
    parsed = _keeps_all_numbers(path)
    assert parsed.dropped == ()
    assert parsed.article.title


def test_raw_guides_keep_their_numbers() -> None:
    folder = Path(os.environ.get("CAREER_RAW_GUIDES", ROOT.parent / "shared" / "guides"))
    if not folder.is_dir():
        pytest.skip(f"no raw guides at {folder.name}: set CAREER_RAW_GUIDES to a folder of them")
    for path in sorted(folder.glob("*.txt")):
        _keeps_all_numbers(path)


def _keeps_all_numbers(path: Path) -> ParsedArticle:
    parsed = parse(path.read_bytes(), path.name)
    check(parsed)
    there = Counter(NUMBER.findall(parsed.article.text))
    there.update(number for drop in parsed.dropped for number in NUMBER.findall(drop.text))
    assert not Counter(NUMBER.findall(NOT_SHOWN.sub(" ", decode(path.read_bytes())))) - there
    return parsed


def test_a_wild_page() -> None:
    parsed = parse((DATA / "wild-page.txt").read_bytes(), "wild-page.txt")
    article = parsed.article
    assert (article.title, article.author, article.published) == ("Platform Engineer Pay", "Jane Doe", "2025-03-03")
    assert {drop.text for drop in parsed.dropped} == {
        "Home > Blog > Careers",
        "Share on Twitter",
        "Filters",
        "Related posts",
        "Ten tools to learn",
        "Subscribe to our newsletter",
        "© 2025 Example Media",
    }
    texts = [unit.text for unit in parsed.units]
    assert "Platform engineers keep things running—and that pays." in texts
    assert "Certificate | Online | Hilltop School | Platform Basics | Oslo | 4 weeks | 1,200" in texts
    assert "$120K-$180K | Typical pay" in texts
    assert [f.level for f in parsed.figures if f.text.startswith("$9")] == ["junior"]


def test_lines_of_what_is_dropped_count_front_matter() -> None:
    text = "---\ntitle: T\n---\n\nA sentence of the article.\n\nShare on Twitter\n\nAnother one follows it here.\n"
    assert [(drop.line, drop.text) for drop in parse(text.encode(), "a.md").dropped] == [(7, "Share on Twitter")]


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"text", "a.doc", "unknown suffix .doc: a guide is one of .*save it as .docx"),
        (b"", "a.md", "empty"),
        (b"---\ntitle: x\n---\n", "a.md", "no text is left"),
        (b"Share\n\nSubscribe\n", "a.txt", "no text is left"),
    ],
)
def test_what_can_not_be_read_is_refused_in_one_line(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason) as caught:
        parse(data, name)
    assert "\n" not in str(caught.value)
