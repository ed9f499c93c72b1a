"""Places that a text names, and the names that are one place's."""

from __future__ import annotations

import re

from rag.language.lists import read_groups, read_lines

_PLACES = "|".join(re.escape(name) for name in sorted(read_lines("places"), key=len, reverse=True))
PLACE = re.compile(rf"(?<!University of )\b(?:{_PLACES})(?:/(?:{_PLACES}))*(?!\w)|\b[Rr]emote(?:ly)?\b")
ALIASES = tuple(read_groups("place_names"))
"""Names of one place, its people and its short forms, in lower case; the first stands for all."""
_ONE_NAME = {name: group[0] for group in ALIASES for name in group}


def _forms(group: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(group, key=len, reverse=True))
    return re.compile(rf"\b(?:{names})(?!\w)", re.IGNORECASE)


_NAMED = tuple(_forms(group) for group in ALIASES)


def without_places(text: str, said: str) -> str:
    """The text without the places that another one names, too, by whichever of their names, written with a capital."""
    for form in _NAMED:
        if form.search(said):
            text = form.sub(lambda match: match.group() if match.group().islower() else " ", text)
    return text


def one_name(place: str) -> str:
    """A place, or several with slashes between, by the names that stand for all; in lower case and in order."""
    return ",".join(sorted(_ONE_NAME.get(part.rstrip("."), part) for part in place.lower().split("/")))
