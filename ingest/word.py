"""A Word document to blocks: mammoth makes HTML of it by its styles, which is then read as any other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import mammoth
from lxml import etree

from ingest.blocks import Block, BlockKind, Loaded, Metadata
from ingest.dates import iso
from ingest.decoding import clean
from ingest.elements import parse_html
from ingest.tree import read_tree
from rag.errors import ArticleError
from rag.types import Dropped

_MOST_UNPACKED = 200_000_000
"""Bytes: what a document may hold once it is unpacked."""
_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p > strong:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='Caption'] => p > strong:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
"""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT_OUT = {"header": "the head of its pages", "footer": "the foot of its pages", "comments": "a comment"}


def load_word(data: bytes) -> Loaded:
    """The blocks of a .docx file. Raises ArticleError."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ArticleError("it is an older Word file or has a password: save it as .docx without one.")
    try:
        archive = ZipFile(BytesIO(data))
        if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
            raise ArticleError("it unpacks to more than any document holds, so it is not opened.")
        properties = _properties(archive)
        dropped = list(_unshown(archive))
        html = mammoth.convert_to_html(
            BytesIO(data), style_map=_STYLES, convert_image=mammoth.images.img_element(lambda image: {"src": ""})
        ).value
    except (ArticleError, MemoryError, RecursionError):
        raise
    except Exception:  # mammoth has no errors of its own: whatever it meets in a broken file comes through
        raise ArticleError(
            "it is no Word document that can be read: open it in a word processor and save it anew."
        ) from None
    tree = parse_html(f"<html><body>{html}</body></html>")
    titled = [" ".join(str(head.text_content()).split()) for head in tree.xpath("//h1[@class='title']")]
    blocks, more = read_tree(tree)
    known = replace(properties, title=titled[0] if titled else properties.title)
    return Loaded(tuple(_below(blocks, titled)), known, (*dropped, *more))


def _below(blocks: list[Block], titled: list[str]) -> Iterator[Block]:
    """The blocks, numbered, their headings below the title, where the document has one."""
    for number, block in enumerate(blocks, 1):
        lower = titled and block.kind is BlockKind.HEADING and block.text != titled[0]
        yield replace(block, line=number, level=block.level + bool(lower))


def _properties(archive: ZipFile) -> Metadata:
    if "docProps/core.xml" not in archive.namelist():
        return Metadata()
    core = _xml(archive, "docProps/core.xml")
    said = {
        etree.QName(each).localname: " ".join(clean(each.text or "").split()) for each in core if each.tag is not None
    }
    author = said.get("creator") or None
    return Metadata(
        title=said.get("title") or None,
        author=None if author in ("python-docx", "Unknown", "Administrator", "User") else author,
        published=iso(said.get("created") or said.get("modified") or ""),
    )


def _unshown(archive: ZipFile) -> Iterator[Dropped]:
    """What a reader of the text doesn't see: heads and feet of pages, comments, what was deleted and not accepted."""
    for name in archive.namelist():
        part = re.fullmatch(r"word/(header|footer|comments|document)\d*\.xml", name)
        if part:
            for paragraph in _xml(archive, name).iter(f"{_W}p"):
                deleted = part.group(1) == "document"
                runs = paragraph.iter(f"{_W}delText" if deleted else f"{_W}t")
                text = " ".join(clean("".join(run.text or "" for run in runs)).split())
                if text:
                    yield Dropped(1, text, "deleted in the document" if deleted else _LEFT_OUT[part.group(1)])


def _xml(archive: ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.read(name), parser)
