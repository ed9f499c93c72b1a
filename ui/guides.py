"""What is known of guides: what they cover, who wrote each and when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING

import streamlit as st

from rag.types import GuideInfo
from ui import state
from ui.citations import byline
from ui.escaping import label, one_line

if TYPE_CHECKING:
    from rag.assistant import Assistant

MOST_TOPICS, MOST_LIBRARIES, LEAST_GUIDES = 6, 4, 4


def name(guide: GuideInfo) -> str:
    """The guide's title, or its path where it has none."""
    return guide.title or guide.guide


def about(guide: GuideInfo) -> str:
    """Author, date and size on one line."""
    passages = "1 passage" if guide.passages == 1 else f"{guide.passages:,} passages"
    return f"{byline(guide.author, guide.published)} · {passages}"


def counted(guides: int) -> str:
    """The number of guides in words and figures."""
    return "1 guide" if guides == 1 else f"{guides:,} guides"


def age(created: str, now: datetime) -> str:
    """How long ago an ISO 8601 moment was, in its largest unit."""
    passed = now - datetime.fromisoformat(created)
    for unit, length in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if passed >= length:
            count = passed // length
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


def covered(guides: Sequence[GuideInfo]) -> str:
    """What the guides are about, in their own words: how their titles begin, those that begin alike once."""
    topics = list(dict.fromkeys(one_line(re.split(r"[:|]\s", name(guide))[0]) for guide in guides))
    more = [f"{len(topics) - MOST_TOPICS:,} more"] if len(topics) > MOST_TOPICS else []
    return " · ".join([*topics[:MOST_TOPICS], *more])


def libraries(guides: Sequence[GuideInfo]) -> Mapping[str, Sequence[GuideInfo]]:
    """The guides by library: each folder with several of them, the first of their path; "" has all others.

    All are in one, "", where there are more libraries than can be told apart at a glance.
    """
    folder_of = {each: each.guide.rpartition("/")[0].partition("/")[0] for each in guides}
    sizes = Counter(folder_of.values())
    found: dict[str, list[GuideInfo]] = {}
    for guide, folder in folder_of.items():
        found.setdefault(folder if sizes[folder] >= LEAST_GUIDES else "", []).append(guide)
    return dict(sorted(found.items())) if len(found) <= MOST_LIBRARIES else {"": guides}


def libraries_asked(guides: Sequence[GuideInfo]) -> Mapping[str, Sequence[GuideInfo]]:
    """The libraries that the asker chose; all where they chose none, or none of those is there."""
    found, chosen = libraries(guides), state.libraries_asked()
    return {folder: own for folder, own in found.items() if folder in chosen} or found


def draw_index_line(assistant: Assistant) -> None:
    """Draws how many guides and passages there are, from which folder, and how old the index is."""
    guides, manifest = assistant.guides(), assistant.manifest
    passages = sum(guide.passages for guide in guides)
    folder, when = PurePath(manifest.folder).name, age(manifest.created, datetime.now(UTC))
    st.caption(label(f"{counted(len(guides))}, {passages:,} passages, from the folder “{folder}”. Read {when}."))
