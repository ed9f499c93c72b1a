"""Page furniture: what a web page put around an article. Furniture goes and is listed; data and paragraphs stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ingest.lines import Line, is_item
from ingest.tables import is_row
from ingest.timestamps import SOUND
from rag.types import Dropped

# Each pattern is a whole line but for what is no word at its ends; `_` stands for up to forty more characters.
_NAVIGATION = (
    r"menu|search|home|close|tags?|categor(?:y|ies)|print|save|listen|open in app",
    r"home(?:\s*[>/›»|]\s*[^>/›»|]{1,60}){1,5}|breadcrumbs?|all posts|expand all|collapse all",
    r"(?:skip|jump) to _|back to (?:top|blog|home)_",
    r"(?:next|previous|prev)(?: (?:post|article|page|lesson))?",
    r"(?:table of )?contents|on this page|in this article",
    r"filters?|sort by_|(?:show|load|see|view|read) (?:more|less|all)_",
)
_RELATED = (
    r"(?:recommended|related|popular|recent|further|more)(?: (?:for you|from))? (?:posts?|articles?|reads?|reading)_",
    r"(?:recommended|related|popular|recent|more)(?: (?:for you|from|in))? (?:content|stories|courses?)_",
    r"you (?:may|might) also like_|people also (?:read|viewed)|trending_",
    r"(?:read|see) (?:also|next)|up next|keep reading",
)
_SITES = "facebook|twitter|linkedin|instagram|whatsapp|reddit|pinterest|youtube|x|e-?mail"
_SHARING = (
    r"share(?: (?:this|on|via|article|post|the)\b_)?|copy link|tweet|pin it|likes?|comments?|reply",
    r"leave a (?:comment|reply)_|follow (?:us|me)\b_",
    rf"(?:{_SITES})(?: (?:{_SITES}))*",
    r"\d[\d.,]*[km]? (?:views?|likes?|shares?|comments?|claps?|reactions?|responses?)(?: .{0,30})?",
)
_ACCOUNT = (
    r"(?:log|sign) ?(?:in|up|out)\b_|subscribe\b_|member-only story|create (?:a |an )?(?:free )?account_",
    r"(?:(?:join|get|sign up for) (?:our|the|my) (?:free )?)?newsletter_",
    r"(?:enter |your |enter your )(?:e-?mail|phone|name)\b_|(?:e-?mail|phone)(?: (?:address|number))?",
    r"(?:enroll|apply|book|buy|download|join|start|register|try) (?:now|today|here|free|for free)\b(?: .{0,20})?",
    r"get started (?:now|today|here|free|for free)|register for (?:our|the|a) _|click here\b_",
    r"request (?:a )?(?:demo|callback|info)_",
)
_NOTICES = (
    r"(?:accept|reject|manage)(?: all)? (?:cookies?|preferences)_|cookie (?:policy|settings)",
    r"(?:we|this (?:web)?site) uses? cookies\b.*|this (?:post|article|page) (?:may contain|contains) affiliate links?_",
    r"(?:privacy policy|terms (?:of (?:use|service)|(?:and|&) conditions))_|all rights reserved_",
    r"(?:©|\(c\)|copyright) .{0,80}|advertisement|sponsored(?: by_)?",
    r"(?:blog |page |post )?last updated(?: on)?|\d+ ?min(?:ute)?s? (?:read|watch)",
    r"loading\b.{0,60}|skip ad_|play video|transcript (?:is )?(?:loading|unavailable)_",
    r"time ?zone\b.*|(?:your )?webinar slot\b_|used to send .{0,60}|(?:photo|image) (?:by|credit|source)\b.{0,60}",
)
_KINDS = {
    "navigation": _NAVIGATION,
    "a list of other pages": _RELATED,
    "sharing": _SHARING,
    "an account or offer": _ACCOUNT,
    "a notice of the page": _NOTICES,
}
_MARK = r"(?:#{1,6}\s|[-*+]\s|\*\*|[^\w\s(©])*\s*"
_LINK_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])?\s*\[[^\]]*\]\([^)]*\)\s*$")
_ANCHOR = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s*(?:\[[^\]]*\]\(#[^)]*\)[\s,|]*)+$")
_PITCH = re.compile(
    r"^\W*(?:master|join|register|learn|explore|dive|discover|unlock|get|book|enroll|boost|hands-on|the \d+"
    r"|find the best|land your)\b|\d[\d,.]*\s?[+xX]|\d\s?%|₹|\b[FM]AANG\b",
    re.IGNORECASE,
)
_PARAGRAPH_WORDS = 30
_NAME_WORDS = 14
_BYLINE_WORDS = 4


def remove_furniture(lines: Sequence[Line], data: frozenset[int] = frozenset()) -> tuple[list[Line], list[Dropped]]:
    """The article's lines, and what was dropped with the reason. Lines whose place is in `data` always stay."""
    reasons = _reasons(lines, data)
    kept = [line for at, line in enumerate(lines) if at not in reasons]
    dropped = [Dropped(lines[at].number, lines[at].text.strip(), reason) for at, reason in sorted(reasons.items())]
    return kept, dropped


