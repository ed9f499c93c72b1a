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


def without_copies(reading: Reading, known: Iterable[IndexedArticle]) -> tuple[Reading, list[Failed]]:
    """What a folder holds without the new files that are copies of others, and these with the reason."""
    parsed = {each.parsed.article.id: each.parsed for each in reading.parsed}
    gone = parsed.keys() | reading.plan.removed
    standing = [each.parsed for each in known if each.parsed.article.id not in gone]
    standing += [each for id, each in parsed.items() if id not in reading.plan.added]
    copies = find_copies([parsed[id] for id in reading.plan.added if id in parsed], standing)
    plan = replace(reading.plan, added=tuple(id for id in reading.plan.added if id not in copies))
    left = tuple(each for each in reading.parsed if each.parsed.article.id not in copies)
    why = "it says what {} says, which counts once; remove one of the two."
    return replace(reading, plan=plan, parsed=left), [Failed(id, why.format(same)) for id, same in copies.items()]


def find_copies(new: Sequence[ParsedArticle], standing: Sequence[ParsedArticle]) -> dict[str, str]:
    """The ids of new articles that say what another says, each with that one's. Of two new ones the first counts."""
    sizes: dict[str, int] = {}
    holders: defaultdict[str, list[str]] = defaultdict(list)
    copies: dict[str, str] = {}
    for at, parsed in enumerate([*standing, *new]):
        id, said = parsed.article.id, _said(parsed)
        if at >= len(standing):
            shared = Counter(other for text in said for other in holders.get(text, ()) if other != id)
            fewer = {other: min(len(said), sizes[other]) for other in shared}
            same = next((other for other, n in shared.most_common() if n >= _SHARED * fewer[other]), None)
            if same is not None and fewer[same] >= _FEWEST:
                copies[id] = same
                continue
        sizes[id] = len(said)
        for text in said:
            holders[text].append(id)
    return copies


def _said(parsed: ParsedArticle) -> set[str]:
    return {"".join(filter(str.isalnum, unit.text.casefold())) for unit in parsed.units}
