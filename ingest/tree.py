"""An HTML tree to blocks: what Markdown, web pages and Word documents have in common once they are read."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from ingest.blocks import Block, BlockKind
from ingest.decoding import clean
from ingest.elements import is_hidden, line_of, lines_of, one_line, words_of
from ingest.grids import is_grid, read_grid
from ingest.raised import WRITTEN, has_power, raised
from rag.errors import ArticleError
from rag.types import Dropped

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form header"
    " html caption li main nav ol p section summary table tbody thead tfoot tr td th ul hr menu hgroup".split()
)
_NO_TEXT = frozenset(
    "script style template noscript svg button select option textarea iframe canvas object audio video math head title"
    " input datalist map noembed noframes".split()
)
_LABELS = frozenset(("dt", "summary", "caption", "figcaption", "legend"))
_STRUCK = frozenset(("del", "s", "strike"))
_DEEPEST = 250
_MOST_SHOWN = 10_000
"""Characters of a thing left out that are shown."""
# Private characters, which cleaned text doesn't hold, mark places until a block is whole.
_STRONG, _WEAK, _LINK, _UNLINK, _BREAK = "\ue011\ue012\ue013\ue014\ue015"
_MARKS = re.compile(f"[{_STRONG}{_WEAK}{_LINK}{_UNLINK}]")
_LABEL = re.compile(rf"^[\s{_LINK}{_UNLINK}]*{_STRONG}([^{_WEAK}]*){_WEAK}\s*(:?)")
_LINKED = re.compile(rf"{_LINK}[^{_UNLINK}]*{_UNLINK}")
_STRAY_TIME = re.compile(r"\ue000(?![\d:.,]{3,16}\ue001)|(?<![\d])\ue001")
_RULE = re.compile(r":?-{3,}:?|")
_BACK = frozenset("¶ # § ↑ ↩ ↩︎ 🔗 ^".split())
_TASK = re.compile(r"^\[[ xX]\]\s+")


def read_tree(root: HtmlElement, *, pictures: bool = True, line: int = 0) -> tuple[list[Block], list[Dropped]]:
    """The blocks under an element, in order, and what of it no reader of the page sees.

    `data-line` in a tag says where in the file it stands. `pictures` says whether what stands for one is text.
    Raises ArticleError for what nests deeper than any page does.
    """
    walker = _Walker(pictures, line)
    walker.walk(root)
    return walker.blocks, walker.dropped


class _Walker:
    """Gathers the text between tags into blocks. Goes from tag to tag, so no nesting can exhaust the stack."""

    def __init__(self, pictures: bool, line: int) -> None:
        self.blocks: list[Block] = []
        self.dropped: list[Dropped] = []
        self._pictures = pictures
        self._line = self._start = line
        self._parts: list[str] = []
        self._lists: list[int | None] = []
        """For each list that is open, the next item's number; None where it has none."""
        self._item: str | None = None
        """The mark of the item that is open, `` once its first text is written."""
        self._heading = self._quotes = self._label = 0
        self._target = ""

    def walk(self, root: HtmlElement) -> None:
        walk = etree.iterwalk(root, events=("start", "end", "comment"))
        depth = 0
        for event, element in walk:
            if event == "start":
                depth += 1
                if depth > _DEEPEST:
                    raise ArticleError(f"its tags stand more than {_DEEPEST} deep in each other.")
                if self._enter(element):
                    self._add(element.text)
                else:
                    walk.skip_subtree()
            else:
                if event == "end":
                    depth -= 1
                    self._leave(element.tag)
                elif (text := clean(element.text or "").strip()) and not text.startswith("["):
                    self._drop(text, "markup: a comment that no page shows")
                if element is not root:
                    self._add(element.tail)
        self._flush()

    def _enter(self, element: HtmlElement) -> bool:
        """Takes in an opening tag; False where what it holds is dealt with."""
        tag = element.tag
        self._line = line_of(element) or self._line
        if tag in _NO_TEXT or tag in _STRUCK or is_hidden(element):
            if tag not in ("script", "style", "head", "title") or (tag in ("script", "style") and self._pictures):
                struck = "struck out" if tag in _STRUCK else "markup: not shown on the page"
                self._drop(" ".join(words_of(element)), struck)
            return False
        if tag == "sup":
            self._raise(" ".join(words_of(element)))
            return False
        if tag == "a" and clean(" ".join(words_of(element))).strip() in _BACK:
            return False
        if tag == "img":
            alt = clean(element.get("alt") or "")
            self._add(alt) if self._pictures else self._drop(alt, "what stands for a picture")
        elif tag == "br":
            self._parts.append(_BREAK)
        elif tag in ("strong", "b"):
            self._parts.append(_STRONG)
        elif tag == "a" and element.get("href"):
            self._target = self._target or str(element.get("href"))
            self._parts.append(_LINK)
        elif tag == "q":
            self._parts.append("“")
        elif tag == "pre":
            self._flush()
            self._code(element)
            return False
        elif tag == "table" and is_grid(element):
            self._table(element)
            return False
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._flush()
            self._open(tag, element)
        return True

    def _open(self, tag: str, element: HtmlElement) -> None:
        self._heading = _HEADINGS.get(tag, self._heading)
        self._quotes += tag == "blockquote"
        self._label += tag in _LABELS
        if tag in ("ul", "ol", "menu"):
            start = element.get("start") or "1"
            self._lists.append((int(start) if start.isdecimal() and len(start) < 9 else 1) if tag == "ol" else None)
        elif tag == "li":
            self._item = "-"
            if self._lists and (number := self._lists[-1]) is not None:
                self._item, self._lists[-1] = f"{number}.", number + 1

    def _leave(self, tag: str) -> None:
        if tag in ("strong", "b"):
            self._parts.append(_WEAK)
        elif tag == "a":
            self._parts.append(_UNLINK)
        elif tag == "q":
            self._parts.append("”")
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._flush()
            self._heading = 0 if tag in _HEADINGS else self._heading
            self._quotes -= tag == "blockquote"
            self._label -= tag in _LABELS
            if tag in ("ul", "ol", "menu") and self._lists:
                self._lists.pop()
            if tag == "li":
                self._item = "" if self._lists[:-1] else None

    def _add(self, text: str | None) -> None:
        if text:
            if not self._parts:
                self._start = self._line
            self._parts.append(_MARKS.sub("", text).replace(_BREAK, ""))

    def _raise(self, text: str) -> None:
        self._add(shown := raised("".join(self._parts[-3:]), clean(text)))
        if shown is None:
            self._drop(text, "a footnote's mark")

    def _drop(self, text: str, reason: str) -> None:
        text = " ".join(clean(text).split())
        if re.search(r"\w", text):
            self.dropped.append(Dropped(self._line or 1, text[:_MOST_SHOWN], reason))

    def _flush(self) -> None:
        """Ends a block: what was gathered since the last one is its text."""
        source = _STRAY_TIME.sub("", clean("".join(self._parts)))
        self._parts = []
        for piece in lines_of(source, _BREAK):
            match = _LABEL.match(piece)
            bold = one_line(_MARKS.sub("", match.group(1))) if match else ""
            whole = not re.search(r"\w", _LINKED.sub("", piece))
            text = WRITTEN.sub(self._mark_of, one_line(_MARKS.sub("", piece)))
            if re.search(r"\S", text):
                self._write(text, bold, self._target if whole else "")
        self._target = ""

    def _mark_of(self, match: re.Match[str]) -> str:
        if has_power(match.string[: match.start()]):
            return match.group()
        self._drop(match.group(), "a footnote's mark")
        return ""

    def _write(self, text: str, bold: str, link: str) -> None:
        start = self._start or self._line
        if self._heading:
            self.blocks.append(Block(BlockKind.HEADING, text, start, self._heading, link=link))
        elif self._item is not None and self._lists:
            text = _TASK.sub("", text)
            level = len(self._lists) - 1
            self.blocks.append(Block(BlockKind.ITEM, text, start, level, label=bold, mark=self._item, link=link))
            self._item = ""
        else:
            kind = BlockKind.QUOTE if self._quotes > 0 else BlockKind.PARAGRAPH
            self.blocks.append(Block(kind, text, start, label=text if self._label > 0 else bold, link=link))

    def _code(self, element: HtmlElement) -> None:
        lines = [clean(line).rstrip() for line in str(element.text_content()).split("\n")]
        text = "\n".join(lines).strip("\n")
        inside = next(iter(element.xpath(".//*[@data-line]")), element)
        if text.strip():
            self.blocks.append(Block(BlockKind.CODE, text, line_of(inside) or self._line))

    def _table(self, element: HtmlElement) -> None:
        self._flush()
        for caption in element.xpath("./caption"):
            self._label += 1
            self._add(" ".join(words_of(caption)))
            self._flush()
            self._label -= 1
        line = self._line
        rows, heads = read_grid(element, self._cell)
        rows = tuple(row for row in rows if not all(_RULE.fullmatch(cell) for cell in row))
        if heads and len(rows) > 1 and len(set(rows[0]) - {""}) == 1 and len(rows[0]) > 1:  # a head over all columns
            caption = next(filter(None, rows[0]))
            self.blocks.append(Block(BlockKind.PARAGRAPH, caption, line, label=caption))
            rows, heads = rows[1:], heads - 1
        if rows:
            self.blocks.append(Block(BlockKind.TABLE, "", line, rows=rows, heads=heads))

    def _cell(self, cell: HtmlElement) -> str:
        inside = _Walker(self._pictures, self._line)
        inside.walk(cell)
        self.dropped += inside.dropped
        self._line = inside._line
        return " ".join(block.text for block in inside.blocks if block.kind is not BlockKind.TABLE)
