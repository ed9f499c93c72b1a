"""Web pages over a real server on 127.0.0.1: what is taken, what is refused, and what becomes of it in the folder."""

from __future__ import annotations

import datetime
import gzip
import ipaddress
from collections.abc import Iterator
from pathlib import Path

import frontmatter
import pytest

from ingest import service
from ingest.adding import Upload
from ingest.articles import parse
from ingest.fetching import MOST_REDIRECTS, Fetched, Limits, fetch, is_public
from ingest.pages import as_upload
from ingest.report import Report
from rag.errors import ArticleError
from rag.settings import Settings
from rag.types import ParsedArticle
from tests.fakes import HashEncoder
from tests.web import Server

HERE = frozenset({"127.0.0.1"})
PAGE = """<!doctype html><html><head><title>Pay of pilots | Harbour News</title>
<meta name="author" content="Ada Berg"><meta property="article:published_time" content="2025-03-04T10:00:00Z">
</head><body><nav>Home · Jobs · Login</nav><main><h1>Pay of pilots</h1>
<p>A harbour pilot earns &euro;91,000 a year – in Ålesund.</p></main><footer>© Harbour News</footer></body></html>"""


def fetched(address: str, seconds: float = 10.0, megabytes: float = 1.0) -> Fetched:
    return fetch(address, Limits(seconds, megabytes, HERE))


def refused(address: str, **limits: float) -> str:
    """Why a page can't be had."""
    with pytest.raises(ArticleError) as caught:
        fetched(address, **limits)
    return str(caught.value)


def test_a_page_comes_with_its_type_and_encoding(server: Server) -> None:
    address = server.serve("/pay", body=b"caf\xe9", type='Text/HTML; Charset="ISO-8859-1"')
    assert fetched(address + "#top") == Fetched(address, "text/html", "iso-8859-1", b"caf\xe9")
    assert server.hosts == [server.base.removeprefix("http://")]


def test_redirects_are_followed_to_the_end(server: Server) -> None:
    end = server.serve("/end", body=b"x", type="text/plain")
    server.serve("/b", status=302, headers=(("Location", "end"),))
    assert fetched(server.serve("/a", status=301, headers=(("Location", "/b"),))).url == end


def test_redirects_come_to_an_end(server: Server) -> None:
    assert "more than 5 times" in refused(server.serve("/round", status=302, headers=(("Location", "/round"),)))
    assert len(server.hosts) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("leads_to", "reason"),
    [
        ("http://localhost:{port}/secret", "CAREER_PRIVATE_HOSTS"),
        ("http://[::ffff:127.0.0.1]:{port}/secret", "CAREER_PRIVATE_HOSTS"),
        ("http://2130706433:{port}/secret", "CAREER_PRIVATE_HOSTS"),
        ("http://169.254.169.254/latest/meta-data", "CAREER_PRIVATE_HOSTS"),
        ("http://10.0.0.1/", "CAREER_PRIVATE_HOSTS"),
        ("file:///etc/passwd", "only http and https"),
        ("ftp://127.0.0.1/x", "only http and https"),
        ("http://ada:secret@127.0.0.1:{port}/secret", "name or password"),
        ("http://no-such-host.invalid/", "no server"),
        ("http://127.0.0.1:99999/", "no port 99999"),
    ],
)
def test_a_redirect_leads_nowhere_that_a_reader_did_not_allow(leads_to: str, reason: str, server: Server) -> None:
    server.serve("/secret", body=b"secret", type="text/plain")
    location = leads_to.replace("{port}", server.base.rpartition(":")[2])
    assert reason in refused(server.serve("/a", status=302, headers=(("Location", location),)))
    assert len(server.hosts) == 1


