"""Bytes of an article file to repaired text: encodings, and text that was decoded wrongly before it reached us."""

from __future__ import annotations

import codecs
import re
from functools import cache
from itertools import product

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
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD_BYTES = 2048
"""Where a page that names its encoding has to do so."""
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252"}
"""What a page calls its encoding -> what browsers read it as."""
_NO_PAGES = frozenset({"idna", "punycode", "raw_unicode_escape", "unicode_escape", "utf-7", "undefined"})
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


def page_text(data: bytes, charset: str | None = None, *, told: bool = True) -> str:
    """A page's text. Raises ArticleError where its bytes aren't what it says they are; nothing is guessed.

    `charset` is what its server says; `told` whether the page itself may name it, as HTML does.
    """
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    named = next((name for mark, name in marks if data.startswith(mark)), charset)
    if told and not named and not data.startswith((b"---", b"+++")):  # with front matter it is of ours, in UTF-8
        found = _CHARSET.search(data[:_HEAD_BYTES])
        named = found.group(1).decode("ascii") if found else None
    try:
        encoding = codecs.lookup(named or "utf-8").name
        if encoding in _NO_PAGES:
            raise LookupError
        return data.decode(_AS_BROWSERS.get(encoding, encoding))
    except LookupError:
        raise ArticleError(f"its encoding {named} is not known.") from None
    except UnicodeDecodeError as error:
        said = f"it says that it is {named}, and" if named else "it names no encoding, and as UTF-8"
        where = f"byte {error.start + 1}"
        raise ArticleError(f"{said} {where} can't be read; save the page as UTF-8 and add the file.") from None


def repair_mojibake(text: str) -> str:
    """The text as it was meant, also where it was decoded wrongly more than once or in a part of it alone."""
    for _ in range(_MOST_REPAIRS):
        repaired = ftfy.fix_text(repair_greek_mojibake(text), _SETTINGS)
        if repaired == text:
            break
        text = repaired
    return text


_GREEK = re.compile("[\u0370-\u03ff]")
_LIKELY = ((0xA0, 0x530), (0x1E00, 0x1F00), (0x2000, 0x2C00), (0xFE00, 0xFE10), (0xFEFF, 0xFF00), (0x1F000, 0x1FB00))
"""What articles hold: Latin, Greek and Cyrillic letters, punctuation, symbols, emoji."""


def repair_greek_mojibake(text: str) -> str:
    """The text with UTF-8 that was read as Greek (ISO-8859-7, 0x80-0x9F from Windows-1252) decoded as it was meant.

    ftfy doesn't know this mixture. No single codec undoes it, because characters such as the curved apostrophe stand in
    several tables, so each character is known in all ways that it may look. Words that are Greek are left alone.
    """
    pieces: list[str] = []
    done = 0
    for match in _GREEK.finditer(text):
        at = match.start()
        look = _look_at(text, at) if at >= done else ""
        if look and not (len(look) == 2 and _beside_greek(text, at, done, at + 2)):
            pieces += (text[done:at], _looks()[look])
            done = at + len(look)
    return "".join([*pieces, text[done:]])


def _beside_greek(text: str, start: int, repaired_until: int, end: int) -> bool:
    """Whether a Greek word goes on around a place: before it (behind what was repaired) or, past a space, after it."""
    before = text[max(repaired_until, start - 1) : start]
    after = text[end : end + 2].lstrip()[:1]
    return _is_greek(before) or (_is_greek(after) and not _look_at(text, text.index(after, end)))


def _is_greek(char: str) -> bool:
    return bool(_GREEK.match(char)) and char.isalpha()


def _look_at(text: str, at: int) -> str:
    """What stands at a place, where it is a character's UTF-8 read wrongly."""
    return next((text[at : at + size] for size in (4, 3, 2) if text[at : at + size] in _looks()), "")


@cache
def _looks() -> dict[str, str]:
    """What UTF-8 looks like that was read so -> the character that was meant."""
    # A byte that a table leaves out stays the control character of its number, as browsers have it.
    of_byte = [
        [bytes([byte]).decode(codec, errors="ignore") or chr(byte) for codec in (first, "cp1253")]
        for byte in range(256)
        for first in ("cp1252" if byte < 0xA0 else "iso8859_7",)
    ]
    # Of several characters that look alike the first is kept: its bytes are those of Windows, which these texts hold.
    chars = (chr(code) for low, high in reversed(_LIKELY) for code in reversed(range(low, high)))
    return {
        "".join(look): char for char in chars for look in product(*map(set, map(of_byte.__getitem__, char.encode())))
    }
