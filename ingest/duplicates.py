"""One article under two names: recognised by its sentences, so that it counts as one voice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.reading import Reading
from ingest.sync import Failed
from rag.types import IndexedArticle, ParsedArticle

_SHARED = 0.8
"""Of the shorter one's sentences and rows, how many an edited copy keeps."""
_FEWEST = 4
"""Sentences; what has fewer is too short to tell a copy from a coincidence."""


def find_copies(fresh: Sequence[IndexedArticle], known: Iterable[ParsedArticle]) -> dict[str, str]:
    """Id of each fresh article that is a copy -> id of the article that stands already: a known one, or one before."""
    sizes: dict[str, int] = {}
    holders: defaultdict[str, list[str]] = defaultdict(list)
    copies: dict[str, str] = {}

    def keep(parsed: ParsedArticle, said: set[str]) -> None:
        sizes[parsed.article.id] = len(said)
        for text in said:
            holders[text].append(parsed.article.id)

    for parsed in known:
        keep(parsed, _said(parsed))
    for each in fresh:
        said = _said(each.parsed)
        shared = Counter(id for text in said for id in holders.get(text, ()))
        same = next((id for id, n in shared.most_common() if n >= _SHARED * min(len(said), sizes[id]) >= 1), None)
        if same is not None and min(len(said), sizes[same]) >= _FEWEST:
            copies[each.parsed.article.id] = same
        else:
            keep(each.parsed, said)
    return copies


def without_copies(reading: Reading, known: Iterable[IndexedArticle]) -> tuple[Reading, list[Failed]]:
    """What a folder holds without the new files that are copies of others, and these with the reason."""
    fresh = [each for each in reading.parsed if each.parsed.article.id in reading.plan.added]
    now = {each.parsed.article.id for each in reading.parsed} | set(reading.plan.removed)
    before = [each for each in known if each.parsed.article.id not in now]
    changed = [each for each in reading.parsed if each not in fresh]
    copies = find_copies(fresh, [each.parsed for each in (*before, *changed)])
    if not copies:
        return reading, []
    plan = replace(reading.plan, added=tuple(id for id in reading.plan.added if id not in copies))
    left = tuple(each for each in reading.parsed if each.parsed.article.id not in copies)
    failed = [
        Failed(id, f"it says what {same} says, which counts once; remove one of the two.")
        for id, same in copies.items()
    ]
    return replace(reading, plan=plan, parsed=left), failed


def _said(parsed: ParsedArticle) -> set[str]:
    return {"".join(filter(str.isalnum, unit.text.casefold())) for unit in parsed.units}
