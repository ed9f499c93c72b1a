"""A saved web page to blocks: its main part, and what its head says of it.

Of 24 career pages of bls.gov, whose facts were known, the page's own <main> held 99.5 %; what trafilatura, resiliparse
and readability took for the main content 48, 33 and 19 % (docs/decisions/formats.md). So the page decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from lxml.html import HtmlElement
from lxml.html.builder import E

from ingest.blocks import Block, Loaded, Metadata
from ingest.dates import iso
from ingest.decoding import clean, page_text, repair_mojibake
from ingest.elements import is_hidden, parse_html, words_of
from ingest.frontmatter import is_web, open_text
from ingest.tree import read_tree
from rag.errors import ArticleError
from rag.types import Dropped

_FRAME = frozenset(("nav", "dialog"))
_FRAME_OUTSIDE = frozenset(("header", "footer", "aside"))
_ROLES = frozenset("navigation search banner contentinfo menu menubar tablist dialog alertdialog toolbar".split())
_MOST = 0.5
"""The share of a page's words from which on one of several articles is the page's own."""
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "citation_title"),
    "author": ("author", "article:author", "dc.creator", "citation_author", "parsely-author", "byl"),
    "published": ("article:published_time", "date", "dc.date", "dcterms.created", "citation_date", "pubdate"),
    "source": ("og:site_name", "dc.publisher", "publisher", "citation_publisher", "application-name"),
    "url": ("og:url",),
}
"""What is known of an article -> the names under which pages tell it, the surest first."""
_SITE = re.compile(r"\s+[|–—»·-]\s+|\s*:\s+:?\s*")
"""What stands between a page's title and its site's name in a <title>."""


def load_page(data: bytes) -> Loaded:
    """The blocks of a page's main part; what stands around it is listed. Raises ArticleError."""
    opened = open_text(repair_mojibake(page_text(data).lstrip("\ufeff \r\n\t").replace("\r\n", "\n")))
    tree = parse_html(re.sub(r"\A\s*<\?xml[^>]*\?>", "", opened.body))
    known = _merged(opened.known, _said(tree))
    _open_tabs(tree)
    body = tree.find("body")
    part = _main(tree if body is None else body)
    around = list(_take_frames(part, alone=part is body))
    blocks, dropped = read_tree(part, pictures=False, line=opened.before + 1)
    if not blocks:
        raise ArticleError("there is no text in it (a page that a script fills can't be read).")
    if part is not body and body is not None and part.getparent() is not None:
        part.getparent().remove(part)
        around.append(body)
    outside = [
        Dropped(1, block.text, "page furniture: around the article") for each in around for block in _texts(each)
    ]
    return Loaded(tuple(blocks), known, (*opened.dropped, *outside, *dropped))


def _main(body: HtmlElement) -> HtmlElement:
    """The page's main part, or the article that holds most of its words; else all of it."""
    mains = body.xpath(".//main|.//*[@role='main']") or [body]
    part = max(mains, key=lambda each: len(words_of(each)))
    articles = part.xpath(".//article[not(ancestor::article)]")
    best = max(articles, key=lambda each: len(words_of(each)), default=part)
    return best if len(words_of(best)) > _MOST * len(words_of(part)) and len(articles) < 3 else part


def _open_tabs(tree: HtmlElement) -> None:
    """Shows what is hidden until somebody clicks: the tabs that links of the page lead to, and what is most of it."""
    whole = len(words_of(tree))
    targets = {str(href)[1:] for href in tree.xpath("//a/@href[starts-with(., '#')]|//@data-target|//@data-bs-target")}
    targets |= set(map(str, tree.xpath("//@aria-controls")))
    for element in tree.xpath("//*[@style or @hidden]"):
        if is_hidden(element) and (element.get("id") in targets or len(words_of(element)) > _MOST * whole):
            element.attrib.pop("style", None)
            element.attrib.pop("hidden", None)


def _take_frames(part: HtmlElement, *, alone: bool) -> Iterator[HtmlElement]:
    """Takes menus and the like out of a part of the page and yields them."""
    whole = len(words_of(part))
    for element in list(part.iter()):
        if element is part or not isinstance(element.tag, str):
            continue
        framed = element.tag in _FRAME or (element.get("role") or "").lower() in _ROLES
        if framed or (element.tag in _FRAME_OUTSIDE and _is_around(element, whole, alone)):
            parent, tail = element.getparent(), element.tail or ""
            element.tail = None
            parent.replace(element, E.wbr()) if not tail else parent.replace(element, E.span(tail))
            yield element


def _is_around(element: HtmlElement, whole: int, alone: bool) -> bool:
    """Whether an element that is a small part of a page frames it: on a page without a main part, or mostly links."""
    words = len(words_of(element))
    linked = sum(len(words_of(link)) for link in element.iter("a"))
    return words < _MOST * whole and (alone or linked > _MOST * words) and element.find(".//h1") is None


def _texts(element: HtmlElement) -> list[Block]:
    return [block for block in read_tree(element, pictures=False)[0] if block.text]


def _said(tree: HtmlElement) -> Metadata:
    """What a page's head says of it: JSON-LD first, which is written for machines, then <meta>, <h1> and <title>."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        metas.setdefault(name, _line(meta.get("content")))
    known = {key: next(filter(None, map(metas.get, names)), "") for key, names in _META.items()}
    known |= {key: value for key, value in _linked_data(tree).items() if value}
    heads = [_line(" ".join(words_of(head))) for head in tree.iter("h1")]
    titles = [_line(" ".join(words_of(title))) for title in tree.xpath("//head/title")]
    parts = [part for part in _SITE.split(titles[0]) if part] if titles else []
    named = known["title"] or (parts[0] if parts else "")
    head = next((head for head in heads if head and (head in named or named in head)), "")
    known["title"] = head or named or (heads[0] if len(heads) == 1 else "")
    if not known["source"] and len(parts) > 1:
        known["source"] = parts[-1]
    links = [link.get("href") for link in tree.xpath("//link[@rel='canonical']")]
    url = next((each for each in [*links, known["url"]] if is_web(each)), None)
    author = None if "://" in known["author"] else known["author"] or None
    return Metadata(known["title"] or None, author, iso(known["published"]), known["source"] or None, url)


def _line(text: str | None) -> str:
    return " ".join(clean(text or "").split())


def _linked_data(tree: HtmlElement) -> dict[str, str]:
    for script in islice(tree.xpath("//script[contains(@type, 'ld+json')]"), 20):
        try:
            found = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for each in islice(_objects(found, 4), 200):
            if each.get("headline") or "Article" in str(each.get("@type"))[:200]:
                return {
                    "title": _line(str(each.get("headline") or each.get("name") or "")),
                    "author": _names(each.get("author")),
                    "published": _line(str(each.get("datePublished") or each.get("dateModified") or "")),
                    "source": _names(each.get("publisher")),
                }
    return {}


def _objects(value: Any, deep: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
    inside = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    for each in inside if deep else []:
        yield from _objects(each, deep - 1)


def _names(value: Any) -> str:
    each = value if isinstance(value, list) else [value]
    names = (one.get("name") if isinstance(one, dict) else one for one in each[:20])
    return ", ".join(_line(name) for name in names if isinstance(name, str) and "://" not in name)


def _merged(first: Metadata, other: Metadata) -> Metadata:
    """What the first says, and where it says nothing, the other."""
    return replace(first, **{name: getattr(first, name) or getattr(other, name) for name in _META})