def find_sounds(lines: Sequence[Line]) -> list[Dropped]:
    """What stands for sounds in transcripts (`[Music]`), which the cleaned text leaves out."""
    found = [(line.number, match.group()) for line in lines for match in _sound().finditer(line.text)]
    return [Dropped(number, text, "a sound, not speech") for number, text in found]


def _reasons(lines: Sequence[Line], data: frozenset[int]) -> dict[int, str]:
    reasons: dict[int, str] = {}
    kinds = [_kind(line.text) for line in lines]
    for at, reason in (*_repeats(lines), *_others(lines, kinds), *_tail(lines, kinds, data), *_labels(lines, kinds)):
        if at not in data:
            reasons[at] = reason
    return reasons


def _labels(lines: Sequence[Line], kinds: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    for at, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        # A list's items are its own, and a heading that is marked as one is the article's, unless it lists pages.
        is_own = (is_item(line.text) and not _is_link(line.text)) or (
            line.text.startswith("#") and kind != "a list of other pages" and "contents" not in line.text.lower()
        )
        if kind and not is_own:
            yield at, f"page furniture: {kind}"
        elif _ANCHOR.match(line.text):
            yield at, "page furniture: links into this page"


def _others(lines: Sequence[Line], kinds: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """Titles of other pages: links and arrows right under a label that says so."""
    under = False
    for at, line in enumerate(lines):
        if kinds[at] == "a list of other pages":
            under = True
        elif under and (_is_link(line.text) or (is_item(line.text) and _is_name(line.text))):
            yield at, "page furniture: a list of other pages"
        else:
            under = False


def _repeats(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Lines that a page showed twice: one after the other, or a whole paragraph again."""
    seen: dict[str, int] = {}
    for at, line in enumerate(lines):
        key = re.sub(r"\W+", " ", line.text).strip().lower()
        if not key or is_row(line.text) or is_item(line.text):
            continue
        before = seen.get(key)
        near = 2 if len(key.split()) >= _BYLINE_WORDS else 1
        if before is not None and (at - before <= near or len(key.split()) >= _NAME_WORDS):
            yield at, "repeated: stands in the text already"
        seen[key] = at


def _tail(lines: Sequence[Line], kinds: Sequence[str | None], data: frozenset[int]) -> Iterator[tuple[int, str]]:
    """What follows the article's end: from a label of the page on, mostly labels and pitches, no paragraph, no data."""
    start = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        if at in data or _is_content(lines[at].text):
            break
        if kinds[at]:
            start = at
    places = range(start, len(lines))
    labels = sum(kinds[at] is not None for at in places)
    pitched = sum(kinds[at] is not None or bool(_PITCH.search(lines[at].text)) for at in places)
    if labels >= 2 and pitched >= 0.6 * len(places):
        yield from ((at, "page furniture: promotion after the article's end") for at in places)


def _is_content(text: str) -> bool:
    words, sentences = len(text.split()), len(re.findall(r"[.!?](?:\s|$)", text))
    return (
        words >= _PARAGRAPH_WORDS or (sentences >= 2 and words >= _PARAGRAPH_WORDS // 2) or text.startswith(("|", "#"))
    )


def _is_link(text: str) -> bool:
    return bool(_LINK_ITEM.match(text))


def _is_name(text: str) -> bool:
    """Whether a line reads as a page's title: short, and no sentence."""
    return len(text.split()) <= _NAME_WORDS and not re.search(r"[.!:;,]\W*$", text)


def _kind(text: str) -> str | None:
    """What kind of label, button or notice of the page a line is; None for a line of the article."""
    if len(text) > 160:
        return None
    return next((kind for kind, pattern in _patterns() if pattern.match(text)), None)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    def compiled(patterns: Sequence[str]) -> re.Pattern[str]:
        either = "|".join(patterns).replace("_", "(?:.{0,40})")
        return re.compile(rf"{_MARK}(?:{either})\W*$", re.IGNORECASE)

    return tuple((kind, compiled(patterns)) for kind, patterns in _KINDS.items())


@cache
def _sound() -> re.Pattern[str]:
    return re.compile(SOUND, re.IGNORECASE)
