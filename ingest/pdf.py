"""A PDF to blocks: PDFium gives its text with places and sizes, ingest.pdflines puts it in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium

from ingest.blocks import Block, BlockKind, Loaded, Metadata
from ingest.dates import iso
from ingest.decoding import clean
from ingest.grids import head_of
from ingest.pdflines import PageLine, lines_of
from rag.errors import ArticleError
from rag.types import Dropped

_MOST_PAGES = 3000
_BULLET = re.compile(r"^(?:([•▪●◦‣⁃∙·–*\uf0b7-]|o(?=\s))|(\d{1,3}|[a-z])[.)])\s+(?=\S)")
_PAGE_NUMBER = re.compile(r"^\W*(?:page\s)?(?:\d{1,4}|[ivxl]{1,6})(?:\s?(?:/|of)\s?\d{1,4})?\W*$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:…][\"”’)\]]*$")
_NO_TITLE = re.compile(r"untitled|microsoft word|\.(?:docx?|pdf|indd|tex)$|^document\d*$|^\W*$", re.IGNORECASE)
_NO_AUTHOR = re.compile(r"anonymous|unknown|admin(?:istrator)?|user|\W*", re.IGNORECASE)
_LARGER = 1.12
"""Times the size of the text: from here on a line is set as a heading."""
_HEADING_WORDS = 16


def load_pdf(data: bytes) -> Loaded:
    """The blocks of a PDF, each with its page. Raises ArticleError."""
    try:
        pdf = pdfium.PdfDocument(data)
        if len(pdf) > _MOST_PAGES:
            raise ArticleError(f"it has {len(pdf)} pages, more than {_MOST_PAGES}: split it.")
        lines = [line for number, page in enumerate(pdf, 1) for line in lines_of(page, number)]
        known = _known(pdf.get_metadata_dict())
        pages = len(pdf)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise ArticleError("it has a password: save it without one.") from None
        raise ArticleError("it is no PDF that can be read: print it to a new one.") from None
    if not any(re.search(r"\w", line.text) or line.rows for line in lines):
        raise ArticleError("it holds pictures of pages and no text: have its text recognised (OCR) and add that file.")
    kept, dropped = _without_heads(lines, pages)
    silent = sorted(set(range(1, pages + 1)) - {line.page for line in lines})
    dropped += [Dropped(page, f"page {page}", "a picture or an empty page, without text") for page in silent]
    return Loaded(tuple(_blocks(kept)), known, tuple(dropped))


def _known(said: dict[str, Any]) -> Metadata:
    told = {key: " ".join(clean(value).split()) for key, value in said.items() if isinstance(value, str)}
    title, author, made = told.get("Title", ""), told.get("Author", ""), told.get("CreationDate", "")
    day = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", made)
    return Metadata(
        title=None if _NO_TITLE.search(title) else title,
        author=None if _NO_AUTHOR.fullmatch(author) else author,
        published=iso("-".join(day.groups())) if day else None,
    )


def _without_heads(lines: Sequence[PageLine], pages: int) -> tuple[list[PageLine], list[Dropped]]:
    """The lines without the running heads and feet of pages, which are listed once each."""
    body = _body_size(lines)
    counts = Counter(key for _, key in {(line.page, _key(line, body)) for line in lines if line.edge})
    often = {key for key, count in counts.items() if count >= max(3, 0.3 * pages)}
    kept, dropped, told = [], [], set[str]()
    for line in lines:
        key = _key(line, body)
        if line.edge and not line.rows and (key in often or _PAGE_NUMBER.match(line.text)):
            if key not in told:
                dropped.append(Dropped(line.page, line.text, "page furniture: the head or foot of pages"))
            told.add(key)
        else:
            kept.append(line)
    return kept, dropped


def _key(line: PageLine, body: float) -> str:
    """What is the same of a running head on all pages; a heading of the text may differ by a number alone."""
    return line.text if line.size >= _LARGER * body else re.sub(r"\d+", "#", line.text).casefold()


def _body_size(lines: Sequence[PageLine]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def _blocks(lines: Sequence[PageLine]) -> Iterator[Block]:
    body = _body_size(lines)
    larger = sorted({line.size for line in lines if line.size >= _LARGER * body and not line.rows}, reverse=True)
    whole = " ".join(line.text for line in lines).casefold()
    indents = sorted({round(line.left) for line in lines if _BULLET.match(line.text)})
    for group in _paragraphs(lines, body):
        first = group[0]
        if first.rows:
            yield Block(BlockKind.TABLE, "", first.page, rows=first.rows, heads=head_of(first.rows), page=first.page)
            continue
        text = _joined(group, whole)
        level = _level(group, body, larger)
        bullet = _BULLET.match(text)
        if level:
            yield Block(BlockKind.HEADING, text, first.page, level, page=first.page)
        elif bullet:
            mark = f"{bullet.group(2)}." if bullet.group(2) else "-"
            depth = sum(first.left - indent > first.size for indent in indents if indent < first.left)
            text = text[bullet.end() :]
            yield Block(BlockKind.ITEM, text, first.page, min(depth, 4), mark=mark, page=first.page)
        else:
            label = text if all(line.bold for line in group) else ""
            yield Block(BlockKind.PARAGRAPH, text, first.page, label=label, page=first.page)


def _level(group: Sequence[PageLine], body: float, larger: Sequence[float]) -> int:
    """A heading's level by the size of its letters; 0 for text."""
    words = sum(len(line.text.split()) for line in group)
    if words > _HEADING_WORDS or not re.search(r"[^\W\d_]", group[0].text):
        return 0
    if group[0].size in larger:
        return min(1 + larger.index(group[0].size), 5)
    alone = all(line.bold for line in group) and not re.search(r"[.:;,]$", group[-1].text)
    return min(len(larger) + 1, 6) if alone and group[0].size >= body else 0


def _paragraphs(lines: Sequence[PageLine], body: float) -> Iterator[list[PageLine]]:
    gaps = sorted(b.top - a.bottom for a, b in pairwise(lines) if 0 <= b.top - a.bottom < 3 * body)
    usual = gaps[len(gaps) // 4] if gaps else 0.0
    group: list[PageLine] = []
    for line in lines:
        if group and not _goes_on(group, line, usual):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _goes_on(group: Sequence[PageLine], line: PageLine, usual: float) -> bool:
    before = group[-1]
    if before.rows or line.rows or abs(before.size - line.size) > 0.5 or before.bold != line.bold:
        return False
    if _BULLET.match(line.text):
        return False
    near = before.page == line.page and 0 <= line.top - before.bottom <= usual + 0.35 * line.size
    if not near:  # the next column or page
        turned = before.page != line.page or line.top < before.top
        return turned and not _SENTENCE_END.search(before.text) and line.text[:1].islower()
    full = before.right >= before.margin - 0.2 * (before.margin - before.left)
    indented = line.left > before.left + line.size and not _BULLET.match(group[0].text)
    return not (indented or (not full and bool(_SENTENCE_END.search(before.text))))


def _joined(group: Sequence[PageLine], whole: str) -> str:
    """The lines as one text; a word that was broken at a line's end is whole again."""
    text = group[0].text
    for line in group[1:]:
        broken = re.search(r"([^\W\d_]+)-$", text)
        begin = re.match(r"[^\W\d_]+", line.text)
        if broken and begin and line.text[:1].islower():
            hyphened = f"{broken.group(1)}-{begin.group()}".casefold() in whole
            text = (text if hyphened else text[:-1]) + line.text
        else:
            text = f"{text} {line.text}"
    return text
