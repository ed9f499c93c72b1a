"""A fetched page to a guide's file: its text as Markdown, what it says of itself in the front matter, and a name."""

from __future__ import annotations

import codecs
import datetime
import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import frontmatter

from ingest.adding import with_front_matter
from ingest.dates import iso
from ingest.fetching import Fetched
from ingest.markup import read_markup
from ingest.uploads import Upload
from rag.errors import ArticleError

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_FRAME = frozenset("nav aside footer dialog script style template noscript svg iframe".split())
"""What stands around an article on a page, or is no text; left out with all that is in it."""
_MOST = 0.5
"""The share of a page's text from which on one of several articles is the page's own."""
_META = {
    "title": ("og:title", "twitter:title"),
    "author": ("author", "article:author", "dc.creator"),
    "published": ("article:published_time", "date", "dc.date", "dcterms.created"),
    "source": ("og:site_name",),
}
"""What goes into the front matter -> the names under which pages tell it, the surest first."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD_BYTES = 1024
"""Where a page that names its encoding has to do so."""
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252"}
"""What a page calls its encoding -> what browsers read it as."""
_NO_PAGES = frozenset({"idna", "punycode", "raw_unicode_escape", "unicode_escape", "utf-7", "undefined"})
_LONGEST_NAME = 80
"""Bytes; file systems take 255."""


@dataclass(frozen=True, slots=True)
class _Page:
    """An HTML page taken apart."""

    body: str
    """The HTML of the article, without what stands around it."""
    known: dict[str, str]
    """Of `_META`, what the page tells."""


def as_upload(page: Fetched, today: datetime.date) -> Upload:
    """The page as the file of a guide. Raises ArticleError where it can't be decoded or holds no text."""
    text = _decoded(page)
    given = {"url": page.url, "fetched": today.isoformat()}
    if page.media_type != "text/html":
        suffix = ".md" if page.media_type == "text/markdown" else ".txt"
        return Upload(_name(page.url, suffix), with_front_matter(text.encode(), given))
    found = _taken_apart(text)
    lines, _ = read_markup(found.body)
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(line.text for line in lines)).strip()
    if not body:
        raise ArticleError("there is no text in it (a page that a script fills can't be read).")
    head = next((line.text[2:] for line in lines if line.text.startswith("# ")), "")
    known = found.known | ({"title": head} if head and head in found.known.get("title", "") else {})
    post = frontmatter.Post(body)
    post.metadata.update(known | given)
    written = frontmatter.dumps(post, sort_keys=False)
    return Upload(_name(page.url, ".md"), f"{written}\n".encode())


def _decoded(page: Fetched) -> str:
    """The page's text. Raises ArticleError where its bytes aren't what it says they are; nothing is guessed."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    named = next((name for mark, name in marks if page.data.startswith(mark)), page.charset)
    if not named and page.media_type == "text/html":
        told = _CHARSET.search(page.data[:_HEAD_BYTES])
        named = told.group(1).decode("ascii") if told else None
    try:
        encoding = codecs.lookup(named or "utf-8").name
        if encoding in _NO_PAGES:
            raise LookupError
        return page.data.decode(_AS_BROWSERS.get(encoding, encoding))
    except LookupError:
        raise ArticleError(f"its encoding {named} is not known.") from None
    except UnicodeDecodeError as error:
        said = f"it says that it is {named}, and" if named else "it names no encoding, and as UTF-8"
        where = f"byte {error.start + 1}"
        raise ArticleError(f"{said} {where} can't be read; save the page as UTF-8 and add the file.") from None


def _name(url: str, suffix: str) -> str:
    """A file name that is the same whenever this address is added: `example.org-blog-pay.md`."""
    parts = urlsplit(url)
    told = re.sub(r"\.(?:html?|md|markdown|txt|php|aspx?)$", "", unquote(parts.path), flags=re.IGNORECASE)
    words = re.findall(r"[\w.]+", f"{(parts.hostname or '').removeprefix('www.')} {told} {parts.query}")
    name = "-".join(words).strip(".-_").lower()
    if len(name.encode()) > _LONGEST_NAME:
        begin = name.encode()[:_LONGEST_NAME].decode(errors="ignore")
        name = f"{begin}-{_mark(url)}"
    return name + suffix


def own_name(name: str, url: str) -> str:
    """The file name with a mark of the address, which tells it from another address of that name."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-{_mark(url)}{dot}{suffix}"


def _mark(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:8]


def _taken_apart(html: str) -> _Page:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    known = {key: next(filter(None, map(reader.meta.get, names)), "") for key, names in _META.items()}
    known["title"] = known["title"] or reader.title
    known["author"] = "" if "://" in known["author"] else known["author"]
    known["published"] = iso(known["published"]) or ""
    return _Page(reader.article(), {key: " ".join(value.split()) for key, value in known.items() if value.strip()})


class _Reader(HTMLParser):
    """Gathers the HTML of a page's articles, of its main part and of its body, each without what stands around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.meta: dict[str, str] = {}
        self.title = ""
        self._whole: list[str] = []
        self._open: dict[str, int] = {}
        """Where in `_whole` the outermost main part and article begin that are open."""
        self._nested: Counter[str] = Counter()
        self._parts: list[tuple[str, str]] = []
        """Name and HTML of those that are closed."""
        self._left_out: tuple[str, int] | None = None
        """The element that is left out, and how many of its name are open in it."""
        self._in_title = False

    def article(self) -> str:
        """The HTML of the main part, or of an article that holds most of the text; else of the whole body."""
        for name in list(self._open):
            self._close(name)
        whole = "".join(self._whole)
        mains = [html for name, html in self._parts if name == "main"]
        articles = [html for name, html in self._parts if name == "article"]
        around = max(mains, key=_letters, default=whole)
        best = max(articles, key=_letters, default="")
        return best if _letters(best) > _MOST * _letters(around) else around

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._left_out:
            name, depth = self._left_out
            self._left_out = name, depth + (tag == name)
            return
        if tag == "meta":
            given = dict(attrs)
            name = (given.get("property") or given.get("name") or "").lower()
            self.meta.setdefault(name, given.get("content") or "")
        self._in_title = tag == "title"
        if tag in _FRAME:
            self._left_out = tag, 1
            return
        if tag in ("main", "article"):
            self._nested[tag] += 1
            self._open.setdefault(tag, len(self._whole))
        if not (tag == "title" or tag == "meta"):
            self._whole.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._left_out:
            name, depth = self._left_out
            depth -= tag == name
            self._left_out = (name, depth) if depth else None
            return
        if tag == "title":
            self._in_title = False
            return
        self._whole.append(f"</{tag}>")
        if tag in self._open:
            self._nested[tag] -= 1
            if not self._nested[tag]:
                self._close(tag)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """As in browsers, a section of a name that nobody knows is a comment; the parser asserts that it is known."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i, report)

    def _close(self, name: str) -> None:
        self._parts.append((name, "".join(self._whole[self._open.pop(name) :])))

    def handle_data(self, data: str) -> None:
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def _add(self, text: str) -> None:
        if self._in_title:
            self.title += unescape(text)
        elif not self._left_out:
            self._whole.append(text)


def _letters(html: str) -> int:
    """How much text is in it."""
    return len(re.sub(r"<[^<>]*>|\s", "", html))
