"""Page furniture: what a web page put around an article. Furniture goes and is listed; data and paragraphs stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

from ingest.blocks import Block, BlockKind
from ingest.dates import PARTS
from ingest.timestamps import SOUND
from rag.types import Dropped

_PAGES = "a list of other pages"
_PITCH = re.compile(
    r"^\W*(?:master|join|register|learn|explore|dive|discover|unlock|get|book|enroll|boost|hands-on|the \d+"
    r"|find the best|land your)\b|\d[\d,.]*\s?[+xX]|\d\s?%|₹|\b[FM]AANG\b",
    re.IGNORECASE,
)
_PARAGRAPH_WORDS = 30
_NAME_WORDS = 14
_BYLINE_WORDS = 4
_LONGEST = 160
_FEWEST_ANCHORS = 3
_WHOLE = (BlockKind.TABLE, BlockKind.CODE)


def remove_furniture(blocks: Sequence[Block], *, copied: bool) -> tuple[list[Block], list[Dropped]]:
    """The article's blocks, and what was dropped with the reason.

    `copied` says that a person took the text from a page, where whole paragraphs may stand twice.
    """
    kinds = [_kind(block) for block in blocks]
    found = (_repeats(blocks, copied), _others(blocks, kinds), _tail(blocks, kinds), _labels(blocks, kinds))
    reasons = dict(chain(*found, _anchors(blocks)))
    kept = [block for at, block in enumerate(blocks) if at not in reasons]
    return kept, [Dropped(blocks[at].line or 1, blocks[at].text, reason) for at, reason in sorted(reasons.items())]


def find_sounds(blocks: Sequence[Block]) -> list[Dropped]:
    """What stands for sounds in transcripts (`[Music]`), which the cleaned text leaves out."""
    said = [block for block in blocks if block.kind not in _WHOLE]
    found = [(block.line or 1, match.group()) for block in said for match in _sound().finditer(block.text)]
    return [Dropped(number, text, "a sound, not speech") for number, text in found]


def _labels(blocks: Sequence[Block], kinds: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    for at, (block, kind) in enumerate(zip(blocks, kinds, strict=True)):
        # A list's items are its own, and a heading that is marked as one is the article's, unless it lists pages.
        is_item = block.kind is BlockKind.ITEM and not block.link
        marked = block.kind is BlockKind.HEADING and not block.guessed
        if kind and not is_item and not (marked and kind != _PAGES and "contents" not in block.text.lower()):
            yield at, f"page furniture: {kind}"


def _anchors(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Lists of links into this page: a table of contents, the tabs of a page."""
    inside = [block.link.startswith("#") and block.kind is not BlockKind.HEADING for block in blocks]
    for at in range(len(blocks)):
        around = inside[max(0, at - _FEWEST_ANCHORS + 1) : at + _FEWEST_ANCHORS]
        if inside[at] and (sum(around) >= _FEWEST_ANCHORS or blocks[at].link == "#"):
            yield at, "page furniture: links into this page"
    # A menu: links and nothing else above the page's title.
    title = next((at for at, block in enumerate(blocks) if block.kind is BlockKind.HEADING), 0)
    if sum(bool(block.link) for block in blocks[:title]) >= _FEWEST_ANCHORS:
        yield from ((at, "page furniture: a menu") for at in range(title) if blocks[at].link)


def _others(blocks: Sequence[Block], kinds: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """Titles of other pages: links and arrows right under a label that says so."""
    under = False
    for at, block in enumerate(blocks):
        if kinds[at] == _PAGES:
            under = True
        elif under and (block.link or (block.kind is BlockKind.ITEM and _is_name(block.text))):
            yield at, f"page furniture: {_PAGES}"
        else:
            under = False


def _repeats(blocks: Sequence[Block], copied: bool) -> Iterator[tuple[int, str]]:
    """Blocks that a page showed twice: one after the other, or, in a copy of a page, a whole paragraph again."""
    seen: dict[str, int] = {}
    for at, block in enumerate(blocks):
        key = re.sub(r"\W+", " ", block.text).strip().lower()
        if not key or block.kind in (*_WHOLE, BlockKind.ITEM):
            continue
        before = seen.get(key)
        near = 2 if copied and len(key.split()) >= _BYLINE_WORDS else 1
        if before is not None and (at - before <= near or (copied and len(key.split()) >= _NAME_WORDS)):
            yield at, "repeated: stands in the text already"
        seen[key] = at


def _tail(blocks: Sequence[Block], kinds: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """What follows the article's end: from a label of the page on, mostly labels and pitches, no paragraph, no data."""
    start = len(blocks)
    for at in range(len(blocks) - 1, -1, -1):
        if _is_content(blocks[at]):
            break
        if kinds[at]:
            start = at
    places = range(start, len(blocks))
    labels = sum(kinds[at] is not None for at in places)
    pitched = sum(kinds[at] is not None or bool(_PITCH.search(blocks[at].text)) for at in places)
    if labels >= 2 and pitched >= 0.6 * len(places):
        yield from ((at, "page furniture: promotion after the article's end") for at in places)


def _is_content(block: Block) -> bool:
    words, sentences = len(block.text.split()), len(re.findall(r"[.!?](?:\s|$)", block.text))
    marked = block.kind in _WHOLE or (block.kind is BlockKind.HEADING and not block.guessed)
    return words >= _PARAGRAPH_WORDS or (sentences >= 2 and words >= _PARAGRAPH_WORDS // 2) or marked


def _is_name(text: str) -> bool:
    """Whether a line reads as a page's title: short, and no sentence."""
    return len(text.split()) <= _NAME_WORDS and not re.search(r"[.!:;,]\W*$", text)


def _kind(block: Block) -> str | None:
    """What kind of label, button or notice of the page a block is; None for one of the article."""
    if len(block.text) > _LONGEST or block.kind in _WHOLE:
        return None
    kinds = [_labelled(part) for part in PARTS.split(block.text)]
    return kinds[0] if all(kinds) else _labelled(block.text)


def _labelled(text: str) -> str | None:
    return next((kind for kind, pattern in _patterns() if pattern.match(text)), None)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "data" / "furniture.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kinds[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            kinds[list(kinds)[-1]].append(line.replace("_", "(?:.{0,40})"))
    return tuple(
        (kind, re.compile(rf"(?:[^\w\s(©])*\s*(?:{'|'.join(lines)})\W*$", re.IGNORECASE))
        for kind, lines in kinds.items()
    )


@cache
def _sound() -> re.Pattern[str]:
    return re.compile(SOUND, re.IGNORECASE)
