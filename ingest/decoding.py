"""Bytes of an article file to repaired text: encodings, and text that was decoded wrongly before it reached us."""

from __future__ import annotations

import re
from functools import cache

import ftfy

from rag.errors import ArticleError

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANK = re.compile(r"(?!(?<=\d)\u00a0(?=\d{3}(?!\d)))[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
NO_BREAK = "\u00a0"
_IN_NUMBER = re.compile(r"(?<=\d)[\u00a0\u2007\u2009\u202f](?=\d{3}(?!\d))")
_INVISIBLE = re.compile(
    "[\x80-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\ue002-\ue010\ue016-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
    "|(?<![^\\x00-\u024f])[\u200c\u200d]"  # joiners mean something inside an emoji or a script that joins
    "|(?<=[\ufe00-\ufe0f])[\ufe00-\ufe0f]|(?<![^\\x00-\u024f])[\ufe00-\ufe0f](?!\u20e3)"
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
"""The glyphs of icon fonts; ingest marks places in a text with some of these, so none may come from outside."""
_MOST_REPAIRS = 3
"""How often a text may have been decoded wrongly in a row."""
_SETTINGS = ftfy.TextFixerConfig(uncurl_quotes=False, fix_character_width=False, unescape_html=False)


def decode(data: bytes) -> str:
    """The text of a file, with mojibake repaired, `\\n` as the only line end, and no invisible character in it.

    Raises ArticleError for what isn't text: nothing, binary data, or another encoding than UTF-8 or marked UTF-16.
    """
    if not data.strip():
        raise ArticleError("the file is empty: put the article's text in it or remove it.")
    text = _decode_bytes(data)
    if len(_CONTROL.findall(text)) > max(1, len(text) // 500):
        raise ArticleError("this is a binary file, not text: save the article as text in UTF-8.")
    text = repair_mojibake(_LINE_END.sub("\n", text.lstrip("\ufeff")))
    return clean(_PRIVATE.sub("", text))


def clean(text: str) -> str:
    """The text without characters that nobody sees; a blank inside a number ("60 000") keeps it together.

    Marks of time (see ingest.timestamps) stay.
    """
    text = _INVISIBLE.sub("", _CONTROL.sub("", text))
    return _BLANK.sub(" ", _IN_NUMBER.sub(NO_BREAK, text))


def _decode_bytes(data: bytes) -> str:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not utf16 and b"\x00" in data[:65536]:
        raise ArticleError("this is a binary file, not text: save the article as text in UTF-8.")
    try:
        return data.decode("utf-16" if utf16 else "utf-8")
    except UnicodeDecodeError as error:
        encoding = "UTF-16" if utf16 else "UTF-8"
        where = f"byte {error.start + 1}"
        raise ArticleError(f"not valid {encoding} ({where}): save the file as UTF-8 and try again.") from None


def repair_mojibake(text: str) -> str:
    """The text as it was meant, also where it was decoded wrongly more than once or in a part of it alone."""
    for _ in range(_MOST_REPAIRS):
        repaired = ftfy.fix_text(repair_greek_mojibake(text), _SETTINGS)
        if repaired == text:
            break
        text = repaired
    return text


def repair_greek_mojibake(text: str) -> str:
    """The text with UTF-8 that was read as Greek (ISO-8859-7, 0x80-0x9F from Windows-1252) decoded as it was meant.

    ftfy doesn't know this mixture. No single codec undoes it, because characters such as the curved apostrophe stand in
    both tables, so each character keeps all bytes it may have been. Words that are Greek are left alone.
    """
    if not _LEAD.search(text):
        return text
    pieces: list[str] = []
    done = 0
    for match in _LEAD.finditer(text):
        at = match.start()
        char, length = _sequence(text, at) if at >= done else ("", 0)
        if length == 2 and _beside_greek(text, at, done, at + length):
            length = 0
        if length:
            pieces += (text[done:at], char)
            done = at + length
    return "".join([*pieces, text[done:]])


def _beside_greek(text: str, start: int, repaired_until: int, end: int) -> bool:
    """Whether a Greek word goes on around a place: before it (behind what was repaired) or, past a space, after it."""
    before = text[max(repaired_until, start - 1) : start]
    after = text[end : end + 2].lstrip()[:1]
    return _is_greek(before) or (_is_greek(after) and not _sequence(text, text.index(after, end))[1])


def _is_greek(char: str) -> bool:
    return "\u0370" <= char <= "\u03ff" and char.isalpha()


_LEAD = re.compile("[\u0370-\u03ff]")


def _sequence(text: str, at: int) -> tuple[str, int]:
    """The character that a wrongly decoded UTF-8 sequence at `at` stands for, and its length; ("", 0) for none."""
    for lead in _bytes_of(text[at]):
        length = 2 if 0xC2 <= lead < 0xE0 else 3 if 0xE0 <= lead < 0xF0 else 4 if 0xF0 <= lead < 0xF5 else 0
        rest = [[b for b in _bytes_of(c) if 0x80 <= b < 0xC0] for c in text[at + 1 : at + length]]
        if not length or len(rest) < length - 1 or not all(rest):
            continue
        # The Windows byte stands first in each list: it is what these texts hold.
        char = bytes([lead, *(b[0] for b in rest)]).decode("utf-8", errors="ignore")
        if len(char) == 1 and _is_likely(char):
            return char, length
    return "", 0


def _is_likely(char: str) -> bool:
    """Whether a character is one that articles hold: Latin, Greek or Cyrillic letters, punctuation, symbols, emoji."""
    code = ord(char)
    ranges = ((0xA0, 0x530), (0x1E00, 0x1F00), (0x2000, 0x2C00), (0xFE00, 0xFE10), (0x1F000, 0x1FB00))
    return code == 0xFEFF or any(low <= code < high for low, high in ranges)


def _bytes_of(char: str) -> tuple[int, ...]:
    return _table().get(char, ()) if char > "\x7f" else ()


@cache
def _table() -> dict[str, tuple[int, ...]]:
    table: dict[str, tuple[int, ...]] = {}
    windows, greek = range(0x80, 0xA0), range(0xA0, 0x100)
    for codec, codes in (("cp1252", windows), ("iso8859_7", greek), ("cp1253", range(0x80, 0x100))):
        for byte in codes:
            # A byte that a table leaves out stays the control character of its number, as browsers have it.
            char = bytes([byte]).decode(codec, errors="ignore") or chr(byte)
            if byte not in table.get(char, ()):
                table[char] = (*table.get(char, ()), byte)
    return table
