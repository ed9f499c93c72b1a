"""Whether each name of a sentence stands in what it cites: persons, firms, tools, places, by their letters alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from rag.checking.quantities import Line
from rag.language.lexical import WORD, terms
from rag.language.lists import read_words
from rag.language.money import currency
from rag.language.places import without_places
from rag.language.words import is_topical

_CALENDAR = read_words("calendar")
_SAYS = read_words("says")
_BEGINS = '.!?:|“"•'
_MIXED = re.compile(r"[a-z][A-Z]|[A-Z]{2}|\d[A-Z]|[A-Z]\d")
_POSSESSIVE = re.compile(r"['’]s?$")
_SHORTEST_ROOT = 4


def wrong_name(sentence: str, lines: Sequence[Line], allowed: str = "") -> str | None:
    """Why a name can't stand; None where all do. `allowed` is what else may be repeated, as the question."""
    said = " ".join([*(line.whole for line in lines), allowed])
    words = _forms(said)
    squashed = _letters(said)
    for name in names(without_places(sentence, said)):
        if not _stands(name, words, squashed):
            return f"“{name}” does not stand in what is cited"
    return None


def names(text: str) -> Iterator[str]:
    """The words that stand for one thing: with capitals inside a sentence or the word, or before "says"."""
    found = list(WORD.finditer(text))
    for place, match in enumerate(found):
        if not is_topical(match.group()):
            continue
        word = _POSSESSIVE.sub("", match.group())
        before = text[: match.start()].rstrip(" '(‘")
        begins = not before or before[-1] in _BEGINS
        after = found[place + 1].group() if place + 1 < len(found) else ""
        if word[0].isdigit() or not any(map(str.isupper, word)) or word.lower() in _CALENDAR or currency(after):
            continue
        if begins and not _MIXED.search(word) and after.lower() not in _SAYS:
            continue
        yield word


def _stands(name: str, words: frozenset[str], squashed: str) -> bool:
    lower = name.lower()
    letters = _letters(name)
    if letters in words or letters.rstrip("s") in words or (len(letters) >= _SHORTEST_ROOT and letters in squashed):
        return True
    stems = terms(name)
    if stems and (stems[0] in words or all(stem in words for stem in stems[1:] or [""])):
        return True
    parts = [part for part in re.split(r"[-/&.]", lower) if part]
    if len(parts) > 1 and all(_stands(part, words, squashed) for part in parts):
        return True
    # Who and what comes from a place ("Germany", "German"), and the other way round.
    root = lower.rstrip("s")[:-1]
    beginning = root[: max(_SHORTEST_ROOT, len(root) - 2)]
    return len(root) > _SHORTEST_ROOT and any(word.startswith(beginning) for word in words)


def _forms(text: str) -> frozenset[str]:
    """The words of a text in their letters, their stems, and the initials of neighbouring words ("ML")."""
    words = WORD.findall(text)
    found = {_letters(word) for word in words} | {_letters(word).rstrip("s") for word in words} | set(terms(text))
    for length in (2, 3, 4):
        runs = (words[at : at + length] for at in range(len(words) - length + 1))
        found |= {"".join(word[0] for word in run).lower() for run in runs}
    return frozenset(found)


def _letters(text: str) -> str:
    """The letters and digits of a text, without accents."""
    return "".join(char for char in normalize("NFKD", text.lower()) if char.isalnum())