def test_this_machine_is_not_asked_unless_it_is_named(server: Server) -> None:
    address = server.serve("/pay", body=b"x")
    with pytest.raises(ArticleError, match="CAREER_PRIVATE_HOSTS"):
        fetch(address, Limits(10.0, 1.0))
    assert server.hosts == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("64:ff9b::5db8:d822", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("fec0::1", False),
        ("64:ff9b:1::5db8:d822", False),
        ("::93.184.216.34", False),
        ("::ffff:0:93.184.216.34", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_what_is_too_large_is_not_read_to_the_end(server: Server) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 50_000

    assert "larger than 0.1 MB" in refused(
        server.serve("/told", headers=(("Content-Length", "100001"),)), megabytes=0.1
    )
    assert "larger than 0.1 MB" in refused(server.serve("/untold", drip=endless), megabytes=0.1)
    packed = gzip.compress(b"x" * 200_000)
    bomb = server.serve("/packed", body=packed, headers=(("Content-Encoding", "gzip"),))
    assert "larger than 0.1 MB" in refused(bomb, megabytes=0.1)
    assert fetched(bomb).data == b"x" * 200_000


@pytest.mark.parametrize(
    ("served", "reason"),
    [
        ({"type": "application/pdf"}, "it is application/pdf"),
        ({"type": "image/svg+xml"}, "it is image/svg+xml"),
        ({"type": None}, "it is of no type"),
        ({"status": 500}, "500"),
        ({"status": 204}, "204"),
        ({"status": 304}, "304"),
        ({"headers": (("Content-Encoding", "zstd"),)}, "not asked for"),
        ({"body": b"no gzip", "headers": (("Content-Encoding", "gzip"),)}, "broke off or sent what is no page"),
        ({"body": b"short", "headers": (("Content-Length", "500"),)}, "broke off or sent what is no page"),
    ],
)
def test_what_is_no_page_is_told(served: dict[str, object], reason: str, server: Server) -> None:
    assert reason in refused(server.serve("/it", **served))


def test_a_page_that_is_not_there_is_told(server: Server) -> None:
    assert refused(server.base + "/gone") == "its server says 404 Not Found."


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "https:///x",
        "ssh://example.org/x",
        "http://[::1",
        "http://a b/",
        "http://a/\ud800",
        "http://\udcff/",
        "http://127.0.0.1:99999/",
    ],
)
def test_what_is_no_address_is_told(address: str) -> None:
    assert refused(address)


def test_a_server_that_nobody_runs_is_told(server: Server) -> None:
    assert "can't be reached" in refused("http://127.0.0.1:1/")


def test_a_page_that_drips_ends_in_time(server: Server) -> None:
    def drips() -> Iterator[bytes]:
        while True:
            yield b"x"

    assert refused(server.serve("/slow", drip=drips), seconds=0.4) == "it didn't come within 0.4 s."


# --- as a guide ---------------------------------------------------------------------------------------------------


def add(settings: Settings, *articles: Path | str, **options: str) -> Report:
    return service.add(settings, articles, encoder=HashEncoder(), **options)  # type: ignore[arg-type]


def kept(settings: Settings, report: Report) -> frontmatter.Post:
    """The file of the one guide that was added or changed."""
    (guide,) = report.added + report.changed
    return frontmatter.loads((settings.corpus / guide).read_text(encoding="utf-8"))


def parsed(settings: Settings, report: Report) -> ParsedArticle:
    """The same file as it is read."""
    (guide,) = report.added + report.changed
    return parse((settings.corpus / guide).read_bytes(), guide)


def test_a_page_becomes_a_guide_with_what_it_says_of_itself(allowing: Settings, server: Server) -> None:
    address = server.serve("/jobs/Pay%20of-pilots.html?year=2025", body=PAGE.encode())
    report = add(allowing, address)
    assert (report.added, report.exit_code) == (("127.0.0.1-jobs-pay-of-pilots-year-2025.html",), 0)
    post = kept(allowing, report)
    assert (post["url"], post.content) == (address, PAGE.strip())
    assert post["fetched"]
    article = parsed(allowing, report).article
    assert (article.title, article.author, article.published) == ("Pay of pilots", "Ada Berg", "2025-03-04")
    assert article.text == "Pay of pilots\n\nA harbour pilot earns €91,000 a year – in Ålesund."


def test_a_page_added_again_replaces_its_own_file(allowing: Settings, server: Server) -> None:
    address = server.serve("/pay", body=PAGE.encode())
    add(allowing, address)
    server.serve("/pay", body=b"<h1>Something else</h1><p>Nothing of it stayed the same.</p>")
    report = add(allowing, address, author="Jane Doe")
    assert report.changed == ("127.0.0.1-pay.html",)
    assert kept(allowing, report)["author"] == "Jane Doe"
    assert "Nothing of it stayed" in kept(allowing, report).content


def test_a_page_that_fails_costs_itself_alone(allowing: Settings, server: Server, tmp_path: Path) -> None:
    good, file = server.serve("/good", body=PAGE.encode()), tmp_path / "b.md"
    file.write_text("# Way\n\nLearn Python first.\n")
    bad = [
        server.base + "/gone",
        server.serve("/broken", body=b"<p>caf\xe9</p>"),
        server.serve("/unknown", body=b"<p>x</p>", type="text/html; charset=klingon"),
        server.serve("/empty", body=b"<script>fill()</script>"),
        "http://ada:secret@127.0.0.1/",
    ]
    report = add(allowing, bad[0], good, *bad[1:], file)
    assert report.exit_code == 1
    assert set(report.added) == {"127.0.0.1-good.html", "b.md"}
    assert [each.guide for each in report.failed] == [*bad[:-1], "http://127.0.0.1/"]
    assert [each.reason.split(",")[0] for each in report.failed] == [
        "its server says 404 Not Found.",
        "it says that it is utf-8",
        "its encoding klingon is not known.",
        "there is no text in it (a page that a script fills can't be read).",
        "there is a name or password in its address",
    ]


