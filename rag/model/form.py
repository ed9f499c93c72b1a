"""The form of a model's sentence: cleaned of Markdown and of what can't be seen; links, code and the like refused."""

from __future__ import annotations

import re
import unicodedata

from rag.language.sentences import sentence_spans
from rag.language.words import is_topical
from rag.model.markers import normal

NOT_IN_GUIDES = "NOT_IN_GUIDES"
"""What a model writes where the sentences it sees don't answer; its prompt tells it so."""
_NOT_LETTERS = re.compile(r"[^A-Z]+")
_MARKUP = re.compile(r"^\s*(?:(?:[-+•>]|#+|\*+|\d{1,2}[.)])(?:\s+|$))+|[*`]|__")
"""Marks of lists and headings before a sentence, and of weight and code in it."""
LONGEST_QUESTION = 120
_HOST = r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}"
_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]*:/|h(?:tt|xx)ps?:|(?:^|\s)//\w|www\.|javascript:|data:|mailto:|\w@\w"
    r"|[\[(]\s*(?:dot|at|\.|@)\s*[\])]"
    rf"|\b(?!asp\.net\b){_HOST}(?:/\w|(?<=\.com|\.net|\.org|\.biz|\.xyz)\b|(?<=\.info|\.shop|\.site)\b)"
    r"|\b[a-z0-9-]{2,}(?:\.[a-z0-9-]{2,})+\.[a-z]{2,}\b"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<![\w.])(?:\+|0)\d[\d ()/-]{6,}\d\b",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"<\s*[a-z!/|]|!\[|\]\(|\[(?!\d+\])[^\]]*\]:|^\s*\[\d+\]:|^\s*[{|]|\"\s*:\s*[\[{\"\d]|&#|&lt;", re.IGNORECASE
)
_GARBLED = re.compile(r"[a-z]\d+[a-z]+\d+[a-z]|[^\W\d_]{30}|[A-Za-z0-9+/]{14,}=", re.IGNORECASE)
"""Words spelt with digits or run together, and text in base64."""
_OF_ITSELF = re.compile(
    r"\b(?:I am|I'm|I’m|as|being) an? (?:\w+ )?(?:AI|assistant|chat ?bot|bot|language model)\b", re.IGNORECASE
)


_SILENT = re.compile(
    r"\b(?:guides?|passages?|sources?|sentences|excerpts?|articles?|texts?)\b[^.;]{0,40}?"
    r"(?:\b(?:do(?:es)?|did) not|n['’]t|\bnever|\bnothing|\bno\b)[^.;]{0,30}?"
    r"\b(?:say|tell|mention|cover|state|give|specif|discuss|address|includ|contain|provid|name|answer|list|information)",
    re.IGNORECASE,
)
"""What says that the guides don't say something, which no guide can carry."""


def tells_a_gap(sentence: str) -> bool:
    """Whether a sentence that cites nothing tells what the guides don't say."""
    return bool(_SILENT.search(sentence))


def is_refusal(text: str) -> bool:
    """Whether a model says that the guides don't answer, or not this."""
    return NOT_IN_GUIDES in text or _NOT_LETTERS.sub("_", text.upper()).strip("_") == NOT_IN_GUIDES


def missing(text: str) -> str:
    """What a refusal says is missing; empty where it says no more than that."""
    return " ".join(text.partition(NOT_IN_GUIDES)[2].split()).strip(" :.-–—*_")


def cells(line: str) -> list[str] | None:
    """The cells of a row of a Markdown table; none of one that only draws its rule; None where it is no row."""
    bare = line.strip()
    if not bare.startswith("|") or not bare.endswith("|") or len(bare) < 2:
        return None
    found = [cell.strip() for cell in bare.strip("|").split("|")]
    if len(found) < 2:
        return None
    return [] if all(not cell.strip(":-") for cell in found) else found


def cleaned(sentence: str) -> str:
    """The sentence on one line without Markdown and invisible characters, with one number in each marker."""
    return normal(_MARKUP.sub("", visible(sentence)))


def visible(text: str) -> str:
    """The text on one line without what nobody sees: controls, joiners, and marks on no letter."""
    seen = ""
    for char in text:
        kind = "Z" if char in "\n\t\r" else unicodedata.category(char)[0]
        selects = char == "\u034f" or "\ufe00" <= char <= "\ufe0f"
        hidden = kind == "C" or (kind == "M" and (selects or not seen[-1:].isalpha()))
        seen += "" if hidden else char
    return " ".join(seen.split())


def is_question(text: str) -> bool:
    """Whether a text is one short plain question and nothing besides, so that it can be offered to a reader."""
    alone = text.endswith("?") and len(text) <= LONGEST_QUESTION and len(sentence_spans(text)) == 1
    return alone and text == visible(text) and not (is_topical(text.split()[0]) or unfit(text.rstrip("?")))


def unfit(sentence: str) -> str | None:
    """Why a cleaned sentence can't be shown whatever it says; None where it is plain prose."""
    plain = unicodedata.normalize("NFKC", sentence)
    if _ADDRESS.search(plain) or _CODE.search(plain):
        return "it holds a link or code"
    if _GARBLED.search(plain):
        return "it is no plain text"
    if _OF_ITSELF.search(plain):
        return "it speaks of the model itself"
    if re.search(r"\?[\s\[\]\d]*$", plain):
        return "it is a question"
    return None
