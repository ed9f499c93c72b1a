"""Outside text, as Markdown or HTML that draws it as the plain text it is.

Streamlit's Markdown is more than CommonMark: `$` starts mathematics, `:name[` a directive, `:name:` an icon or an
emoji, a bare address becomes a link and `->` an arrow. The first kinds heed a backslash. The last ones are looked for
in the text after the backslashes are gone; there an empty directive splits the text where the pattern would match, and
leaves no trace on the page nor in what is copied from it. Found by reading the front end of Streamlit 1.67 and
comparing what a browser showed with what was given, for two thousand random mixtures of all this.
"""

from __future__ import annotations

import html
import re

SPLIT = ":small[]"
"""An empty element in Streamlit's Markdown."""

# What steers a screen rather than being on it, or hides there: C0 but tab and newline, DEL, C1, surrogates, marks that
# turn writing, signs without a width but those that join, and letters that only programs read.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    r"\U000e0000-\U000e0fff]"
)
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$&:=@!]")
_LINE_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+]))")
_AFTER_SPLIT = re.compile(
    r"(?i:https?)(?=://)|(?i:www)(?=\.)|[-<>~](?=[-=>])|(?<=\S)(?=@)|:(?=streamlit:|material[_/]|[\w+-]+:)"
)


def safe(text: str) -> str:
    """The text without characters that would steer the screen; tabs and newlines stay."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """The text on one line, safe to show."""
    return " ".join(safe(text).split())


def label(text: str) -> str:
    """Markdown on one line that draws the text as it is: for labels and inside a line."""
    return _escaped(one_line(text))


def markup(text: str) -> str:
    """HTML that draws the text as it is."""
    return html.escape(safe(text))


def _escaped(line: str) -> str:
    pieces: list[str] = []
    start = 0
    for found in _AFTER_SPLIT.finditer(line):
        pieces += [_backslashed(line[start : found.end()]), SPLIT]
        start = found.end()
    escaped = "".join(pieces) + _backslashed(line[start:])
    return _LINE_START.sub(lambda number: f"{number[0]}\\", escaped)


def _backslashed(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
