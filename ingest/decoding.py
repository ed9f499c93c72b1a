"""Bytes of an article file to repaired text: encodings, and text that was decoded wrongly before it reached us."""

from __future__ import annotations

import re
from functools import cache

import ftfy

from rag.errors import ArticleError

_CONTINUATION = range(0x80, 0xC0)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_GREEK = re.compile(r"[\u0370-\u03ff]")
_FTFY = ftfy.TextFixerConfig(uncurl_quotes=False, fix_character_width=False, unescape_html=True)


def decode(data: bytes) -> str:
    """The text of a file, with mojibake repaired and `\\n` as the only line end.

    Raises ArticleError for what isn't text: nothing, binary data, or an encoding that can't be told for sure.
    """
    if not data.strip():
        raise ArticleError("the file is empty: put the article's text in it or remove it.")
    text = _decode_bytes(data)
    if len(_CONTROL.findall(text)) > max(1, len(text) // 500):
        raise ArticleError("this is a binary file, not text: save the article as text in UTF-8.")
    fixed = ftfy.fix_text(repair_greek_mojibake(text.lstrip("\ufeff")), _FTFY)
    return fixed.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")


def _decode_bytes(data: bytes) -> str:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not utf16 and b"\x00" in data[:65536]:
        raise ArticleError("this is a binary file, not text: save the article as text in UTF-8.")
    try:
        return data.decode("utf-16" if utf16 else "utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(f"not valid UTF-8 (byte {error.start + 1}): save the file as UTF-8 and try again.") from None


def repair_greek_mojibake(text: str) -> str:
    """The text with UTF-8 that was read as Greek (ISO-8859-7, 0x80-0x9F from Windows-1252) decoded as it was meant.

    ftfy doesn't know this mixture. No single codec undoes it, because characters such as the curved apostrophe stand in
    both tables, so each character keeps all bytes it may have been. A text that is itself Greek is left alone.
    """
    pieces: list[str] = []
    at = repaired = 0
    while at < len(text):
        found = _sequence(text, at)
        if found:
            pieces.append(found[0])
            at += found[1]
            repaired += 1
        else:
            pieces.append(text[at])
            at += 1
    result = "".join(pieces)
    return result if repaired and len(_GREEK.findall(result)) <= repaired else text


def _sequence(text: str, at: int) -> tuple[str, int] | None:
    """The character that a wrongly decoded UTF-8 sequence at `at` stands for, and how many characters it takes."""
    for lead in _bytes_of(text[at]):
        length = 2 if 0xC2 <= lead < 0xE0 else 3 if 0xE0 <= lead < 0xF0 else 4 if 0xF0 <= lead < 0xF5 else 0
        if not length or at + length > len(text):
            continue
        rest = [[b for b in _bytes_of(c) if b in _CONTINUATION] for c in text[at + 1 : at + length]]
        if all(rest):
            # The Windows byte stands first in each list: it is what these texts hold.
            try:
                return bytes([lead, *(b[0] for b in rest)]).decode("utf-8"), length
            except UnicodeDecodeError:
                continue
    return None


def _bytes_of(char: str) -> tuple[int, ...]:
    return _table().get(char, ()) if char > "\x7f" else ()


@cache
def _table() -> dict[str, tuple[int, ...]]:
    table: dict[str, tuple[int, ...]] = {}
    for codec, codes in (
        ("cp1252", range(0x80, 0xA0)),
        ("iso8859_7", range(0xA0, 0x100)),
        ("cp1253", range(0x80, 0x100)),
    ):
        for byte in codes:
            char = bytes([byte]).decode(codec, errors="ignore")
            if char and byte not in table.get(char, ()):
                table[char] = (*table.get(char, ()), byte)
    return table