@pytest.mark.parametrize(
    ("body", "type"),
    [
        ("Ein Lotse verdient 91.000 € – über Tarif.".encode("cp1252"), "text/html; charset=windows-1252"),
        ("Ein Lotse verdient 91.000 € – über Tarif.".encode("cp1252"), "text/html; charset=iso-8859-1"),
        ('<meta charset="cp1252">Ein Lotse verdient 91.000 € – über Tarif.'.encode("cp1252"), "text/html"),
        ("Ein Lotse verdient 91.000 € – über Tarif.".encode("utf-16"), "text/plain"),
        ("Ein Lotse verdient 91.000 € – über Tarif.".encode("utf-8-sig"), "text/plain; charset=ascii"),
        ("Ein Lotse verdient 91.000 € – über Tarif.".encode(), "text/markdown"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_names(
    body: bytes, type: str, allowing: Settings, server: Server
) -> None:
    report = add(allowing, server.serve("/pay", body=body, type=type))
    assert parsed(allowing, report).article.text == "Ein Lotse verdient 91.000 € – über Tarif."


def test_markdown_keeps_its_front_matter_and_gets_its_address(allowing: Settings, server: Server) -> None:
    address = server.serve("/pay.md", body=b"---\ntitle: Mine\n---\nPilots earn well.\n", type="text/markdown")
    post = kept(allowing, add(allowing, address))
    assert (post["title"], post["url"], post.content) == ("Mine", address, "Pilots earn well.")


def test_text_without_front_matter_is_kept_whole(allowing: Settings, server: Server) -> None:
    text = "Pilots earn well.\n\n---\n\nDivers earn less.\n\n---\n\nCooks earn least."
    address = server.serve("/pay.md", body=text.encode(), type="text/markdown")
    post = kept(allowing, add(allowing, address))
    assert (post["url"], post.content) == (address, text)


def test_a_page_that_breaks_a_parser_costs_itself_alone(allowing: Settings, server: Server) -> None:
    def markdown(path: str, front_matter: str) -> str:
        return server.serve(path, body=f"---\n{front_matter}\n---\nText.\n".encode(), type="text/markdown")

    good = server.serve("/good", body=PAGE.encode())
    odd = server.serve(
        "/odd", body=b"<main><p>Pilots earn more every year.</p><![x><p>Divers earn less than pilots.</p></main>"
    )
    bad = {
        "http://127.0.0.1:99999/": "there is no port 99999",
        server.serve("/far", status=302, headers=(("Location", "//127.0.0.1:99999/"),)): "there is no port 99999",
        markdown("/colon.md", "title: Pay: of pilots"): "its front matter is not YAML (line 2)",
        markdown("/date.md", "date: 2025-99-99"): "its front matter is not YAML",
        "http://127.0.0.1/\ud800": "it is no address of a web page.",
    }
    report = add(allowing, *bad, odd, good)
    assert set(report.added) == {"127.0.0.1-good.html", "127.0.0.1-odd.html"}
    assert (
        "Divers earn less than pilots."
        in parse((allowing.corpus / "127.0.0.1-odd.html").read_bytes(), "a.html").article.text
    )
    assert [each.guide for each in report.failed] == [address.replace("\ud800", "?") for address in bad]
    for failed, reason in zip(report.failed, bad.values(), strict=True):
        assert failed.reason.startswith(reason)
        assert "\n" not in failed.reason


def test_a_mistake_of_our_own_costs_one_page_alone(
    allowing: Settings, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(page: Fetched, today: datetime.date) -> Upload:
        if page.url.endswith("/bad"):
            raise RuntimeError("nobody thought of it")
        return as_upload(page, today)

    monkeypatch.setattr("ingest.pages.as_upload", broken)
    bad, good = (server.serve(path, body=PAGE.encode()) for path in ("/bad", "/good"))
    report = add(allowing, bad, good)
    assert report.added == ("127.0.0.1-good.html",)
    assert [(each.guide, each.reason) for each in report.failed] == [
        (bad, "it can't be read (RuntimeError: nobody thought of it).")
    ]


def test_two_addresses_of_one_name_are_two_guides(allowing: Settings, server: Server) -> None:
    one, other = (server.serve(path, body=PAGE.encode()) for path in ("/a/b", "/a-b"))
    first, second = add(allowing, one, other).added
    assert "127.0.0.1-a-b.html" in (first, second)
    urls = {frontmatter.loads((allowing.corpus / guide).read_text())["url"] for guide in (first, second)}
    assert urls == {one, other}
    again = add(allowing, other, one, author="Jane Doe")
    assert (set(again.changed), again.added, again.failed) == ({first, second}, (), ())
    (allowing.corpus / "127.0.0.1-a-b.html").unlink()
    assert add(allowing, other).added == ()
