"""A page's HTML to a guide's Markdown."""

from __future__ import annotations

import datetime

import frontmatter
import pytest

from ingest.articles import parse
from ingest.fetching import Fetched
from ingest.pages import _letters, as_upload

TODAY = datetime.date(2026, 1, 2)


def post(html: str, url: str = "https://www.example.org/pay") -> frontmatter.Post:
    upload = as_upload(Fetched(url, "text/html", "utf-8", html.encode()), TODAY)
    return frontmatter.loads(upload.data.decode())


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<main><p>In.</p></main><p>Out.</p>", "In."),
        ("<article><p>The one that is long enough.</p></article><p>Out.</p>", "The one that is long enough."),
        ("<article><p>Teaser.</p></article>" * 3, "Teaser.\n\nTeaser.\n\nTeaser."),
        ("<main><article><p>Long, with an <article>inner</article> one.</p></article></main>x", "inner"),
        ("<body><p>All</p><nav><nav>Menu</nav> more</nav><p>of it.</p>", "All\n\nof it."),
        ("<p>Kept<aside>left out", "Kept"),
        ("<p>1 &lt; 2 &amp; 3 &euro;</p>", "1 &lt; 2 &amp; 3 €"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
        ("<table><tr><th>Level</th><th>Pay</th></tr><tr><td>Junior</td><td>$5</td></tr></table>", "| Junior | $5 |"),
        ("<p>a<script>if (1 < 2) { x = '<p>'; }</script>b</p>", "ab"),
        ("<p>a<!-- <nav> -->b</p>", "ab"),
        ("<form action='/'><h1>All</h1><p>in a form.</p></form>", "# All\n\nin a form."),
    ],
)
def test_the_article_of_a_page_is_kept(html: str, text: str) -> None:
    content = post(html).content
    assert text in content
    assert not [word for word in ("Out", "Menu", "left", "if (") if word in content]


@pytest.mark.parametrize(
    ("head", "known"),
    [
        ("<title>A &amp; B\n| Site</title>", {"title": "A & B | Site"}),
        (
            '<title>A | B</title><meta property="og:title" content="A"><meta property="og:site_name" content="B">',
            {"title": "A", "source": "B"},
        ),
        ('<meta name="Author" content=" Ada  Berg ">', {"author": "Ada Berg"}),
        ('<meta property="article:author" content="https://example.org/ada">', {}),
        ('<meta property="article:published_time" content="2025-03-04T10:00:00+01:00">', {"published": "2025-03-04"}),
        ('<meta name="date" content="some day">', {}),
        ("", {}),
    ],
)
def test_what_a_page_says_of_itself_stands_in_the_front_matter(head: str, known: dict[str, str]) -> None:
    found = {key: str(value) for key, value in post(f"<head>{head}</head><p>Text.</p>").metadata.items()}
    assert found == {**known, "url": "https://www.example.org/pay", "fetched": "2026-01-02"}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.example.org/blog/How-to_start.html", "example.org-blog-how-to_start.md"),
        ("https://example.org/", "example.org.md"),
        ("https://example.org/?p=12", "example.org-p-12.md"),
        ("https://example.org/../../etc/passwd", "example.org-..-..-etc-passwd.md"),
        ("https://example.org/a%2Fb%00c", "example.org-a-b-c.md"),
        ("https://example.org/löhne", "example.org-löhne.md"),
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


def test_a_page_reads_as_a_guide() -> None:
    html = "<main><h1>Pay of pilots</h1><h2>Juniors</h2><p>A junior earns $5 &amp; more. Seniors earn $9.</p></main>"
    upload = as_upload(Fetched("https://example.org/pay", "text/html", None, html.encode()), TODAY)
    parsed = parse(upload.data, upload.name)
    assert (parsed.article.title, parsed.article.url) == ("Pay of pilots", "https://example.org/pay")
    assert [unit.text for unit in parsed.units if unit.section == "Juniors"] == [
        "A junior earns $5 & more.",
        "Seniors earn $9.",
    ]


def test_a_page_that_opens_and_never_closes_is_read() -> None:
    """It would take minutes, were each of them gathered by itself."""
    assert post("<p>Text.</p>" + "<article>" * 100_000).content == "Text."


def test_text_of_open_angle_brackets_is_counted() -> None:
    """It would take hours, and so be ended, if each of them was looked at up to the end of the text."""
    assert _letters("< " * 400_000) == 400_000
