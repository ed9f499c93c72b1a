"""Bytes to repaired text."""

from __future__ import annotations

import pytest

from ingest.decoding import decode, repair_greek_mojibake
from rag.errors import ArticleError


def _as_greek(text: str) -> str:
    """Text whose UTF-8 was read as ISO-8859-7, 0x80-0x9F as Windows-1252 has them."""
    codecs = ("cp1252" if 0x80 <= byte < 0xA0 else "iso8859_7" for byte in text.encode())
    return "".join(
        bytes([byte]).decode(codec, errors="ignore") or chr(byte)
        for byte, codec in zip(text.encode(), codecs, strict=True)
    )


@pytest.mark.parametrize("meant", ["pay — really", "a → b", "hot 🔥", "it’s “new”", "5–7 years", "café …"])
def test_utf8_that_was_read_as_greek_is_repaired(meant: str) -> None:
    assert decode(_as_greek(meant).encode()) == meant


@pytest.mark.parametrize("meant", ["pay — really", "it’s “new”", "café costs €3"])
def test_utf8_that_was_read_as_windows_1252_is_repaired(meant: str) -> None:
    assert decode(meant.encode().decode("sloppy-windows-1252").encode()) == meant


def test_text_that_was_decoded_wrongly_twice_is_repaired() -> None:
    twice = "it’s café".encode().decode("cp1252").encode().decode("cp1252")
    assert decode(twice.encode()) == "it’s café"


def test_kinds_of_mojibake_are_repaired_beside_each_other_and_beside_sound_text() -> None:
    text = f"sound — “text”\n{_as_greek('greek — one')} and on\n" + "windows — one".encode().decode("cp1252")
    assert decode(text.encode()) == "sound — “text”\ngreek — one and on\nwindows — one"


@pytest.mark.parametrize("text", ["Ο λόγος… είναι «καλά» και Γ’ Λυκείου.", "the word λόγος (reason)", "π ≈ 3.14"])
def test_greek_is_left_alone(text: str) -> None:
    assert repair_greek_mojibake(text) == text
    assert decode(text.encode()) == text


def test_curved_quotes_stay_curved() -> None:
    assert decode("“it’s” ‘so’".encode()) == "“it’s” ‘so’"


def test_what_nobody_sees_goes_and_line_ends_are_one() -> None:
    data = "zero\u200bwidth soft\u00adhyphen \u202ertl\u202c no\u00a0break\r\ncarriage\rfeed\u2028end \ue0b0".encode()
    assert decode(data) == "zerowidth softhyphen rtl no break\ncarriage\nfeed\nend "


def test_joiners_inside_an_emoji_stay() -> None:
    assert decode("👩\u200d💻 codes".encode()) == "👩\u200d💻 codes"


def test_a_byte_order_mark_goes_and_utf16_is_read() -> None:
    assert decode(b"\xef\xbb\xbfhello") == "hello"
    assert decode("pay — €3".encode("utf-16")) == "pay — €3"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"PK\x03\x04\x00\x00rest", "binary"),
        (b"\x01\x02\x03\x04" * 50, "binary"),
        (b"caf\xe9 pays", r"not valid UTF-8 \(byte 4\)"),
        (b"\xff\xfea", "not valid UTF-16"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        decode(data)
