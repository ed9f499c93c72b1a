"""HTML as a tree of elements, and what of it a reader of the page sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from rag.errors import ArticleError

_OF_HEAD = frozenset(("title", "meta", "link", "base", "script", "style", "template", "noscript", etree.Comment))
_HIDDEN_CLASSES = frozenset("noprint sr-only visually-hidden visuallyhidden screen-reader-text mw-editsection".split())


def parse_html(html: str) -> HtmlElement:
    """The tree of a page or of a piece of one. Raises ArticleError where nothing can be made of it."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        tree = document_fromstring(html.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
        # The parser leaves elements that HTML 4 didn't have where they begin: <main> behind a <meta> in the head.
        head, body = tree.find("head"), tree.find("body")
        if head is not None and body is not None:
            body[:0] = [each for each in head if each.tag not in _OF_HEAD]
        return tree
    except (etree.LxmlError, ValueError, AssertionError):
        raise ArticleError("there is no text in it (a page that a script fills can't be read).") from None


def words_of(element: HtmlElement) -> list[str]:
    """The words that stand in an element, shown or not."""
    return str(element.text_content()).split()


def is_hidden(element: HtmlElement) -> bool:
    """Whether a reader of the page doesn't see an element, or sees it struck out."""
    style = (element.get("style") or "").replace(" ", "").lower()
    if "display:none" in style or "line-through" in style or element.get("hidden") is not None:
        return True
    classes = _HIDDEN_CLASSES & set((element.get("class") or "").split())
    # What isn't printed stands beside something that is, and is the text where it stands alone.
    return bool(classes) and len(words_of(element)) < len(words_of(element.getparent()))


def line_of(element: HtmlElement) -> int:
    """Where in its file an element says that it stands, from 1; 0 where it doesn't."""
    told = element.get("data-line") or ""
    return int(told) if told.isdecimal() and len(told) < 9 else 0


def lines_of(text: str, mark: str) -> Iterator[str]:
    """The text cut at its breaks, where `mark` is; one after which a sentence goes on in lower case is none."""
    kept = ""
    for piece in text.split(mark):
        if kept.strip() and (piece.lstrip()[:1].islower() or not piece.strip()):
            kept += f" {piece}"
        else:
            yield from [kept] if kept.strip() else []
            kept = piece
    yield kept


def one_line(text: str) -> str:
    """The text with single blanks."""
    # Not str.split(), which would take the blank inside "60 000" for one between words.
    return re.sub(r"[ \t\r\n]+", " ", text).strip()
