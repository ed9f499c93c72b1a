"""Plain texts in other systems' markup (AsciiDoc, MediaWiki, Org, LaTeX) with the marks that Markdown has for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.lines import Line
from rag.types import Dropped

_HEADING = re.compile(r"^(={1,6})\s+(\S.*?)\s*(?:=+\s*)?$|^(={2,6})([^=\s].*?)=+\s*$")
_ATTRIBUTE = re.compile(
    r"^(?::[\w-]+:(?:\s.*)?|//.*|\[\[?[\w ,.=\"%-]+\]\]?|#\+(?!title)\w+:.*"
    r"|\\(?:documentclass|usepackage|maketitle|label|begin|end)\b.*)$",
    re.IGNORECASE,
)
_SECTION = re.compile(r"^\\(title|(?:sub)*section|chapter)\*?\{(.*)\}\s*$|^#\+title:\s*(.+)$", re.IGNORECASE)
_RANKS = {"title": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4}
_INLINE = (
    (re.compile(r"'''(.+?)'''"), r"**\1**"),
    (re.compile(r"''(.+?)''"), r"\1"),
    (re.compile(r"\\(?:textbf|textit|emph|text|author)\{([^{}]*)\}"), r"\1"),
    (re.compile(r"^\s*\\item\s+"), "- "),
    (re.compile(r"\\([%&$#_])"), r"\1"),
)
_SIGNS = re.compile(
    r"^={1,6}\s*\S.*$|^\|===|^\{\||^\\(?:documentclass|title|section)\b|^#\+title:", re.IGNORECASE | re.MULTILINE
)
_AUTHOR = re.compile(r"^([^\W\d_][\w.'’ -]{2,60}?)\s+<[^<>@\s]+@[^<>\s]+>$")


def translate(lines: Sequence[Line]) -> tuple[list[Line], str | None, list[Dropped]]:
    """The lines as Markdown, the author whom a document's head names, and settings that are no text."""
    text = "\n".join(line.text for line in lines)
    if not _SIGNS.search(text):
        return list(lines), None, []
    found: list[Line] = []
    dropped: list[Dropped] = []
    author, table = None, list[Line]()
    for line in lines:
        if line.text.startswith(("|===", "{|")) and not table:
            table = [line]
        elif table and line.text.startswith(("|===", "|}")):
            found += _rows(table)
            table = []
        elif table:
            table.append(line)
        elif _ATTRIBUTE.match(line.text):
            dropped.append(Dropped(line.number, line.text.strip(), "a setting of the document, not its text"))
        else:
            named = _AUTHOR.match(line.text)
            author = author or (named.group(1) if named else None)
            found.append(Line(named.group(1) if named else _line(line.text), line.number))
    return found + table, author, dropped


def _line(text: str) -> str:
    if heading := _HEADING.match(text):
        marks, said = heading.group(1) or heading.group(3), heading.group(2) or heading.group(4)
        return f"{'#' * len(marks)} {said}"
    if section := _SECTION.match(text):
        return f"{'#' * _RANKS[(section.group(1) or 'title').lower()]} {section.group(2) or section.group(3)}"
    for pattern, shown in _INLINE:
        text = pattern.sub(shown, text)
    return text


def _rows(table: Sequence[Line]) -> Iterator[Line]:
    """A table's rows between pipes, its head over a rule. AsciiDoc's row is as wide as its first line."""
    wiki = table[0].text.startswith("{|")
    rows: list[tuple[int, list[str]]] = []
    head = False
    for line in table[1:]:
        text = line.text.strip()
        if wiki and text.startswith("|-"):
            rows.append((line.number, []))
        elif text.startswith(("|", "!")) and not (wiki and text.startswith("|+")):
            head = head or text.startswith("!")
            cells = [_line(cell.strip()) for cell in re.split(r"\|\||!!" if wiki else r"(?<!\\)\|", text[1:])]
            if not rows or (not wiki and len(rows[-1][1]) >= len(rows[0][1])):
                rows.append((line.number, []))
            rows[-1][1].extend(cells)
        elif text and rows and rows[-1][1]:
            rows[-1][1][-1] += f" {text}"
    rows = [row for row in rows if any(row[1])]
    for at, (number, cells) in enumerate(rows):
        yield Line(f"| {' | '.join(cells)} |", number)
        if not at and (head or not wiki):
            yield Line("|" + "---|" * len(cells), number)
