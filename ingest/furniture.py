"""Page furniture: what a web page put around an article. Furniture goes and is listed; data stays."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line
from rag.types import Dropped

_INTERFACE = re.compile(
    r"""^\W*(?:
      time\ ?zone\b.* | filters?:? | sort\ by\b.{0,40} | loading\b.{0,60} | (?:show|load|see|view|read|learn)\ (?:more|less|all)\b.{0,30}
    | recommended\ reads?:? | related\ (?:posts?|articles?|reads?|reading|content|topics|courses?):? | you\ (?:may|might)\ also\ like.{0,30}
    | (?:next|previous|prev)(?:\ (?:post|article|page))?:? | back\ to\ (?:top|blog|home).{0,20} | table\ of\ contents:? | skip\ to\ .{0,30}
    | (?:log|sign)\ ?(?:in|up|out)\b.{0,30} | subscribe\b.{0,60} | follow\ (?:us|me)\b.{0,40} | share\b(?:\ (?:this|on|via|article|post)\b.{0,40})?
    | (?:like|comment|comments|reply|copy\ link|print|save|menu|search|home|close|advertisement|sponsored|newsletter|tags?|categor(?:y|ies)):?
    | (?:accept|reject|manage)\ (?:all\ )?(?:cookies?|preferences).{0,30} | (?:we|this\ (?:web)?site)\ uses?\ cookies\b.* | cookie\ (?:policy|settings)
    | (?:privacy\ policy|terms\ (?:of\ (?:use|service)|and\ conditions)).{0,40} | (?:©|\(c\)|copyright)\ .{0,80} | all\ rights\ reserved.{0,20}
    | (?:blog\ |page\ |post\ )?last\ updated(?:\ on)?:? | (?:your\ )?webinar\ slot\b.{0,40} | register\ (?:now|here|today|for\ (?:our|the|a)\ .{0,40})
    | (?:enroll|apply|book|buy|download|get\ started|join|start)\ (?:now|today|here|free|for\ free)\b.{0,30} | click\ here\b.{0,60}
    | used\ to\ send\ .{0,60} | \d+\ (?:min(?:ute)?s?)\ read | (?:enter|your)\ (?:e-?mail|phone|name)\b.{0,30} | (?:e-?mail|phone)(?:\ address)?:?
    | skip\ ad.{0,10} | play\ video | transcript\ (?:is\ )?(?:loading|unavailable).{0,20}
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_LINK_ONLY = re.compile(r"^\s*(?:→|»|>>|➜|👉)\s*\S.{0,120}$")
_PITCH = re.compile(
    r"^\W*(?:master|join|register|learn|explore|dive|discover|unlock|get|book|enroll|boost|hands-on|the\ \d+|find\ the\ best|land\ your)\b"
    r"|\d[\d,.]*\s?[+xX]|\d\s?%|₹|\bFAANG\b|\bMAANG\b",
    re.IGNORECASE,
)
_CONTENT_WORDS = 30


def is_interface(text: str) -> bool:
    """Whether a line is a label, button or notice of the page and not a sentence of the article."""
    return bool(_INTERFACE.match(text) or _LINK_ONLY.match(text))


def remove_furniture(lines: Sequence[Line], keep: frozenset[int] = frozenset()) -> tuple[list[Line], list[Dropped]]:
    """The article's lines, and what was dropped with the reason. Lines whose place is in `keep` are data and stay."""
    tail = _tail(lines, keep)
    kept: list[Line] = []
    dropped: list[Dropped] = []
    seen: dict[str, int] = {}
    for at, line in enumerate(lines):
        reason = None
        key = re.sub(r"\W+", " ", line.text).strip().lower()
        if at not in keep:
            if is_interface(line.text):
                reason = "page furniture: a label or notice of the page"
            elif at >= tail:
                reason = "page furniture: promotion after the article's end"
            elif (
                key and key in seen and (len(key.split()) >= 4 or at - seen[key] == 1) and not line.text.startswith("|")
            ):
                reason = "repeated: stands in the text already"
        if reason:
            dropped.append(Dropped(line.number, line.text.strip(), reason))
        else:
            kept.append(line)
        if key:
            seen[key] = at
    return kept, dropped


def _tail(lines: Sequence[Line], keep: frozenset[int]) -> int:
    """Where the article has ended and only promotion follows: from a label of the page on, no paragraph and no data."""
    start = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        if at in keep or _is_content(lines[at].text):
            break
        if is_interface(lines[at].text):
            start = at
    rest = [line.text for line in lines[start:]]
    pitched = sum(bool(is_interface(text) or _PITCH.search(text)) for text in rest)
    labels = sum(is_interface(text) for text in rest)
    return start if labels >= 2 and pitched >= 0.6 * len(rest) else len(lines)


def _is_content(text: str) -> bool:
    words, sentences = len(text.split()), len(re.findall(r"[.!?](?:\s|$)", text))
    return words >= _CONTENT_WORDS or (sentences >= 2 and words >= _CONTENT_WORDS // 2) or text.startswith(("|", "#"))
