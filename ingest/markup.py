"""HTML to lines of Markdown: what pages and Markdown files hold as tags. Text without HTML comes back unchanged."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from ingest.grids import Grid, span
from ingest.lines import Line, number_lines
from rag.types import Dropped


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _names(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form head"
    " header hr html li main nav ol p pre section summary title ul"
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "title": 1, "summary": 6}
_SILENT = _names("script style template noscript svg button select textarea iframe canvas")
_INLINE = _names(
    "a abbr b bdi bdo big br cite code data del dfn em font i img input ins kbd label link mark meta picture"
    " q s samp small source span strike strong sub sup time tt u var video audio wbr"
)
_TABLE = _names("table thead tbody tfoot caption colgroup col tr td th")
_KNOWN = _BLOCKS | _SILENT | _INLINE | _TABLE | _HEADINGS.keys()
_STRONG = frozenset(("strong", "b"))
# Private characters, which no decoded text holds, stand for what only the whole line tells how to write.
_LESS, _OPEN, _CLOSE = "\ue010", "\ue011", "\ue012"
_ANY_TAG = re.compile(rf"<(?:/?(?:{'|'.join(sorted(_KNOWN))})\b|!--|!doctype)", re.IGNORECASE)
_FLOWING = _names("p li td th dt dd figcaption summary caption title") | _HEADINGS.keys()
_CODE = re.compile(r"`[^`]+`")
_LONGEST_TAG_LINES = 20
"""A tag that goes on for longer is text."""


def read_markup(text: str, first: int = 1) -> tuple[list[Line], list[Dropped]]:
    """The lines of a text, numbered from `first`, with HTML in it as Markdown, and the comments that were left out."""
    lines = number_lines(text, first)
    if not _ANY_TAG.search(text):
        return lines, []
    reader = _Reader(last_comment=max((line.number for line in lines if "-->" in line.text), default=0))
    fenced = False
    for line in lines:
        fence = line.text.lstrip().startswith(("```", "~~~"))
        fenced ^= fence
        reader.read(line, is_code=fenced or fence)
    return reader.finished(), reader.comments


class _Reader(HTMLParser):
    """Gathers the text between tags into lines; fed line by line, so that each knows its number."""

    def __init__(self, last_comment: int) -> None:
        super().__init__(convert_charrefs=False)
        self.comments: list[Dropped] = []
        self._last_comment = last_comment
        self._number = self._start = 0
        self._lines: list[Line] = []
        self._parts: list[str] = []
        self._flowing = self._comment = self._in_row = False
        self._silent = self._lists = self._tables = 0
        self._grid: Grid | None = None

    def read(self, line: Line, is_code: bool) -> None:
        """Takes in the next line; a tag in code is what the article speaks of, and stays text."""
        self._number, self._in_row = line.number, "|" in line.text
        if not line.text.strip() and not (self._silent or self._grid or self.rawdata):
            self._flowing = False  # a blank line ends what was never closed
            self._break(blank=True)
            return
        if is_code and not self._silent:
            self.handle_data(line.text + "\n")
            return
        self._feed(_CODE.sub(lambda match: match.group().replace("<", _LESS), line.text) + "\n")

    def _feed(self, text: str) -> None:
        """Parses the text without its comments; the parser would read an open one again with every line."""
        while text:
            if self._comment:
                inside, closed, text = text.partition("-->")
                self._comment = not closed
                if inside.strip():
                    self.comments.append(Dropped(self._number, inside.strip(), "markup: a comment that no page shows"))
                continue
            before, opened, text = text.partition("<!--")
            self._comment = bool(opened) and ("-->" in text or self._number < self._last_comment)
            self.feed(before + ("" if self._comment else opened.replace("<", _LESS)))
        if self.rawdata.count("\n") > _LONGEST_TAG_LINES:  # a "<" that nothing closes
            rest, self.rawdata = self.rawdata, ""
            self.handle_data(rest)

    def finished(self) -> list[Line]:
        """The lines that were read."""
        self.close()
        self._end_table("table")
        self._break()
        return self._lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif self._silent:
            return
        elif tag not in _KNOWN:
            self._add(self.get_starttag_text() or "")
        elif tag in _TABLE:
            self._table(tag, dict(attrs))
        elif tag == "br":
            self._add(" ") if self._grid or self._in_row else self._break()
        elif tag == "img":
            self._add(dict(attrs).get("alt") or "")
        elif tag in _STRONG:
            self._add(_OPEN)
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._open(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._silent:
            return
        elif tag in _TABLE:
            self._end_table(tag)
        elif tag in _STRONG:
            self._add(_CLOSE)
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._flowing = False
            self._lists -= tag in ("ul", "ol") and self._lists > 0
            self._break(blank=tag not in ("li", "ul", "ol"))

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        for part in data.splitlines(keepends=True):
            if self._grid:
                self._add(part)
            elif self._flowing:
                self._add((part if self._parts else part.lstrip()).replace("\n", " "))
            else:
                self._add(part.removesuffix("\n"))
                if part.endswith("\n"):
                    self._break()

    def handle_entityref(self, name: str) -> None:
        self._entity(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._entity(f"&#{name};")

    def _entity(self, reference: str) -> None:
        # What would read as markup once more stays a reference; the Markdown reader resolves it.
        char = unescape(reference)
        if not self._silent:
            self._add(reference if char in "<>&*_`[]|\\" else char.replace("\u00a0", " "))

    def _add(self, text: str) -> None:
        if not self._parts:
            self._start = self._number
        self._parts += [text] if text else []

    def _break(self, blank: bool = False) -> None:
        if self._grid:
            return
        text = _finish("".join(self._parts)).rstrip()
        self._lines += [Line(text, self._start)] if text else []
        self._lines += [Line("", self._number)] if blank else []
        self._parts = []

    def _open(self, tag: str) -> None:
        if self._grid:
            return
        self._break(blank=tag != "li")
        self._flowing = tag in _FLOWING
        self._lists += tag in ("ul", "ol")
        if tag in _HEADINGS:
            self._add("#" * _HEADINGS[tag] + " ")
        elif tag == "li":
            self._add("  " * max(0, self._lists - 1) + "- ")

    def _table(self, tag: str, attrs: dict[str, str | None]) -> None:
        if tag == "table":
            self._tables += 1
            if not self._grid:
                self._break(blank=True)
                self._start, self._grid = self._number, Grid()
        if not self._grid or self._tables > 1:
            return
        if tag in ("tr", "td", "th"):
            self._end_cell()
        if tag == "tr":
            self._grid.end_row()
        if tag == "tr" or (tag in ("td", "th") and not self._grid.rows):
            self._grid.rows.append([])
        if tag in ("td", "th"):
            self._grid.open, self._parts = True, []
            self._grid.down, self._grid.across = span(attrs.get("rowspan")), span(attrs.get("colspan"))

    def _end_table(self, tag: str) -> None:
        if self._grid and self._tables <= 1:
            if tag in ("td", "th", "tr", "table"):
                self._end_cell()
            if tag == "table":
                self._write_rows(self._grid)
        self._tables -= tag == "table" and self._tables > 0

    def _end_cell(self) -> None:
        if self._grid and self._grid.open:
            self._grid.add(" ".join(_finish("".join(self._parts)).replace("|", "\\|").split()))
            self._grid.open, self._parts = False, []

    def _write_rows(self, grid: Grid) -> None:
        grid.end_row()
        self._grid, self._parts = None, []
        rows = [row for row in grid.rows if any(row)]
        texts = [f"| {' | '.join(row)} |" for row in rows]
        if rows:
            texts.insert(1, "|" + "---|" * len(rows[0]))
        self._lines += [Line(text, self._start) for text in texts]
        self._lines.append(Line("", self._start))


def _finish(text: str) -> str:
    """A line's text with its private characters written out as Markdown."""
    text = re.sub(f"{_OPEN}(\\s*)([^{_OPEN}{_CLOSE}]*?)(\\s*){_CLOSE}", _strong, text)
    return re.sub(f"[{_OPEN}{_CLOSE}]", "", text).replace(_LESS, "<")


def _strong(match: re.Match[str]) -> str:
    before, text, after = match.groups()
    return f"{before}**{text}**{after}" if text else before + after
