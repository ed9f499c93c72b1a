"""Web pages, saved or fetched: which part is the article, and what the page says of itself."""

from __future__ import annotations

import datetime

import pytest

from ingest.blocks import Metadata
from ingest.fetching import Fetched
from ingest.pages import as_upload
from ingest.web import load_page
from rag.errors import ArticleError

TODAY = datetime.date(2026, 1, 2)


@pytest.mark.parametrize(
    ("html", "texts", "left_out"),
    [
        ("<main><p>In.</p></main><p>Out.</p>", ["In."], ["Out."]),
        ("<div role=main><p>In.</p></div><p>Out.</p>", ["In."], ["Out."]),
        (
            "<article><p>The one that is long enough.</p></article><p>Out.</p>",
            ["The one that is long enough."],
            ["Out."],
        ),
        ("<article><p>Teaser.</p></article>" * 3, ["Teaser."] * 3, []),
        ("<body><p>All</p><nav>Menu more</nav><p>of it.</p>", ["All", "of it."], ["Menu more"]),
        ("<p>Kept it all here</p><footer>© Me</footer>", ["Kept it all here"], ["© Me"]),
        ("<p>1 &lt; 2 &amp; 3 &euro;</p>", ["1 < 2 & 3 €"], []),
        ("<p>a<script>if (1 < 2) { x = '<p>'; }</script>b</p>", ["ab"], []),
        ("<p>a<!-- <nav> -->b</p>", ["ab"], ["<nav>"]),
        ("<form action='/'><h1>All</h1><p>in a form.</p></form>", ["All", "in a form."], []),
        ("<p>Seen by all of them</p><p style='display: none'>Hidden</p>", ["Seen by all of them"], ["Hidden"]),
        ("<a href='#t'>Tab</a><div id=t style='display:none'><p>Behind it.</p></div>", ["Tab", "Behind it."], []),
        ("<p>Text &#xE011;<b>bold&#xE012;</b>&#x202E;.</p>", ["Text bold."], []),
        ("<p>Ada<img alt='a face' src=x></p>", ["Ada"], ["a face"]),
    ],
)
def test_the_article_of_a_page_is_kept_and_the_rest_is_listed(html: str, texts: list[str], left_out: list[str]) -> None:
    loaded = load_page(html.encode())
    assert [block.text for block in loaded.blocks] == texts
    assert [drop.text for drop in loaded.dropped] == left_out


@pytest.mark.parametrize(
    ("head", "known"),
    [
        ("<title>A &amp; B\n| Site</title>", Metadata("A & B", source="Site")),
        (
            '<title>A | B</title><meta property="og:title" content="A"><meta property="og:site_name" content="C">',
            Metadata("A", source="C"),
        ),
        ('<meta name="Author" content=" Ada  Berg ">', Metadata(author="Ada Berg")),
        ('<meta property="article:author" content="https://example.org/ada">', Metadata()),
        (
            '<meta property="article:published_time" content="2025-03-04T10:00:00+01:00">',
            Metadata(published="2025-03-04"),
        ),
        ('<meta name="date" content="some day">', Metadata()),
        ('<link rel="canonical" href="https://example.org/a">', Metadata(url="https://example.org/a")),
        ('<link rel="canonical" href="javascript:alert(1)">', Metadata()),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "On pay", "author":'
            ' [{"name": "Ada"}, {"name": "Bo"}], "datePublished": "2024-05-06T00:00Z",'
            ' "publisher": {"name": "P"}}]}</script>',
            Metadata("On pay", "Ada, Bo", "2024-05-06", "P"),
        ),
        ("<script type='application/ld+json'>[[[[[[</script>", Metadata()),
        ("", Metadata()),
    ],
)
def test_what_a_page_says_of_itself(head: str, known: Metadata) -> None:
    assert load_page(f"<head>{head}</head><p>Text.</p>".encode()).known == known


@pytest.mark.parametrize("html", ["<p></p>", "<html>", "<script>x</script>", "<div>" * 10_000 + "x"])
def test_a_page_without_an_article_is_refused(html: str) -> None:
    with pytest.raises(ArticleError):
        load_page(html.encode())


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.example.org/blog/How-to_start.html", "example.org-blog-how-to_start.html"),
        ("https://example.org/", "example.org.html"),
        ("https://example.org/?p=12", "example.org-p-12.html"),
        ("https://example.org/../../etc/passwd", "example.org-..-..-etc-passwd.html"),
        ("https://example.org/a%2Fb%00c", "example.org-a-b-c.html"),
        ("https://example.org/löhne", "example.org-löhne.html"),
    ],
)
def test_the_name_tells_the_address(url: str, name: str) -> None:
    assert as_upload(Fetched(url, "text/html", None, b"<p>x</p>"), TODAY).name == name


def test_long_addresses_have_names_of_their_own() -> None:
    one, other = (
        as_upload(Fetched(f"https://example.org/{'職' * 200}{end}", "text/html", None, b"<p>x</p>"), TODAY).name
        for end in "xy"
    )
    assert one != other
    assert max(len(one.encode()), len(other.encode())) < 100


def test_a_fetched_page_keeps_its_address_and_reads_as_the_page() -> None:
    html = (
        "<meta charset=latin1><main><h1>Pay of pilots</h1><h2>Juniors</h2><p>A junior earns 5 ¤ &amp; more.</p></main>"
    )
    upload = as_upload(Fetched("https://example.org/pay", "text/html", None, html.encode("latin1")), TODAY)
    loaded = load_page(upload.data)
    assert (loaded.known.title, loaded.known.url) == ("Pay of pilots", "https://example.org/pay")
    assert [block.text for block in loaded.blocks] == ["Pay of pilots", "Juniors", "A junior earns 5 ¤ & more."]
